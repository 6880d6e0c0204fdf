"""A shift: a report comes in, is graded, verified by a colleague, and whoever reported is answered."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.conftest import Site, problems

Visit = Callable[..., Page]
State = Callable[[str], dict]
LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (1280, 390)]


def take_in(page: Page, site: Site, text: str, *, is_threat: bool = False) -> str:
    page.goto(f"{site.url}/signals/new/?place=gw:501")
    page.get_by_label("What is reported?").fill(text)
    page.get_by_label("What is it about?").select_option("threat")
    if is_threat:
        page.get_by_label("A life is in danger now").check()
    page.get_by_role("button", name="Save the report").click()
    expect(page.locator(".written", has_text=text)).to_be_visible()
    return page.url


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_an_analyst_grades_a_colleague_verifies_and_the_reporter_is_answered(
    site: Site, visit: Visit, on_shift: State, has_script: bool
) -> None:
    wambui, kamau = (
        visit(storage_state=on_shift(who), java_script_enabled=has_script) for who in ("wambui", "kamau")
    )
    text = "Leaflets tell families to leave" if has_script else "Cattle are sold at half price"
    address = take_in(wambui, site, text)
    wambui.get_by_role("link", name="Grade it").click()
    wambui.get_by_label("B – usually reliable").check()
    wambui.get_by_label("3 – possibly true").check()
    wambui.get_by_label("To whom does it go back").fill("traders in town")
    wambui.get_by_role("button", name="Save the grade").click()
    expect(wambui.get_by_text("B3: source usually reliable, information possibly true")).to_be_visible()
    expect(wambui.get_by_text("so a colleague verifies it")).to_be_visible()

    kamau.goto(f"{site.url}/signals/")
    kamau.get_by_role("link", name=text).click()
    expect(kamau).to_have_url(address)
    kamau.get_by_role("link", name="Say what you found").click()
    kamau.get_by_label("Confirmed", exact=True).check()
    kamau.get_by_label("How did you find out?").fill("Two elders, asked apart from each other, saw them.")
    kamau.get_by_role("button", name="Save what was found").click()
    expect(kamau.get_by_text("Two elders, asked apart")).to_be_visible()

    wambui.goto(f"{site.url}/signals/unanswered/")
    wambui.get_by_role("link", name=text).click()
    expect(wambui.get_by_text("Not answered yet.")).to_be_visible()
    wambui.get_by_label("What is being done").check()
    wambui.get_by_label("In which words").fill("The committee meets tonight.")
    wambui.get_by_role("button", name="Save the answer").click()
    expect(wambui.get_by_text("The committee meets tonight.")).to_be_visible()
    expect(wambui.get_by_text("Not answered yet.")).to_have_count(0)
    wambui.goto(f"{site.url}/signals/unanswered/")
    expect(wambui.get_by_role("link", name=text)).to_have_count(0)


def test_a_threat_to_life_comes_first_and_its_clock_is_seen(
    site: Site, visit: Visit, on_shift: State
) -> None:
    wambui = visit(storage_state=on_shift("wambui"))
    take_in(wambui, site, "Prices rise")
    take_in(wambui, site, "Young men with machetes at the bridge", is_threat=True)
    expect(wambui.get_by_role("heading", level=1)).to_contain_text("A life is in danger")
    expect(wambui.get_by_text("Known here for 0")).to_be_visible()
    wambui.goto(f"{site.url}/signals/")
    expect(wambui.locator("main ol li").first).to_contain_text("Young men with machetes")
    expect(wambui.locator("main ol li").first).to_contain_text("because a threat to life is reported")


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_no_page_of_a_signal_shuts_anyone_out(
    site: Site, visit: Visit, on_shift: State, look: tuple[str, int]
) -> None:
    scheme, width = look
    page = visit(
        storage_state=on_shift("kamau"), color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    address = take_in(page, site, f"Radio {scheme} {width} tells whom to drive away")
    steps = (
        "",
        "edit/",
        "grade/",
        "verify/",
        "answer/",
        "relate/",
        "merge/",
        "set-aside/",
        "life/",
        "reporter/",
    )
    lists = (f"{site.url}/signals/", f"{site.url}/signals/unanswered/", f"{site.url}/signals/new/")
    for path in (*lists, *(address + step for step in steps)):
        page.goto(path)
        assert problems(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
