"""What of the replays may be shown: public facts for everyone, but of a day never more than was known on it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from avert.errors import InputError
from avert.replays import Replay, ReplaySummary, list_replays, load_replay


@dataclass(frozen=True)
class Known:
    """A replay frozen on a day, what was new on it, and the days with news before and after."""

    day: dt.date
    seen: Replay
    new: Replay
    previous: dt.date | None
    following: dt.date | None


def cases() -> list[tuple[ReplaySummary, int]]:
    """Return every replay with the number of its items that are known by its end."""
    return [
        (summary, len(load_replay(summary.id).as_of(summary.last_day).items)) for summary in list_replays()
    ]


def replay_or_none(slug: str) -> Replay | None:
    """Return a replay with everything in it, to be frozen before it is shown."""
    try:
        return load_replay(slug)
    except InputError:
        return None


def day_in(replay: Replay, asked: str) -> dt.date | None:
    """Return the day that was asked for, the first where none was; None for what is no day of the case."""
    try:
        day = dt.date.fromisoformat(asked) if asked else replay.first_day
    except ValueError:
        return None
    return day if replay.first_day <= day <= replay.last_day else None


def known_on(replay: Replay, day: dt.date) -> Known:
    """Freeze a replay on a day."""
    days = {replay.first_day, *replay.days()}
    return Known(
        day=day,
        seen=replay.as_of(day),
        new=replay.new_on(day),
        previous=max((other for other in days if other < day), default=None),
        following=min((other for other in days if day < other <= replay.last_day), default=None),
    )
