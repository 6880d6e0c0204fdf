"""A warning goes out by two persons; and at two in the morning by one, on a telephone, with a second look after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.e2e.conftest import Site, problems

Visit = Callable[..., Page]
State = Callable[[str], dict]
LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (1280, 390)]
TODAY = dt.datetime.now(tz=dt.UTC).date()


def fill(page: Page, labels: dict[str, str]) -> None:
    for label, text in labels.items():
        page.get_by_role("main").get_by_label(label).first.fill(text)


def draft(page: Page, site: Site, title: str) -> str:
    page.goto(f"{site.url}/warnings/new/")
    fill(page, {"In one line": title, "What may happen, in words": "Attacks on farms along the road"})
    page.get_by_label("What may happen").first.select_option("Violence around an election")
    # Who would see it is asked while the form is filled in; to leave meanwhile would be reported as a failure.
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page.url


def complete(page: Page) -> None:
    page.get_by_role("link", name="Say to whom it may happen").click()
    fill(
        page,
        {
            "To whom": "settled families",
            "Place": "Kenya",
            "From": TODAY.isoformat(),
            "Until": (TODAY + dt.timedelta(days=7)).isoformat(),
            "What it rests on": "Leaflets in two markets",
            "What would change your mind": "Elders of both sides meet",
            "What harm the warning itself may do": "People may flee over the river",
        },
    )
    page.get_by_label("How likely").select_option("Likely")
    page.get_by_label("How sure you are").select_option("Moderate")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Name at least one addressee").click()
    fill(
        page,
        {
            "Role": "Provincial commander",
            "What they can do": "Two vehicles in Molo",
            "What is asked of them": "Send officers to both markets",
            "Time zone": "Africa/Nairobi",
            "Acknowledge by": f"{TODAY + dt.timedelta(days=1)}T12:00",
        },
    )
    page.get_by_label("Organisation on this site").select_option("Provincial police")
    page.get_by_role("button", name="Save").click()


def test_from_a_draft_with_gaps_to_a_release_by_a_second_person(
    site: Site, visit: Visit, logged_in: State
) -> None:
    warner, checker = visit(storage_state=logged_in("warner")), visit(storage_state=logged_in("checker"))
    address = draft(warner, site, "Attacks after the vote")
    expect(warner.get_by_text("Before it can go out:")).to_be_visible()
    complete(warner)
    expect(warner.get_by_text("Before it can go out:")).to_have_count(0)
    warner.get_by_role("link", name="Hand it to a second person").click()
    warner.get_by_role("button", name="Hand it to a second person").click()
    expect(warner.get_by_text("Waits for a second person")).to_be_visible()
    warner.goto(f"{address}release/")
    expect(warner.get_by_text("Somebody else has to look at this")).to_be_visible()
    checker.goto(f"{site.url}/warnings/")
    checker.get_by_role("link", name="Attacks after the vote").click()
    checker.get_by_role("link", name="Look at it").click()
    row = checker.get_by_role("row").filter(has_text="Provincial commander")
    expect(row).to_contain_text("On this site")
    expect(row).to_contain_text("12:00 (Africa/Nairobi)")
    checker.get_by_role("button", name="Release it now").click()
    expect(checker.get_by_text("The warning is out.")).to_be_visible()
    expect(checker.get_by_text("May it go out?")).to_be_visible()


def test_one_person_sends_it_from_a_telephone_without_script_and_a_second_reviews_it(
    site: Site, browser: Browser, visit: Visit, logged_in: State
) -> None:
    phone = browser.new_context(
        storage_state=logged_in("warner"),
        java_script_enabled=False,
        viewport={"width": 390, "height": 700},
        has_touch=True,
    )
    page = phone.new_page()
    page.goto(f"{site.url}/warnings/")
    page.get_by_role("link", name="A life is in danger").tap()
    page.get_by_role("link", name="Send", exact=True).tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Send this now?")
    expect(page.get_by_text("Bus company")).to_be_visible()
    page.get_by_label("What is seen").fill("Smoke over the market")
    page.get_by_role("button", name="Send it now").tap()
    expect(page.get_by_text("It is out.")).to_be_visible()
    expect(page.get_by_text("Smoke over the market")).to_be_visible()
    address = page.url
    phone.close()
    checker = visit(storage_state=logged_in("checker"))
    checker.goto(address)
    checker.get_by_role("link", name="Review it now").first.click()
    checker.get_by_label("Why").fill("It was a bush fire")
    checker.get_by_role("button", name="No, withdraw it").click()
    expect(checker.get_by_role("heading", level=1)).to_have_text("Why is this warning withdrawn?")
    checker.get_by_label("Why: what is known now").fill("It was a bush fire.")
    checker.get_by_role("button", name="Save the draft").click()
    expect(checker.get_by_role("heading", level=1)).to_contain_text("Withdrawn: Leave the river road")


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_its_pages_can_be_used_by_everyone(
    site: Site, visit: Visit, logged_in: State, scheme: str, width: int
) -> None:
    page = visit(
        storage_state=logged_in("warner"), color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    address = draft(page, site, f"Raid at the well {scheme} {width}")
    pages = [address, f"{address}edit/", f"{address}addressees/new/", f"{address}propose/", f"{address}history/",
             *(f"{site.url}/warnings/{way}" for way in ("", "new/", "agreed/", "agreed/new/"))]  # fmt: skip
    page.goto(f"{site.url}/warnings/agreed/")
    pages += [
        page.get_by_role("link", name=name).first.get_attribute("href") for name in ("Leave the", "Send")
    ]
    for one in pages:
        page.goto(one if one.startswith("http") else f"{site.url}{one}")
        assert problems(page) == [], one
        assert page.evaluate("document.documentElement.scrollWidth") <= width, one
