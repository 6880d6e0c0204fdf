"""The data store: content-addressed Parquet and one SQLite manifest, written so that a kill loses nothing.

A table or a result is first written whole under ``scratch``, forced to disk, renamed to its digest under
``objects``, and only then named in the manifest, in one transaction. Whatever the manifest names therefore
exists; what a killed process leaves behind is never named and is swept up later.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import sqlite3
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl

from avert.errors import MissingDataError, StoreError
from avert.provenance import Source
from avert.sources.declaration import load_declarations
from avert.sources.files import clear_scratch
from avert.sources.results import Issued, Result
from avert.sources.tables import Coverage, Reading, Table

FORMAT = 1
_BUSY_SECONDS = 60.0
_SCRATCH_SECONDS = 24 * 3600.0
_MODEL = "json_extract(said, '$.specification.model')"
_PAST = "json_extract(said, '$.specification.is_past')"
"""Set for results of years gone by, not to be read where nobody asks for their year."""
_SCHEMA = """
CREATE TABLE version (
    dataset TEXT NOT NULL,
    origin_digest TEXT NOT NULL,
    origin_name TEXT NOT NULL,
    release TEXT NOT NULL,
    vintage TEXT NOT NULL,
    is_inferred INTEGER NOT NULL,
    coverage TEXT NOT NULL,
    digest TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    added_at TEXT NOT NULL,
    PRIMARY KEY (dataset, origin_digest)
) STRICT;
CREATE TABLE result (
    result_id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    data_as_of TEXT,
    origin TEXT NOT NULL,
    issued_at TEXT NOT NULL,
    said TEXT NOT NULL
) STRICT;
CREATE TABLE result_frame (
    result_id TEXT NOT NULL REFERENCES result (result_id),
    name TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (result_id, name)
) STRICT;
"""


@dataclass(frozen=True)
class Version:
    """One file's worth of one release, as the manifest names it."""

    source: Source
    coverage: Coverage
    rows: int
    origin_name: str
    origin_digest: str
    added_at: dt.datetime


class Store:
    """All loaded data and all results of one deployment."""

    def __init__(self, folder: Path, *, is_read_only: bool = False) -> None:
        """Open a store, and make it when it does not exist and may be written."""
        self.folder = folder
        self.is_read_only = is_read_only
        self._objects = folder / "objects"
        self._manifest = folder / "manifest.sqlite3"
        self.scratch = folder / "scratch"
        if not is_read_only:
            self._create()
        elif not self._manifest.exists():
            raise StoreError(f"There is no store in {folder.name}.")

    def _create(self) -> None:
        for part in (self._objects, self.scratch):
            part.mkdir(parents=True, exist_ok=True)
        clear_scratch(self.scratch, _SCRATCH_SECONDS, time.time())
        with self._writing() as manifest:
            found = manifest.execute("PRAGMA user_version").fetchone()[0]
            if found == 0:
                for statement in _SCHEMA.split(";"):
                    manifest.execute(statement)
                manifest.execute(f"PRAGMA user_version = {FORMAT}")
            elif found != FORMAT:
                raise StoreError(
                    f"The store has format {found}; this Avert reads {FORMAT}. Use the Avert that made it."
                )

    # Reading ---------------------------------------------------------------------------------------------

    def versions(self, dataset: str | None = None, as_of: dt.date | None = None) -> list[Version]:
        """Return what is loaded, oldest vintage first; with ``as_of`` only what was known by that day."""
        with self._connection() as manifest:
            rows = manifest.execute(
                "SELECT * FROM version WHERE (?1 IS NULL OR dataset = ?1) AND (?2 IS NULL OR vintage <= ?2)"
                " ORDER BY dataset, vintage, added_at",
                (dataset, as_of and as_of.isoformat()),
            ).fetchall()
        return [_version(row) for row in rows]

    def read(self, version: Version) -> Table:
        """Read one version. Raises StoreError when its data are gone or altered."""
        return Table(self._frame(version.source.digest), version.source, version.coverage)

    def newest(self, dataset: str, as_of: dt.date | None = None) -> Table:
        """Read the newest vintage of a dataset that is kept as one table. Raises MissingDataError."""
        if versions := self.versions(dataset, as_of):
            return self.read(versions[-1])
        then = f" as of {as_of}" if as_of else ""
        raise MissingDataError(
            f"The store has no {load_declarations(dataset)[0].title} ({dataset}){then}. "
            "Add the file first: avert data add PATH."
        )

    def result(self, result_id: str) -> Issued | None:
        """Return a result and its frames, or None when it was never computed."""
        return self._issued("result_id = ?", result_id)

    def newest_result(
        self,
        kind: str,
        origin: str | None = None,
        as_of: dt.date | None = None,
        model: str | None = None,
        frames: Collection[str] | None = None,
    ) -> Issued | None:
        """Return the result of a kind (and origin) with the newest data, then of the newest origin, then issue.

        With ``as_of`` only of data that were known by that day; with ``model`` only of that model; with ``frames`` only
        these are read. What looks back is found by its origin alone.
        """
        condition, values = "kind = ?", [kind]
        if model is not None:
            condition, values = f"{condition} AND {_MODEL} = ?", [*values, model]
        if origin is None:
            condition = f"{condition} AND {_PAST} IS NULL"
        else:
            condition, values = f"{condition} AND origin = ?", [*values, origin]
        if as_of is not None:
            condition, values = f"{condition} AND data_as_of <= ?", [*values, as_of.isoformat()]
        return self._issued(condition, *values, frames=frames)

    def models(self, kind: str) -> list[str]:
        """Return the models that results of a kind come from, by name."""
        query = f"SELECT DISTINCT {_MODEL} AS model FROM result WHERE kind = ? AND {_MODEL} IS NOT NULL ORDER BY 1"  # noqa: S608
        with self._connection() as manifest:
            return [row["model"] for row in manifest.execute(query, (kind,))]

    def newest_by(
        self, kind: str, choices: Sequence[str], frames: Collection[str] | None = None
    ) -> list[Issued]:
        """Return the newest result of a kind for each combination of choices in its specification.

        With ``frames`` only these frames of it.
        """
        # Of several paths SQLite makes one text.
        chosen = f"json_extract(said, '$.kind'{', ?' * len(choices)})"
        paths = [f"$.specification.{choice}" for choice in choices]
        query = f"SELECT DISTINCT {chosen} AS chosen FROM result WHERE kind = ? ORDER BY 1"  # noqa: S608
        with self._connection() as manifest:
            combinations = [row["chosen"] for row in manifest.execute(query, (*paths, kind))]
        condition = f"kind = ? AND {chosen} = ?"
        found = [self._issued(condition, kind, *paths, one, frames=frames) for one in combinations]
        return [issued for issued in found if issued]

    def _issued(self, condition: str, *values: str, frames: Collection[str] | None = None) -> Issued | None:
        query = f"SELECT * FROM result WHERE {condition} ORDER BY data_as_of DESC, origin DESC, issued_at DESC LIMIT 1"  # noqa: S608
        with self._connection() as manifest:
            row = manifest.execute(query, values).fetchone()
            if row is None:
                return None
            named = manifest.execute(
                "SELECT name, digest FROM result_frame WHERE result_id = ?", (row["result_id"],)
            ).fetchall()
        wanted = [frame for frame in named if frames is None or frame["name"] in frames]
        read = {frame["name"]: self._frame(frame["digest"]) for frame in wanted}
        return Issued(Result.from_json(row["said"], row["issued_at"]), read)

    def verify(self) -> list[str]:
        """Return what is wrong with the store: objects gone or altered. An empty list is a sound store."""
        with self._connection() as manifest:
            named = [
                row[0]
                for row in manifest.execute(
                    "SELECT digest FROM version UNION SELECT digest FROM result_frame"
                )
            ]
        return [problem for digest in named if (problem := _problem(self._object(digest)))]

    def _frame(self, digest: str) -> pl.DataFrame:
        # What is named by its digest never changes, so that what was read and checked once stays right.
        return _read_object(self._object(digest))

    # Writing ---------------------------------------------------------------------------------------------

    def has_origin(self, origin_digest: str, release: str | None) -> bool:
        """Say whether this very file is loaded (under this release, when one is stated)."""
        with self._connection() as manifest:
            row = manifest.execute(
                "SELECT release FROM version WHERE origin_digest = ?", (origin_digest,)
            ).fetchone()
        return row is not None and release in (None, row[0])

    def add(
        self, dataset: str, reading: Reading, *, origin_name: str, origin_digest: str, now: dt.datetime
    ) -> None:
        """Keep a reading. The same file again replaces what it had said, such as a release stated later."""
        digest = self._write(reading.frame)
        with self._writing() as manifest:
            manifest.execute(
                "INSERT OR REPLACE INTO version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    dataset, origin_digest, origin_name, reading.release, reading.vintage.isoformat(),
                    int(reading.is_inferred), reading.coverage.to_json(), digest, reading.frame.height,
                    now.isoformat(),
                ),
            )  # fmt: skip

    def put(self, result: Result, frames: Mapping[str, pl.DataFrame]) -> None:
        """Keep a result. A result is never changed: one that exists stays as it is."""
        digests = {name: self._write(frame) for name, frame in frames.items()}
        with self._writing() as manifest:
            kept = manifest.execute(
                "INSERT OR IGNORE INTO result VALUES (?, ?, ?, ?, ?, ?)",
                (
                    result.result_id, result.kind, result.data_as_of and result.data_as_of.isoformat(),
                    result.origin, result.issued_at.isoformat(), result.to_json(),
                ),
            ).rowcount  # fmt: skip
            if kept:
                manifest.executemany(
                    "INSERT INTO result_frame VALUES (?, ?, ?)",
                    [(result.result_id, name, digest) for name, digest in digests.items()],
                )

    def _write(self, frame: pl.DataFrame) -> str:
        """Write a frame under the digest of its bytes, whole or not at all."""
        if self.is_read_only:
            raise StoreError("This store is read-only.")
        part = self.scratch / f"out-{os.getpid()}-{os.urandom(4).hex()}.parquet"
        try:
            frame.write_parquet(part, compression="zstd", statistics=True)
            with part.open("rb+") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
                os.fsync(stream.fileno())
            target = self._object(digest)
            target.parent.mkdir(exist_ok=True)
            part.replace(target)
            _sync_folder(target.parent)
        finally:
            part.unlink(missing_ok=True)
        return digest

    def _object(self, digest: str) -> Path:
        return self._objects / digest[:2] / f"{digest}.parquet"

    # The manifest ----------------------------------------------------------------------------------------

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        mode = "mode=ro&immutable=1" if self.is_read_only else "mode=rwc"
        target = f"{self._manifest.absolute().as_uri()}?{mode}"
        connection = sqlite3.connect(target, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
        connection.row_factory = sqlite3.Row
        try:
            yield connection
        except sqlite3.DatabaseError as error:
            raise StoreError(f"The store's manifest cannot be used ({error}).") from error
        finally:
            connection.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Give one write transaction; a second writer waits for it."""
        with self._connection() as connection:
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")


@lru_cache(maxsize=64)
def _read_object(path: Path) -> pl.DataFrame:
    if problem := _problem(path):
        raise StoreError(f"The store is damaged: {problem}. Add the file again.")
    return pl.read_parquet(path)


def _problem(path: Path) -> str | None:
    digest = path.stem
    if not path.exists():
        return f"object {digest[:12]} is gone"
    with path.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    return None if found == digest else f"object {digest[:12]} was altered"


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _version(row: sqlite3.Row) -> Version:
    declared = load_declarations(row["dataset"])[0]
    source = Source(
        dataset=row["dataset"],
        release=row["release"],
        vintage=dt.date.fromisoformat(row["vintage"]),
        is_inferred=bool(row["is_inferred"]),
        title=declared.title,
        publisher=declared.publisher,
        licence=declared.licence,
        citation=declared.citation,
        url=declared.url,
        digest=row["digest"],
    )
    return Version(
        source=source,
        coverage=Coverage.from_json(row["coverage"]),
        rows=row["row_count"],
        origin_name=row["origin_name"],
        origin_digest=row["origin_digest"],
        added_at=dt.datetime.fromisoformat(row["added_at"]),
    )
