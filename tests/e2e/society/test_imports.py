"""A table that others sent is looked at, mended, taken in, and does nothing twice; two spellings become one and two."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect
from tests.e2e.conftest import Site, problems

Visit = Callable[..., Page]
LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (1280, 390)]
LOOKED_AT = os.environ.get("AVERT_SCREENSHOTS")
HEAD = "Organisation,Organisation type,Donor,Sector,Activity,Admin1 pcode,Start date,Status,Focal point\n"
ROWS = (
    "Lajnat al-Salam,CBO,,Peacebuilding,Dialogue of elders,SO22,2024-01-05,Ongoing,A. Person\n"
    "لجنة السلام,,,Peacebuilding,Youth forum,SO22,2024-02-05,Under way maybe,\n"
    "Ministry of Interior,Government,Trust Fund for Peace,Protection,Patrol talks,Mogadishu,2024-03-01,Planned,\n"
)
BAD = ",CBO,,Peacebuilding,No name,SO22,2024-01-05,Ongoing,\n"


def look(page: Page, name: str) -> None:
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 900})
        assert problems(page) == [], (name, scheme, width)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, scheme, width)
        if LOOKED_AT:
            page.screenshot(path=Path(LOOKED_AT) / f"{name}-{scheme}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})


def hand_in(page: Page, site: Site, text: str) -> None:
    page.goto(f"{site.url}/structures/")
    page.get_by_role("link", name="Take in a register or table").click()
    file = {"name": "3w.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.get_by_label("File", exact=True).set_input_files(files=[file])
    page.get_by_label("Which country or territory is it about?").fill("Somalia")
    page.get_by_role("button", name="Look at the file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What would this file change here?")


def test_a_table_is_taken_in_once_and_two_spellings_become_one_until_taken_apart(
    site: Site, visit: Visit, keeper: Callable[[str], dict]
) -> None:
    page = visit(storage_state=keeper("halima"))
    page.goto(f"{site.url}/structures/imports/")
    look(page, "imports")
    hand_in(page, site, HEAD + ROWS + BAD)
    expect(page.get_by_text("Something must be mended first")).to_be_visible()
    expect(page.get_by_text("Focal point")).to_be_visible()
    expect(page.get_by_text("No organisation is named")).to_be_visible()
    look(page, "mend")
    page.get_by_role("link", name="Remove the file and take in nothing").click()
    page.get_by_role("button", name="Remove it").click()

    hand_in(page, site, HEAD + ROWS)
    look(page, "dry-run")
    page.get_by_role("button", name="Take all of it in").click()
    expect(page.get_by_text("entries were taken in")).to_be_visible()
    expect(page.get_by_role("link", name="Lajnat al-Salam")).to_be_visible()

    hand_in(page, site, HEAD + ROWS)
    expect(page.get_by_text("Nothing: all of it is here already")).to_be_visible()
    look(page, "again")
    page.get_by_role("button", name="Close the file").click()
    expect(page.get_by_text("Nothing was changed, and the file was removed.")).to_be_visible()

    page.get_by_role("link", name="Which of these are the same?").click()
    expect(page.get_by_text("the same letters in different scripts")).to_be_visible()
    look(page, "duplicates")
    page.get_by_role("button", name="The same: show as Lajnat al-Salam").click()
    expect(page.get_by_text("They are shown as one.")).to_be_visible()
    look(page, "merged")
    page.goto(f"{site.url}/structures/")
    expect(page.get_by_role("link", name="لجنة السلام")).to_have_count(0)
    page.get_by_role("link", name="Lajnat al-Salam").click()
    expect(page.get_by_text("Youth forum")).to_be_visible()

    page.get_by_role("link", name="Take it apart again").click()
    look(page, "undo")
    page.get_by_role("button", name="Take it apart again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("لجنة السلام")
    expect(page.get_by_text("Youth forum")).to_be_visible()
    page.goto(f"{site.url}/structures/")
    expect(page.get_by_role("link", name="لجنة السلام")).to_be_visible()
