"""The register of organisations in Somalia: who there is, by which names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from avert.errors import MalformedFileError
from avert.society.imports import messages
from avert.society.imports.cells import bounded, once
from avert.society.imports.result import Import, Problem, StructureRow
from avert.society.imports.tables import MOST_LETTERS, clean, content_of
from avert.society.vocabulary import Sector

SCHEME = "somalia-orgs"
LONGEST_NAME = 150  # what is longer describes
SCOPES = {"international", "regional", "local", "unknown"}
CONSUMED = {"name", "shortname", "scope", "synonyms", "iati_id", "skip"}
NO_REGISTER = (
    "This is no register of organisations, which has a name and a scope for each. Choose its JSON file."
)


def read_organisation_register(file: Path | bytes, *, source: str = "", country: str = "iso3:SOM") -> Import:
    """Return the organisations of the register with their other names.

    Its scope says little: *international* gives the sector, *local* the country as area, and nothing else is known.

    Raises:
        MalformedFileError: No such register.
    """
    entries = json_of(content_of(file), NO_REGISTER)
    problems: list[Problem] = []
    rows, ignored = [], set()
    for number, (key, entry) in enumerate(entries.items(), start=1):
        if (
            not isinstance(entry, dict)
            or entry.get("scope") not in SCOPES
            or not isinstance(entry.get("name"), str)
        ):
            raise MalformedFileError(NO_REGISTER)
        ignored |= entry.keys() - CONSUMED
        if entry.get("skip"):
            problems.append(Problem(number, "skip", messages.NOT_A_STRUCTURE))
            continue
        others, is_described = _other_names(key, entry)
        problems += [Problem(number, "synonyms", messages.DESCRIPTION)] if is_described else []
        rows.append((number, _structure(key, entry, others, source, country)))
    structures, clashes = once(rows, "name")
    found = sorted([*problems, *clashes], key=lambda one: one.row)
    return Import(
        structures, problems=tuple(found), ignored_columns=tuple(sorted(ignored)), rows_read=len(entries)
    )


def _structure(
    key: str, entry: dict[str, Any], others: tuple[str, ...], source: str, country: str
) -> StructureRow:
    is_local, is_international = entry["scope"] == "local", entry["scope"] == "international"
    return StructureRow(
        key=bounded(f"{SCHEME}:{key}"),
        name={"und": clean(entry["name"])},
        other_names=others,
        sector=Sector.INTERNATIONAL if is_international else None,
        areas=frozenset({country}) if is_local else frozenset(),
        source=source,
        same_as=(f"org-id:{clean(entry['iati_id'])}",) if entry.get("iati_id") else (),
    )


def _other_names(key: str, entry: dict[str, Any]) -> tuple[tuple[str, ...], bool]:
    said = [
        clean(str(one))[:MOST_LETTERS]
        for one in (key, entry.get("shortname", ""), *entry.get("synonyms", []))
    ]
    names = {one for one in said if one and len(one) <= LONGEST_NAME} - {clean(entry["name"])}
    return tuple(sorted(names)), any(len(one) > LONGEST_NAME for one in said)


def json_of(content: bytes, refusal: str) -> dict[str, Any]:
    """Return the object that a JSON file holds, or refuse the file."""
    try:
        read = json.loads(content)
    except (ValueError, RecursionError):
        raise MalformedFileError(refusal) from None
    if not isinstance(read, dict):
        raise MalformedFileError(refusal)
    return read
