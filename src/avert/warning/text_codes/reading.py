"""A text message by a code card. Whatever is sent can be read: what is no code is words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from avert.warning.text_codes.card import CodeCard, CodedKind

_AROUND = ".,:;!?#*()[]'\"،؛"
_CODE = re.compile(r"[A-Z0-9]{3,12}")


@dataclass(frozen=True)
class Coded:
    """What a message says by the card. ``where`` and ``words`` are the sender's own; ``place`` is a key or empty."""

    kind: CodedKind | None = None
    where: str = ""
    place: str = ""
    words: str = ""
    is_urgent: bool = False
    wants_call: bool = False
    wants_deletion: bool = False
    acknowledges: str = ""


def read_text(text: str, card: CodeCard) -> Coded:
    """Return what a message says by a card: ``[99] NUMBER [PLACE [words]] [CALL]``, ``CALL``, ``STOP``, ``ACK CODE``.

    Case, digits of other scripts, spaces and punctuation around a code do not matter. Anything else is words. Never
    raises.
    """
    words = text.split()
    if len(words) == 1 and _is(words[0], card.stop):
        return Coded(wants_deletion=True)
    if len(words) > 1 and _is(words[0], card.acknowledge) and _CODE.fullmatch(_plain(words[1]).upper()):
        return Coded(acknowledges=_plain(words[1]).upper(), words=" ".join(words[2:]))
    is_urgent = bool(words) and _plain(words[0]) == card.urgent
    rest = words[1:] if is_urgent else words
    kind = card.kind_of(_plain(rest[0])) if rest else None
    is_coded = kind is not None or is_urgent or len(rest) == 1
    wants_call = bool(rest) and is_coded and _is(rest[-1], card.call)
    rest = rest[: len(rest) - wants_call]
    if kind is None:
        return Coded(words=" ".join(rest), is_urgent=is_urgent, wants_call=wants_call)
    named = rest[1] if len(rest) > 1 else ""
    known = card.place_of(_plain(named))
    return Coded(
        kind=kind,
        where=known.where if known else named.strip(_AROUND),
        place=known.place if known else "",
        words=" ".join(rest[2:]),
        is_urgent=is_urgent,
        wants_call=wants_call,
    )


def write_text(coded: Coded, card: CodeCard) -> str:
    """Return the message that says this by a card.

    >>> from avert.warning.text_codes.card import read_card
    >>> write_text(read_text(" 99  12 gate: trucks Call", read_card()), read_card())
    '99 12 gate trucks CALL'
    """
    if coded.wants_deletion:
        return card.stop
    if coded.acknowledges:
        return " ".join(filter(None, [card.acknowledge, coded.acknowledges, coded.words]))
    known = next((p.code for p in card.places if (p.where, p.place) == (coded.where, coded.place)), "")
    said = [
        card.urgent if coded.is_urgent else "",
        coded.kind.code if coded.kind else "",
        known or coded.where,
        coded.words,
        card.call if coded.wants_call else "",
    ]
    return " ".join(filter(None, said))


def _is(word: str, expected: str) -> bool:
    return _plain(word).casefold() == expected.casefold()


def _plain(word: str) -> str:
    """Return a word without what stands around it, its digits as ASCII has them."""
    return "".join(_digit(letter) for letter in word.strip(_AROUND))


def _digit(letter: str) -> str:
    value = unicodedata.decimal(letter, None)
    return letter if value is None else str(value)
