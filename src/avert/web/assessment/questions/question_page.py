"""What the page of one question shows: how to take part, what one wrote oneself, and what closed rounds come to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from avert.assessment.agreement import FEWEST
from avert.assessment.pooling import POOLS as REGISTRY
from avert.figures import Threshold, judged_intervals
from avert.web.assessment.evidence.selectors import may_add_to
from avert.web.assessment.pages import tabs_of
from avert.web.assessment.questions import selectors
from avert.web.assessment.questions.pages import pages_of_question
from avert.web.assessment.questions.perspectives import OTHERS
from avert.web.assessment.questions.questions_page import standing_text
from avert.web.assessment.questions.results import Results, Round
from avert.web.assessment.questions.words import ASSUMES, POOLS, p_text, p_word, times_text
from avert.web.exercises.selectors import exercise_shown
from avert.web.records.selectors import is_writable
from avert.web.site.components import Fact
from avert.web.site.drawings import drawing, language
from avert.web.site.record_pages import frame_of
from avert.web.site.tables import Cell, Column, Table
from avert.web.site.templatetags.site_parts import own_name


def context_of(question: Any, *, viewer: Any) -> dict[str, Any]:
    """Return everything that the page shows to this viewer."""
    assessment = question.assessment
    results = Results.of(selectors.said_in_closed_rounds(viewer, assessment))
    closed = sorted(
        {key[1] for key in (*results.said, *results.withheld) if key[0] == question.pk}, reverse=True
    )
    return frame_of(question, pages_of_question(question), viewer=viewer) | {
        "tabs": tabs_of(assessment, "questions"),
        "exercise": exercise_shown(viewer, assessment.exercise_id),
        "question": question,
        "facts": _facts(question),
        "judged": judged_text(question),
        "own": _own(selectors.own_judgements(viewer, question)),
        "rounds": [round_of((question.pk, n), results, question) for n in closed],
        "may_judge": question.is_open and may_add_to(viewer, assessment),
        "may_type_in": question.is_open and is_writable(assessment, viewer=viewer),
    }


def judged_text(question: Any) -> str:
    """Return how many have judged in the open round: no more is told of it."""
    n = selectors.how_many_judged([question]).get(question.pk, 0)
    if not n:
        return _("Nobody has judged in round {round} yet.").format(round=question.round)
    return ngettext(
        "{n} expert has judged in round {round}.", "{n} experts have judged in round {round}.", n
    ).format(n=n, round=question.round)


def round_of(key: Round, results: Results, question: Any) -> dict[str, Any]:
    """Return what one closed round comes to."""
    if key in results.withheld:
        return {"round": key[1], "withheld": results.withheld[key], "fewest": FEWEST}
    pools = results.pools[key]
    known = [p for p in pools.values() if p is not None]
    return {
        "round": key[1],
        "experts": len(results.said[key]),
        "range": _range(known),
        "pools": _pools(pools, question.base_rate),
        "shared": _shared(results, key),
        "perspectives": _perspectives(results, key),
        "explained": _explained(results.explained(key)),
        "confidence": _confidence(results, key),
        "reasons": [
            (name or _("Others, or no perspective named"), several)
            for name, several in results.reasons(key).items()
        ],
        "drawing": _drawing(results, key, question),
    }


def _facts(question: Any) -> list[Fact]:
    facts = [
        Fact(_("Until"), question.horizon),
        Fact(_("How it will be known"), own_name(question.resolved_by)),
        Fact(_("Where it stands"), standing_text(question)),
    ]
    if question.base_rate is not None:
        source = own_name(question.base_rate_source)
        facts.append(Fact(_("How often it is so elsewhere"), p_text(question.base_rate), source))
    if question.outcome is not None:
        facts.append(Fact(_("Known since"), question.resolved_on))
    return facts


def _own(judgements: Sequence[Any]) -> Table | None:
    if not judgements:
        return None
    columns = (
        Column("sign", _("Sign")),
        Column("round", _("Round"), is_number=True),
        Column("lowest", _("Lowest"), is_number=True),
        Column("best", _("Best"), is_number=True),
        Column("highest", _("Highest"), is_number=True),
    )
    rows = [
        {
            "sign": Cell(one.expert, note=_("from paper") if one.is_from_paper else ""),
            "round": one.round,
            **{
                name: p_text(value) if (value := getattr(one, name)) is not None else None
                for name in ("lowest", "best", "highest")
            },
        }
        for one in judgements
    ]
    return Table(_("What you wrote"), columns, rows, is_caption_hidden=True)


def _range(known: Sequence[float]) -> str:
    low, high = min(known), max(known)
    words = p_word(low)
    if p_word(high) != words:
        words = _("from {lower} to {higher}").format(lower=words, higher=p_word(high))
    return _("The pools run from {low} to {high}: {words}.").format(
        low=p_text(low), high=p_text(high), words=words
    )


def _pools(pools: dict[str, float | None], base_rate: float | None) -> Table:
    columns = [
        Column("pool", _("Pool"), note=_("and what it assumes"), is_text=True),
        Column("p", _("Probability")),
        *([Column("times", _("Against elsewhere"), is_number=True)] if base_rate is not None else []),
    ]
    rows = []
    for name, pool in REGISTRY.items():
        p, assumes = pools.get(name), ASSUMES.get(name, pool.says)
        rows.append(
            {
                "pool": Cell(POOLS.get(name, name), note=f"{assumes} ({pool.source})"),
                "p": Cell(p_text(p), note=p_word(p)) if p is not None else Cell(_("cannot be had")),
                "times": times_text(p, base_rate) or "–",
            }
        )
    return Table(_("Every pool by its name"), columns, rows, is_caption_hidden=True)


def _shared(results: Results, key: Round) -> str:
    groups, shared = results.independent(key), results.shared(key)
    if not groups:
        return _(
            "Nobody said whom the evidence goes back to. It may all be one, so extremising is held back fully."
        )
    if shared == 0:
        return _("No two experts rest on the same origin, so extremising is not held back.")
    text = ngettext(
        "Chains of common origins join the experts into {n} group, so extremising is held back by {share:.0%}.",
        "Chains of common origins join the experts into {n} groups, so extremising is held back by {share:.0%}.",
        groups,
    )
    return text.format(n=groups, share=shared)


def _perspectives(results: Results, key: Round) -> Table | None:
    found = results.perspectives(key)
    if found.height < 2:
        return None
    columns = (
        Column("perspective", _("Perspective"), is_name=True),
        Column("experts", _("Experts"), is_number=True),
        Column("p", _("Log-odds pool"), is_number=True),
        Column("spread", _("Best estimates from – to"), is_number=True),
    )
    rows = [
        {
            "perspective": row["perspective"] or _("Others, or no perspective named"),
            "experts": row["experts"],
            "p": p_text(row["p"]),
            "spread": f"{p_text(row['low'])} – {p_text(row['high'])}",
        }
        for row in found.sort(pl.col("perspective") == OTHERS, "perspective").iter_rows(named=True)
    ]
    return Table(_("By perspective"), columns, rows, is_caption_hidden=True)


def _explained(share: float | None) -> str:
    if share is None:
        return ""
    return _("{share:.0%} of the disagreement lies between perspectives, the rest within them.").format(
        share=share
    )


def _confidence(results: Results, key: Round) -> list[str]:
    """Return how good the ground is, apart from the numbers: by independent origins, and by the experts' own word."""
    groups = results.independent(key)
    rule = (
        _(
            "Analytic confidence: moderate at most, since at least two groups of experts rest on different origins, "
            "whose evidence is not graded here."
        )
        if groups > 1
        else _("Analytic confidence: low, since no two experts are known to rest on different origins.")
    )
    own = results.confidence(key)
    if own is None:
        return [rule]
    return [
        rule,
        _("The experts themselves are {own:.0f} % sure of their intervals (median).").format(own=own),
    ]


def _drawing(results: Results, key: Round, question: Any) -> Any:
    rows = pl.DataFrame(
        [
            {"expert": one.expert, "lo": one.lowest, "best": one.best, "hi": one.highest}
            for one in results.said[key]
        ],
        schema={"expert": pl.String, "lo": pl.Float64, "best": pl.Float64, "hi": pl.Float64},
    )
    lines = (
        [Threshold(p, str(POOLS["log_odds"]))] if (p := results.pools[key]["log_odds"]) is not None else []
    )
    if question.base_rate is not None:
        lines.append(Threshold(question.base_rate, _("elsewhere")))
    figure = judged_intervals(rows, title=_("What each expert judged"), lines=lines, lang=language())
    return drawing(figure, caption=_("Signs stand for experts; nobody is named."), table=_twin(figure.table))


def _twin(table: pl.DataFrame) -> Table:
    columns = (
        Column("expert", _("Sign")),
        Column("lo", _("Lowest"), is_number=True),
        Column("best", _("Best"), is_number=True),
        Column("hi", _("Highest"), is_number=True),
    )
    rows = [
        {
            "expert": row["expert"],
            **{name: p_text(row[name]) if row[name] is not None else None for name in ("lo", "best", "hi")},
        }
        for row in table.iter_rows(named=True)
    ]
    return Table(_("What each expert judged"), columns, rows, is_caption_hidden=True)
