"""The secretary of a peace committee, at a shared telephone, without scripts if need be."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.conftest import Site, problems

Visit = Callable[..., Page]
ComeIn = Callable[[Page], Page]
PHONE = {"width": 390, "height": 844}


def add_contact(page: Page, site: Site, role: str, phone: str) -> None:
    page.goto(f"{site.url}/contacts/new/")
    page.get_by_label("Role").fill(role)
    page.locator("main").get_by_label("Place").fill("Kenya")
    page.get_by_label("How are they reached first?").select_option("sms")
    page.get_by_label("Telephone").fill(phone)
    page.get_by_role("button", name="Keep the contact").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(role)


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_who_calls_whom_tonight_is_agreed_and_printed_on_a_telephone(
    site: Site, visit: Visit, come_in: ComeIn, has_script: bool
) -> None:
    page = come_in(visit(viewport=PHONE, java_script_enabled=has_script))
    name = f"Ward {has_script}"
    add_contact(page, site, f"Chair {name}", "+254 700 000 001")
    add_contact(page, site, f"Deputy {name}", "+254 700 000 002")
    with page.expect_navigation():
        page.get_by_role("button", name="We tried this today").click()
    page.goto(f"{site.url}/contacts/trees/new/")
    page.get_by_label("What is it called?").fill(name)
    page.locator("main").get_by_label("Place").fill("Kenya")
    page.get_by_label("What does the first caller say?").fill("Stay where you are.")
    page.get_by_role("button", name="Save and add calls").click()
    page.get_by_role("link", name="Add a call").click()
    page.get_by_label("Whom?", exact=True).select_option(label=f"Chair {name}")
    page.get_by_label("Whom instead").select_option(label=f"Deputy {name}")
    page.get_by_role("button", name="Add the call").click()
    expect(page.get_by_text("after 5 min; nobody answers:")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Print on A5").click()
    assert download.value.suggested_filename == "phone-tree.pdf"
    page.get_by_role("button", name="We rehearsed this today").click()
    expect(page.get_by_text("never")).to_have_count(0)


def test_papers_are_typed_in_without_scripts_followed_up_and_left_quickly(
    site: Site, visit: Visit, come_in: ComeIn
) -> None:
    page = come_in(visit(viewport=PHONE, java_script_enabled=False))
    page.goto(f"{site.url}/book/type-back/")
    page.locator("main").get_by_label("Place").fill("Kenya")
    first, second = page.locator("details.twin").nth(0), page.locator("details.twin").nth(1)
    second.locator("summary").click()
    for number, paper in enumerate((first, second)):
        paper.get_by_label("Day").fill("2024-03-01")
        paper.get_by_label("What happened?").fill(f"Cattle taken {number}")
    first.get_by_label("What remains to be done?").fill("Ask for the tracks")
    first.get_by_label("By which role?").fill("Elder")
    page.get_by_role("button", name="Write them in the book").click()
    expect(page.get_by_text("Cattle taken 1")).to_be_visible()
    page.locator("section", has_text="Cattle taken 0").get_by_role("link").click()
    page.get_by_role("button", name="It was done today").click()
    expect(page.get_by_text("Done on")).to_be_visible()
    address = page.url
    page.get_by_role("button", name="Leave quickly and log out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
    page.goto(address)
    expect(page.get_by_text("Cattle taken")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_the_book_or_of_contacts_shuts_anyone_out(
    site: Site, visit: Visit, come_in: ComeIn, scheme: str
) -> None:
    page = come_in(visit(color_scheme=scheme, viewport=PHONE))
    add_contact(page, site, f"Elder {scheme}", "+254700000009")
    found = [page.url, f"{page.url}edit/", f"{page.url}remove/"]
    page.goto(f"{site.url}/contacts/ladders/new/")
    page.get_by_label("What is it called?").fill(f"Night {scheme}")
    page.locator("main").get_by_label("Place").fill("Kenya")
    page.get_by_role("button", name="Save and add steps").click()
    ladder = page.url
    page.get_by_role("link", name="Add a step").click()
    page.get_by_label("After how many hours").fill("2")
    page.get_by_label("To whom?").select_option(label=f"Elder {scheme}")
    page.get_by_role("button", name="Add the step").click()
    expect(page.get_by_text("That would be")).to_be_visible()
    paths = (
        "contacts/",
        "contacts/new/",
        "contacts/trees/",
        "contacts/trees/new/",
        "contacts/ladders/",
        "book/",
    )
    paths += tuple(
        f"book/{path}/"
        for path in ("new", "type-back", "paper", "week", "safety", "questions", "questions/new")
    )
    for address in [*found, ladder, *(f"{site.url}/{path}" for path in paths)]:
        page.goto(address)
        assert problems(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
