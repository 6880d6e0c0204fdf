"""How many text messages a text takes (3GPP TS 23.038 and 23.040): each costs money and may arrive alone."""

from __future__ import annotations

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TAKES_TWO = frozenset("^{}\\[~]|€")


def messages_needed(text: str) -> int:
    """Return how many messages a text takes: 160 basic letters or 70 of any script in one, fewer in each of several.

    >>> messages_needed("a" * 160), messages_needed("a" * 161), messages_needed("س" * 70), messages_needed("س" * 71)
    (1, 2, 1, 2)
    """
    is_basic = set(text) <= _BASIC | _TAKES_TWO
    length = sum(_units(letter, is_basic) for letter in text)
    alone, of_several = (160, 153) if is_basic else (70, 67)
    return 1 if length <= alone else -(-length // of_several)


def _units(letter: str, is_basic: bool) -> int:
    if is_basic:
        return 2 if letter in _TAKES_TWO else 1
    return len(letter.encode("utf-16-le")) // 2
