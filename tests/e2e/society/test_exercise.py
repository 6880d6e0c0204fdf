"""The structures of Kenya in 2007 in an exercise: the gap seen, an invitation begun, and every view looked at."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.e2e.conftest import Site, log_in_as, problems, run_in

from avert.society.cases import load_case

Visit = Callable[..., Page]
PASSWORD = "four plain words together"
LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (1280, 390)]
DRAWN = len(load_case("kenya_2007_2010").structures_on(dt.date(2007, 12, 10)))
ELDERS = "Elders of mixed neighbourhoods in the North Rift"
FILL = """
import datetime as dt, django
django.setup()
from avert.web.accounts import services
from avert.web.accounts.models import Person
from avert.web.accounts.vocabulary import RoleKind
from avert.web.audit.occasions import Occasion
occasion = Occasion.at_the_command_line(dt.datetime.now(tz=dt.UTC))
own = services.create_organisation(name={"en": "Secretariat for the exercise"}, occasion=occasion)
person = Person(username="exercise-lead", name="Exercise lead")
person.set_password("four plain words together")
person.save()
services.give_role(person=person, organisation=own, kind=RoleKind.LEAD, occasion=occasion)
"""


@pytest.fixture(scope="module")
def lead(site: Site, browser: Browser) -> dict:
    """What the browser of someone who leads an exercise remembers."""
    run_in(site, FILL)
    return log_in_as(site, browser, PASSWORD)("exercise-lead")


@pytest.fixture(scope="module")
def exercise(site: Site, browser: Browser, lead: dict) -> str:
    """The id of an exercise that begins before the vote of 2007."""
    context = browser.new_context(storage_state=lead)
    page = context.new_page()
    page.goto(f"{site.url}/exercises/new/")
    page.get_by_label("Title").fill("Before the vote")
    page.get_by_label("Case").select_option("kenya_2007_2010")
    page.get_by_label("Begin on").fill("2007-12-10")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("heading", level=1).wait_for()
    found = page.url.rstrip("/").rpartition("/")[2]
    context.close()
    return found


def shot(page: Page, name: str) -> None:
    if folder := os.environ.get("AVERT_SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_the_gap_of_2007_is_seen_and_leads_to_an_invitation_of_both_sides(
    site: Site, lead: dict, exercise: str, visit: Visit
) -> None:
    page = visit(storage_state=lead)
    page.goto(f"{site.url}/exercises/{exercise}/")
    page.get_by_role("link", name="Peace structures of this exercise").click()
    expect(page.locator("main")).to_contain_text("Wajir Peace and Development Committee")
    expect(page.locator("main")).not_to_contain_text("Uwiano")
    page.get_by_role("link", name="Reach and gaps").click()
    north, rift = (
        page.get_by_role("row", name=name) for name in ("North, with Wajir", "North Rift, with Eldoret")
    )
    expect(north).to_contain_text("Reached both ways")
    expect(rift).not_to_contain_text("Reached both ways")
    expect(page.locator(".drawing svg:visible")).to_contain_text("Rift Valley: Only up")
    page.get_by_role("link", name="Network", exact=True).click()
    page.get_by_label("Find an actor").select_option(label=ELDERS)
    page.get_by_role("link", name="What to connect").click()
    page.get_by_role("button", name="Work it out").click()
    proposal = page.locator(".proposals > li", has_text="Central Rift").first
    expect(proposal).to_contain_text("would be heard and answered")
    proposal.get_by_role("button", name="Bring them together").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Whom do we bring together, and about what?")
    assert page.locator("textarea[name^=harm_]:not([name=harm_role])").count() == 2
    assert "structure=" not in page.url
    assert "gap=" not in page.url
    page.get_by_label("Title, naming nobody").fill("Warnings from the Rift")
    for field in page.locator("textarea[name^=harm_]:not([name=harm_role])").all():
        field.fill("Seen as informing on neighbours; both are asked through the church")
    page.get_by_label("What is asked of them").fill("Agree who answers whom, and how fast")
    page.get_by_label("Which role thought of their safety").fill("Protection adviser")
    page.get_by_label("What speaks for no new action").fill("They may meet already")
    shot(page, "convene")
    page.get_by_role("button", name="Open the room").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Warnings from the Rift")
    assert problems(page) == []


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_no_view_of_the_case_shuts_anyone_out(
    site: Site, lead: dict, exercise: str, visit: Visit, look: tuple[str, int]
) -> None:
    scheme, width = look
    page = visit(storage_state=lead, color_scheme=scheme, viewport={"width": width, "height": 900})
    for view in ("", "network/", "matrix/", "reach/", "timeline/", "measures/", "connect/"):
        page.goto(f"{site.url}/structures/{view}?exercise={exercise}")
        if view == "connect/":
            page.get_by_role("button", name="Work it out").click()
        if view == "network/":
            expect(page.locator("#network-canvas")).to_have_attribute("data-drawn", str(DRAWN))
        shot(page, f"{view.strip('/') or 'register'}-{scheme}-{width}")
        assert problems(page) == [], view
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), view
    page.goto(f"{site.url}/structures/?exercise={exercise}&text=Wajir")
    page.get_by_role("link", name="Wajir Peace and Development Committee").click()
    shot(page, f"structure-{scheme}-{width}")
    assert problems(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
