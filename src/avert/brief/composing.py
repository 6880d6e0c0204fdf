"""From a profile to the document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from avert.brief.document import PreventionBrief, Row
from avert.brief.parts.atrocity import atrocity_part, ongoing_quantity, rank_quantity, risk_quantity
from avert.brief.parts.changes import changes_part
from avert.brief.parts.closing import options_part, unknown_part, would_change_part
from avert.brief.parts.conflict import conflict_part, conflicts_quantity
from avert.brief.parts.headline import headline
from avert.brief.parts.outlook import deaths_quantity, outlook_part
from avert.brief.parts.structures import structures_part
from avert.brief.parts.violence import KINDS, blackout, deaths_of, violence_part
from avert.brief.profile import Profile
from avert.brief.quantities import Quantity
from avert.handling import Marking, most_restrictive
from avert.places import Place
from avert.society.actors import Actor


def brief_of(
    profile: Profile,
    *,
    now: dt.datetime,
    marking: Marking = Marking.CLEAR,
    structures: Sequence[Actor] | None = None,
) -> PreventionBrief:
    """Compose the brief of a place.

    ``now`` is the moment of issue. ``marking`` may restrict the brief further than its data do, never less.
    ``structures`` are those of a register that may be read at this marking; without a register nothing is said of them.
    """
    place = profile.place.name()
    there = () if structures is None else (structures_part(place, structures),)
    return PreventionBrief(
        place_key=profile.place.key,
        place=place,
        code=file_code(profile.place),
        marking=most_restrictive([marking, profile.provenance.marking]),
        issued_at=now,
        headline=headline(profile),
        blackout=blackout(place, profile.violence),
        facts=facts(profile),
        parts=(
            changes_part(profile),
            violence_part(place, profile.violence, now.year),
            outlook_part(place, profile.outlook, profile.atrocity.risk),
            atrocity_part(place, profile.atrocity),
            conflict_part(place, profile.conflict),
            *there,
            unknown_part(profile, now),
            options_part(),
            would_change_part(profile),
        ),
        sources=profile.provenance.releases,
        results=tuple(Row(f"{r.kind} {r.origin}", r.result_id) for r in profile.results),
    )


def facts(profile: Profile) -> tuple[Quantity, ...]:
    """Return the key facts. What is unknown stays in the list."""
    found: list[Quantity] = []
    if profile.atrocity.risk is not None:
        found += [risk_quantity(profile.atrocity), rank_quantity(profile.atrocity)]
    found.append(ongoing_quantity(profile.atrocity))
    record = profile.violence
    if record is not None and record.latest_year is not None:
        found += [deaths_of(record, kind, record.latest_year) for kind in KINDS]
    if profile.outlook is not None:
        found.append(deaths_quantity(profile.outlook))
    if conflicts := conflicts_quantity(profile.conflict):
        found.append(conflicts)
    return tuple(found)


def file_code(place: Place) -> str:
    """Return a place's code for a file name.

    >>> from avert.places import find_place
    >>> file_code(find_place("ETH")), file_code(find_place("avert:crimea"))
    ('ETH', 'avert-crimea')
    """
    return place.iso3 or place.key.replace(":", "-")
