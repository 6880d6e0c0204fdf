"""How evidence, claims and gaps are called, and where their pages are."""

from __future__ import annotations

from typing import Any

from avert.web.assessment.pages import pages_of_part
from avert.web.records.pages import Pages

LONGEST_TITLE = 80


def pages_of_evidence(evidence: Any) -> Pages:
    """Return how a piece of evidence is called and where it is shown."""
    return pages_of_part(evidence.what[:LONGEST_TITLE], evidence.assessment, "evidence")


def pages_of_claim(claim: Any) -> Pages:
    """Return how a claim is called and where it is shown."""
    return pages_of_part(claim.text[:LONGEST_TITLE], claim.assessment, "evidence")


def pages_of_gap(gap: Any) -> Pages:
    """Return how a gap is called and where it is shown."""
    return pages_of_part(gap.what[:LONGEST_TITLE], gap.assessment, "evidence")
