"""The one sentence: how worried to be, about what, and how that is known."""

from __future__ import annotations

from avert.brief.parts.atrocity import EVENT, ongoing_quantity, risk_quantity
from avert.brief.profile import Profile
from avert.brief.quantities import Quantity, Statement, month_text, range_text
from avert.brief.words import Word


def headline(profile: Profile) -> Statement:
    """Compose the sentence. A blackout comes first, because it overrides a low estimate."""
    place = profile.place.name()
    worry, numbers = _worry(profile, place)
    ongoing = ongoing_quantity(profile.atrocity)
    clauses = [worry]
    if ongoing.value is not None:
        numbers.append(ongoing)
        clauses.append(_ongoing(ongoing))
    clauses.append(_known(profile))
    text = f"{', '.join(clauses[:-1])}, and {clauses[-1]}."
    if profile.violence is not None and profile.violence.silence is not None:
        since = month_text(profile.violence.silence.silent_since)
        text = f"Reporting blackout since {since}, and silence is not calm: {text}"
    return Statement(text, tuple(numbers))


def band(word: Word) -> str:
    """Say where on the scale a word stands.

    >>> band(Word("highest", 4, 4)), band(Word("raised", 2, 4))
    ('the highest of four risk bands', 'the second of four risk bands (“raised”)')
    """
    if word.step == word.steps:
        return "the highest of four risk bands"
    return f"the {('lowest', 'second', 'third')[word.step - 1]} of four risk bands (“{word.text}”)"


def _worry(profile: Profile, place: str) -> tuple[str, list[Quantity]]:
    risk = profile.atrocity.risk
    if risk is None or risk.word is None:
        return f"The risk of {EVENT} is unknown for {place}, which is not the same as low", []
    number = risk_quantity(profile.atrocity)
    interval = "" if number.low is None else f" ({range_text(number)}, {number.interval})"
    return (
        f"{place} is in {band(risk.word)}: a statistical model puts the risk of {EVENT} beginning in "
        f"{number.period} at {number.text}{interval}",
        [number],
    )


def _ongoing(number: Quantity) -> str:
    if number.value == 0:
        return "none is listed as ongoing"
    return f"{number.text} {'is' if number.value == 1 else 'are'} listed as already ongoing"


def _known(profile: Profile) -> str:
    record = profile.violence
    if record is None or record.known_to is None:
        return "no deaths are on record under its name"
    return f"deaths are known only to {month_text(record.known_to)}"
