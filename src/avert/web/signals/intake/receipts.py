"""The receipt: what every texter is answered at once, in the language that the gateway asks for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

SHIPPED = Path(__file__).with_name("receipts.yaml")
FALLBACK = "en"


def receipts(own: Mapping[str, str]) -> dict[str, str]:
    """Return the receipt in every language there is one in; what the deployment says wins."""
    return _shipped() | dict(own)


def receipt_in(language: str, own: Mapping[str, str]) -> str:
    """Return the receipt in a language, its parent language, or English: no text is refused for its language.

    >>> receipt_in("fr-CI", {}).split()[0], receipt_in("xx", {"en": "Got it."})
    ('Bien', 'Got it.')
    """
    known = receipts(own)
    parent = language.replace("_", "-").split("-", maxsplit=1)[0].lower()
    return known.get(language) or known.get(parent) or known[FALLBACK]


@cache
def _shipped() -> dict[str, str]:
    found: dict[str, str] = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    return found
