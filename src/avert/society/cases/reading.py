"""From a file to a case, with messages that name file and line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from avert.citing import Source, read_citations, read_day, read_place, read_source, read_span, refuse_future
from avert.content import Entry, read_yaml
from avert.places import area_of
from avert.society.actors import Activity, Actor, Tie
from avert.society.cases.case import Case
from avert.society.cases.records import (
    Basis,
    CaseActivity,
    CaseActor,
    CaseFact,
    CaseTie,
    Participation,
)
from avert.society.vocabulary import Attribute, Capacity, Kind, Layer, Level, Sector, Status, Voice

BASES = tuple(Basis)
# Known from a day before any cited source was out: by law or gazette, or open to all on the spot.
KNOWN_AS = ("published", "public")
YES_NO = ("yes", "no")


@dataclass(frozen=True)
class _Context:
    sources: Mapping[str, Source]
    areas: Mapping[str, str]
    actors: frozenset[str] = frozenset()


def read_case(path: Path) -> Case:
    """Return the case that a file holds, checked.

    Raises:
        MalformedFileError: The file departs from the format or contradicts itself; the message names the line.
    """
    head = read_yaml(path)
    entry = head if isinstance(head, Entry) else head[0]
    sources = _unique(entry.entries("sources"), read_source)
    listed = entry.entries("areas")
    areas = {one.text("id"): one.text("name") for one in listed}
    here = _Context(sources, areas)
    actors = _unique(entry.entries("actors"), lambda one: _actor(one, here), name=lambda made: made.actor.id)
    here = _Context(sources, areas, frozenset(actors))
    span = read_span(entry, "span")
    case = Case(
        id=path.stem,
        title=entry.text("title"),
        places=tuple(read_place(entry, "places", key) for key in entry.texts("places", required=True)),
        first_day=span.first,
        last_day=span.last,
        about=entry.text("about"),
        areas=areas,
        area_keys={one.text("id"): key for one in listed if (key := _area_key(one))},
        decides=entry.texts("decides", required=True),
        overturned_by=entry.texts("overturned_by", required=True),
        unknown=entry.texts("unknown", required=True),
        sources=tuple(sources.values()),
        actors=tuple(actors.values()),
        ties=tuple(_tie(one, here) for one in entry.entries("ties")),
        activities=tuple(_activity(one, here) for one in entry.entries("activities")),
        participation=tuple(_participation(one, here) for one in entry.entries("participation")),
        facts=tuple(_unique(entry.entries("facts"), lambda one: _fact(one, here)).values()),
    )
    entry.finish()
    return case


def _area_key(entry: Entry) -> str:
    key = entry.text("key", "")
    if key and area_of(key) is None:
        entry.refuse("key", f"is {key!r}, which is no area of avert.places")
    return key


def _unique(entries: list[Entry], make: Any, name: Any = lambda made: made.id) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for entry in entries:
        made = make(entry)
        if name(made) in found:
            entry.refuse("id", f"is there twice: {name(made)}")
        found[name(made)] = made
    return found


def _stated(entry: Entry, here: _Context, *texts: str) -> dict[str, Any]:
    """Read when it held, from when it was known and on what it rests; refuse what tells the future."""
    out = {source.id: source.published.last for source in here.sources.values()}
    citations = read_citations(entry, out)
    known = read_day(entry, "known_from")
    basis = Basis(entry.one_of("basis", BASES))
    begins, ends = (read_span(entry, name) if name in entry.values else None for name in ("begins", "ends"))
    entry.taken |= {"begins", "ends"}
    if begins and ends and ends.last < begins.first:
        entry.refuse("ends", "is before it begins")
    as_ = entry.one_of("known_as", KNOWN_AS, "published")
    earliest = min(out[citation.source] for citation in citations)
    if as_ == "published" and known < earliest:
        entry.refuse(
            "known_from",
            f"is {known}, but no cited source was out before {earliest}. Was it 'known_as: public'?",
        )
    if basis is Basis.READ and all(here.sources[one.source].access == "not_read" for one in citations):
        entry.refuse("basis", "is 'read', but none of its sources was read. Say 'recalled'")
    for name in texts:
        refuse_future(entry, name, entry.text(name, ""), known, ())
    entry.finish()
    return {"begins": begins, "ends": ends, "known_from": known, "basis": basis, "sources": citations}


def _times(stated: dict[str, Any]) -> dict[str, Any]:
    return {name: stated[name] and stated[name].last for name in ("begins", "ends")}


def _areas(entry: Entry, here: _Context) -> frozenset[str]:
    for area in entry.texts("areas"):
        if area not in here.areas:
            entry.refuse("areas", f"names {area!r}, which the case does not list among its areas")
    return frozenset(entry.texts("areas"))


def _actor(entry: Entry, here: _Context) -> CaseActor:
    sector, level = (
        entry.one_of(name, tuple(words)) for name, words in (("sector", Sector), ("level", Level))
    )
    capacities = frozenset(
        Capacity(_word(entry, "capacities", text, Capacity)) for text in entry.texts("capacities")
    )
    made: dict[str, Any] = {
        "id": entry.text("id"),
        "name": entry.text("name"),
        "is_decision_maker": entry.one_of("is_decision_maker", YES_NO, "no") == "yes",
        "groups": frozenset(entry.texts("groups")),
        "areas": _areas(entry, here),
    }
    says: dict[str, Any] = {name: entry.text(name, "") for name in ("mandate", "document")}
    if says["document"] and says["document"] not in here.sources:
        entry.refuse(
            "document", f"names {says['document']!r}, which the case does not list among its sources"
        )
    kind, role = Kind(entry.one_of("kind", tuple(Kind))), entry.text("role")
    stated = _stated(entry, here, "name", "role", "mandate")
    actor = Actor(**made, sector=Sector(sector), level=Level(level), capacities=capacities, **_times(stated))
    return CaseActor(actor=actor, kind=kind, role=role, **says, **stated)


def _tie(entry: Entry, here: _Context) -> CaseTie:
    ends = [_known_actor(entry, name, here) for name in ("source", "target")]
    if ends[0] == ends[1]:
        entry.refuse("target", "is the source itself. A tie needs two actors")
    layer = Layer(entry.one_of("layer", tuple(Layer)))
    is_directed = entry.one_of("direction", ("one_way", "both_ways")) == "one_way"
    evidence = entry.text("evidence")
    stated = _stated(entry, here, "evidence")
    tie = Tie(ends[0], ends[1], layer, is_directed=is_directed, evidence=evidence, **_times(stated))
    return CaseTie(tie=tie, **stated)


def _activity(entry: Entry, here: _Context) -> CaseActivity:
    made: dict[str, Any] = {
        "id": entry.text("id"),
        "actor": _known_actor(entry, "actor", here),
        "what": entry.text("what"),
        "areas": _areas(entry, here),
        "target_group": entry.text("target_group", ""),
        "drivers": frozenset(entry.texts("drivers")),
        "status": Status(entry.one_of("status", tuple(Status), "unknown")),
    }
    text = entry.text("text")
    stated = _stated(entry, here, "text")
    return CaseActivity(activity=Activity(**made, **_times(stated)), text=text, **stated)


def _participation(entry: Entry, here: _Context) -> Participation:
    made: dict[str, Any] = {
        "actor": _known_actor(entry, "actor", here),
        "attribute": Attribute(entry.one_of("attribute", tuple(Attribute))),
        "seats": _count(entry, "seats"),
        "of": _count(entry, "of"),
        "voices": {voice: entry.one_of(voice, YES_NO) == "yes" for voice in Voice if voice in entry.values},
        "text": entry.text("text"),
    }
    return Participation(**made, **_stated(entry, here, "text"))


def _fact(entry: Entry, here: _Context) -> CaseFact:
    id_, text = entry.text("id"), entry.text("text")
    return CaseFact(id=id_, text=text, **_stated(entry, here, "text"))


def _known_actor(entry: Entry, name: str, here: _Context) -> str:
    id_ = entry.text(name)
    if id_ not in here.actors:
        entry.refuse(name, f"is {id_!r}, which is no actor of this case")
    return id_


def _count(entry: Entry, name: str) -> int | None:
    text = entry.text(name, "unknown")
    if text != "unknown" and not (text.isascii() and text.isdecimal()):
        entry.refuse(name, "must be a whole number, or 'unknown'")
    return None if text == "unknown" else int(text)


def _word(entry: Entry, name: str, text: str, words: Any) -> str:
    if text not in tuple(words):
        entry.refuse(name, f"has {text!r}; it must be of {', '.join(words)}")
    return text
