"""What the page of one edition shows, and the one on which it is compared with another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from avert.assessment.changes import Change
from avert.assessment.coverage import Dimension, Heard
from avert.assessment.editions import Comparison, Edition
from avert.web.assessment.editions.pages import FAULTS, left_out_text, pages_of_edition, title_of
from avert.web.assessment.editions.selectors import checked, editions_of
from avert.web.assessment.editions.words import WHAT, bearing_text, value_text
from avert.web.assessment.voices.heard import DIMENSIONS, name_of
from avert.web.assessment.voices.voices_page import SAID
from avert.web.assessment.words import TRENDS, framework_titles
from avert.web.exercises.selectors import exercise_shown
from avert.web.records.words import place_name
from avert.web.site.components import Fact
from avert.web.site.record_pages import frame_of
from avert.web.site.tables import Cell, Column, Table
from avert.web.site.templatetags.site_parts import own_name

ON_A_PAGE = 200


def edition_context(row: Any, *, viewer: Any, number: str = "1") -> dict[str, Any]:
    """Return what the page of one edition shows; ``number`` is the page of its readings."""
    found = checked(row)
    held = _held(found.edition, number) if found.edition else {}
    others = [other for other in editions_of(viewer, row.assessment) if other.pk != row.pk]
    return {
        **frame_of(row, pages_of_edition(row), viewer=viewer),
        "exercise": exercise_shown(viewer, row.assessment.exercise_id),
        "fault": FAULTS[found.fault] if found.fault else "",
        "others": [(other.pk, title_of(other)) for other in others],
        **held,
    }


def compare_context(
    row: Any, found: Comparison, *, viewer: Any, with_what: str, number: str = "1"
) -> dict[str, Any]:
    """Return what changed between an edition and another, or now; ``number`` is the page of it."""
    pages = pages_of_edition(row)
    return {
        "pages": pages,
        "crumbs": pages.crumbs,
        "exercise": exercise_shown(viewer, row.assessment.exercise_id),
        "before": found.before.standing.as_of,
        "after": found.after.standing.as_of,
        "with_what": with_what,
        **_changes(found, number),
    }


def _held(edition: Edition, number: str) -> dict[str, Any]:
    more = edition.more
    return {
        "edition": edition,
        "head": _head(edition),
        **_readings(edition, number),
        "dissents": _dissents(edition),
        "claims": list(_claims(more["claims"])),
        "gaps": more["gaps"],
        "missing": list(_missing(more["coverage"])),
        "left_out": left_out_text(more["left_out"]),
    }


def _head(edition: Edition) -> list[Fact]:
    more = edition.more
    where = ", ".join(
        part for part in (place_name(edition.place) if edition.place else "", more["where"]) if part
    )
    return [
        Fact(_("Of"), own_name(more["title"])),
        Fact(_("What it asks"), own_name(more["question"])),
        Fact(_("As of"), f"{date_format(edition.standing.as_of, 'DATETIME_FORMAT')} UTC"),
        Fact(_("Round"), more["round"]),
        Fact(_("Where"), own_name(where) if where else _("no particular place")),
        Fact(_("Frameworks"), "; ".join(framework_titles(more["frameworks"])) or _("none")),
        Fact(
            _("Issued by"),
            own_name(edition.issuer),
            _("edition {number} of theirs").format(number=edition.number),
        ),
        Fact(_("Marking in what is signed"), str(edition.marking)),
    ]


def _role(edition: Edition, who: str) -> str:
    return str(edition.more["people"].get(who, {}).get("name") or _("a stakeholder"))


def _readings(edition: Edition, number: str) -> dict[str, Any]:
    said = [(code, who) for who, answers in edition.standing.answers.items() for code in answers]
    page = Paginator(sorted(said), ON_A_PAGE).get_page(number)
    columns = (
        Column("indicator", _("Indicator"), is_text=True),
        Column("who", _("Who"), is_name=True),
        Column("value", _("Value")),
        Column("why", _("Why"), is_text=True),
        Column("at", _("When it was so")),
    )
    rows = [_reading(edition, code, who) for code, who in page]
    table = Table(_("Readings"), columns, rows, is_caption_hidden=True) if rows else None
    return {"readings": table, "page": page}


def _reading(edition: Edition, code: str, who: str) -> dict[str, Any]:
    newest = edition.standing.answers[who][code]
    said = newest.answer
    return {
        "indicator": Cell(own_name(edition.more["indicators"].get(code, code)), note=code),
        "who": _role(edition, who),
        "value": Cell(value_text(said.value), note=str(TRENDS[said.trend])),
        "why": own_name(said.reason) if said.reason else "–",
        "at": Cell(newest.at.date(), note=_("round {number}").format(number=newest.round)),
    }


def _dissents(edition: Edition) -> list[tuple[str, str]]:
    return [(_role(edition, who), said.text) for who, said in edition.standing.dissents.items()]


def _claims(claims: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for claim in claims:
        counts = [f"{bearing_text(bearing)}: {number}" for bearing, number in claim["evidence"].items()]
        yield claim["text"], ", ".join(counts) or _("no evidence in this edition")


def _missing(coverage: list[dict[str, Any]]) -> Iterator[Fact]:
    for one in coverage:
        dimension = Dimension(one["dimension"])
        # By what can be said of them: a line for each voice would bury those of whom something is known.
        names: dict[Heard, list[str]] = {}
        for voice in one["missing"]:
            names.setdefault(Heard(voice["heard"]), []).append(name_of(dimension, voice["name"]))
        if names:
            said = "; ".join(f"{', '.join(called)} – {SAID[heard]}" for heard, called in names.items())
            yield Fact(DIMENSIONS[dimension], own_name(said))


def _changes(found: Comparison, number: str) -> dict[str, Any]:
    changes = found.changes
    moved = [(who, _("joined")) for who in changes.joined] + [(who, _("left")) for who in changes.left]
    everything: list[Change | tuple[str, str]] = [*moved, *changes.changes]
    page = Paginator(everything, ON_A_PAGE).get_page(number)
    columns = (
        Column("who", _("Who"), is_name=True),
        Column("indicator", _("Indicator"), is_text=True),
        Column("what", _("What changed")),
        Column("before", _("Before")),
        Column("after", _("After")),
    )
    rows = [_change(found, each) for each in page]
    table = Table(_("What changed"), columns, rows, is_caption_hidden=True) if rows else None
    return {"table": table, "page": page}


def _change(found: Comparison, each: Change | tuple[str, str]) -> dict[str, Any]:
    if isinstance(each, tuple):
        who, what = each
        return {"who": _in_either(found, who), "indicator": "–", "what": what, "before": "–", "after": "–"}
    code = each.code
    texts = {**found.before.more["indicators"], **found.after.more["indicators"]}
    return {
        "who": _in_either(found, each.stakeholder),
        "indicator": Cell(own_name(texts.get(code, code)), note=code) if code else "–",
        "what": str(WHAT[each.what]),
        "before": value_text(each.before),
        "after": value_text(each.after),
    }


def _in_either(found: Comparison, who: str) -> str:
    return _role(found.after if who in found.after.more["people"] else found.before, who)
