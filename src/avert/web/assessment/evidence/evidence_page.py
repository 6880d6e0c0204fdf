"""What the page of claims and evidence shows: each claim with what it rests on, the evidence, what is not known."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from avert.assessment.claims import ClaimStanding
from avert.assessment.evidence import Consistency
from avert.assessment.grading import Stance, Weighed
from avert.web.assessment.evidence import selectors
from avert.web.assessment.evidence.board import Board
from avert.web.assessment.evidence.gaps_table import table_of
from avert.web.assessment.evidence.words import BEARINGS, CONFIDENCE, best_grade_text, grade_text
from avert.web.assessment.pages import pages_of, tabs_of
from avert.web.exercises.selectors import exercise_shown
from avert.web.records.naming import Names
from avert.web.records.selectors import writable_by
from avert.web.site.components import Fact


def context_of(assessment: Any, *, viewer: Any, now: dt.datetime) -> dict[str, Any]:
    """Return everything that the page shows to this viewer."""
    board, gaps = Board.of(viewer, assessment), selectors.gaps_in(viewer, assessment)
    names = Names(viewer)
    own = {row.pk for rows in (board.evidence, board.claims) for row in _own(viewer, rows)}
    return {
        "crumbs": pages_of(assessment).crumbs,
        "tabs": tabs_of(assessment, "evidence"),
        "exercise": exercise_shown(viewer, assessment.exercise_id),
        "assessment": assessment,
        "facts": _facts(viewer, assessment, board),
        "questions": [
            {
                "question": question,
                "claims": [_claim(one, board, own, now) for one in claims],
                "url": _url(claims),
            }
            for question, claims in board.rivals().items()
        ],
        "evidence": _evidence(viewer, board.kept, own, names),
        "discarded": _evidence(viewer, board.discarded, own, names),
        "gaps": table_of(gaps, viewer=viewer, names=names, today=now.date()) if gaps else None,
        "may_add": selectors.may_add_to(viewer, assessment),
    }


def counted(weighed: Weighed) -> list[str]:
    """Return how many independent origins say what, in words; what nobody says is left out."""
    said = [
        (
            weighed.supporting,
            ngettext("{n} independent origin for it", "{n} independent origins for it", weighed.supporting),
        ),
        (
            weighed.contradicting,
            ngettext(
                "{n} independent origin against it",
                "{n} independent origins against it",
                weighed.contradicting,
            ),
        ),
        (
            weighed.of_both_minds,
            ngettext("{n} origin says both", "{n} origins say both", weighed.of_both_minds),
        ),
        (weighed.unknown_supporting, _("{n} of unknown origin for it, which corroborate nothing")),
        (weighed.unknown_contradicting, _("{n} of unknown origin against it")),
    ]
    return [text.format(n=number) for number, text in said if number]


def leaning(standing: ClaimStanding) -> str:
    """Return what the evidence says of a claim, with the best grade on that side."""
    weighed = standing.weighed
    if standing.leans is Stance.SUPPORTS:
        return _("More independent origins support it; {grade}.").format(
            grade=best_grade_text(weighed.best_supporting)
        )
    if standing.leans is Stance.CONTRADICTS:
        return _("More independent origins contradict it; {grade}.").format(
            grade=best_grade_text(weighed.best_contradicting)
        )
    return _("No side has more independent origins.")


def _url(claims: Sequence[Any]) -> str:
    is_contest = len(claims) > 1 and claims[0].answers
    return reverse("assessment:hypotheses", args=[claims[0].pk]) if is_contest else ""


def _own(viewer: Any, rows: Sequence[Any]) -> Sequence[Any]:
    return list(writable_by(viewer, type(rows[0])).filter(pk__in=[row.pk for row in rows])) if rows else ()


def _facts(viewer: Any, assessment: Any, board: Board) -> list[Fact]:
    untested = sum(board.is_untested(claim) for claim in board.claims)
    said, cited = selectors.readings_citing(viewer, assessment, {str(row.pk) for row in board.kept})
    share = _("{n} of {of}")
    facts = []
    if board.claims:
        facts.append(
            Fact(
                _("Claims without evidence"),
                share.format(n=untested, of=len(board.claims)),
                _("Untested assumptions. They may be right; nobody has looked."),
            )
        )
    if said:
        facts.append(
            Fact(
                _("Answers of this round without evidence"),
                share.format(n=said - cited, of=said),
                _("Readings that say absent, latent, present or acute and name no evidence that counts."),
            )
        )
    return facts


def _claim(claim: Any, board: Board, own: set[uuid.UUID], now: dt.datetime) -> dict[str, Any]:
    standing = board.standing(claim, now)
    return {
        "row": claim,
        "is_untested": board.is_untested(claim),
        "counted": counted(standing.weighed),
        "leaning": leaning(standing),
        "confidence": CONFIDENCE[standing.confidence],
        "sides": _sides(claim, board),
        "stale": len(standing.stale),
        "is_own": claim.pk in own,
    }


def _sides(claim: Any, board: Board) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the evidence that counts, by what it says of a claim."""
    labels = {
        Stance.SUPPORTS: _("For it"),
        Stance.CONTRADICTS: _("Against it"),
        None: _("Says nothing of it, or is disputed"),
    }
    by_side: dict[Stance | None, list[dict[str, Any]]] = defaultdict(list)
    for row in board.kept:
        if row.pk in board.weights[claim.pk]:
            bearing = board.bearing(claim, row.pk)
            by_side[bearing.stance].append(
                {
                    "row": row,
                    "bearing": _("disputed") if _is_tied(bearing) else BEARINGS[bearing],
                    "is_disputed": board.is_disputed(claim, row.pk),
                    "whys": [weight.why for weight in board.weights[claim.pk][row.pk] if weight.why],
                    "grade": f"{row.reliability}{row.credibility}",
                }
            )
    return [(label, by_side[side]) for side, label in labels.items() if by_side[side]]


def _is_tied(bearing: Consistency) -> bool:
    return bearing is Consistency.NOT_RATED


def _evidence(viewer: Any, rows: Sequence[Any], own: set[uuid.UUID], names: Names) -> list[dict[str, Any]]:
    came_from = selectors.what_it_comes_from(viewer, [row.pk for row in rows])
    return [
        {
            "row": row,
            "grade": grade_text(row.reliability, row.credibility),
            "kept_by": names.organisation(row.owner_id),
            "link": row.reference if row.reference.startswith(("https://", "http://")) else "",
            "from_signal": _signal_url(came_from.get(row.pk)),
            "is_own": row.pk in own,
        }
        for row in rows
    ]


def _signal_url(record: Any) -> str:
    is_signal = record is not None and record._meta.label_lower == "signals.signal"
    return reverse("signals:signal", args=[record.pk]) if is_signal else ""
