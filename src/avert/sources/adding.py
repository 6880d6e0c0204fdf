"""Add files and folders to the store: all that is recognised, with reasons for the rest."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from avert.errors import InputError, UnknownFileError
from avert.sources.files import take_in
from avert.sources.registry import known_members, reader_for
from avert.sources.store import Store
from avert.sources.tables import Reading


@dataclass(frozen=True)
class Added:
    """What became of one file: ``added``, ``already there``, ``not recognised`` or ``refused``."""

    file: str
    outcome: str
    dataset: str = ""
    release: str = ""
    vintage: dt.date | None = None
    rows: int | None = None
    coverage: str = ""
    note: str = ""


@dataclass(frozen=True)
class _Held:
    """A reading whose release was inferred, until its neighbours are known."""

    path: Path
    dataset: str
    reading: Reading
    origin_name: str
    digest: str


def files_below(paths: Sequence[Path]) -> list[Path]:
    """Return the given files and all files below the given folders. InputError when a path does not exist."""
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise InputError(f"{path} does not exist.")
        below = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
        found.extend(p for p in below if not any(part.startswith(".") for part in p.relative_to(path).parts))
    return found


def add_files(
    store: Store,
    files: Sequence[Path],
    *,
    release: str | None,
    now: dt.datetime,
    advance: Callable[[], None] = lambda: None,
) -> list[Added]:
    """Add each file, and return what became of each in the given order.

    One file that cannot be used never keeps the others out, and leaves the store as it was. ``release`` is
    what the user says of files that do not state theirs. Extracts side by side in one folder, which state no
    release, are taken to be of the newest release among them: they were downloaded together, and a vintage
    that is too late is the safe mistake.
    """
    outcomes: dict[Path, Added] = {}
    held: list[_Held] = []
    for path in files:
        try:
            outcome = _take(store, path, release, now)
        except UnknownFileError as error:
            outcome = Added(path.name, "not recognised", note=str(error))
        except InputError as error:
            outcome = Added(path.name, "refused", note=str(error))
        except OSError as error:
            outcome = Added(path.name, "refused", note=f"{path.name} cannot be read: {error.strerror}.")
        if isinstance(outcome, _Held):
            held.append(outcome)
        else:
            outcomes[path] = outcome
        advance()
    outcomes |= {item.path: _keep(store, item, now) for item in _settled(held)}
    return [outcomes[path] for path in files]


def _take(store: Store, path: Path, release: str | None, now: dt.datetime) -> Added | _Held:
    with take_in(path, store.scratch, known_members()) as file:
        if store.has_origin(file.digest, release):
            return Added(path.name, "already there")
        reader = reader_for(file, release)
        reading = reader.read(file, release)
        item = _Held(path, reader.layout.source, reading, file.origin, file.digest)
        return item if reading.is_inferred else _keep(store, item, now)


def _settled(held: Sequence[_Held]) -> list[_Held]:
    folders: dict[tuple[Path, str], list[_Held]] = defaultdict(list)
    for item in held:
        folders[item.path.parent, item.dataset].append(item)
    settled = []
    for together in folders.values():
        newest = max((item.reading for item in together), key=lambda reading: reading.vintage)
        for item in together:
            dated = replace(item.reading, release=newest.release, vintage=newest.vintage)
            settled.append(replace(item, reading=dated))
    return settled


def _keep(store: Store, item: _Held, now: dt.datetime) -> Added:
    reading = item.reading
    store.add(item.dataset, reading, origin_name=item.origin_name, origin_digest=item.digest, now=now)
    inferred = ("release inferred from the contents",) if reading.is_inferred else ()
    return Added(
        item.path.name,
        "added",
        item.dataset,
        reading.release,
        reading.vintage,
        reading.frame.height,
        str(reading.coverage),
        "; ".join((*inferred, *reading.notes)),
    )
