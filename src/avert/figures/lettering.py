"""How wide text will be, estimated without a font: the server lays figures out and cannot measure."""

from __future__ import annotations

import unicodedata

_NARROW = frozenset("iljtfrI.,:;'|!()[]·-‐ \u00a0\u202f")
_WIDE = frozenset("mwMWQO@%—–…")
_ELLIPSIS = "…"


def text_width(text: str, size: float) -> float:
    """Estimate the width of text set in a humanist sans serif of this size; errs on the wide side."""
    return size * sum(_advance(letter) for letter in text)


def fitted(text: str, width: float, size: float) -> str:
    """Shorten text with an ellipsis where it would not fit.

    >>> fitted("Central African Republic", 90, 12)
    'Central Africa…'
    """
    if text_width(text, size) <= width:
        return text
    kept = text
    while kept and text_width(kept + _ELLIPSIS, size) > width:
        kept = kept[:-1]
    return kept.rstrip() + _ELLIPSIS


def wrapped(text: str, width: float, size: float) -> list[str]:
    """Break text at spaces into lines that fit; a longer word stands alone on its line."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _advance(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    if letter in _NARROW:
        return 0.33
    if letter in _WIDE or unicodedata.east_asian_width(letter) in "WF":
        return 0.95
    return 0.68 if letter.isupper() else 0.56
