"""Words and numbers as readers see them, in their language.

Texts pass through gettext (domain ``avert``), so that a translation needs no change here; without one they
stay English.
"""

from __future__ import annotations

import gettext
import math
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

_LOCALE = Path(__file__).parent.parent / "locale"
THIN = "\u202f"
_TINY = 1e-6


@lru_cache(maxsize=32)
def translator(lang: str) -> Callable[[str], str]:
    """Return the function that translates an English text."""
    return gettext.translation("avert", localedir=_LOCALE, languages=[lang], fallback=True).gettext


def count(value: float) -> str:
    """Write a count; what is below ten and not whole keeps two figures, so that little never reads as none.

    >>> count(73437), count(0.25)
    ('73,437', '0.25')
    """
    return f"{value:,.0f}" if abs(value) >= 10 or float(value).is_integer() else significant(value, 2)


def percent(value: float) -> str:
    """Write a probability or share as per cent: one decimal, below one per cent two significant figures.

    >>> percent(0.1041), percent(0.04), percent(0.00031)
    ('10.4 %', '4.0 %', '0.031 %')
    """
    small = 0 < abs(value) < 0.01
    return f"{significant(100 * value, 2) if small else f'{100 * value:.1f}'}{THIN}%"


def signed(value: float, decimals: int) -> str:
    """Write a number with its sign; minus is a minus, not a hyphen.

    >>> signed(0.4211, 2), signed(-1.5, 1), signed(0.0, 0)
    ('+0.42', '−1.5', '0')
    """
    text = f"{abs(value):,.{decimals}f}"
    return text if value == 0 else f"{'+' if value > 0 else '−'}{text}"


def round_number(value: float) -> str:
    """Write a tick or a limit, which needs no trailing zeros.

    >>> round_number(2.50), round_number(20000.0)
    ('2.5', '20,000')
    """
    text = f"{value:,.6f}"
    return text.rstrip("0").rstrip(".")


def significant(value: float, figures: int) -> str:
    """Write a number with so many significant figures and no exponent; what is tiny is said to be less.

    >>> significant(0.01234, 3), significant(123456, 2), significant(1e-30, 2)
    ('0.0123', '123,456', '<0.000001')
    """
    if value == 0:
        return "0"
    if abs(value) < _TINY:
        return f"<{_TINY:f}"
    decimals = max(0, figures - 1 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
