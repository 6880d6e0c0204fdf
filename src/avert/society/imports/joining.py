"""Rows of a 3W that are one activity or one tie, and rows that only look so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from avert.society.imports.result import ActivityRow, TieRow


def tell_apart(rows: list[tuple[int, ActivityRow]]) -> list[tuple[int, ActivityRow]]:
    """Join the places of rows that share an id; give rows without ids that differ in status or end their own keys."""
    areas: dict[str, set[str]] = defaultdict(set)
    shared: set[str] = set()
    seen: dict[str, ActivityRow] = {}
    for _number, row in rows:
        if _has_id(row):
            areas[row.key] |= row.areas
        elif row.key in seen and row != seen[row.key]:
            shared.add(row.key)
        seen.setdefault(row.key, row)
    told = []
    for number, row in rows:
        if _has_id(row):
            told.append((number, replace(row, areas=frozenset(areas[row.key]))))
        else:
            told.append(
                (number, replace(row, key=f"{row.key}-{row.digest[:16]}") if row.key in shared else row)
            )
    return told


def _has_id(row: ActivityRow) -> bool:
    return ":" in row.key.removeprefix("3w:")


def span_ties(ties: Iterable[TieRow]) -> tuple[TieRow, ...]:
    """Join the rows of one tie; it lasts from the first beginning to the last end, open where one is open."""
    joined: dict[str, TieRow] = {}
    for tie in ties:
        known = joined.setdefault(tie.key, tie)
        begins = min(known.begins, tie.begins) if known.begins and tie.begins else None
        ends = max(known.ends, tie.ends) if known.ends and tie.ends else None
        joined[tie.key] = replace(known, begins=begins, ends=ends)
    return tuple(joined[key] for key in sorted(joined))
