"""From a gap to an invitation answered, a meeting, a task and a commitment; the joint calendar shows what comes."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.conftest import Site, problems, run_in
from tests.e2e.response.conftest import Case

Visit = Callable[..., Page]
State = Callable[[str], dict]
LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (1280, 390)]
MADE = """
import datetime as dt
import django
django.setup()
from avert.society.vocabulary import Layer
from avert.web.accounts.models import Person
from avert.web.audit.occasions import Occasion
from avert.web.records import services as records
from avert.web.records.selectors import own_organisations
from avert.web.society.models import Structure, Tie

officer = Person.objects.get(username="officer")
act = {"viewer": officer, "occasion": Occasion.at_the_command_line(dt.datetime.now(tz=dt.UTC))}
owner, = own_organisations(officer)
given = {"owner_id": owner, "place": "gw:501"}
soon = dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=9)
elders, youth = (
    records.create(record=Structure(**given, **fields), **act)
    for fields in (
        {"name": "Council of elders of the lake", "level": "middle", "sector": "traditional", "consent": "given",
         "review_on": soon},
        {"name": "Youth of the farms", "level": "grassroots", "sector": "civil_society", "is_protected": True},
    )
)
records.create(record=Tie(**given, source=elders, target=youth, layer=Layer.HOSTILITY), **act)
"""
HARM = "Seen as taking sides; both are asked on the same day, by a woman both trust"


@pytest.fixture(scope="session")
def gap(site: Site, case: Case) -> None:
    """Two structures between which a hostility is in force."""
    run_in(site, MADE)


def shot(page: Page, name: str) -> None:
    if folder := os.environ.get("AVERT_SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.usefixtures("gap")
def test_from_a_gap_to_an_invitation_answered_and_dates_in_the_calendar(
    site: Site, visit: Visit, logged_in: State
) -> None:
    page = visit(storage_state=logged_in("officer"))
    page.goto(f"{site.url}/response/")
    page.get_by_role("link", name="Bring people together").click()
    page.get_by_label("Title, naming nobody").fill("Elders and youth of the lake")
    page.get_by_label("What is missing").fill("Nobody speaks with both before the vote")
    page.get_by_label("Find a structure by name").fill("the")
    page.get_by_role("button", name="Find, and take over").click()
    page.get_by_label("Council of elders of the lake").check()
    page.get_by_label("Youth of the farms").check()
    page.get_by_role("button", name="Find, and take over").click()
    expect(page.locator("main")).to_contain_text("Should these sit in one room?")
    expect(page.locator("main")).to_contain_text("Being known puts it at risk")
    for field in page.locator("textarea[name^=harm_]:not([name=harm_role])").all():
        field.fill(HARM)
    page.get_by_label("What is asked of them").fill("Speak about the market, first apart")
    page.get_by_label("Which role thought of their safety").fill("Protection adviser")
    page.get_by_label("What speaks for no new action").fill("They meet at the well")
    assert "structure" not in page.url
    page.get_by_role("button", name="Open the room").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Elders and youth of the lake")
    room = page.url
    elders = page.locator("li", has_text="Council of elders of the lake").filter(has_text="not asked yet")
    elders.get_by_role("link", name="Write down the answer").click()
    today = dt.datetime.now(tz=dt.UTC).date().isoformat()
    page.get_by_label("Asked on").fill(today)
    page.get_by_label("Their answer").select_option("yes")
    page.get_by_label("Answered on").fill(today)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("Yes,")
    meeting = {"When": f"{today}T18:00", "Where, or how": "Under the old tree", "Time zone": "Africa/Nairobi"}
    task = {"What is to be done": "Fetch the elders", "By which role": "Driver", "By when": f"{today}T12:00"}
    promise = {
        "Who promised": "Elders",
        "To whom": "Youth",
        "What was promised": "No insults",
        "Due on": today,
    }
    for link, fields in (
        ("Add a meeting", meeting),
        ("Add a task", task),
        ("Write down a commitment", promise),
    ):
        page.goto(room)
        page.get_by_role("link", name=link).click()
        for label, text in fields.items():
            page.get_by_label(label, exact=label == "When").fill(text)
        page.get_by_role("button", name="Save").click()
    page.goto(room)
    expect(page.locator("main")).to_contain_text("No insults")
    with page.expect_download() as download:
        page.get_by_role("link", name="Letter to print").first.click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    page.goto(f"{site.url}/response/calendar/")
    for title in ("Under the old tree", "Fetch the elders", "No insults", "Council of elders of the lake"):
        expect(page.locator("main")).to_contain_text(title)
    desk = visit(storage_state=logged_in("commissioner"))
    desk.goto(f"{site.url}/response/calendar/")
    expect(desk.locator("main")).not_to_contain_text("Under the old tree")


@pytest.mark.usefixtures("gap")
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_no_page_of_convening_shuts_anyone_out(
    site: Site, visit: Visit, logged_in: State, look: tuple[str, int]
) -> None:
    scheme, width = look
    page = visit(
        storage_state=logged_in("officer"), color_scheme=scheme, viewport={"width": width, "height": 900}
    )

    def check(name: str) -> None:
        shot(page, f"{name}-{scheme}-{width}")
        assert problems(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name

    page.goto(f"{site.url}/response/convene/?place=gw:501")
    for box in page.locator("input[id^=found-]").all():
        box.check()
    page.get_by_role("button", name="Find, and take over").click()
    check("convene")
    page.goto(f"{site.url}/response/")
    check("rooms")
    page.get_by_role("link", name="Elders and youth of the lake").first.click()
    check("room")
    page.get_by_role("link", name="Invite someone").click()
    check("invite")
    page.go_back()
    page.get_by_role("link", name="Write down the answer").first.click()
    check("answer")
    page.goto(f"{site.url}/response/calendar/")
    check("calendar")
