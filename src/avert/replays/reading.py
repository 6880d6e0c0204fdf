"""From the files of a folder to a replay, with messages that name file and line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from avert.citing import parse_span, read_citations, read_day, read_place, read_source, read_span
from avert.content import Entry, read_yaml
from avert.errors import InputError
from avert.replays import items as kinds
from avert.replays.assessments import check_assessment, read_assessment
from avert.replays.checking import check
from avert.replays.items import Actor, Item
from avert.replays.replay import Replay
from avert.society.cases import load_case

BASES = ("published", "public", "reconstructed")
CHANNELS = ("sms", "radio", "leaflet", "meeting", "press", "diplomatic")
CONFIDENCE = ("confirmed", "reported", "contested")
DECISIONS = ("act", "no_new_action", "defer", "none_recorded")
LENSES = ("atrocity", "conflict", "both")
FACT_KINDS = ("event", "statement", "measure", "decision", "outcome")
REPORT_KINDS = (
    "threat", "rumour", "incitement", "preparation", "attack", "displacement", "fire_sale", "tension",
    "protection", "calm",
)  # fmt: skip
ACTOR_TYPES = (
    "state", "security", "legislature", "party", "armed", "civil_society", "religious", "traditional",
    "women", "youth", "business", "media", "academia", "intergovernmental", "donor", "electoral",
)  # fmt: skip
LEVELS = ("top", "middle", "grassroots", "outside")


def read_replay(folder: Path) -> Replay:
    """Return the replay that a folder holds, checked.

    Raises:
        MalformedFileError: A file departs from the format or contradicts another; the message names the line.
    """
    head = _entries(folder / "replay.yaml")[0]
    sources = [read_source(entry) for entry in head.entries("sources")]
    published = {source.id: source.published.last for source in sources}
    located: list[tuple[Entry, Item]] = []
    for name, make in _ITEMS.items():
        located += [(entry, _item(entry, make, published)) for entry in _entries(folder / f"{name}.yaml")]
    actors = [(entry, _actor(entry, published)) for entry in _entries(folder / "actors.yaml")]
    read = [(entry, read_assessment(entry, published)) for entry in _entries(folder / "assessments.yaml")]
    check(located, [*actors, *read], {source.id: source for source in sources})
    for entry, assessment in read:
        check_assessment(entry, assessment, {item.id: item for _, item in located}, published)
    return Replay(
        id=folder.name,
        assessments=tuple(sorted((one for _, one in read), key=lambda one: (one.known, one.id))),
        items=tuple(sorted((item for _, item in located), key=lambda item: item.order)),
        actors=tuple(sorted((actor for _, actor in actors), key=lambda actor: (actor.known, actor.id))),
        sources=tuple(sorted(sources, key=lambda source: (source.published, source.id))),
        **_head(head),
    )


def _entries(path: Path) -> list[Entry]:
    if not path.exists():
        return []
    read = read_yaml(path)
    return [read] if isinstance(read, Entry) else read


def _head(entry: Entry) -> dict[str, Any]:
    span = read_span(entry, "span")
    head = {
        "title": entry.text("title"),
        "places": tuple(read_place(entry, "places", key) for key in entry.texts("places", required=True)),
        "first_day": span.first,
        "last_day": span.last,
        "about": entry.text("about"),
        "shows": entry.text("shows"),
        "decision": entry.text("decision"),
        "controls": entry.texts("controls"),
        "is_control": entry.one_of("is_control", ("yes", "no"), "no") == "yes",
        "wording": entry.text("wording"),
        "structures": _structures(entry),
    }
    entry.finish()
    return head


def _structures(entry: Entry) -> str:
    """Read which case of peace structures belongs to the replay, if one does."""
    id_ = entry.text("structures", "")
    try:
        return load_case(id_).id if id_ else ""
    except InputError as error:
        entry.refuse("structures", f"cannot be used: {str(error).rstrip('.')}")


def _actor(entry: Entry, published: dict[str, dt.date]) -> Actor:
    since = read_span(entry, "since")
    actor = Actor(
        id=entry.text("id"),
        name=entry.text("name"),
        type=entry.one_of("type", ACTOR_TYPES),
        level=entry.one_of("level", LEVELS),
        role=entry.text("role"),
        since=since,
        until=read_span(entry, "until") if "until" in entry.values else None,
        where=entry.text("where", ""),
        sources=read_citations(entry, published),
        known=since.last,
    )
    entry.finish()
    return actor


def _item(entry: Entry, make: Callable[[Entry, dict[str, Any]], Item], published: dict[str, dt.date]) -> Item:
    citations = read_citations(entry, published)
    happened = read_span(entry, "happened")
    # The latest cited source decides, because the text may rest on all of them.
    default = max([happened.last, *(published[citation.source] for citation in citations)])
    common = {
        "id": entry.text("id"),
        "happened": happened,
        "known": read_day(entry, "known") if "known" in entry.values else default,
        "place": read_place(entry, "place", entry.text("place")),
        "where": entry.text("where", ""),
        "lens": entry.one_of("lens", LENSES),
        "confidence": entry.one_of("confidence", CONFIDENCE),
        "basis": entry.one_of("basis", BASES, "published"),
        "text": entry.text("text"),
        "announces": tuple(parse_span(entry, "announces", text) for text in entry.texts("announces")),
        "sources": citations,
    }
    item = make(entry, common)
    entry.taken.add("known")
    entry.finish()
    return item


def _fact(entry: Entry, common: dict[str, Any]) -> Item:
    return kinds.Fact(kind=entry.one_of("kind", FACT_KINDS), **common)


def _report(entry: Entry, common: dict[str, Any]) -> Item:
    return kinds.FieldReport(
        kind=entry.one_of("kind", REPORT_KINDS),
        channel=entry.one_of("channel", CHANNELS),
        reporter=entry.text("reporter"),
        **common,
    )


def _warning(entry: Entry, common: dict[str, Any]) -> Item:
    return kinds.PublishedWarning(
        kind=entry.one_of("kind", ("model", "report", "statement", "intelligence")),
        issued_by=entry.text("issued_by"),
        received_by=entry.texts("received_by", required=True),
        **common,
    )


def _response(entry: Entry, common: dict[str, Any]) -> Item:
    return kinds.RecordedResponse(
        kind=entry.one_of("kind", ("request", "decision", "action", "gap")),
        asked_of=entry.text("asked_of"),
        decision=entry.one_of("decision", DECISIONS),
        answers=entry.texts("answers"),
        **common,
    )


def _question(entry: Entry, common: dict[str, Any]) -> Item:
    return kinds.DecisionPoint(
        kind=entry.one_of("kind", ("decision_point",), "decision_point"),
        asked_of=entry.text("asked_of"),
        options=entry.texts("options", required=True),
        **common,
    )


_ITEMS: dict[str, Callable[[Entry, dict[str, Any]], Item]] = {
    "facts": _fact,
    "reports": _report,
    "warnings": _warning,
    "responses": _response,
    "questions": _question,
}
