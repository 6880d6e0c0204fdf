"""Letters that people hand in: without those that cannot be kept or that mislead."""

from __future__ import annotations

import unicodedata

# They turn the order of letters round, so that a text reads as something else than it says.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def clean_text(text: str) -> str:
    """Return a text without characters that cannot be kept or that mislead whoever reads it.

    >>> clean_text("go\\x00 \\u202eback\\r\\nnow ")
    'go back\\nnow'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").translate(_TURNING)
    kept = (
        letter for letter in lines if letter in "\n\t" or unicodedata.category(letter) not in {"Cc", "Cs"}
    )
    return "".join(kept).strip()
