"""An expert judges on a phone, alone; what nobody knows becomes a task of whoever finds it out."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.conftest import Site, problems

Visit = Callable[..., Page]
State = Callable[[str], dict]
PHONE = {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True}
LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (1280, 390)]


def pages_of(made: dict[str, str]) -> dict[str, str]:
    whole, question = f"/assessments/{made['assessment']}", f"/assessments/questions/{made['open']}"
    return {
        "evidence": f"{whole}/evidence/",
        "new-evidence": f"{whole}/evidence/new/",
        "new-gap": f"{whole}/evidence/gaps/new/",
        "weigh": f"/assessments/evidence/{made['evidence']}/weigh/",
        "hypotheses": f"/assessments/claims/{made['claim']}/hypotheses/",
        "questions": f"{whole}/questions/",
        "question": f"{question}/",
        "judge": f"{question}/judge/",
        "paper": f"{question}/paper/",
        "close": f"{question}/close/",
        "resolve": f"{question}/resolve/",
    }


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_pages_are_accessible_and_fit_light_and_dark_wide_and_narrow(
    site: Site, visit: Visit, logged_in: State, made: dict[str, str], look: tuple[str, int]
) -> None:
    scheme, width = look
    page = visit(
        storage_state=logged_in("assessor"), color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    for name, path in pages_of(made).items():
        page.goto(f"{site.url}{path}")
        if folder := os.environ.get("AVERT_SHOTS"):
            page.screenshot(path=Path(folder) / f"{name}-{scheme}-{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert not problems(page), name


def test_an_expert_judges_on_a_phone_and_nobody_else_sees_it(
    site: Site, visit: Visit, logged_in: State, made: dict[str, str]
) -> None:
    phone = visit(storage_state=logged_in("secretary"), **PHONE)
    phone.goto(f"{site.url}/assessments/{made['assessment']}/questions/")
    phone.get_by_role("link", name="Will anyone be killed").tap()
    phone.get_by_role("link", name="Give your judgement").tap()
    phone.get_by_label("Lowest it could be").fill("1 in 500")
    phone.get_by_label("Highest it could be").fill("17")
    phone.get_by_label("Best estimate").fill("13,5")
    phone.get_by_label("Why?").fill("The elders have met")
    phone.get_by_role("button", name="Keep my judgement").tap()
    expect(phone.get_by_role("region", name="What you wrote")).to_contain_text("13.5")
    desk = visit(storage_state=logged_in("assessor"))
    desk.goto(f"{site.url}/assessments/questions/{made['open']}/")
    expect(desk.locator("main")).to_contain_text("1 expert has judged in round 2.")
    expect(desk.locator("main")).not_to_contain_text("13.5")
    expect(desk.locator("main")).not_to_contain_text("The elders have met")


def test_what_nobody_knows_is_a_task_of_whoever_finds_it_out(
    site: Site, visit: Visit, logged_in: State, made: dict[str, str]
) -> None:
    desk = visit(storage_state=logged_in("assessor"))
    desk.goto(f"{site.url}/assessments/{made['assessment']}/evidence/gaps/new/?indicator=UNFA-7.5")
    desk.get_by_label("What is not known").fill("Whether the militia is paid")
    desk.get_by_label("Which role finds it out").fill("Secretary")
    desk.get_by_label("At which organisation").select_option(label="Ford peace committee")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_role("row").filter(has_text="Whether the militia is paid")).to_be_visible()
    there = visit(storage_state=logged_in("secretary"))
    there.goto(f"{site.url}/today/")
    there.get_by_role("link", name="North before the vote").first.click()
    row = there.get_by_role("row").filter(has_text="Whether the militia is paid")
    row.get_by_role("link", name="Say what came of it").click()
    there.get_by_label("Found out").check()
    there.get_by_label("What was found").fill("It is, by a trader")
    there.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("It is, by a trader")
    desk.reload()
    expect(desk.get_by_role("row").filter(has_text="Whether the militia is paid")).to_contain_text(
        "It is, by a trader"
    )
