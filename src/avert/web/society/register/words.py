"""What is said of structures where they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from avert.society.vocabulary import Attribute, Voice
from avert.web.records.words import place_name
from avert.web.society.vocabulary import ATTRIBUTES, CAPACITIES, TRUST, Words

FEW = 3


def where_text(row: Any) -> str:
    """Return where a structure is: its place, its areas, and what is said of it in words."""
    areas = ", ".join(place_name(key) for key in row.areas if key != row.place)
    return ": ".join(part for part in (place_name(row.place), areas or row.where) if part)


def words_of(kept: Iterable[str], words: Words) -> str:
    """Return what stands for kept words in a list; one that nobody knows is left as it is."""
    known = {str(key): str(label) for key, label in words.items()}
    return ", ".join(known.get(word, word) for word in kept)


def capacities_text(kept: Iterable[str]) -> str:
    """Return what a structure can do, in words."""
    return words_of(kept, CAPACITIES)


def trust_text(said: Mapping[str, Any]) -> str:
    """Return how far each group trusts a structure, in words."""
    return "; ".join(
        f"{group}: {words_of([one.trust], TRUST).lower()}" for group, one in sorted(said.items())
    )


def voice_text(attribute: Attribute, said: Mapping[str, Any]) -> tuple[str, str]:
    """Return who is meant, and whether they have seats, lead, speak and decide; what was not asked is said so."""
    asked = {Voice.LEADS: _("lead"), Voice.SPEAKS: _("speak"), Voice.DECIDES: _("decide")}
    seats = _("seats: {number}").format(number=said["seats"]) if said.get("seats") is not None else ""
    parts = [f"{label}: {_yes_no(said.get(voice))}" for voice, label in asked.items()]
    return str(ATTRIBUTES[attribute]), ", ".join(part for part in (seats, *parts) if part)


def how_many(number: int) -> str:
    """Return how many protected ones there are; so few that each could be guessed are “a few”."""
    return _("a few") if number < FEW else str(number)


def _yes_no(said: bool | None) -> str:
    return _("not asked") if said is None else _("yes") if said else _("no")
