"""What earlier forecasts listed, and what began: caught, missed by name, feared in vain, and cases beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

import polars as pl
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from avert.brief.words import risk_word
from avert.places import find_place, place_of_gwcode
from avert.provenance import Provenance
from avert.risk.hindsight import LISTED, looked_back
from avert.risk.protocols.writing import caveat
from avert.sources.results import Issued
from avert.web.site.components import Crumb, Empty, Fact, SourceLine
from avert.web.site.drawings import language
from avert.web.site.tables import Cell, Column, Table
from avert.web.world import numbers
from avert.web.world.addresses import address_or_empty, place_url
from avert.web.world.atrocity import in_english
from avert.web.world.risk.cases import CASES, Case
from avert.web.world.risk.models_page import COMMAND, no_test
from avert.web.world.risk.selectors import episodes, forecasters
from avert.web.world.risk.tabs import tabs_of
from avert.web.world.risk.words import risk_file
from avert.web.world.words import risk_level

HORIZON = 2
"""Years after the predictors' in which an onset counts."""


def chosen_year(asked: str, rows: pl.DataFrame) -> int | None:
    """Return the year of predictors asked for, the newest where none is; None for one without forecasts."""
    years = rows["origin"].unique().to_list()
    if not asked:
        return max(years)
    return (
        int(asked)
        if asked.isascii() and asked.isdigit() and len(asked) == 4 and int(asked) in years
        else None
    )


def no_hindsight_context(*, is_tested: bool) -> dict[str, Any]:
    """Return what the page says where no forecasts with their outcomes are at hand."""
    empty = (
        no_test()
        if not is_tested
        else Empty(
            _("What followed is not at hand"),
            _(
                "Earlier forecasts came with Avert, but the list of mass killings may only be cited and not passed "
                "on, so that this page cannot set one beside the other."
            ),
            _("whoever runs this site, with the Early Warning Project's panel loaded"),
        )
    )
    return {"crumbs": _crumbs(), "tabs": tabs_of("risk-hindsight"), "empty": empty, "command": COMMAND}


def hindsight_context(issued: Issued, model: str, rows: pl.DataFrame, year: int) -> dict[str, Any]:
    """Return everything that the page shows of a model and a year."""
    by_origin = looked_back(rows)
    of_year = rows.filter(pl.col("origin") == year)
    known = episodes()
    query = urlencode({"model": model, "year": year})
    return {
        "crumbs": _crumbs(),
        "tabs": tabs_of("risk-hindsight"),
        "model": model,
        "models": forecasters(issued),
        "year": year,
        "years": sorted(by_origin["origin"].to_list(), reverse=True),
        "period": _period(year),
        "lead": _lead(by_origin, model),
        "facts": _facts(by_origin.row(by_predicate=pl.col("origin") == year, named=True)),
        "listed": _places(of_year.filter("is_listed"), _("The list"), known),
        "missed_then": _missed(of_year, _("Missed"), known),
        "missed": _missed(rows, _("Every onset that was not on the list"), known),
        "by_origin": _by_origin(by_origin, model),
        "cases": _cases(rows),
        "caveat": in_english(caveat(issued)),
        "files": risk_file("hindsight", query),
        "files_by_year": risk_file("years", urlencode({"model": model})),
        "source": SourceLine.of(Provenance.of(issued.result.sources), address_or_empty("data")),
        "listed_count": LISTED,
    }


def _crumbs() -> list[Crumb]:
    return [Crumb(_("World"), address_or_empty("world"))]


def _period(origin: int) -> str:
    return f"{origin + 1}–{origin + HORIZON}"


def _lead(by_origin: pl.DataFrame, model: str) -> str:
    sums = by_origin.sum().row(0, named=True)
    years = by_origin["origin"].to_list()
    return _(
        "A mass killing began within two years of {onsets} forecasts; an onset counts in both years before it. In "
        "{caught} of them {model} had the country among its first {listed}, in {missed} it had not. {feared} times a "
        "country was on the list and none began. From the figures of {first} to {last}, each forecast by a model that "
        "had not seen what followed."
    ).format(**sums, model=model, listed=LISTED, first=min(years), last=max(years))


def _facts(row: dict[str, Any]) -> list[Fact]:
    return [
        Fact(_("Countries with an onset"), str(row["onsets"]), _("in one of the two years")),
        Fact(_("On the list"), str(row["caught"])),
        Fact(_("Missed"), str(row["missed"])),
        Fact(
            _("On the list, and none began"),
            str(row["feared"]),
            _("The feared event did not occur. A risk of 5 % is right when it does not come in 19 of 20."),
        ),
    ]


def _places(rows: pl.DataFrame, caption: str, known: pl.DataFrame | None) -> Table:
    columns = (
        Column("place", _("Place"), is_name=True),
        Column("rank", _("Rank"), is_number=True),
        Column("word", _("In a word")),
        Column("risk", _("Risk"), is_number=True),
        Column("followed", _("What followed"), is_text=True),
    )
    body = [_place(row, known) for row in rows.iter_rows(named=True)]
    return Table(caption, columns, body, is_caption_hidden=True)


def _place(row: dict[str, Any], known: pl.DataFrame | None) -> dict[str, Any]:
    followed = _began(row, known) if row["y"] else _("none began")
    return _named(row) | {"rank": row["rank"], "followed": followed}


def _named(row: dict[str, Any]) -> dict[str, Any]:
    place, word = place_of_gwcode(row["country_gwcode"]), risk_word(row["p"])
    return {
        "place": Cell(place.name(language(), row["origin"]), place_url(place)),
        "word": risk_level(word) if word else None,
        "risk": numbers.percent(row["p"]),
    }


def _began(row: dict[str, Any], known: pl.DataFrame | None) -> SafeString:
    """Say that a mass killing began, and by its name and year where the list is loaded."""
    began = format_html("<strong>{}</strong>", _("a mass killing began"))
    if known is None:
        return began
    of = known.filter(
        (pl.col("country_gwcode") == row["country_gwcode"])
        & pl.col("start_year").is_between(row["origin"] + 1, row["origin"] + HORIZON)
    )
    named = [(in_english(name), year) for name, year in of.select("name", "start_year").iter_rows()]
    return format_html("{}{}", began, format_html_join("", "<br><small>{}, {}</small>", named))


def _missed(rows: pl.DataFrame, caption: str, known: pl.DataFrame | None) -> Table | None:
    """Return the onsets that were not on the list, each by name; None where there is none."""
    missed = rows.filter((pl.col("y") == 1) & ~pl.col("is_listed"))
    if missed.is_empty():
        return None
    columns = (
        Column("place", _("Place"), is_name=True),
        Column("year", _("From the figures of"), is_number=True),
        Column("rank", _("Rank"), is_number=True),
        Column("word", _("In a word")),
        Column("risk", _("Risk"), is_number=True),
        Column("followed", _("What followed"), is_text=True),
    )
    body = [
        _place(row, known)
        | {"year": str(row["origin"]), "rank": Cell(row["rank"], note=_of_count(row["ranked_count"]))}
        for row in missed.sort("origin", "rank", descending=[True, False]).iter_rows(named=True)
    ]
    return Table(caption, columns, body, is_caption_hidden=True)


def _of_count(number: int) -> str:
    return ngettext("of {n}", "of {n}", number).format(n=number)


def _by_origin(by_origin: pl.DataFrame, model: str) -> Table:
    columns = (
        Column("origin", _("From the figures of"), is_number=True),
        Column("period", _("For")),
        Column("countries", _("Countries"), is_number=True),
        Column("onsets", _("With an onset"), is_number=True),
        Column("caught", _("On the list"), is_number=True),
        Column("missed", _("Missed"), is_number=True),
        Column("feared", _("On the list, none began"), is_number=True),
    )
    base = reverse("risk-hindsight")
    body = [
        row
        | {
            "origin": Cell(
                str(row["origin"]), f"{base}?{urlencode({'model': model, 'year': row['origin']})}"
            ),
            "period": _period(row["origin"]),
        }
        for row in by_origin.sort("origin", descending=True).iter_rows(named=True)
    ]
    return Table(_("Year by year"), columns, body, is_caption_hidden=True)


def _cases(rows: pl.DataFrame) -> list[dict[str, Any]]:
    return [found for case in CASES if (found := _case(case, rows))]


def _case(case: Case, rows: pl.DataFrame) -> dict[str, Any]:
    """Return a case with what the model gave before it; nothing where it was not forecast."""
    place = find_place(case.place)
    here = pl.col("country_gwcode").is_in([place.gwcode]) & (pl.col("origin") == case.origin)
    found = rows.filter(here)
    if found.is_empty():
        return {}
    row = found.row(0, named=True)
    word = risk_word(row["p"])
    return {
        "title": case.title,
        "about": case.about,
        "place": place.name(language()),
        "place_url": place_url(place),
        "url": reverse("replays:replay", args=[case.replay]) if case.replay else "",
        "facts": _case_facts(row, risk_level(word) if word else ""),
    }


def _case_facts(row: dict[str, Any], level: str | SafeString) -> Iterable[Fact]:
    listed = _("on the list of {number}") if row["is_listed"] else _("not on the list of {number}")
    onset = _("yes") if row["y"] else _("no")
    return [
        Fact(
            _("Risk for {period}").format(period=_period(row["origin"])),
            format_html("{} {}", numbers.percent(row["p"]), level),
            _("from the figures of {year}").format(year=row["origin"]),
        ),
        Fact(
            _("Rank among {count} countries").format(count=row["ranked_count"]),
            str(row["rank"]),
            listed.format(number=LISTED),
        ),
        Fact(_("Onset by the list of events"), onset, _("at least 1,000 civilians of a group within a year")),
    ]
