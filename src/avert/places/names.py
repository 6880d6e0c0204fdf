"""Names of places: languages, validity, and the folding that lets two spellings meet."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from avert.errors import InputError
from avert.places.shipped import Span

Role = Literal["display", "variant", "shared"]
LANGUAGES = ("en", "fr", "es", "ar")
_APOSTROPHES = re.compile("['`´‘’ʻʼ]")
_SEPARATORS = re.compile(r"[\W_]+")
_DROPPED = {"the"}
_SAME_WORD = {"st": "saint", "ste": "saint"}
# Written alike by many Arabic keyboards; hamza and vowel signs go with the other accents.
_ARABIC = str.maketrans({"ى": "ي", "ة": "ه", "ـ": None})


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a place in one language.

    A display name is what the place is called; a variant is only understood; a shared name belongs to
    several places at once and never decides for one of them. A display name without dates stands for
    every day that no dated display name of the same language covers.
    """

    text: str
    lang: str
    role: Role
    span: Span

    @property
    def is_display(self) -> bool:
        """Tell whether the place is called so."""
        return self.role == "display"


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text without case, accents and punctuation.

    >>> words("St. Vincent & the Grenadines")
    ('saint', 'vincent', 'and', 'grenadines')
    """
    letters = (sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    plain = _APOSTROPHES.sub("", "".join(letters).casefold().replace("&", " and ")).translate(_ARABIC)
    split = (_SAME_WORD.get(word, word) for word in _SEPARATORS.split(plain) if word)
    return tuple(word for word in split if word not in _DROPPED)


def fold(text: str) -> str:
    """Return what two spellings of one name have in common.

    >>> fold("Côte d'Ivoire") == fold("COTE D’IVOIRE"), fold("Guinea-Bissau")
    (True, 'guineabissau')
    """
    return "".join(words(text))


def language_of(tag: str) -> str:
    """Return the language of a tag such as ``fr-CA``, if names exist in it."""
    lang = re.split("[-_]", tag)[0].lower()
    if lang not in LANGUAGES:
        raise InputError(f"Places have no names in {tag!r}. Choose one of {', '.join(LANGUAGES)}.")
    return lang


def displayed(names: Sequence[Name], lang: str, day: dt.date | None) -> Name:
    """Return the display name in a language on a day (None: the one without dates)."""
    displays = [name for name in names if name.is_display and name.lang == lang]
    dated = (name for name in displays if day and not name.span.is_always and name.span.covers(day))
    undated = (name for name in displays if name.span.is_always)
    return next(dated, None) or next(undated)


def is_in_use(name: Name, names: Sequence[Name], day: dt.date) -> bool:
    """Tell whether a name of a place with these names is in use on a day."""
    if name.is_display and name.span.is_always:
        return displayed(names, name.lang, day) is name
    return name.span.covers(day)
