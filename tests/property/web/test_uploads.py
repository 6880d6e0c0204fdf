from __future__ import annotations

import contextlib
import re

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.handed_in import document, pdf, picture, workbook

from avert.errors import RefusedFileError
from avert.web.buckets import Buckets
from avert.web.uploads.cleaning import clean
from avert.web.uploads.names import clean_name

SAMPLES = [picture("PNG"), picture("JPEG"), picture("WEBP"), pdf(), document(), workbook(), b"a,b\n1,2\n"]
STARTS = [sample[:16] for sample in SAMPLES]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([b"", *STARTS]), st.binary(max_size=400))
def test_whatever_bytes_are_handed_in_nothing_but_a_refusal_is_raised(start: bytes, rest: bytes) -> None:
    with contextlib.suppress(RefusedFileError):
        clean(start + rest, "x")


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(SAMPLES), st.data())
def test_a_damaged_file_is_cleaned_or_refused(sample: bytes, data: st.DataObject) -> None:
    damaged = bytearray(sample)
    for _time in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(RefusedFileError):
        clean(bytes(damaged), "x")


@given(st.text(max_size=300), st.sampled_from(["pdf", "docx"]))
def test_a_cleaned_name_is_short_printable_and_stays_so(name: str, extension: str) -> None:
    kept = clean_name(name, extension)
    assert kept.isprintable()
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', kept)
    assert not kept.startswith((".", "-", " "))
    assert len(kept.encode()) <= 120
    assert clean_name(kept, extension) == kept


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.floats(0, 3)), max_size=60),
    st.integers(1, 8), st.floats(0.1, 5),
)  # fmt: skip
def test_nobody_is_given_more_than_the_burst_and_what_time_adds(
    asked: list[tuple[str, float]], burst: int, per_second: float
) -> None:
    buckets, now, given_out = Buckets(burst, per_second), 0.0, {"a": 0, "b": 0}
    for key, later in asked:
        now += later
        given_out[key] += buckets.take(key, now) == 0
    assert all(count <= burst + per_second * now + 1e-6 for count in given_out.values())
