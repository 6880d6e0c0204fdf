from __future__ import annotations

import datetime as dt

from avert.brief import profile_of
from avert.brief.composing import brief_of
from avert.brief.document import PreventionBrief
from avert.handling import Marking
from avert.places import Place
from avert.web.accounts.models import Person
from avert.web.site.holdings import library
from avert.web.society.network_of import to_be_named


def brief_on(
    place: Place, *, now: dt.datetime, marking: Marking = Marking.CLEAR, viewer: Person | None = None
) -> PreventionBrief:
    """Return the brief of a place from the results that this site reads; they are public data.

    For somebody who is logged in it also names the peace structures that she may read, none marked higher than it is.
    """
    structures = to_be_named(viewer, place=place.key, marking=marking) if viewer else None
    return brief_of(profile_of(library(), place), now=now, marking=marking, structures=structures)
