"""What the page of competing hypotheses shows: the matrix, the order by what speaks against, and what would turn it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from avert.assessment.evidence import Consistency
from avert.assessment.hypotheses import (
    Flip,
    Matrix,
    Ranking,
    Row,
    diagnosticity,
    flips,
    inconsistencies,
    rank,
)
from avert.web.assessment.evidence.board import Board
from avert.web.assessment.evidence.words import BEARINGS
from avert.web.assessment.pages import crumbs_of_part, tabs_of
from avert.web.exercises.selectors import exercise_shown
from avert.web.site.tables import Cell, Column, Table
from avert.web.site.templatetags.site_parts import own_name

LONGEST = 90


def context_of(claim: Any, *, viewer: Any) -> dict[str, Any]:
    """Return everything that the page shows to this viewer."""
    assessment = claim.assessment
    board = Board.of(viewer, assessment)
    claims = board.rivals().get(claim.answers, [claim])
    letters = {str(one.pk): _("H{n}").format(n=index) for index, one in enumerate(claims, start=1)}
    matrix = board.matrix(claims)
    return {
        "crumbs": crumbs_of_part(assessment, "evidence"),
        "tabs": tabs_of(assessment, "evidence"),
        "exercise": exercise_shown(viewer, assessment.exercise_id),
        "question": claim.answers,
        "order": _order(rank(matrix), claims, letters, matrix),
        "matrix": _table(board, matrix, letters) if matrix.rows else None,
        "flips": [_said(flip, board, letters) for flip in flips(matrix)],
        "has_order": len(rank(matrix)) > 1,
    }


def _order(ranking: Ranking, claims: Sequence[Any], letters: Any, matrix: Matrix) -> list[dict[str, Any]]:
    by_id, against = {str(claim.pk): claim for claim in claims}, inconsistencies(matrix)
    return [
        {
            "place": place,
            "is_tie": len(tied) > 1,
            "letter": letters[key],
            "claim": by_id[key],
            "score": against[key].score,
            "against": len(against[key].against),
            "not_rated": against[key].not_rated,
        }
        for place, tied in enumerate(ranking, start=1)
        for key in tied
    ]


def _table(board: Board, matrix: Matrix, letters: Any) -> Table:
    columns = [
        Column("evidence", _("Evidence"), is_text=True),
        *(Column(key, letters[key]) for key in matrix.hypotheses),
        Column(
            "tells",
            _("How much it tells"),
            is_number=True,
            decimals=2,
        ),
    ]
    rows = sorted(matrix.rows, key=lambda row: -(diagnosticity(row, matrix.hypotheses) or 0))
    return Table(
        _("Evidence against hypotheses"),
        columns,
        [_row(board, row, matrix) for row in rows],
        is_caption_hidden=True,
    )


def _row(board: Board, row: Row, matrix: Matrix) -> dict[str, Any]:
    evidence = board.row_of[row.evidence_id]
    by_id = {str(claim.pk): claim for claim in board.claims}
    cells: dict[str, Any] = {}
    for key in matrix.hypotheses:
        rating = row.rating(key)
        is_disputed = board.is_disputed(by_id[key], evidence.pk)
        is_tied = is_disputed and rating is Consistency.NOT_RATED
        text = _("disputed") if is_tied else BEARINGS[rating]
        cells[key] = Cell(text, note=_("weighed differently") if is_disputed and not is_tied else "")
    weight = _("{grade}, weighs {weight:g}").format(
        grade=f"{evidence.reliability}{evidence.credibility}", weight=row.weight
    )
    what = Cell(own_name(_short(evidence.what)), note=weight)
    return {"evidence": what, "tells": diagnosticity(row, matrix.hypotheses), **cells}


def _said(flip: Flip, board: Board, letters: Any) -> dict[str, Any]:
    """Return in words what leaving something out does to the order."""
    order = _(", then ").join(" = ".join(letters[key] for key in tied) for tied in flip.ranking)
    if flip.origin is not None:
        count = len(flip.dropped)
        what = ngettext(
            "all that goes back to “{origin}” ({n} piece)",
            "all that goes back to “{origin}” ({n} pieces)",
            count,
        ).format(origin=flip.origin, n=count)
    else:
        what = _("“{evidence}”").format(evidence=_short(board.row_of[flip.dropped[0]].what))
    said = (
        _("Without {what} the first place changes: {order}.")
        if flip.turns_first
        else _("Without {what} the order changes: {order}.")
    )
    return {"text": said.format(what=what, order=order), "turns_first": flip.turns_first}


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
