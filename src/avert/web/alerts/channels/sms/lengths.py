"""How long a text message may be: GSM 03.38 in seven bits, or UCS-2 as soon as one character is not in it."""

from __future__ import annotations

from collections.abc import Iterable

from avert.errors import InputError

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("^{}\\[~]|€\f")
MOST_GSM, MOST_UCS2 = 160, 70
TYPOGRAPHIC = {ord(sign): plain for sign, plain in zip("“”’‘–—", "\"\"''--", strict=True)} | {ord("…"): "..."}


def fits(text: str) -> bool:
    """Say whether a text goes into one message.

    >>> fits("x" * 160), fits("€" * 81), fits("ሰ" * 70), fits("ሰ" * 71)
    (True, False, True, False)
    """
    if BASIC.union(EXTENDED).issuperset(text):
        return len(text) + sum(character in EXTENDED for character in text) <= MOST_GSM
    return len(text.encode("utf-16-be")) // 2 <= MOST_UCS2


def plain(text: str) -> str:
    """Write typographic signs as those that seven bits have, which would more than halve the length.

    >>> plain("“Wait” – here…")
    '"Wait" - here...'
    """
    return text.translate(TYPOGRAPHIC)


def longest_that_fits(texts: Iterable[str]) -> str:
    """Return the first text that goes into one message. None is ever cut: half an instruction may be its opposite."""
    for text in map(plain, texts):
        if fits(text):
            return text
    raise InputError(
        "Not even the shortest words fit into one text message. Reach the addressee another way."
    )
