from __future__ import annotations

import gzip
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.test import Client

import avert.web

ROOT = Path(__file__).parents[3]
STATIC = Path(avert.web.__file__).parent / "static/avert"
SHEET = (STATIC / "avert.css").read_text(encoding="utf-8")
KB = 1000
# htmx is counted although only pages that change in part load it.
FIRST_PAGE = ("avert/avert.css", "avert/site.js", "avert/mark.svg", "django_htmx/htmx-2.min.js")
FONT = "avert/dist/sans-latin.woff2"
PHYSICAL = (
    r"(?<![\w-])(?:margin|padding|border)-(?:left|right|top|bottom)|(?<![\w-])(?:left|right|width|height)\s*:"
)


def test_the_sheet_stays_small() -> None:
    assert len(SHEET.encode()) <= 25 * KB


def test_directions_are_logical_so_that_arabic_needs_no_second_sheet() -> None:
    assert re.findall(PHYSICAL, SHEET) == []


def test_everything_the_sheet_loads_is_ours_and_is_there() -> None:
    wanted = re.findall(r"url\(\"?([^\")]+)", SHEET)
    assert wanted
    for name in wanted:
        assert finders.find(f"avert/{name}"), f"{name}: run `make assets`"


def test_the_first_page_fits_a_slow_line(stranger: Client) -> None:
    page = gzip.compress(stranger.get("/account/log-in/").content, 9)
    files = [gzip.compress(Path(finders.find(name)).read_bytes(), 9) for name in FIRST_PAGE]
    font = Path(finders.find(FONT)).stat().st_size
    assert len(page) + sum(map(len, files)) + font <= 150 * KB


def test_the_lock_file_names_no_host() -> None:
    assert "://" not in (ROOT / "frontend/package-lock.json").read_text(encoding="utf-8")


def test_the_fonts_come_with_their_licences() -> None:
    for script in ("latin", "arabic"):
        licence = finders.find(f"avert/dist/LICENCE-sans-{script}.txt")
        assert "SIL Open Font License" in Path(licence).read_text(encoding="utf-8")
