"""Suggestions that two reports tell of the same thing. Only a person merges them."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from avert.deadlines import in_utc
from avert.warning.signals.signal import Signal

_TATWEEL = "\u0640"
# Spelling variants that writers of Arabic script use for one letter; Unicode keeps them apart.
_VARIANTS = str.maketrans({"\u0649": "\u064a", "\u06cc": "\u064a", "\u06a9": "\u0643", "\u0629": "\u0647"})


@dataclass(frozen=True)
class Suggestion:
    """Two signals that may be one, how alike their words are (0 to 100) and how far apart in time."""

    first_id: str
    second_id: str
    likeness: float
    apart: dt.timedelta

    @property
    def because(self) -> str:
        """Say why they may be one."""
        hours = round(self.apart / dt.timedelta(hours=1))
        return f"Same place, {hours} h apart, words alike at {self.likeness:.0f} of 100."


def plain_text(text: str) -> str:
    """Return text as it is compared: one form of each letter, without marks, case, punctuation and spare spaces.

    Vowel signs that carry meaning, as in Devanagari or Burmese, stay.

    >>> plain_text("Élections  À  Bouaké!"), plain_text("الأُمّـة ١٢") == plain_text("الامة 12")
    ('elections a bouake', True)
    """
    letters = (_plain(sign) for sign in unicodedata.normalize("NFKD", text).casefold().replace(_TATWEEL, ""))
    return " ".join("".join(letters).translate(_VARIANTS).split())


def _plain(sign: str) -> str:
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.digit(sign))
    if category == "Mn" and unicodedata.combining(sign) >= 10:
        return ""
    return sign if category[0] in "LMN" else " "


def duplicates(
    signals: Iterable[Signal], *, within: dt.timedelta = dt.timedelta(hours=48), likeness: float = 80
) -> tuple[Suggestion, ...]:
    """Return pairs that may tell of the same thing, the most alike first; nothing is merged.

    A pair has the same known place, known times no further apart than ``within``, and words that are alike whatever
    their order (``token_set_ratio`` of rapidfuzz at or above ``likeness``). Words are compared within a script; the
    same news in two languages is not recognised.
    """
    by_place: dict[str, list[Signal]] = {}
    for signal in signals:
        if signal.place is not None and signal.at is not None and plain_text(signal.text):
            by_place.setdefault(signal.place, []).append(signal)
    found = [pair for there in by_place.values() for pair in _alike(there, within, likeness)]
    return tuple(sorted(found, key=lambda pair: (-pair.likeness, pair.first_id, pair.second_id)))


def _alike(signals: list[Signal], within: dt.timedelta, likeness: float) -> Iterator[Suggestion]:
    from rapidfuzz.fuzz import token_set_ratio

    dated = [(in_utc(signal.at), signal.id, plain_text(signal.text)) for signal in signals if signal.at]
    dated.sort()
    for index, (at, one_id, words) in enumerate(dated):
        for later, other_id, others in dated[index + 1 :]:
            if later - at > within:
                break
            alike = token_set_ratio(words, others, score_cutoff=likeness)
            if alike >= likeness:
                first, second = sorted((one_id, other_id))
                yield Suggestion(first, second, alike, later - at)
