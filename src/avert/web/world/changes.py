"""What changed since the year before, as sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from avert.brief.changes import Change
from avert.brief.lenses import Risk
from avert.web.world import numbers
from avert.web.world.words import VIOLENCE


@dataclass(frozen=True)
class Sentence:
    """One change, and what to bear in mind when reading it."""

    text: str
    caution: str = ""


def sentences(changes: Sequence[Change], risk: Risk | None) -> list[Sentence]:
    """Return the changes as sentences, in the order given."""
    return [_risk(change, risk) if change.what == "risk" else _other(change, risk) for change in changes]


def _other(change: Change, risk: Risk | None) -> Sentence:
    return _rank(change, risk) if change.what == "rank" else _deaths(change)


def _deaths(change: Change) -> Sentence:
    named = {
        "kind": VIOLENCE[change.what.removeprefix("deaths_")],
        "before": numbers.count(change.before),
        "then": change.before_period,
        "value": numbers.count(change.value),
        "now": change.period,
    }
    if change.value == change.before == 0:
        text = _("{kind}: no death recorded in {now}, none in {then}.").format(**named)
    elif change.value == change.before:
        text = _("{kind}: {value} deaths recorded in {now}, as many as in {then}.").format(**named)
    elif change.value > change.before:
        text = _("{kind}: {value} deaths recorded in {now}, up from {before} in {then}.").format(**named)
    else:
        text = _("{kind}: {value} deaths recorded in {now}, down from {before} in {then}.").format(**named)
    caution = _("The two years come from different releases, so that part of the difference may be revision.")
    return Sentence(text, "" if change.is_same_release else caution)


def _risk(change: Change, risk: Risk | None) -> Sentence:
    named = {
        "value": numbers.percent(change.value),
        "now": change.period,
        "before": numbers.percent(change.before),
        "then": change.before_period,
    }
    if named["value"] == named["before"]:
        text = _("Risk of new mass killing: {value} from the figures of {now}, as from those of {then}.")
    elif change.value > change.before:
        text = _(
            "Risk of new mass killing: {value} from the figures of {now}, up from {before} a year earlier."
        )
    else:
        text = _(
            "Risk of new mass killing: {value} from the figures of {now}, down from {before} a year earlier."
        )
    return Sentence(text.format(**named), _within_interval(change, risk))


def _within_interval(change: Change, risk: Risk | None) -> str:
    if risk is None or risk.risk_low is None or risk.risk_high is None:
        return ""
    if risk.risk_low <= change.before <= risk.risk_high:
        return _("The difference lies within this year's interval, so it may be no change at all.")
    return _("Last year's value lies outside this year's interval.")


def _rank(change: Change, risk: Risk | None) -> Sentence:
    text = _("Rank by that risk: {value}, after {before} a year earlier.").format(
        value=numbers.count(change.value), before=numbers.count(change.before)
    )
    if risk is None or risk.rank_low is None or risk.rank_high is None:
        return Sentence(text)
    if risk.rank_low <= change.before <= risk.rank_high:
        return Sentence(text, _("Both lie within this year's interval of ranks."))
    return Sentence(text)
