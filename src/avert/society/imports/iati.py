"""Activities as the International Aid Transparency Initiative publishes them: IATI 2.01 to 2.03, read in a stream."""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from avert.errors import MalformedFileError
from avert.society.imports import messages
from avert.society.imports.cells import best_names, bounded, key_of, once
from avert.society.imports.iati_activity import CONSUMED, Activity, Party, read_activity
from avert.society.imports.iati_codes import FUNDING, IMPLEMENTING, NOTHING_KNOWN, VERSIONS, type_of
from avert.society.imports.result import ActivityRow, Import, Problem, StructureRow, TieRow
from avert.society.imports.tables import content_of
from avert.society.vocabulary import Layer

MOST_BYTES = 512 * 1024**2
ROOT, ACTIVITY = "iati-activities", "iati-activity"
NO_XML = (
    "The file is no XML that can be read (line {line}), so that activities would be missing. Get it anew."
)
ENTITIES = (
    "The file declares a document type or entities, which IATI never does, and is not read. Get it anew."
)
OTHER_ROOT = (
    "The file holds no iati-activities. Choose a file of activities, not of organisations or results."
)
OTHER_VERSION = f"The file is not of an IATI version that is read here. Get it in {', '.join(VERSIONS)}."


@dataclass
class _Found:
    """What the activities so far say of organisations."""

    source: str
    names: dict[str, dict[str, Counter[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Counter))
    )
    types: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    recipients: set[str] = field(default_factory=set)
    areas: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    activities: list[tuple[int, ActivityRow]] = field(default_factory=list)
    ties: dict[str, TieRow] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    ignored: set[str] = field(default_factory=set)
    count: int = 0


def read_iati(file: Path | bytes, *, source: str = "") -> Import:
    """Return the organisations, activities and ties of funding of an IATI file of activities.

    Parameters
    ----------
    file
        XML, IATI 2.01 to 2.03. Entities and document types are refused, and nothing is fetched.
    source
        What to cite.

    Raises
    ------
    MalformedFileError
        No such file; the message names the line where there is one.
    """
    found = _Found(source)
    for element in _elements(content_of(file, MOST_BYTES)):
        found.count += 1
        _take(found, read_activity(element))
        found.ignored |= {_name(child) for child in element} - CONSUMED
    activities, clashes = once(found.activities, "iati-identifier")
    return Import(
        structures=tuple(_structure(found, key) for key in sorted(found.names)),
        activities=activities,
        ties=tuple(found.ties[key] for key in sorted(found.ties)),
        problems=tuple(sorted([*found.problems, *clashes], key=lambda one: one.row)),
        ignored_columns=tuple(sorted(found.ignored)),
        rows_read=found.count,
    )


def _elements(content: bytes) -> Iterator[Any]:
    from lxml import etree

    parser = etree.iterparse(
        io.BytesIO(content),
        events=("start", "end"),
        tag=(ROOT, ACTIVITY),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    is_first = True
    try:
        for event, element in parser:
            if is_first:
                _check_root(element)
                is_first = False
            if event == "end" and element.tag == ACTIVITY:
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise MalformedFileError(NO_XML.format(line=error.lineno)) from None
    if is_first:
        raise MalformedFileError(OTHER_ROOT)


def _check_root(root: Any) -> None:
    information = root.getroottree().docinfo
    if information.doctype or information.internalDTD is not None:
        raise MalformedFileError(ENTITIES)
    if root.tag != ROOT:
        raise MalformedFileError(OTHER_ROOT)
    if root.get("version", "").strip() not in VERSIONS:
        raise MalformedFileError(OTHER_VERSION)


def _name(child: Any) -> str:
    return str(child.tag).rpartition("}")[2] if isinstance(child.tag, str) else ""


def _take(found: _Found, activity: Activity) -> None:
    found.problems += activity.problems
    if not activity.identifier:
        return
    found.recipients |= activity.recipients
    parties = [(party, _organisation(found, party)) for party in activity.parties]
    reporting = _organisation(found, activity.reporting) if activity.reporting else None
    doers = sorted({key for party, key in parties if party.role == IMPLEMENTING}) or (
        [reporting] if reporting else []
    )
    if not doers:
        found.problems.append(Problem(activity.line, "participating-org", messages.NOBODY, is_fatal=True))
    for doer in doers:
        found.areas[doer] |= activity.areas
        found.activities.append((activity.line, _row(found, activity, doer)))
    for party, funder in parties:
        if party.role == FUNDING:
            _fund(found, activity, funder, doers if doers != [reporting] else [])


def _organisation(found: _Found, party: Party) -> str:
    key = (
        bounded(f"iati:{party.reference}")
        if party.reference
        else key_of("iati:name", *sorted(party.names.values())[:1])
    )
    for lang, name in party.names.items():
        found.names[key][lang][name] += 1
    if not party.names:
        found.names[key]["und"][party.reference] += 0  # the reference stands for the name until one is found
    if party.type:
        found.types[key][party.type] += 1
    return key


def _row(found: _Found, activity: Activity, doer: str) -> ActivityRow:
    return ActivityRow(
        key=bounded(f"iati:{activity.identifier}@{doer.removeprefix('iati:')}"),
        structure_key=doer,
        what=activity.what,
        what_scheme=activity.what_scheme,
        title=activity.title,
        areas=activity.areas,
        status=activity.status,
        begins=activity.begins,
        ends=activity.ends,
        source=found.source,
    )


def _fund(found: _Found, activity: Activity, funder: str, doers: list[str]) -> None:
    for doer in doers:
        if funder != doer:
            tie = TieRow(
                funder,
                doer,
                Layer.FUNDING,
                True,
                activity.begins,
                activity.ends,
                activity.identifier,
                found.source,
            )
            found.ties[tie.key] = tie


def _structure(found: _Found, key: str) -> StructureRow:
    spelt = {lang: +names for lang, names in found.names[key].items() if +names} or found.names[key]
    name, others = best_names(spelt)
    reference = key.removeprefix("iati:")
    types = [type_of(code, reference, found.recipients) for code in found.types[key]]
    sector, kind, level = types[0] if len(set(types)) == 1 else NOTHING_KNOWN
    areas = frozenset(found.areas[key])
    row = StructureRow(key, name, others, kind, sector, level, areas, source=found.source)
    return replace(row, same_as=() if reference.startswith("name:") else (f"org-id:{reference}",))
