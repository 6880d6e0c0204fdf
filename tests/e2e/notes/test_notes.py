"""Several people write down what they know of a place, and decide who may see it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.conftest import Site, problems

Visit = Callable[..., Page]
State = Callable[[str], dict]
LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (1280, 390)]


def write_note(page: Page, site: Site, title: str, text: str = "") -> str:
    page.goto(f"{site.url}/notes/new/?place=gw:501")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Text").fill(text)
    page.get_by_role("button", name="Save the note").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page.url


def save_text(page: Page, address: str, text: str) -> None:
    page.goto(f"{address}edit/")
    page.get_by_label("Text").fill(text)
    page.get_by_role("button", name="Save").click()


def test_a_note_is_shared_on_purpose_and_read_by_the_other_organisation(
    site: Site, visit: Visit, logged_in: State
) -> None:
    amina, desk, stranger = (
        visit(storage_state=logged_in("amina")),
        visit(storage_state=logged_in("desk")),
        visit(),
    )
    amina.goto(f"{site.url}/notes/new/?place=gw:501")
    panel = amina.locator("#who-would-see")
    expect(panel).to_contain_text("Amina Odhiambo (you)")
    expect(panel).to_contain_text("Nobody else.")
    amina.get_by_label("Title").fill("Leaflets at the market")
    amina.locator("main summary", has_text="Organisations").click()
    amina.get_by_label("Early-warning agency").check()
    expect(panel).to_contain_text(
        "Early-warning agency: those who work on “Assessment and evidence” in Kenya"
    )
    expect(panel).not_to_contain_text("Desk Officer")
    amina.get_by_label("TLP:RED").check()
    expect(panel).to_contain_text("would not see it")
    amina.get_by_label("TLP:AMBER", exact=False).first.check()
    with amina.expect_navigation():
        amina.get_by_role("button", name="Save the note").click()
    address = amina.url
    desk.goto(f"{site.url}/notes/")
    desk.get_by_role("link", name="Leaflets at the market").click()
    expect(desk.get_by_text("Another organisation shares this with you")).to_be_visible()
    expect(desk.get_by_role("link", name="Edit")).to_have_count(0)
    stranger.goto(address)
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Log in")
    expect(stranger.get_by_role("link", name="Notes")).to_have_count(0)


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_two_who_edit_at_once_settle_it_and_history_tells(
    site: Site, browser: object, logged_in: State, has_script: bool
) -> None:
    # Not `visit`: Chromium reports the answer 409 on its console, and there it is meant.
    contexts = [
        browser.new_context(storage_state=logged_in(who), java_script_enabled=has_script)
        for who in ("amina", "joseph")
    ]
    amina, joseph = (context.new_page() for context in contexts)
    address = write_note(amina, site, "Meeting", "The elders meet on Friday.")
    amina.goto(f"{address}edit/")
    save_text(joseph, address, "The elders meet on Saturday.")
    amina.get_by_label("Text").fill("The elders of both sides meet on Friday.")
    amina.get_by_label("Title").fill("Meeting of elders")
    amina.get_by_role("button", name="Save").click()
    expect(amina.get_by_role("heading", level=1)).to_contain_text("What should hold?")
    expect(amina.locator("ins").filter(has_text="Saturday.")).to_have_count(1)
    expect(amina.locator("ins").filter(has_text="of both sides")).to_have_count(1)
    amina.get_by_label("The text below").check()
    amina.get_by_label("Your text").fill("The elders of both sides meet on Saturday.")
    amina.get_by_role("button", name="Save").click()
    expect(amina.get_by_role("heading", level=1)).to_have_text("Meeting of elders")
    expect(amina.get_by_text("The elders of both sides meet on Saturday.")).to_be_visible()
    amina.get_by_role("link", name="What was changed").click()
    expect(amina.locator("section").first.locator("ins")).to_contain_text(["of elders", "of both sides"])
    expect(amina.get_by_text("Joseph Kiptoo").first).to_be_visible()
    for context in contexts:
        context.close()


def test_without_a_script_the_panel_answers_and_nothing_typed_is_lost(
    site: Site, visit: Visit, logged_in: State
) -> None:
    page = visit(storage_state=logged_in("amina"), java_script_enabled=False)
    page.goto(f"{site.url}/notes/new/")
    page.get_by_label("Text").fill("Crops are sold at half price.")
    page.locator("main summary", has_text="Organisations").click()
    page.get_by_label("Early-warning agency").check()
    page.get_by_role("button", name="Show who would see this").click()
    expect(page.locator("#who-would-see")).to_contain_text("Early-warning agency: those who work on")
    expect(page.get_by_label("Text")).to_have_value("Crops are sold at half price.")
    expect(page.get_by_label("Early-warning agency")).to_be_checked()
    expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_no_page_of_a_note_shuts_anyone_out(
    site: Site, visit: Visit, logged_in: State, look: tuple[str, int]
) -> None:
    scheme, width = look
    page = visit(
        storage_state=logged_in("joseph"), color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    address = write_note(page, site, f"Radio {scheme} {width}", "Songs about cleansing.")
    save_text(page, address, "Songs about cleansing, every morning.")
    for path in ("", "edit/", "share/", "history/", "remove/"):
        page.goto(address + path)
        assert problems(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
