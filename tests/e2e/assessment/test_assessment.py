"""Three organisations assess one country; a district's dissent arrives at the top, and what they saw is sealed."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.conftest import Site, problems

Visit = Callable[..., Page]
State = Callable[[str], dict]
INDICATOR, HEADED = "UNFA-7.14", "7 Enabling circumstances"
DISSENT = "The ministry hears the speeches of the capital. Here men are told by name whose farms they will be given."
WIDTHS = (1280, 390)


@dataclass
class Table:
    """The round table: each organisation with a browser of its own."""

    site: Site
    made: dict[str, str]
    regional: Page
    official: Page
    elder: Page
    unrelated: Page

    def at(self, which: str, tab: str = "") -> str:
        return f"{self.site.url}/assessments/{self.made[which]}/{tab}"

    def give(self, page: Page, which: str, speaker: str, value: str, dissent: str = "") -> None:
        """Go from the readings to one's own questions, answer one, and keep it."""
        page.goto(self.at(which, "readings/"))
        page.get_by_role("link", name="Give a reading").click()
        page.get_by_role("link", name=speaker).click()
        page.get_by_role("link", name=HEADED).click()
        asked = page.get_by_role("group").filter(has_text=INDICATOR)
        asked.get_by_label(value, exact=True).check()
        asked.get_by_text("Trend, reason and evidence").click()
        asked.get_by_label("Why we say so").fill(f"{speaker} heard it on the markets")
        page.get_by_label("Your dissent").fill(dissent)
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Kept. What was said before")).to_be_visible()


@pytest.fixture
def table(site: Site, visit: Visit, logged_in: State, made: dict[str, str]) -> Table:
    names = ("regional", "official", "elder", "unrelated")
    return Table(site, made, *(visit(storage_state=logged_in(one)) for one in names))


def usable(page: Page) -> None:
    """The page has nothing that hinders someone, and never goes sideways."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert problems(page) == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


def everybody_speaks(table: Table) -> None:
    table.give(table.regional, "country", "Regional analysts", "latent")
    table.give(table.official, "country", "Ministry officials", "absent")
    table.give(table.elder, "country", "District elders", "present")
    table.give(table.official, "district", "Ministry officials", "latent")
    table.give(table.elder, "district", "District elders", "acute", DISSENT)


def the_country_shows_it_in_full(table: Table) -> None:
    page = table.official
    page.goto(table.at("country", "readings/?dimension=7"))
    dissent = page.get_by_role("listitem").filter(has_text=DISSENT)
    expect(dissent).to_contain_text("District elders")
    expect(dissent).to_contain_text("River district before the vote")
    below = page.locator("section").filter(has=page.get_by_role("heading", name="Called acute below"))
    expect(below).to_contain_text(INDICATOR)
    expect(below).to_contain_text("River district before the vote: District elders")
    usable(page)


def what_nobody_knows_is_a_task(table: Table) -> None:
    page = table.regional
    page.goto(table.at("country", f"readings/{INDICATOR}/"))
    expect(page.get_by_text("Ministry officials heard it on the markets")).to_be_visible()
    usable(page)
    page.get_by_role("link", name="Say what is not known").click()
    due = dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=9)
    page.get_by_label("What is not known").fill("Who pays those who speak on the markets")
    page.get_by_label("Which role finds it out").fill("Secretary of the committee")
    page.get_by_label("At which organisation").select_option(label="River district committee")
    page.get_by_label("By when").fill(due.isoformat())
    usable(page)
    page.get_by_role("button", name="Save").click()
    row = page.get_by_role("row").filter(has_text="Who pays those who speak")
    expect(row).to_contain_text(INDICATOR)
    there = table.elder
    there.goto(f"{table.site.url}/today/")
    waits = there.get_by_role("listitem").filter(has_text="The country before the vote")
    expect(there.get_by_text("For us to find out")).to_be_visible()
    waits.get_by_role("link", name="The country before the vote").first.click()
    expect(there.get_by_role("row").filter(has_text="Who pays those who speak")).to_contain_text(
        "Secretary of the committee"
    )


def it_is_frozen(table: Table, folder: Path) -> tuple[str, Path, str]:
    """Freeze an edition for all who take part; return its page, its file, and what its signer reads out."""
    page = table.regional
    page.goto(table.at("district", "editions/"))
    page.get_by_role("link", name="Freeze an edition").click()
    page.get_by_label("Everybody who reads the assessment now").check()
    usable(page)
    page.get_by_role("button", name="Freeze and sign").click()
    expect(page.get_by_text("checked just now")).to_be_visible()
    usable(page)
    # Somebody else who takes part takes the file; the fingerprint comes from the signer.
    edition = page.url
    page.get_by_role("link", name="Who signed this").click()
    command = page.locator("code").filter(has_text="avert edition verify").inner_text()
    table.official.goto(edition)
    expect(table.official.locator("main")).to_contain_text(DISSENT)
    with table.official.expect_download() as taken:
        table.official.get_by_role("link", name="Download the signed file").click()
    file = folder / taken.value.suggested_filename
    taken.value.save_as(file)
    assert file.name in command
    return edition, file, re.search(r'--fingerprint "([0-9a-f ]+)"', command)[1]


def checked(file: Path, fingerprint: str) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-m", "avert", "edition", "verify", file, "--fingerprint", fingerprint)
    return subprocess.run(command, capture_output=True, text=True, check=False)


def anybody_can_check_it(file: Path, fingerprint: str) -> None:
    whole = checked(file, fingerprint)
    assert whole.returncode == 0, whole.stderr
    altered = bytearray(file.read_bytes())
    altered[altered.index(b"farms")] ^= 1
    other = file.with_name(f"altered-{file.name}")
    other.write_bytes(altered)
    assert checked(other, fingerprint).returncode == 1
    first = "1" if fingerprint[0] != "1" else "2"
    assert checked(file, first + fingerprint[1:]).returncode == 1


def a_stranger_finds_nothing(table: Table, edition: str) -> None:
    """Somebody of an organisation that takes no part learns not even that there is something."""
    page, ids = table.unrelated, (table.made["country"], table.made["district"])
    for listed in ("/assessments/", "/search/?q=river+district+vote", "/today/"):
        page.goto(f"{table.site.url}{listed}")
        expect(page.locator("main")).not_to_contain_text("before the vote")
        assert not [one for one in ids if one in page.content()], listed
    # Asked for beside the page, whose console would call a refusal a failure.
    ask = page.context.request
    tabs = ("", "readings/", f"readings/{INDICATOR}/", "voices/", "evidence/", "editions/")
    hidden = [table.at(which, tab) for which in ("country", "district") for tab in tabs]
    for address in (*hidden, edition, f"{edition}edition.json"):
        answer = ask.get(address)
        assert (answer.status, "vote" in answer.text()) == (404, False), address
    api, headers = f"{table.site.url}/api/v1", {"Authorization": f"Bearer {table.made['token']}"}
    assert ask.get(f"{api}/assessments", headers=headers).json()["assessments"] == []
    key = edition.rstrip("/").rpartition("/")[2]
    for path in (*(f"assessments/{one}" for one in ids), f"editions/{key}"):
        assert ask.get(f"{api}/{path}", headers=headers).status == 404, path


def test_three_organisations_a_dissent_that_survives_a_gap_with_an_owner_and_an_edition_that_anybody_checks(
    table: Table, tmp_path: Path
) -> None:
    everybody_speaks(table)
    the_country_shows_it_in_full(table)
    what_nobody_knows_is_a_task(table)
    edition, file, fingerprint = it_is_frozen(table, tmp_path)
    anybody_can_check_it(file, fingerprint)
    a_stranger_finds_nothing(table, edition)
