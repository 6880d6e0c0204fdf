"""Readers of files that say who is there and does what: each returns the same ``Import``, and writes nothing.

found = read_three_w(Path("3w.xlsx"), source="OCHA, 3W Somalia, March 2025")
found.is_fatal, found.problems
"""

from __future__ import annotations

from avert.society.imports.iati import read_iati
from avert.society.imports.organisation_register import read_organisation_register
from avert.society.imports.place_names import PlaceNames, read_location_map
from avert.society.imports.plain import read_structures, read_ties, structure_template, tie_template
from avert.society.imports.result import ActivityRow, Import, Problem, StructureRow, TieRow
from avert.society.imports.three_w import read_three_w

__all__ = [
    "ActivityRow",
    "Import",
    "PlaceNames",
    "Problem",
    "StructureRow",
    "TieRow",
    "read_iati",
    "read_location_map",
    "read_organisation_register",
    "read_structures",
    "read_three_w",
    "read_ties",
    "structure_template",
    "tie_template",
]
