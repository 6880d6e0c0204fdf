"""The page of one place: the violence record and both lenses, with what is not known said as such."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from avert.brief import Profile
from avert.places import Place
from avert.provenance import Provenance
from avert.web.site.components import Crumb, Download, Empty, Fact, SourceLine
from avert.web.site.drawings import Drawing, language
from avert.web.site.places import code_of
from avert.web.world import atrocity, conflict, numbers, unassessed, violence
from avert.web.world.addresses import address_or_empty, briefs, downloads, file_format, place_url
from avert.web.world.changes import sentences
from avert.web.world.forecasts.on_country import ahead_of
from avert.web.world.placing import names_of, no_row, where
from avert.web.world.risk.history import history_of
from avert.web.world.sources import Cited, cited


def country_context(place: Place, profile: Profile, *, now: dt.datetime) -> dict[str, Any]:
    """Return everything that the page of a place shows."""
    name = place.name(language())
    files = downloads((file_format("csv"), "downloads:country", (code_of(place), "csv")))
    return {
        "crumbs": [Crumb(_("World"), address_or_empty("world"))],
        "place": place,
        "place_code": code_of(place),
        "name": name,
        "names": names_of(place),
        "where": where(place),
        "no_row": no_row(place),
        "briefs": briefs(place),
        "submission_url": address_or_empty("brief:submission", code_of(place)),
        "facts": _facts(profile),
        "changes": sentences(profile.changes, profile.atrocity.risk),
        **_blackout(profile),
        "record": _record(profile, name, now, files),
        "record_empty": Empty(_("No deaths data"), _no_deaths(), unassessed.WHO_COULD_COUNT),
        "atrocity": atrocity.lens_of(profile.atrocity, downloads=files),
        "ahead": ahead_of(place),
        "risk_history": _history(place, profile, name, files),
        "conflict": conflict.lens_of(profile.conflict, downloads=files),
        "groups_at_risk": [unassessed.GROUPS_AT_RISK],
        "conflict_questions": unassessed.CONFLICT_QUESTIONS,
        "peace_actors": [unassessed.PEACE_ACTORS],
        "who_could_list_episodes": unassessed.WHO_COULD_LIST_EPISODES,
        "record_source": _line(profile.violence.provenance if profile.violence else Provenance()),
        "atrocity_source": _line(profile.atrocity.provenance),
        "conflict_source": _line(profile.conflict.provenance),
        "sources": _sources(profile),
    }


def not_found_context(near: list[Place]) -> dict[str, Any]:
    """Return what the page says where no place has that name."""
    return {
        "near": [Download(place.name(language()), place_url(place)) for place in near],
        "search_url": address_or_empty("search"),
    }


def _no_deaths() -> str:
    return _("No dataset that is loaded has a row for this place. That is not zero: it is unknown.")


def _facts(profile: Profile) -> list[Fact]:
    """Return the few figures that a reader in a hurry needs, the unknown among them."""
    risk = profile.atrocity.risk
    facts = (
        [atrocity.risk_fact(risk), atrocity.rank_fact(risk)]
        if risk
        else [
            Fact(
                _("Risk of new mass killing"),
                None,
                _("No risk is computed for this place; that is not a low one."),
            )
        ]
    )
    return [*facts, _deaths_fact(profile)]


def _deaths_fact(profile: Profile) -> Fact:
    record = profile.violence
    if record is None or record.latest_year is None:
        return Fact(_("Deaths in organised violence"), None)
    row = record.years.filter(year=record.latest_year).row(0, named=True)
    total = {
        end: None
        if None in (parts := [row[f"fatalities_{kind}_{end}"] for kind in ("sb", "ns", "os")])
        else sum(parts)
        for end in ("best", "low", "high")
    }
    term = _("Deaths in organised violence, {year}").format(year=record.latest_year)
    bounds = numbers.count_range(total["low"], total["high"])
    note = (
        _("Low to high estimate {bounds}.").format(bounds=bounds)
        if bounds
        else _("This release states no low or high estimate.")
    )
    return Fact(term, total["best"], f"{note} {_('The newest year known for all three types.')}")


def _blackout(profile: Profile) -> dict[str, Any]:
    silence = profile.violence.silence if profile.violence else None
    if silence is None:
        return {"blackout": []}
    return {
        "blackout": violence.silence_text(silence),
        "blackout_since": _("since {month}").format(month=numbers.month(silence.silent_since)),
        "who_could_tell": unassessed.WHO_COULD_TELL,
    }


def _record(profile: Profile, name: str, now: dt.datetime, files: list[Download]) -> violence.Record | None:
    if profile.violence is None:
        return None
    return violence.record_of(profile.violence, name, now=now, downloads=files)


def _history(place: Place, profile: Profile, name: str, files: list[Download]) -> Drawing | None:
    risk = profile.atrocity.risk
    return history_of(place, risk.model, name, files) if risk else None


def _line(provenance: Provenance) -> SourceLine | None:
    return SourceLine.of(provenance, "#sources") if provenance.sources else None


def _sources(profile: Profile) -> list[Cited]:
    return cited(profile.provenance)
