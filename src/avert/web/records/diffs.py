"""What changed in a text, word by word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

WORD = re.compile(r"\S+[^\S\r\n]*|\s+")  # a line that follows leaves the last word before it as it was
AROUND = 12  # words left standing on each side of a change
MOST_WORDS = (
    1_500  # beyond that a passage is shown as replaced whole: comparing takes the square of its length
)


@dataclass(frozen=True)
class Piece:
    """A run of words that stayed, came or went; a gap stands for a passage that stayed and is left out."""

    kind: Literal["same", "added", "removed", "gap"]
    text: str


def difference(before: str, after: str, *, around: int = AROUND) -> list[Piece]:
    """Return the pieces that lead from one text to the other, with long unchanged passages left out.

    >>> [(piece.kind, piece.text) for piece in difference("Market on Friday", "Market on Monday")]
    [('same', 'Market on '), ('removed', 'Friday'), ('added', 'Monday')]
    """
    pieces = list(_joined(_by_lines(before, after)))
    last = len(pieces) - 1
    return [
        part
        for number, piece in enumerate(pieces)
        for part in _shortened(piece, around, at_start=number == 0, at_end=number == last)
    ]


def _by_lines(before: str, after: str) -> Iterator[Piece]:
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        was, became = "".join(old[i:j]), "".join(new[k:m])
        yield from [Piece("same", was)] if tag == "equal" else _by_words(was, became)


def _by_words(before: str, after: str) -> Iterator[Piece]:
    old, new = WORD.findall(before), WORD.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        yield from (Piece("removed", before), Piece("added", after))
        return
    for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(old[i:j]))
        else:
            yield from (Piece("removed", "".join(old[i:j])), Piece("added", "".join(new[k:m])))


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    held: Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if held and held.kind == piece.kind:
            held = Piece(held.kind, held.text + piece.text)
            continue
        if held:
            yield held
        held = piece
    if held:
        yield held


def _shortened(piece: Piece, around: int, *, at_start: bool, at_end: bool) -> Sequence[Piece]:
    words = WORD.findall(piece.text)
    head, tail = (0 if at_start else around), (0 if at_end else around)
    if piece.kind != "same" or len(words) <= 2 * around or len(words) <= head + tail:
        return [piece]
    shown_head, shown_tail = "".join(words[:head]), "".join(words[len(words) - tail :])
    left_out = Piece("gap", "".join(words[head : len(words) - tail]))
    return [part for part in (Piece("same", shown_head), left_out, Piece("same", shown_tail)) if part.text]
