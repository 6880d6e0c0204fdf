"""Claims, what they rest on, and what nobody knows yet.

How likely a claim is and how good its evidence is are two things; this says only the second, in words with reasons.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from avert.assessment.ageing import Kind, is_stale
from avert.assessment.evidence import Consistency, Evidence, capped_log_ratio
from avert.assessment.grading import Credibility, Grade, Reliability, Report, Stance, Weighed, weigh
from avert.deadlines import Deadline
from avert.errors import InputError, some


class Confidence(IntEnum):
    """How good the evidence is, whatever it says."""

    LOW = 1
    MODERATE = 2
    HIGH = 3


@dataclass(frozen=True)
class Citation:
    """How a piece of evidence bears on a claim; its log likelihood ratio where somebody gave one."""

    evidence_id: str
    consistency: Consistency
    log_ratio: float | None = None


@dataclass(frozen=True)
class Claim:
    """Something asserted, how fast evidence about it ages if that is known, and what it cites."""

    id: str
    kind: Kind | None = None
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class ClaimStanding:
    """What a claim rests on.

    ``leans`` is what more independent origins say, or none. ``confidence_why`` is the rule that applied. Discarded and
    stale evidence is named and not counted; undated evidence is named and counts, since nobody can say that it is old.
    ``log_ratio`` is none where nobody gave likelihood ratios.
    """

    weighed: Weighed
    leans: Stance | None
    confidence: Confidence
    confidence_why: str
    is_untested_assumption: bool
    discarded: Mapping[str, str]
    stale: tuple[str, ...]
    undated: tuple[str, ...]
    says_nothing: tuple[str, ...]
    log_ratio: float | None


class GapState(StrEnum):
    """What became of an information gap."""

    OPEN = "open"
    OVERDUE = "overdue"
    CLOSED = "closed"


@dataclass(frozen=True)
class Gap:
    """Something that should be known: who finds out by when, and once it is closed, how."""

    id: str
    what: str
    owner: str | None = None
    due: Deadline | None = None
    closed: str = ""

    def state(self, now: dt.datetime) -> GapState:
        """Return where it stands; without a deadline it is open until somebody closes it."""
        if self.closed:
            return GapState.CLOSED
        return GapState.OVERDUE if self.due and self.due.is_past(now) else GapState.OPEN


def stand(claim: Claim, evidence: Mapping[str, Evidence], now: dt.datetime) -> ClaimStanding:
    """Return what a claim rests on.

    Raises:
        InputError: It cites evidence that is not there.
    """
    if missing := sorted({c.evidence_id for c in claim.citations} - evidence.keys()):
        raise InputError(
            f"{some(missing)}: cited, but not among the evidence. Add it, or take the citation out."
        )
    cited = [(citation, evidence[citation.evidence_id]) for citation in claim.citations]
    kept = [(citation, piece) for citation, piece in cited if not piece.discarded]
    stale = [p.id for _c, p in kept if claim.kind and p.at and is_stale(claim.kind, p.at, now)]
    counted = [(citation, piece) for citation, piece in kept if piece.id not in stale]
    reports = [
        Report(piece.id, citation.consistency.stance, piece.grade, piece.origin)
        for citation, piece in counted
        if citation.consistency.stance
    ]
    ratios = [(piece.origin, c.log_ratio) for c, piece in counted if c.log_ratio is not None]
    leans, confidence, why = judge(reports)
    return ClaimStanding(
        weighed=weigh(reports),
        leans=leans,
        confidence=confidence,
        confidence_why=why,
        is_untested_assumption=all(citation.consistency.stance is None for citation, _piece in kept),
        discarded={piece.id: piece.discarded for _c, piece in cited if piece.discarded},
        stale=tuple(stale),
        undated=tuple(piece.id for _c, piece in kept if piece.at is None),
        says_nothing=tuple(piece.id for citation, piece in counted if citation.consistency.stance is None),
        log_ratio=capped_log_ratio(ratios) if ratios else None,
    )


def judge(reports: Iterable[Report]) -> tuple[Stance | None, Confidence, str]:
    """Return what reports lean to, with which analytic confidence and by which rule.

    The rules are a convention that a reader can check, not a measurement. Only reports of known origin build
    confidence; those of unknown origin on the other side count as one that opposes.
    """
    listed = list(reports)
    known = weigh(report for report in listed if report.origin is not None)
    everything = weigh(listed)
    if known.supporting == known.contradicting:
        return None, Confidence.LOW, _why_no_lean(listed, known)
    supports = known.supporting > known.contradicting
    leans = Stance.SUPPORTS if supports else Stance.CONTRADICTS
    origins, other = sorted((known.supporting, known.contradicting), reverse=True)
    unknown = everything.unknown_contradicting if supports else everything.unknown_supporting
    opposed = other + known.of_both_minds + bool(unknown)
    best = _best_of_origins(listed, leans)
    says = f"{origins} independent, {opposed} opposed, best grade {best or 'unknown'}"
    if origins >= 3 and not opposed and _is_at_least(best, Reliability.B, Credibility.PROBABLY_TRUE):
        return leans, Confidence.HIGH, f"{says}: at least three, none opposed, the best at least B2."
    if origins == 1 and not opposed and _is_at_least(best, Reliability.B, Credibility.PROBABLY_TRUE):
        return leans, Confidence.MODERATE, f"{says}: one of at least B2, none opposed."
    if origins >= 2 and opposed < origins and _is_at_least(best, Reliability.C, Credibility.POSSIBLY_TRUE):
        return leans, Confidence.MODERATE, f"{says}: at least two, fewer opposed, the best at least C3."
    return leans, Confidence.LOW, f"{says}: too few, too contested or not graded well enough for more."


def _why_no_lean(reports: list[Report], known: Weighed) -> str:
    if not reports:
        return "Nothing that counts says anything about it."
    if known.supporting:
        return f"{known.supporting} independent on either side."
    return "No report of known origin takes one side."


def _best_of_origins(reports: list[Report], leans: Stance) -> Grade | None:
    weighed = weigh(report for report in reports if report.origin is not None)
    return weighed.best_supporting if leans is Stance.SUPPORTS else weighed.best_contradicting


def _is_at_least(grade: Grade | None, reliability: Reliability, credibility: Credibility) -> bool:
    if grade is None:
        return False
    return grade.reliability.name <= reliability.name and grade.credibility.value <= credibility.value
