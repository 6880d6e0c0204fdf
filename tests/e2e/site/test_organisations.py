"""From an empty site to an analyst who works for one place."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect
from tests.e2e.conftest import OWN_PASSWORD, Site, log_in, problems

Visit = Callable[..., Page]


def join(page: Page, site: Site, code: str, name: str, username: str) -> None:
    page.goto(f"{site.url}/account/join/")
    page.get_by_label("Code of the invitation").fill(code)
    page.locator("input[name=name]").fill(name)
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password", exact=True).fill(OWN_PASSWORD)
    page.get_by_label("Password confirmation").fill(OWN_PASSWORD)
    page.get_by_role("button", name="Join").click()


def code_on(page: Page) -> str:
    page.get_by_role("button", name="Make the code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The code of the invitation")
    assert problems(page) == []
    return page.locator(".lead code").inner_text()


def test_an_organisation_from_its_first_lead_to_an_analyst_for_one_place(
    site: Site, administrator: dict, visit: Visit
) -> None:
    page = visit()
    log_in(page, site, OWN_PASSWORD)  # anew: a log-in of some minutes ago would be asked to confirm
    page.locator(".wrap > .menu summary").click()
    page.get_by_role("link", name="Organisations", exact=True).click()
    page.get_by_role("link", name="Add an organisation").click()
    page.get_by_label("Name in English").fill("River peace committee")
    page.get_by_role("button", name="Add the organisation").click()
    address = page.url
    page.get_by_role("link", name="Invite its first lead").click()
    code = code_on(page)

    lead = visit(viewport={"width": 390, "height": 900})
    join(lead, site, code, "Wanjiru", "wanjiru")
    expect(lead.get_by_role("heading", level=1)).to_contain_text("River peace committee")
    lead.get_by_role("link", name="Invite someone").click()
    lead.get_by_label("Role").select_option("analyst")
    lead.get_by_label("Only for a place").fill("Kenya")
    code = code_on(lead)

    analyst = visit(java_script_enabled=False)
    join(analyst, site, code, "Otieno", "otieno")
    expect(analyst.get_by_role("heading", level=1)).to_contain_text("River peace committee")
    expect(analyst.get_by_role("link", name="Invite someone")).to_have_count(0)
    expect(analyst.get_by_text("Wanjiru")).to_be_visible()

    lead.goto(address)
    expect(lead.get_by_text("Analyst · only Kenya")).to_be_visible()
    assert problems(lead) == []
    lead.get_by_role("link", name="Otieno").click()
    assert problems(lead) == []
    page.goto(address)
    expect(page.get_by_role("link", name="Invite its first lead")).to_have_count(0)
