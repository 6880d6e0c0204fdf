"""An analyst finds a country, reads both lenses and what is not known, with and without a mouse."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from tests.e2e.conftest import Site, problems

Visit = Callable[..., Page]
MOST_TABS = 30


def test_myanmar_is_found_as_burma_and_read_through_both_lenses(
    site: Site, administrator: dict, visit: Visit
) -> None:
    page = visit(storage_state=administrator, viewport={"width": 1280, "height": 900})
    page.goto(f"{site.url}/world/")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Where is a new mass killing most likely to begin?"
    )
    page.get_by_label("Find a country or place").fill("Burma")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Myanmar")
    atrocity, conflict = page.locator("#atrocity"), page.locator("#conflict")
    expect(atrocity).to_contain_text("90 % interval")
    expect(atrocity).to_contain_text("Associations, not causes")
    expect(conflict).to_contain_text("Structural violence")
    expect(conflict).to_contain_text("Not yet assessed.")
    left, right = atrocity.bounding_box(), conflict.bounding_box()
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] <= right["x"]


def test_the_brief_is_downloaded_as_a_pdf_of_two_pages_that_says_what_the_page_says(
    site: Site, administrator: dict, visit: Visit
) -> None:
    page = visit(storage_state=administrator)
    page.goto(f"{site.url}/country/mmr/")
    risk = re.search(r"\d+\.\d", page.locator("main").get_by_text("90 % interval").first.inner_text())
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").first.click()
    document = PdfReader(download.value.path())
    text = " ".join(part.extract_text() for part in document.pages)
    assert len(document.pages) == 2
    assert "Myanmar" in text
    assert "risk of new mass killing" in text
    assert risk is not None
    assert risk[0] in text


def test_the_lenses_stand_below_each_other_on_a_phone(site: Site, administrator: dict, visit: Visit) -> None:
    page = visit(storage_state=administrator, viewport={"width": 390, "height": 844})
    page.goto(f"{site.url}/country/mmr/")
    upper, lower = page.locator("#atrocity").bounding_box(), page.locator("#conflict").bounding_box()
    assert upper["y"] + upper["height"] <= lower["y"]


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize(
    "path", ["/world/", "/world/?measure=deaths&all=yes", "/country/eth/", "/country/pse/", "/data/"]
)
def test_a_phone_never_scrolls_sideways(
    site: Site, administrator: dict, visit: Visit, path: str, width: int
) -> None:
    page = visit(storage_state=administrator, viewport={"width": width, "height": 844})
    page.goto(site.url + path)
    page.evaluate("for (const part of document.querySelectorAll('details.twin')) part.open = true")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_ranked_list_is_reached_by_keyboard_past_the_map(
    site: Site, administrator: dict, visit: Visit
) -> None:
    page = visit(storage_state=administrator)
    page.goto(f"{site.url}/world/")
    skip = page.get_by_text("Skip the map's links")
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if skip.evaluate("link => link === document.activeElement"):
            break
    expect(skip).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if re.search(r"/country/\w+/$", page.evaluate("document.activeElement.href || ''")):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("how great is the danger")


def test_reading_needs_no_script(site: Site, administrator: dict, visit: Visit) -> None:
    page = visit(storage_state=administrator, java_script_enabled=False)
    page.goto(f"{site.url}/world/")
    page.get_by_role("link", name="One-sided violence", exact=True).click()
    page.get_by_label("Year").select_option("2017")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Where were civilians killed on purpose in 2017?"
    )
    page.get_by_label("Only places whose name contains").fill("birmanie")
    page.get_by_role("button", name="Filter").click()
    expect(page.locator("#list tbody tr")).to_have_count(1)
    page.locator("#list tbody a").click()
    page.get_by_text("The same as a table").first.click()
    expect(page.locator("#record .twin table").first).to_be_visible()


@pytest.mark.parametrize("path", ["/world/", "/country/mmr/", "/data/", "/search/"])
def test_no_request_leaves_the_machine(site: Site, administrator: dict, visit: Visit, path: str) -> None:
    page = visit(storage_state=administrator)
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    page.goto(site.url + path)
    page.wait_for_load_state("networkidle")
    assert hosts == {"127.0.0.1"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["/world/?measure=deaths&year=2017", "/country/tun/", "/country/pse/", "/search/?q=guin"]
)
def test_what_people_read_shuts_no_one_out(
    site: Site, administrator: dict, visit: Visit, path: str, scheme: str
) -> None:
    page = visit(storage_state=administrator, color_scheme=scheme)
    page.goto(site.url + path)
    page.evaluate("for (const part of document.querySelectorAll('details.twin')) part.open = true")
    assert problems(page) == []


def test_the_figures_follow_the_chosen_appearance(site: Site, administrator: dict, visit: Visit) -> None:
    page = visit(storage_state=administrator, color_scheme="light")
    page.goto(f"{site.url}/world/")
    sea = "getComputedStyle(document.querySelector('.fig-f-sea')).fill"
    before = page.evaluate(sea)
    page.locator(".wrap > .menu summary").click()
    page.get_by_role("button", name="Dark").click()
    assert page.evaluate(sea) != before
