"""Reference cases: the infrastructure for peace of a country over some years, from public facts with sources.

Everything has two times: when it held, and from when it was publicly known.
"""

from avert.society.cases.case import Case, CaseSummary, KnownThen
from avert.society.cases.records import (
    Basis,
    CaseActivity,
    CaseActor,
    CaseFact,
    CaseTie,
    Participation,
    Stated,
)
from avert.society.cases.shipped import list_cases, load_case

__all__ = [
    "Basis",
    "Case",
    "CaseActivity",
    "CaseActor",
    "CaseFact",
    "CaseSummary",
    "CaseTie",
    "KnownThen",
    "Participation",
    "Stated",
    "list_cases",
    "load_case",
]
