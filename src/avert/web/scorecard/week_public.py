"""What public data say of a place, for the report of a week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from avert.brief import profile_of
from avert.brief.parts.changes import changes_part
from avert.brief.parts.closing import unknown_part
from avert.brief.profile import Profile
from avert.errors import MissingDataError
from avert.places import find_place, place_of_gwcode
from avert.web.scorecard.selectors import About
from avert.web.site.holdings import library


def public_on(about: About) -> Profile | None:
    """Return what is known of a place; none for everywhere, where no data are loaded, and in an exercise.

    The newest data would tell those who work through a past case what came after it.
    """
    if about.exercise_id is not None:
        return None
    try:
        return profile_of(library(), find_place(about.place)) if about.place else None
    except MissingDataError:
        return None


def changes_in(public: Profile | None) -> tuple[str, ...]:
    """Return what changed since the year before, in sentences."""
    return tuple(said.text for said in changes_part(public).statements) if public else ()


def unknown_in(about: About, public: Profile | None, now: dt.datetime) -> tuple[str, ...]:
    """Return what is not known of a place; everywhere, where the record of deaths has fallen silent."""
    if public is not None:
        return tuple(said.text for said in unknown_part(public, now).statements)
    return _silent_places() if about.exercise_id is None else ()


def _silent_places() -> tuple[str, ...]:
    issued = library().newest("deaths")
    codes: Sequence[int] = issued.frames["silence"]["country_gwcode"].to_list() if issued else []
    names = ", ".join(sorted(place_of_gwcode(code).name() for code in codes))
    return (_("The record of deaths has fallen silent in: {names}.").format(names=names),) if names else ()
