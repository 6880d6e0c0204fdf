"""What the scorecard shows: times by level, and outcomes kept apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from avert.figures import Curve, answer_times
from avert.warning.clock import Stage
from avert.warning.scorecard import LeadTime, ResponseTimes
from avert.web.scorecard.counting import Outcomes
from avert.web.scorecard.words import LEVELS, OUTCOMES, QUESTIONS, hours_text, share_text
from avert.web.site.components import Fact
from avert.web.site.drawings import Drawing, drawing, language
from avert.web.site.tables import Cell, Column, Table
from avert.web.warnings.vocabulary import Probability


def times_context(stage: Stage, times: Sequence[ResponseTimes]) -> dict[str, Any]:
    """Return one question of time: the drawing where enough is known, and a row per level."""
    return {
        "key": stage.name.lower(),
        "question": QUESTIONS[stage],
        "drawing": _drawing(stage, times),
        "table": _levels(times),
    }


def outcome_facts(outcomes: Outcomes) -> list[Fact]:
    """Return how often each outcome was marked, and how many warnings wait for it."""
    marked = [Fact(label, outcomes.tally.counts[word], note) for word, (label, note) in OUTCOMES.items()]
    return [
        *marked,
        Fact(_("Readings differ"), outcomes.disputed, _("Those who marked it disagree; in no share.")),
        Fact(_("Not marked"), outcomes.not_marked, _("Still in force, or nobody has marked it yet.")),
    ]


def share_facts(outcomes: Outcomes) -> list[Fact]:
    """Return what can be said of warnings together, with intervals, or that too little is known."""
    counted = outcomes.tally
    return [
        Fact(
            _("Warnings followed by the event"),
            share_text(counted.followed),
            _("Of those that came out either way; prevented and unknown are in no share."),
        ),
        Fact(
            _("Events that were warned of"),
            share_text(counted.warned),
            _("Of the hits and misses recorded here."),
        ),
        Fact(_("Lead time"), _lead(outcomes.lead), _("From the first warning to the event.")),
        Fact(
            _("Brier score"),
            _("not computed"),
            _(
                "It needs a number, and warnings here say a word, which is a range. A middle of the range would be a "
                "number that nobody stated."
            ),
        ),
    ]


def said_table(outcomes: Outcomes) -> Table:
    """Return how often the event followed where each word was said, beside the range that the word means."""
    columns = (
        Column("word", _("What was said")),
        Column("range", _("What it means")),
        Column("followed", _("How often it followed")),
    )
    rows = [
        {
            "word": str(Probability(said.word).label),
            "range": _("{low} to {high} %").format(low=said.low, high=said.high),
            "followed": share_text(said.followed),
        }
        for said in outcomes.said
    ]
    return Table(_("Said and followed"), columns, rows, is_caption_hidden=True)


def _lead(lead: LeadTime) -> str:
    if lead.median_days is None or lead.shortest_days is None or lead.longest_days is None:
        return _("too few to say ({n})").format(n=lead.n)
    return _("{median} days in the middle of {n}, from {shortest} to {longest}").format(
        median=round(lead.median_days),
        n=lead.n,
        shortest=round(lead.shortest_days),
        longest=round(lead.longest_days),
    )


def _drawing(stage: Stage, times: Sequence[ResponseTimes]) -> Drawing | None:
    curves = [curve_of(each) for each in times if each.survival is not None]
    if not curves:
        return None
    figure = answer_times(curves, title=str(QUESTIONS[stage]), lang=language())
    return drawing(figure, caption=figure.caption, table=_twin(figure.table))


def curve_of(times: ResponseTimes) -> Curve:
    """Return what is drawn of a level. Without enough courses there is none."""
    km = times.survival
    assert km is not None  # noqa: S101  who asks has looked
    low, high = ([None if math.isnan(end) else end for end in ends.tolist()] for ends in (km.low, km.high))
    return Curve(
        str(LEVELS[times.level]),
        km.n,
        km.longest,
        km.times.tolist(),
        km.at_risk.tolist(),
        km.answered.tolist(),
        km.unanswered.tolist(),
        low,
        high,
    )


def _twin(table: Any) -> Table:
    columns = (
        Column("group", _("Level")),
        Column("hours", _("Hours since sent"), is_number=True, decimals=1),
        Column("waiting", _("Waited for until then"), is_number=True),
        Column("answered", _("Answered then"), is_number=True),
        Column("share", _("Still without an answer"), is_number=True, decimals=2),
        Column("interval", _("95 % interval")),
    )
    keys = ("group", "hours", "waiting", "answered", "share")
    rows = [
        dict(zip(keys, row[:5], strict=True)) | {"interval": _interval(row[5], row[6])}
        for row in table.iter_rows()
    ]
    return Table(_("Share still without an answer"), columns, rows)


def _interval(low: float | None, high: float | None) -> str:
    return "–" if low is None or high is None else f"{low:.2f} – {high:.2f}"


def _levels(times: Sequence[ResponseTimes]) -> Table:
    columns = (
        Column("level", _("Level")),
        Column("n", _("Asked"), is_number=True),
        Column("median", _("Half had answered after")),
    )
    return Table(_("By level"), columns, [_level(each) for each in times], is_caption_hidden=True)


def _level(times: ResponseTimes) -> dict[str, Any]:
    if times.survival is None:
        text = Cell(_("too few to say"), note=_("Ten courses at three addressees are needed."))
    else:
        text = Cell(hours_text(times.survival.median, *times.survival.median_interval))
    return {"level": str(LEVELS[times.level]), "n": times.n, "median": text}
