"""What the list of questions shows: where each stands, how far experts agree, and how the pools have done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from avert.assessment.pooling import POOLS as REGISTRY
from avert.web.assessment.evidence.selectors import may_add_to
from avert.web.assessment.pages import pages_of, tabs_of
from avert.web.assessment.questions import selectors
from avert.web.assessment.questions.results import Results
from avert.web.assessment.questions.words import POOLS, p_text
from avert.web.exercises.selectors import exercise_shown
from avert.web.site import sheets
from avert.web.site.components import Download
from avert.web.site.tables import Cell, Column, Table

SHEET = tuple(
    sheets.Column(name, "") for name in ("question", "round", "expert", "lo", "best", "hi", "origin")
)


def context_of(assessment: Any, *, viewer: Any) -> dict[str, Any]:
    """Return everything that the page shows to this viewer."""
    questions = selectors.questions_in(viewer, assessment)
    results = Results.of(selectors.said_in_closed_rounds(viewer, assessment))
    agreement, common = results.agreement()
    url = reverse("assessment:judgements", args=[assessment.pk])
    return {
        "crumbs": pages_of(assessment).crumbs,
        "tabs": tabs_of(assessment, "questions"),
        "exercise": exercise_shown(viewer, assessment.exercise_id),
        "assessment": assessment,
        "table": _table(questions, results) if questions else None,
        "agreement": _agreement(agreement.rows(named=True)) if common else [],
        "common": common,
        "scores": _scores(results, questions),
        "downloads": [Download(_("Judgements as CSV, for avert pool"), url)] if results.said else [],
        "may_add": may_add_to(viewer, assessment),
    }


def texts_of(questions: Sequence[Any]) -> dict[Any, str]:
    """Return what the questions are called in the file: their text, with a number where two say the same."""
    found: dict[Any, str] = {}
    for question in sorted(questions, key=lambda one: (one.created_at, str(one.pk))):
        text, n = question.text, 1
        while text in found.values():
            n += 1
            text = f"{question.text} ({n})"
        found[question.pk] = text
    return found


def standing_text(question: Any) -> str:
    """Return where a question stands."""
    if question.outcome is not None:
        return _("known: yes") if question.outcome else _("known: no")
    return _("round {n} is open").format(n=question.round) if question.is_open else _("rounds are closed")


def _table(questions: Sequence[Any], results: Results) -> Table:
    columns = (
        Column("question", _("Question"), is_text=True),
        Column("until", _("Until")),
        Column("standing", _("Where it stands"), is_text=True),
        Column("judged", _("Judged in this round"), is_number=True),
        Column("pooled", _("Last closed round")),
    )
    judged = selectors.how_many_judged([one for one in questions if one.is_open])
    rows = [
        {
            "question": Cell(one.text, reverse("assessment:question", args=[one.pk])),
            "until": one.horizon,
            "standing": standing_text(one),
            "judged": judged.get(one.pk, 0) if one.is_open else Cell("–"),
            "pooled": _pooled(one, results),
        }
        for one in questions
    ]
    return Table(_("Questions"), columns, rows, is_caption_hidden=True)


def _pooled(question: Any, results: Results) -> str:
    rounds = [key[1] for key in results.said if key[0] == question.pk]
    p = results.pools[question.pk, max(rounds)]["log_odds"] if rounds else None
    return p_text(p) if p is not None else "–"


def _agreement(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    said = []
    for row in rows:
        share = row["share_between_perspectives"]
        explained = (
            _("{share:.0%} of the disagreement lies between perspectives").format(share=share)
            if share is not None
            else _("how much of the disagreement lies between perspectives cannot be said")
        )
        alpha = f"{row['alpha']:.2f}" if row["alpha"] is not None else _("unknown")
        said.append(
            {"round": row["round"], "alpha": alpha, "explained": explained, "alarm": bool(row["alarm"])}
        )
    return said


def _scores(results: Results, questions: Sequence[Any]) -> Table | None:
    outcomes = {one.pk: one.outcome for one in questions if one.outcome is not None}
    scores = results.scores(outcomes)
    rounds = sorted({of_round for _pool, of_round in scores})
    if not rounds:
        return None
    columns = [
        Column("pool", _("Pool")),
        *(Column(f"round{n}", _("Round {n}").format(n=n), is_number=True) for n in rounds),
    ]
    rows = []
    for name in REGISTRY:
        cells = {f"round{n}": _score(scores.get((name, n))) for n in rounds}
        rows.append({"pool": POOLS.get(name, name), **cells})
    return Table(_("Brier score by pool and round"), columns, rows, is_caption_hidden=True)


def _score(found: tuple[float, int] | None) -> Cell:
    if found is None:
        return Cell("–")
    score, n = found
    return Cell(f"{score:.3f}", note=ngettext("{n} question", "{n} questions", n).format(n=n))
