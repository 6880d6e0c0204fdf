"""A structure is listed, trusted, tied and active; what security actors see is decided; it is taken out and removed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

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
from avert.web.accounts.vocabulary import RoleKind, Sector
from avert.web.audit.occasions import Occasion
occasion = Occasion.at_the_command_line(dt.datetime.now(tz=dt.UTC))
own = services.create_organisation(name={"en": "Peace council of the hills"}, occasion=occasion)
services.create_organisation(
    name={"en": "Police of the hills"}, occasion=occasion, is_listed=True, sector=Sector.SECURITY
)
person = Person(username="register-lead", name="Register lead")
person.set_password("four plain words together")
person.save()
services.give_role(person=person, organisation=own, kind=RoleKind.LEAD, occasion=occasion)
"""


@pytest.fixture(scope="module")
def lead(site: Site, browser: Browser) -> dict:
    """What the browser of someone who keeps a register remembers."""
    run_in(site, FILL)
    return log_in_as(site, browser, PASSWORD)("register-lead")


def save(page: Page, button: str) -> None:
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name=button, exact=True).click()


def listed(page: Page, site: Site, name: str, **said: str) -> str:
    page.goto(f"{site.url}/structures/new/")
    page.get_by_label("What is the organisation or role called?").fill(name)
    page.locator("input[name=place]").fill("Kenya")
    page.get_by_label("In which areas does it work?").fill("adm1:KEN-890")
    for label, value in said.items():
        page.get_by_label(label).first.select_option(label=value)
    page.get_by_label("Did they agree to be listed?").select_option(label="They agreed to be listed")
    save(page, "List it")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    return page.url


def test_a_structure_from_its_listing_to_its_removal(site: Site, lead: dict, visit: Visit) -> None:
    page = visit(storage_state=lead)
    council = listed(page, site, "District council of the hills", Level="Middle", Sector="Government")
    women = listed(page, site, "Chair of the market women", Level="Grassroots", Sector="Civil society")
    expect(page.locator("main")).to_contain_text("Rift Valley")
    page.get_by_role("link", name="Write down what a group thinks").click()
    page.get_by_label("Which group?").fill("Farmers")
    page.get_by_label("How far do they trust it?").select_option(label="Trusted")
    save(page, "Write it down")
    page.goto(women)
    expect(page.locator("main")).to_contain_text("Farmers")
    page.get_by_role("link", name="Write down a tie").click()
    page.get_by_label("With which structure?").select_option(label="District council of the hills")
    page.get_by_label("What runs along it?").select_option(label="Information")
    page.get_by_label("How do you know?").fill("Minutes of the meeting in May")
    save(page, "Write it down")
    expect(page.locator("main")).to_contain_text("Minutes of the meeting in May")
    page.goto(women)
    page.get_by_role("link", name="Write down an activity").click()
    page.get_by_label("What does it do?").fill("Opens the market on the day of the vote")
    page.get_by_label("How far is it?").select_option(label="Under way")
    save(page, "Save")
    page.goto(women)
    for said in ("District council of the hills", "Opens the market on the day of the vote"):
        expect(page.locator("main")).to_contain_text(said)
    assert problems(page) == []
    page.goto(f"{site.url}/structures/security/")
    page.get_by_label("Middle").check()
    page.get_by_label("Government").check()
    page.get_by_label("Why?").fill("The police chair sits in the council")
    save(page, "Let this hold")
    expect(page.get_by_label("Middle")).to_be_checked()
    assert problems(page) == []
    page.goto(f"{site.url}/structures/")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert "Chair of the market women" in Path(download.value.path()).read_text(encoding="utf-8")
    page.goto(f"{women}remove/")
    save(page, "Remove it")
    page.goto(council)
    expect(page.locator("main")).not_to_contain_text("Chair of the market women")
    assert page.request.get(women).status == 404
