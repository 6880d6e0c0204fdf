from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from avert.warning.text_codes import Coded, read_card, read_text, write_text

CARD = read_card()
WORD = st.from_regex(r"[a-zA-Zé-ü]{4,12}", fullmatch=True).filter(
    lambda word: word.casefold() not in {CARD.call.casefold(), CARD.stop.casefold()}
)
WORDS = st.lists(WORD, max_size=5).map(" ".join)


@st.composite
def coded(draw: st.DrawFn) -> Coded:
    where = draw(WORD | st.just(""))
    return Coded(
        kind=draw(st.sampled_from(CARD.kinds)),
        where=where,
        words=draw(WORDS) if where else "",
        is_urgent=draw(st.booleans()),
        wants_call=draw(st.booleans()),
    )


@given(st.text() | st.text(alphabet="0123456789 ACKSTOPcal.\u0660\u0669\u202e\x00\n"))
def test_any_text_can_be_read_and_no_word_of_it_is_lost(text: str) -> None:
    read = read_text(text, CARD)
    kept = len(read.words.split()) + bool(read.where) + bool(read.kind) + bool(read.is_urgent)
    kept += bool(read.wants_call) + bool(read.wants_deletion) + 2 * bool(read.acknowledges)
    # A word of nothing but punctuation where the place would be is none; the signal keeps the text as it came.
    assert len(text.split()) - kept in {0, 1}


@given(coded())
def test_what_is_written_by_the_card_is_read_again(said: Coded) -> None:
    assert read_text(write_text(said, CARD), CARD) == said


@given(st.text())
def test_reading_what_was_read_changes_nothing(text: str) -> None:
    once = read_text(text, CARD)
    if once.kind is not None and once.where and len(once.where.split()) == 1:
        assert read_text(write_text(once, CARD), CARD) == once
