from __future__ import annotations

import datetime as dt

from avert.brief import profile_of
from avert.brief.composing import brief_of
from avert.brief.document import PreventionBrief
from avert.handling import Marking
from avert.places import Place
from avert.web.site.holdings import library


def brief_on(place: Place, *, now: dt.datetime, marking: Marking = Marking.CLEAR) -> PreventionBrief:
    """Return the brief of a place from the results that this site reads; they are public data."""
    return brief_of(profile_of(library(), place), now=now, marking=marking)
