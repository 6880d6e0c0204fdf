"""Take a file in safely: a private copy that cannot change, bounded, checked before any reader sees it."""

from __future__ import annotations

import codecs
import fnmatch
import gzip
import hashlib
import os
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt

from avert.errors import MalformedFileError, UnknownFileError, some

MAX_BYTES = 8 * 2**30
"""Largest file, or member of an archive, that is taken in: forty times the size of all of UCDP GED."""
MAX_LINE_BYTES = 2**20
MAX_RATIO = 200
"""Largest compression ratio of an archive member; UCDP's own archives stay under 10."""
_CHUNK = 16 * 2**20
_HEAD_BYTES = 2**20
_SUFFIXES = {".csv": "csv", ".parquet": "parquet", ".xlsx": "xlsx"}
_TABBED = (".tsv", ".tab", ".txt")


@dataclass(frozen=True)
class InputFile:
    """A private copy of what the user gave.

    ``name`` is the file's own name (inside an archive, the member's), ``origin`` the name of the file given,
    ``digest`` the SHA-256 of the file given, ``kind`` one of csv, parquet, xlsx; fields of a csv stand between
    ``separator``.
    """

    path: Path
    name: str
    origin: str
    digest: str
    kind: str
    separator: str = ","


def kind_of(path: Path, name: str) -> str:
    """Return csv, parquet or xlsx, by the first bytes or, for text, the ending."""
    with path.open("rb") as stream:
        start = stream.read(4)
    if start == b"PAR1":
        return "parquet"
    if start == b"PK\x03\x04" and path.suffix.lower() == ".xlsx":
        return "xlsx"
    if _SUFFIXES.get(path.suffix.lower()) == "csv":
        return "csv"
    if path.suffix.lower() in _SUFFIXES:
        raise MalformedFileError(f"{name} is not the {path.suffix} file that its name says.")
    if separator_of(path) == "\t":
        return "csv"
    raise UnknownFileError(f"Avert reads CSV, Parquet, XLSX and zipped CSV; {name} is none of these.")


def separator_of(path: Path) -> str:
    """Return a tab for text files that have one in their first line and are not called .csv, else a comma."""
    if path.suffix.lower() not in _TABBED:
        return ","
    with path.open("rb") as stream:
        return "\t" if b"\t" in stream.readline(_HEAD_BYTES) else ","


@contextmanager
def take_in(path: Path, scratch: Path, members: Sequence[str] = ()) -> Iterator[InputFile]:
    """Copy a file, or the one table inside an archive, into ``scratch`` and give it up afterwards.

    ``members`` are patterns of names; one of several tables in an archive is taken where it alone has such a name.

    Raises MalformedFileError when the file changes while it is copied, is too large, is a damaged or hostile
    archive, is not UTF-8 text, or has a line of more than 1 MiB; UnknownFileError for a kind of file that no
    reader takes.
    """
    copy = scratch / f"in-{os.getpid()}-{os.urandom(4).hex()}{path.suffix.lower()}"
    member = copy.with_name(copy.stem + ".csv")
    try:
        digest = _copy_unchanged(path, copy)
        if path.suffix.lower() == ".zip":
            name = _extract_table(copy, member, path.name, members)
            yield _checked(InputFile(member, name, path.name, digest, "csv"))
        elif path.suffix.lower() == ".gz":
            _unpack(copy, member, path.name)
            yield _checked(InputFile(member, path.name[:-3], path.name, digest, "csv"))
        else:
            kind = kind_of(copy, path.name)
            yield _checked(InputFile(copy, path.name, path.name, digest, kind, separator_of(copy)))
    finally:
        copy.unlink(missing_ok=True)
        member.unlink(missing_ok=True)


def _copy_unchanged(path: Path, copy: Path) -> str:
    before = path.stat()
    if before.st_size > MAX_BYTES:
        raise MalformedFileError(f"{path.name} is larger than {MAX_BYTES // 2**30} GiB; split it by year.")
    digest = hashlib.sha256()
    with path.open("rb") as source, copy.open("wb") as target:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            target.write(chunk)
        after = os.fstat(source.fileno())
    same_file = path.stat()
    stamps = {(s.st_ino, s.st_size, s.st_mtime_ns) for s in (before, after, same_file)}
    if len(stamps) > 1 or copy.stat().st_size != before.st_size:
        raise MalformedFileError(f"{path.name} changed while it was read. Add it again once it is complete.")
    return digest.hexdigest()


def _unpack(packed: Path, target: Path, name: str) -> None:
    """Unpack a .csv.gz, and stop where it grows beyond what real data do."""
    if not name.lower().endswith(".csv.gz"):
        raise UnknownFileError(f"Avert reads CSV, Parquet, XLSX and zipped CSV; {name} is none of these.")
    most = min(MAX_BYTES, MAX_RATIO * packed.stat().st_size)
    try:
        with gzip.open(packed) as source, target.open("wb") as sink:
            _copy_at_most(source, sink, most, name)
    except (EOFError, OSError, zlib.error) as error:
        raise MalformedFileError(
            f"{name} is not a whole gzip archive ({error}). Download it again."
        ) from None


def _extract_table(archive: Path, target: Path, name: str, members: Sequence[str]) -> str:
    try:
        with zipfile.ZipFile(archive) as unpacked:
            member = _only_table(unpacked, name, members)
            with unpacked.open(member) as source, target.open("wb") as sink:
                _copy_at_most(source, sink, member.file_size, name)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise MalformedFileError(f"{name} is not a whole zip archive ({error}). Download it again.") from None
    return Path(member.filename).name


def _only_table(archive: zipfile.ZipFile, name: str, members: Sequence[str]) -> zipfile.ZipInfo:
    tables = [
        member
        for member in archive.infolist()
        if member.filename.lower().endswith(".csv") and not member.filename.startswith("__MACOSX/")
    ]
    if len(tables) > 1:
        wanted = [t for t in tables if any(fnmatch.fnmatchcase(Path(t.filename).name, m) for m in members)]
        tables = wanted or tables
    if len(tables) != 1:
        found = some(member.filename for member in tables) or "none"
        raise UnknownFileError(f"{name} should hold one CSV table; it holds {len(tables)} ({found}).")
    member = tables[0]
    if member.file_size > MAX_BYTES or member.file_size > MAX_RATIO * max(member.compress_size, 1):
        raise MalformedFileError(
            f"{name} would unpack to {member.file_size:,} bytes, which no known dataset does. Not opened."
        )
    return member


def _copy_at_most(source: IO[bytes] | gzip.GzipFile, sink: IO[bytes], most: int, name: str) -> None:
    """Copy, and stop as soon as the archive holds more than its directory declared."""
    copied = 0
    while chunk := source.read(_CHUNK):
        copied += len(chunk)
        if copied > most:
            raise MalformedFileError(
                f"{name} holds more data than it declares, or than real data do. Not opened."
            )
        sink.write(chunk)


def _checked(file: InputFile) -> InputFile:
    if file.path.stat().st_size == 0:
        raise MalformedFileError(f"{file.origin} is empty.")
    if file.kind == "csv":
        _check_text(file)
    if file.kind == "xlsx":
        _check_workbook(file)
    return file


def _check_text(file: InputFile) -> None:
    """Refuse text that is not UTF-8, holds NUL bytes, or has a line longer than any real record."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines = run = position = 0
    with file.path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                raise MalformedFileError(
                    f"{file.origin} is not UTF-8 text (first fault between bytes {position:,} and "
                    f"{position + len(chunk):,}). Save it again as UTF-8."
                ) from None
            if b"\x00" in chunk:
                raise MalformedFileError(f"{file.origin} holds NUL bytes; it is not a text file.")
            lengths = _line_lengths(chunk, run)
            if (too_long := lengths > MAX_LINE_BYTES).any():
                raise MalformedFileError(
                    f"{file.origin}: line {lines + int(too_long.argmax()) + 1:,} is longer than 1 MiB. "
                    "The file may have lost its line ends or a closing quotation mark."
                )
            lines += lengths.size - 1
            run = int(lengths[-1])
            position += len(chunk)
    if decoder.getstate()[0]:
        raise MalformedFileError(f"{file.origin} ends in the middle of a character; it was cut short.")


def _line_lengths(chunk: bytes, run: int) -> npt.NDArray[np.int64]:
    """Return the lengths of the lines in a chunk; ``run`` bytes of the first came before, the last goes on."""
    ends = np.flatnonzero(np.frombuffer(chunk, dtype=np.uint8) == ord("\n"))
    return np.diff(np.concatenate(([-run - 1], ends, [len(chunk)]))) - 1


def _check_workbook(file: InputFile) -> None:
    try:
        with zipfile.ZipFile(file.path) as workbook:
            unpacked = sum(member.file_size for member in workbook.infolist())
            broken = workbook.testzip()
    except (zipfile.BadZipFile, EOFError, OSError) as error:
        raise MalformedFileError(f"{file.origin} is not a whole workbook ({error}).") from None
    if broken is not None:
        raise MalformedFileError(f"{file.origin} is a damaged workbook (part {broken}).")
    if unpacked > MAX_RATIO * file.path.stat().st_size:
        raise MalformedFileError(f"{file.origin} would unpack to {unpacked:,} bytes. Not opened.")


def clear_scratch(scratch: Path, older_than_seconds: float, now: float) -> None:
    """Remove what a killed process left behind, unless it may still be at work."""
    for left in scratch.iterdir():
        if now - left.stat().st_mtime > older_than_seconds:
            shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)
