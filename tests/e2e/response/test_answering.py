"""A commissioner's desk answers a warning on a phone; the issuer learns of the decision when it is shared."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.conftest import Site, problems
from tests.e2e.response.conftest import Case

Visit = Callable[..., Page]
State = Callable[[str], dict]
PHONE = {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True}
LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (1280, 390)]
WHY = "Elders of both sides open the market together"


def test_a_warning_is_acknowledged_with_one_tap_and_decided_with_a_reason(
    site: Site, visit: Visit, logged_in: State, case: Case
) -> None:
    desk = visit(storage_state=logged_in("commissioner"), **PHONE)
    officer = visit(storage_state=logged_in("officer"))
    desk.goto(f"{site.url}/warnings/asked-of-us/")
    desk.get_by_role("link", name="Attacks on farms after the vote").tap()
    button = desk.get_by_role("button", name="Acknowledge")
    assert button.bounding_box()["y"] < 780, "it must be on the first screen"
    button.tap()
    expect(desk.get_by_text("Acknowledged. Whoever issued")).to_be_visible()
    officer.goto(case.course)
    expect(officer.locator("main")).to_contain_text("District commissioner: Acknowledged.")
    desk.get_by_role("link", name="Decide").tap()
    desk.get_by_label("No new action").check()
    desk.get_by_label("Why").fill(WHY)
    desk.get_by_role("button", name="Write it down").tap()
    expect(desk.locator("main")).to_contain_text("Decided: No new action")
    officer.reload()
    expect(officer.locator("main")).not_to_contain_text("No new action")
    expect(officer.locator("main")).to_contain_text("may exist that is not shared with you")
    desk.get_by_role("link", name="Share the decision with the issuer").tap()
    desk.get_by_role("button", name="Share it").tap()
    expect(desk.get_by_role("link", name="Share the decision with the issuer")).to_have_count(0)
    officer.reload()
    expect(officer.locator("main")).to_contain_text(WHY)


def test_both_organisations_add_to_the_room_and_take_its_dates(
    site: Site, visit: Visit, logged_in: State, case: Case
) -> None:
    desk = visit(storage_state=logged_in("commissioner"))
    desk.goto(case.room)
    desk.get_by_role("link", name="Add a task").click()
    desk.get_by_label("What is to be done").fill("Officers at both markets")
    desk.get_by_label("By which role or organisation").fill("Commissioner's office")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Save").click()
    officer = visit(storage_state=logged_in("officer"))
    officer.goto(case.room)
    expect(officer.get_by_role("rowheader", name="Officers at both markets")).to_be_visible()
    expect(officer.locator("main")).to_contain_text("No new action")
    with officer.expect_download() as download:
        officer.get_by_role("link", name="Meetings and tasks for your calendar").click()
    assert "elders" not in Path(download.value.path()).read_text(encoding="utf-8")


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_no_page_shuts_anyone_out(
    site: Site, visit: Visit, logged_in: State, case: Case, look: tuple[str, int]
) -> None:
    scheme, width = look
    page = visit(
        storage_state=logged_in("officer"), color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    desk = visit(
        storage_state=logged_in("commissioner"), color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    pages = {
        page: (
            case.warning, case.course, f"{site.url}/warnings/asked-by-us/", f"{site.url}/response/", case.room,
            f"{case.room}edit/", f"{case.room}tasks/new/", f"{case.room}meetings/new/",
            f"{site.url}/response/protocols/", case.protocol, f"{case.protocol}options/new/",
            f"{case.protocol}rehearsals/new/", f"{site.url}/response/protocols/new/",
        ),
        desk: (case.course, f"{case.course}decided/", f"{case.course}done/", f"{site.url}/warnings/asked-of-us/"),
    }  # fmt: skip
    for who, addresses in pages.items():
        for number, address in enumerate(addresses):
            who.goto(address)
            if folder := os.environ.get("AVERT_SHOTS"):
                who_is = "officer" if who is page else "desk"
                path = f"{folder}/{who_is}-{number:02}-{scheme}-{width}.png"
                who.screenshot(path=path, full_page=True)
            assert problems(who) == [], address
            assert who.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
