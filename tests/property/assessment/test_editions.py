"""Laws of editions: what was signed comes back, and any flipped byte is found out."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avert.assessment import canonical
from avert.assessment.editions import verify
from avert.errors import CheckFailedError, MalformedFileError
from editions import SECOND, signed

DATA = signed(SECOND, more={"title": "Rivière · 河畔 🌾"}).to_bytes()
text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | text,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abé😀\ufb00", max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.integers(0, len(DATA) - 1), st.integers(1, 255))
@settings(max_examples=400)
def test_one_flipped_byte_anywhere_is_found_out(at: int, flip: int) -> None:
    altered = bytearray(DATA)
    altered[at] ^= flip
    with pytest.raises((CheckFailedError, MalformedFileError)):
        verify(bytes(altered))


@given(plain)
def test_canonical_bytes_are_a_fixed_point_and_json(value: object) -> None:
    written = canonical.write(value)
    assert canonical.write(canonical.read(written)) == written
    assert json.loads(written) == canonical.read(written)


@given(plain)
def test_whatever_else_belongs_to_an_edition_comes_back(value: object) -> None:
    made = signed(more={"held": value})
    read = verify(made.to_bytes(), made.fingerprint)
    assert read.edition == made.edition
    assert canonical.write(read.edition.more["held"]) == canonical.write(value)


@given(st.binary(max_size=200) | text.map(str.encode) | plain.map(canonical.write))
def test_nothing_else_is_taken_for_an_edition(data: bytes) -> None:
    with pytest.raises(MalformedFileError):
        verify(data)
