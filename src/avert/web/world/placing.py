"""What a place is, what it is called, and why it may have no row of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.places import LANGUAGES, Place, claims_of
from avert.web.site.components import Download
from avert.web.site.drawings import language
from avert.web.world.addresses import place_url
from avert.web.world.words import region

LANGUAGE_NAMES = {
    "en": gettext_lazy("English"),
    "fr": gettext_lazy("French"),
    "es": gettext_lazy("Spanish"),
    "ar": gettext_lazy("Arabic"),
}


@dataclass(frozen=True)
class NameIn:
    """What a place is called in one language, or alike in several."""

    lang: str
    languages: Sequence[object]
    text: str


@dataclass(frozen=True)
class NoRow:
    """Why datasets of states say nothing of a place under its own name, and whose pages may."""

    text: str
    note: str
    claimed_by: Sequence[Download]
    administered_by: Sequence[Download]


def names_of(place: Place) -> list[NameIn]:
    """Return the place's names in all languages but the reader's, each spelling once."""
    spelt: dict[str, list[str]] = {}
    for lang in LANGUAGES:
        if lang != language():
            spelt.setdefault(place.name(lang), []).append(lang)
    return [NameIn(langs[0], [LANGUAGE_NAMES[lang] for lang in langs], text) for text, langs in spelt.items()]


def where(place: Place) -> list[object]:
    """Return the regions that the place lies in, the narrower first."""
    return [region(name) for name in dict.fromkeys((place.m49_subregion, place.m49_region)) if name]


def no_row(place: Place) -> NoRow | None:
    """Say why a place has no row of its own; None for a state of today."""
    if place.kind == "state":
        return None
    claims = claims_of(place)
    return NoRow(
        _former(place) if place.kind == "former_state" else _never_a_state(place),
        claims.note,
        _links(claims.claimed_by, place),
        _links(claims.administered_by, place),
    )


def _former(place: Place) -> str:
    ended = place.periods[-1].end if place.periods else None
    return _(
        "The list of states that these datasets follow ends with {year} for it. Figures for later years stand "
        "with its successors."
    ).format(year=ended.year if ended else "–")


def _never_a_state(place: Place) -> str:
    return _(
        "These datasets have a row for each state of one list (Gleditsch and Ward's), and {name} is not on it. "
        "What happens there is counted with a state that administers or claims it, or is not counted. No risk is "
        "computed for it. This says nothing about its status, and it is a gap in the data, not a sign of calm."
    ).format(name=place.name(language()))


def _links(places: Sequence[Place], place: Place) -> list[Download]:
    """Return links to places; its own authorities stand among those who claim or administer it."""
    return [
        Download(_("authorities of its own"), "")
        if other == place
        else Download(other.name(language()), place_url(other))
        for other in places
    ]
