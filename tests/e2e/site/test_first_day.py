"""The first day of whoever runs the site."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.conftest import OWN_PASSWORD, Site, log_in, problems, start_site

PAGES = [
    "/today/", "/world/", "/country/mmr/", "/country/mmr/submission/", "/data/", "/claims/",
    "/claims/within-armed-conflict/", "/claims/warned-in-time/?of=ratio", "/claims/quadrants/", "/search/",
    "/api/v1/docs/",
    "/jobs/", "/audit/", "/account/", "/account/password/", "/account/second-step/add/", "/account/sessions/",
    "/account/confirm/", "/styleguide/", "/notes/", "/notes/new/", "/contacts/", "/contacts/new/",
    "/contacts/trees/", "/contacts/trees/new/", "/contacts/ladders/", "/contacts/ladders/new/", "/book/",
    "/book/new/", "/book/type-back/", "/book/week/", "/book/questions/", "/book/questions/new/", "/book/safety/",
    "/book/paper/", "/signals/watch/", "/signals/watch/new/", "/exercises/", "/exercises/new/", "/signals/",
    "/signals/new/", "/signals/unanswered/", "/warnings/", "/warnings/new/", "/warnings/agreed/",
    "/warnings/agreed/new/", "/warnings/asked-of-us/", "/warnings/asked-by-us/", "/response/",
    "/response/protocols/", "/response/protocols/new/", "/response/convene/", "/response/calendar/",
    "/alerts/", "/alerts/undelivered/", "/signals/feeds/",
    "/signals/feeds/new/", "/signals/feeds/cap/", "/signals/watch/import/", "/signals/rules/",
    "/signals/rules/new/", "/organisations/", "/organisations/own/", "/organisations/add/", "/accounts/",
    "/groups/", "/account/join/", "/account/tokens/", "/replays/", "/replays/kenya_2007_2010/?on=2007-12-10",
    "/replays/ghana_2016/?on=never", "/signals/intake/", "/signals/intake/card/", "/signals/intake/file/",
    "/commitments/", "/commitments/new/", "/scorecard/", "/scorecard/gap/", "/scorecard/gap/?of=reports",
    "/scorecard/outcomes/", "/scorecard/week/", "/scorecard/hindcast/?place=gw:501&on=2008-01-10",
    "/assessments/", "/assessments/new/", "/assessments/processes/", "/assessments/processes/new/",
    "/frameworks/", "/frameworks/un_framework_2014/?dimension=1&place=mmr", "/frameworks/schirch_2013/?place=nowhere",
    "/structures/", "/structures/new/", "/structures/security/",
    "/structures/network/", "/structures/matrix/", "/structures/reach/", "/structures/timeline/",
    "/structures/measures/", "/structures/connect/", "/frameworks/lenses/",
    "/frameworks/lenses/?first=icaf_2008&second=cda_2013",
    "/structures/imports/", "/structures/duplicates/",
    "/risk/", "/risk/?region=Eastern+Africa", "/risk/models/", "/risk/monthly/", "/risk/hindsight/",
    "/forecasts/", "/forecasts/?months=3&type=os&threshold=1", "/forecasts/mmr/", "/forecasts/models/",
]  # fmt: skip
LOOKS = [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390), ("light", 320)]
Visit = Callable[..., Page]


def test_the_one_time_password_works_once(site: Site, administrator: dict, visit: Visit) -> None:
    page = visit()
    log_in(page, site, site.one_time_password)
    expect(page.get_by_role("alert")).to_contain_text("correct username and password")
    log_in(page, site, OWN_PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("What needs us now?")


def test_dark_mode_and_language_work_without_a_script(site: Site, visit: Visit) -> None:
    page = visit(java_script_enabled=False)
    page.goto(f"{site.url}/account/log-in/")
    page.get_by_text("Settings").click()
    page.get_by_role("button", name="Dark").click()
    assert page.locator("html").get_attribute("data-appearance") == "dark"
    assert page.locator("body").evaluate("node => getComputedStyle(node).colorScheme") == "dark"
    page.get_by_text("Settings").click()
    page.get_by_role("button", name="العربيّة").click()
    assert page.locator("html").get_attribute("dir") == "rtl"


def test_everything_is_reached_by_keyboard(site: Site, administrator: dict, visit: Visit) -> None:
    page = visit(storage_state=administrator)
    page.goto(site.url)
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the content")).to_be_focused()
    while not page.locator(".wrap > .menu summary:focus").count():
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="As my device")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".wrap > .menu summary")).to_be_focused()
    expect(page.get_by_role("button", name="As my device")).to_be_hidden()


def test_logging_out_closes_the_door(site: Site, administrator: dict, visit: Visit) -> None:
    page = visit()
    log_in(page, site, OWN_PASSWORD)
    page.locator(".wrap > .menu summary").click()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("status")).to_contain_text("logged out")
    page.goto(site.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")


@pytest.mark.parametrize("path", PAGES)
def test_no_page_shuts_anyone_out(site: Site, administrator: dict, visit: Visit, path: str) -> None:
    page = visit(storage_state=administrator)
    page.goto(site.url + path)
    menu = page.locator(".wrap > .menu summary")
    for scheme, width in LOOKS:
        # Without motion, or a colour would be measured half-way from one scheme to the other.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 900})
        assert problems(page) == [], (scheme, width)
        menu.click()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (scheme, width)
        menu.press("Escape")


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_no_open_menu_shuts_anyone_out(
    site: Site, administrator: dict, visit: Visit, look: tuple[str, int]
) -> None:
    scheme, width = look
    page = visit(storage_state=administrator, color_scheme=scheme, viewport={"width": width, "height": 900})
    page.goto(f"{site.url}/account/sessions/")
    for summary in page.locator(".masthead .menu summary").all():
        summary.click()
        assert problems(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        summary.press("Escape")


def test_the_check_finds_what_shuts_someone_out(site: Site, visit: Visit) -> None:
    page = visit()
    page.goto(f"{site.url}/account/log-in/")
    page.evaluate("document.querySelector('main label').remove()")
    assert any(problem.startswith("label:") for problem in problems(page))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_way_in_shuts_no_one_out(site: Site, visit: Visit, scheme: str) -> None:
    page = visit(color_scheme=scheme)
    log_in(page, site, "wrong")
    assert problems(page) == []


def test_htmx_runs_within_the_security_policy(site: Site, administrator: dict, visit: Visit) -> None:
    page = visit(storage_state=administrator)
    page.goto(f"{site.url}/styleguide/")
    assert page.evaluate("[htmx.config.allowEval, htmx.config.includeIndicatorStyles]") == [False, False]


def test_a_page_in_arabic_fits_a_phone(site: Site, administrator: dict, visit: Visit) -> None:
    page = visit(storage_state=administrator, viewport={"width": 390, "height": 900})
    page.goto(f"{site.url}/styleguide/")
    page.locator(".wrap > .menu summary").click()
    page.locator("button[value=ar]").click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_interrupting_the_site_stops_all_of_it_and_keeps_its_files_private(tmp_path: Path) -> None:
    home = tmp_path / "home"
    site = start_site(home)
    children = _children(site.process.pid)
    assert len(children) == 2
    assert site.stop() == 0
    site.process.stdout.close()
    assert not [child for child in children if Path(f"/proc/{child}").exists()]
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    for name in ("site.sqlite3", "secret-key"):
        assert stat.S_IMODE((home / name).stat().st_mode) == 0o600
    with sqlite3.connect(home / "site.sqlite3") as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    database.close()
    assert site.one_time_password.encode() not in (home / "site.sqlite3").read_bytes()


def test_a_second_start_shows_no_password(tmp_path: Path) -> None:
    for expected in (True, False):
        site = start_site(tmp_path / "home")
        site.stop()
        site.process.stdout.close()
        assert ("password" in site.said) is expected


def _children(parent: int) -> list[str]:
    done = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True, check=True
    )
    return done.stdout.split()
