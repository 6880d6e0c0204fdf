"""Names that people gave in one or more languages."""

from __future__ import annotations

from collections.abc import Mapping

FALLBACK = "en"


def name_in(name: Mapping[str, str], language: str) -> str:
    """Return a name in this language, else in English, else in any.

    >>> name_in({"fr": "Comité de paix", "ar": "لجنة السلام"}, "es")
    'Comité de paix'
    """
    found = name.get(language) or name.get(FALLBACK)
    return found or next((text for text in name.values() if text), "")
