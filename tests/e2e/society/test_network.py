"""The picture of the peace network, moved in with Cytoscape, on a desk and on a phone."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.e2e.conftest import Site, log_in_as, problems, run_in

Visit = Callable[..., Page]
PASSWORD = "four plain words together"
FILL = """
import datetime as dt, django
django.setup()
from avert.web.accounts import services
from avert.web.accounts.models import Person
from avert.web.accounts.vocabulary import RoleKind
from avert.web.audit.occasions import Occasion
from avert.web.records.services import create
from avert.web.society.models import Structure, Tie
occasion = Occasion.at_the_command_line(dt.datetime.now(tz=dt.UTC))
own = services.create_organisation(name={"en": "Peace council of the valley"}, occasion=occasion)
person = Person(username="network-lead", name="Network lead")
person.set_password("four plain words together")
person.save()
services.give_role(person=person, organisation=own, kind=RoleKind.LEAD, occasion=occasion)
common = {"viewer": person, "occasion": occasion}
def structure(name, level, **more):
    return create(record=Structure(owner=own, place="gw:501", name=name, level=level, **more), **common)
top = structure("National council", "top", is_decision_maker=True)
middle = structure("Council of churches", "middle", sector="religious")
low = structure("Village committee", "grassroots", groups=["Herders"])
hidden = structure("Sister Mary", "grassroots", sector="religious", is_protected=True)
for source, target, layer, begins in (
    (low, middle, "information", None),
    (middle, top, "coordination", dt.date(2010, 5, 1)), (hidden, low, "trust", None),
):
    create(record=Tie(owner=own, place="gw:501", source=source, target=target, layer=layer, begins=begins), **common)
print("[]")
"""


@pytest.fixture(scope="module")
def network_lead(site: Site, browser: Browser) -> dict:
    """What the browser of someone who keeps a small network remembers."""
    json.loads(run_in(site, FILL))
    return log_in_as(site, browser, PASSWORD)("network-lead")


@pytest.mark.parametrize("width", [1280, 390])
def test_someone_moves_in_the_network_by_keyboard_and_reads_an_actors_ties(
    site: Site, network_lead: dict, visit: Visit, width: int
) -> None:
    page = visit(storage_state=network_lead, viewport={"width": width, "height": 900})
    page.goto(f"{site.url}/structures/network/?on=2010-08-01&before=2008-01-01")
    canvas = page.locator("#network-canvas")
    expect(canvas).to_have_attribute("data-drawn", "4")
    page.get_by_label("Find an actor").select_option(label="Council of churches")
    said = page.locator("#network-said")
    expect(said).to_contain_text("Coordination: National council (new)")
    expect(said).to_contain_text("Information: Village committee")
    canvas.focus()
    for key in ("ArrowLeft", "+", "-", "0"):
        page.keyboard.press(key)
    page.get_by_role("button", name="Nearer").click()
    assert "Sister Mary" not in page.content()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert problems(page) == []


def test_without_a_script_the_drawing_and_the_table_say_the_same(
    site: Site, network_lead: dict, visit: Visit
) -> None:
    page = visit(storage_state=network_lead, java_script_enabled=False)
    page.goto(f"{site.url}/structures/network/")
    expect(page.locator(".drawing svg")).to_be_visible()
    expect(page.locator("#network-canvas")).to_be_hidden()
    expect(page.get_by_role("rowheader", name="Village committee")).to_be_visible()
