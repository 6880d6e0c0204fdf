"""A code card as data: numbers with an everyday word that is printed, and a meaning that is not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from avert.content import Entry, read_yaml
from avert.errors import MalformedFileError

CARD = Path(__file__).with_name("card.yaml")
_NUMBER = re.compile(r"[1-9][0-9]?")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class CodedKind:
    """A number on the card, the everyday word beside it, what a signal is then about, and the meaning in words."""

    code: str
    says: str
    about: str
    means: str


@dataclass(frozen=True)
class CodedPlace:
    """A short word for a place: the town or district in words, and the key of the country it lies in."""

    code: str
    where: str
    place: str


@dataclass(frozen=True)
class CodeCard:
    """What is printed, and what it means. Nothing that is printed tells what the card is for."""

    language: str
    title: str
    lead: str
    example: str
    kinds: tuple[CodedKind, ...]
    places: tuple[CodedPlace, ...]
    urgent: str
    call: str
    stop: str
    acknowledge: str
    uncoded: str
    """What a message is taken to be about that begins with no number of the card."""
    lines: tuple[str, ...]
    """Further sentences on the card, such as on the words for a call and for an end."""

    def kind_of(self, code: str) -> CodedKind | None:
        """Return what a number stands for."""
        return next((kind for kind in self.kinds if kind.code == code), None)

    def place_of(self, word: str) -> CodedPlace | None:
        """Return the place that a word stands for."""
        return next((place for place in self.places if place.code.casefold() == word.casefold()), None)


@cache
def read_card(path: Path = CARD) -> CodeCard:
    """Return a code card from its file.

    Raises:
        MalformedFileError: A field is missing, unknown or unusable, or a code stands twice; the message names the line.
    """
    entry = read_yaml(path)
    if not isinstance(entry, Entry):
        raise MalformedFileError(f"{path.name}, line 1: a code card is one entry of fields, not a list.")
    card = CodeCard(
        kinds=tuple(_kind(part) for part in entry.entries("kinds")),
        places=tuple(_place(part) for part in entry.entries("places")),
        lines=entry.texts("lines"),
        urgent=_number(entry, "urgent"),
        **{name: entry.text(name) for name in ("language", "title", "lead", "example", "uncoded")},
        **{name: _word(entry, name) for name in ("call", "stop", "acknowledge")},
    )
    entry.finish()
    _refuse_doubles(entry, card)
    return card


def _kind(entry: Entry) -> CodedKind:
    kind = CodedKind(_number(entry, "code"), entry.text("says"), entry.text("about"), entry.text("means"))
    entry.finish()
    return kind


def _place(entry: Entry) -> CodedPlace:
    place = CodedPlace(_word(entry, "code"), entry.text("where"), entry.text("place", ""))
    entry.finish()
    return place


def _number(entry: Entry, name: str) -> str:
    value = entry.text(name)
    if not _NUMBER.fullmatch(value):
        entry.refuse(name, "must be a number from 1 to 99")
    return value


def _word(entry: Entry, name: str) -> str:
    value = entry.text(name)
    if not _WORD.fullmatch(value):
        entry.refuse(name, "must be one word of letters")
    return value


def _refuse_doubles(entry: Entry, card: CodeCard) -> None:
    numbers = [*(kind.code for kind in card.kinds), card.urgent]
    words = [card.call, card.stop, card.acknowledge, *(place.code for place in card.places)]
    if len(set(numbers)) < len(numbers):
        entry.refuse("kinds", "has a number twice, or the one that says that it is urgent")
    if len({word.casefold() for word in words}) < len(words):
        entry.refuse("places", "has a word twice, or one that means something else on the card")
