"""The frameworks that come with Avert, one file each, and those that a deployment adds in ``AVERT_HOME/frameworks``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from avert.assessment.frameworks.reading import read_framework
from avert.assessment.frameworks.relating import read_crosswalks, read_proxies
from avert.assessment.frameworks.schema import Crosswalk, Framework, Indicator, Proxy, Summary
from avert.config import load_config
from avert.errors import InputError

FOLDER = Path(__file__).parent
CROSSWALKS = "crosswalks"
PROXIES = "proxies.yaml"


def own_folder() -> Path:
    """Return the folder in which a deployment keeps frameworks of its own; it need not exist."""
    return load_config().home / "frameworks"


def list_frameworks() -> tuple[Summary, ...]:
    """Return a line for every framework by id: those shipped, then one's own.

    Raises:
        MalformedFileError: A file departs from the format; the message names the line.
        InputError: A framework of one's own has the id or the prefix of another.
    """
    shipped = {path.stem for path in _files(FOLDER)}
    return tuple(one.summary(is_own=one.id not in shipped) for one in _frameworks().values())


def load_framework(id_: str) -> Framework:
    """Return a framework, shipped or one's own.

    Raises:
        InputError: There is no such framework; the message lists them.
        MalformedFileError: A file departs from the format; the message names the line.
    """
    known = _frameworks()
    if id_ not in known:
        raise InputError(f"There is no framework {id_!r}. There are: {', '.join(known)}.")
    return known[id_]


def load_indicators() -> dict[str, Indicator]:
    """Return the indicators of all frameworks by code."""
    return {code: one for framework in _frameworks().values() for code, one in framework.indicators.items()}


def load_crosswalks() -> tuple[Crosswalk, ...]:
    """Return the crosswalks between frameworks, shipped and one's own, in the order of their files.

    Raises:
        MalformedFileError: A file departs from the format, or names a code that no framework has; with the line.
    """
    codes = frozenset(load_indicators())
    folders = (FOLDER / CROSSWALKS, own_folder() / CROSSWALKS)
    return tuple(
        one for folder in folders for path in _files(folder) for one in _crosswalks(path, _stamp(path), codes)
    )


def load_proxies() -> tuple[Proxy, ...]:
    """Return which variable of which dataset stands for which indicator."""
    path = FOLDER / PROXIES
    return _proxies(path, _stamp(path), frozenset(load_indicators()))


def fingerprint() -> str:
    """Return a text that changes whenever a framework, a crosswalk or a proxy does."""
    folders = (FOLDER, FOLDER / CROSSWALKS, own_folder(), own_folder() / CROSSWALKS)
    files = (path for folder in folders for path in sorted(folder.glob("*.yaml")))
    return " ".join(f"{path.name}:{_stamp(path)}" for path in files)


def check_clash(framework: Framework, path: Path) -> None:
    """Refuse a framework whose id or prefix that of another file is, so that a code means one thing.

    Raises:
        InputError: Another framework has it; the message names that one.
    """
    others = (file for file in (*_files(FOLDER), *_files(own_folder())) if file.resolve() != path.resolve())
    for other in (_framework(file, _stamp(file)) for file in others):
        if framework.id == other.id or framework.prefix == other.prefix:
            raise InputError(
                f"{path.parent.name}/{path.name} has the id {framework.id} or the prefix {framework.prefix}, which "
                f"{other.id} of {other.publisher} has. Give it others, so that its codes mean one thing."
            )


def _frameworks() -> Mapping[str, Framework]:
    found = {path.stem: _framework(path, _stamp(path)) for path in _files(FOLDER)}
    for path in _files(own_folder()):
        framework = _framework(path, _stamp(path))
        check_clash(framework, path)
        found[framework.id] = framework
    return found


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.yaml") if path.name != PROXIES)


def _stamp(path: Path) -> int:
    """Change with the file, so that a running site sees a framework that was added or corrected."""
    return path.stat().st_mtime_ns


@lru_cache(maxsize=256)
def _framework(path: Path, _stamp: int) -> Framework:
    return read_framework(path)


@lru_cache(maxsize=256)
def _crosswalks(path: Path, _stamp: int, codes: frozenset[str]) -> tuple[Crosswalk, ...]:
    return read_crosswalks(path, codes)


@lru_cache(maxsize=8)
def _proxies(path: Path, _stamp: int, codes: frozenset[str]) -> tuple[Proxy, ...]:
    return read_proxies(path, codes)
