"""What changed between the last two years known, with a caution where the two do not come from one release."""

from __future__ import annotations

from dataclasses import replace

from avert.brief.changes import Change
from avert.brief.document import Part
from avert.brief.parts.atrocity import rank_quantity, risk_quantity
from avert.brief.parts.violence import KINDS, deaths_of
from avert.brief.profile import Profile
from avert.brief.quantities import Quantity, Statement, listed, range_text, written

REVISION = "Part of the difference may be revision and not the world."


def changes_part(profile: Profile) -> Part:
    """Compose the section."""
    statements = [_sentence(change, profile) for change in profile.changes]
    differing = [KINDS[c.what.removeprefix("deaths_")] for c in profile.changes if not c.is_same_release]
    if differing:
        statements.append(
            Statement(f"For {listed(differing)} the two years come from different releases. {REVISION}")
        )
    if not statements:
        statements = [Statement("No quantity is known for two years in a row, so that no change is stated.")]
    return Part("changes", "What changed since the year before", tuple(statements))


def direction(value: float, before: float) -> str:
    """Return the verb for a change.

    >>> direction(3, 5), direction(5, 5)
    ('fell', 'stayed')
    """
    return "stayed" if value == before else "rose" if value > before else "fell"


def _sentence(change: Change, profile: Profile) -> Statement:
    if change.what == "risk":
        return risk_change(change, risk_quantity(profile.atrocity))
    if change.what == "rank":
        return rank_change(change, rank_quantity(profile.atrocity))
    assert profile.violence is not None  # noqa: S101  deaths changed, so there is a record
    kind = change.what.removeprefix("deaths_")
    new = deaths_of(profile.violence, kind, int(change.period))
    return deaths_change(change, new, deaths_of(profile.violence, kind, int(change.before_period)))


def deaths_change(change: Change, new: Quantity, old: Quantity) -> Statement:
    """Say how deaths of one type changed."""
    verb = direction(change.value, change.before)
    if verb == "stayed":
        text = f"{new.label} stayed at {new.text} in {old.period} and {new.period}."
    else:
        text = f"{new.label} {verb} from {old.text} in {old.period} to {new.text} in {new.period}."
    return Statement(text, (old, new))


def risk_change(change: Change, new: Quantity) -> Statement:
    """Say how the estimate of risk changed, and whether the change is within its interval."""
    old = _before(change, new)
    verb = direction(change.value, change.before)
    years = f"predictors of {change.before_period} and {change.period}"
    text = f"The risk estimate {verb} {_from_to(old, new, verb)} ({years})"
    if new.low is not None and new.high is not None and verb != "stayed":
        is_within = new.low <= change.before <= new.high
        text += (
            f"; the earlier one lies within the newer interval, {range_text(new)}, so that no change is clear"
            if is_within
            else f"; the earlier one lies outside the newer interval, {range_text(new)}"
        )
    return Statement(f"{text}.", (old, new))


def rank_change(change: Change, new: Quantity) -> Statement:
    """Say how the rank changed; a smaller number is a higher risk."""
    old = _before(change, new)
    if change.value == change.before:
        return Statement(f"Its rank stayed at {new.text}.", (old, new))
    way = "up" if change.value < change.before else "down"
    return Statement(
        f"Its rank moved {way} from {old.text} to {new.text} (1 is the highest risk).", (old, new)
    )


def _before(change: Change, new: Quantity) -> Quantity:
    return replace(
        new,
        key=f"{new.key}_before",
        period=f"{int(change.before_period) + 1}–{int(change.before_period) + 2}",
        value=change.before,
        low=None,
        high=None,
        interval="interval not carried over; see the earlier result",
    )


def _from_to(old: Quantity, new: Quantity, verb: str) -> str:
    if verb == "stayed":
        return f"at {new.text}"
    return f"from {written(old.value, old.unit)} to {written(new.value, new.unit)}"
