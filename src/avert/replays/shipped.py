"""The replays that come with Avert, one folder each."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from avert.errors import InputError
from avert.replays.reading import read_replay
from avert.replays.replay import Replay, ReplaySummary

FOLDER = Path(__file__).parent


def list_replays() -> tuple[ReplaySummary, ...]:
    """Return a line for every replay, by id."""
    return tuple(load_replay(id_).summary for id_ in _ids())


@cache
def load_replay(id_: str) -> Replay:
    """Return a replay that comes with Avert, with everything that is known by now.

    Raises:
        InputError: There is no such replay; the message lists them.
        MalformedFileError: A file departs from the format; the message names the line.
    """
    if id_ not in _ids():
        raise InputError(f"There is no replay {id_!r}. There are: {', '.join(_ids())}.")
    return read_replay(FOLDER / id_)


def _ids() -> tuple[str, ...]:
    return tuple(sorted(path.parent.name for path in FOLDER.glob("*/replay.yaml")))
