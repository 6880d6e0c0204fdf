"""A difference loses no word: read one way it is the old text, read the other way the new one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from avert.web.records.diffs import MOST_WORDS, Piece, difference

WORDS = st.lists(
    st.sampled_from(["peace", "war", "market", " ", "\n", "\r\n", "\t", "\x0b", "Friday,", "الجمعة"])
)
TEXTS = WORDS.map("".join) | st.text(max_size=80)


def read(pieces: list[Piece], without: str) -> str:
    return "".join(piece.text for piece in pieces if piece.kind != without)


@given(TEXTS, TEXTS, st.integers(1, 3))
def test_both_texts_can_be_read_from_their_difference(before: str, after: str, around: int) -> None:
    pieces = difference(before, after, around=around)
    assert read(pieces, "added") == before
    assert read(pieces, "removed") == after


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert {piece.kind for piece in difference(text, text)} <= {"same", "gap"}


def test_only_what_surrounds_a_change_is_shown_of_a_long_text() -> None:
    words = [f"word{number} " for number in range(300)]
    after = [*words[:150], "new ", *words[150:]]
    pieces = difference("".join(words), "".join(after), around=2)
    assert [piece.kind for piece in pieces] == ["gap", "same", "added", "same", "gap"]
    assert pieces[1].text == "word148 word149 "


def test_a_passage_too_long_to_compare_is_replaced_whole() -> None:
    one, other = ("".join(f"{mark}{number} " for number in range(MOST_WORDS + 1)) for mark in "ab")
    assert [piece.kind for piece in difference(one, other)] == ["removed", "added"]
