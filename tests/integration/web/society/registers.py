"""Registers of structures for tests: a few by hand, many at once."""

from __future__ import annotations

import uuid
from typing import Any

from tests.people import OCCASION
from tests.record_samples import write_structure

from avert.handling import Marking
from avert.web.accounts.models import Organisation, Person
from avert.web.records import services
from avert.web.records.audiences import audience_of
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.records.writing import rows_of
from avert.web.society.models import Activity, GroupTrust, Structure, Tie

KENYA = "gw:501"
LAYERS = ("information", "coordination", "funding", "mandate")
LEVELS = ("top", "middle", "grassroots")


def structure(owner: Organisation, by: Person, name: str, **content: Any) -> Structure:
    """A structure in Kenya that nobody but its owner reads, unless ``sharing`` says otherwise."""
    return write_structure(owner, by, **{"place": KENYA, "name": name, **content})


def tie(
    owner: Organisation,
    by: Person,
    source: Structure,
    target: Structure,
    sharing: Sharing = NOBODY_ELSE,
    **content: Any,
) -> Tie:
    """Something that runs between two structures; information, unless said otherwise."""
    given = {"place": KENYA, "layer": "information", **content}
    made = Tie(owner=owner, source=source, target=target, **given)
    return services.create(record=made, viewer=by, occasion=OCCASION, sharing=sharing)


def part(kind: Any, by: Person, whole: Structure, sharing: Sharing = NOBODY_ELSE, **content: Any) -> Any:
    """A part of a structure: what a group thinks of it, or what it does."""
    made = kind(owner=whole.owner, structure=whole, marking=whole.marking, **content)
    return services.create(record=made, viewer=by, occasion=OCCASION, sharing=sharing)


def merge(one: Structure, into: Structure) -> None:
    """Say that two are the same, past the page that asks a person."""
    rows_of(Structure).filter(pk=one.pk).update(merged_into=into)


def many(owner: Organisation, by: Person, *, structures: int, ties: int) -> list[Structure]:
    """So many structures with so many ties, a trust and an activity each, written past history and audit."""
    kept: dict[str, Any] = {
        "owner": owner, "audience": audience_of(NOBODY_ELSE), "marking": Marking.AMBER_STRICT, "place": KENYA,
        "created_at": OCCASION.at, "created_by": by,
    }  # fmt: skip
    made = [
        Structure(
            id=uuid.UUID(int=n + 1), name=f"Committee {n:05}", level=LEVELS[n % 3], sector="religious", **kept
        )
        for n in range(structures)
    ]
    rows_of(Structure).bulk_create(made, batch_size=500)
    pairs = ((made[n % structures], made[(n * 7 + 1 + n // structures) % structures], n) for n in range(ties))
    tied = [Tie(source=a, target=b, layer=LAYERS[n % 4], **kept) for a, b, n in pairs if a is not b]
    rows_of(Tie).bulk_create(tied, batch_size=500)
    rows_of(GroupTrust).bulk_create(
        [GroupTrust(structure=one, group="Herders", trust="trusted", **kept) for one in made], batch_size=500
    )
    rows_of(Activity).bulk_create(
        [Activity(structure=one, title="Dialogue", **kept) for one in made], batch_size=500
    )
    return made
