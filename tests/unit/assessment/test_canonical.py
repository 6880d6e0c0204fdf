"""The one way to write a document down, and what is not taken for it."""

from __future__ import annotations

import pytest

from avert.assessment.canonical import read, write
from avert.errors import InputError, MalformedFileError


def test_keys_stand_in_the_order_of_rfc_8785() -> None:
    # Section 3.2.3 of the RFC: the order is by UTF-16 units, so the emoji stands before U+FB33 (decomposed by NFC).
    keys = ["\u20ac", "\r", "1", "\U0001f600", "\u0080", "\u00f6", "\ufdd0"]
    assert list(read(write(dict.fromkeys(keys)))) == [
        "\r",
        "1",
        "\u0080",
        "\u00f6",
        "\u20ac",
        "\U0001f600",
        "\ufdd0",
    ]


def test_text_is_escaped_as_rfc_8785_says() -> None:
    assert write('\u20ac$\u000f\nA\'B"\\\\"/') == b'"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'


def test_two_ways_to_compose_a_letter_are_one() -> None:
    assert write("e\u0301") == write("\u00e9")


@pytest.mark.parametrize(
    "value", [0.5, float("nan"), 2**53, {1: "a"}, {"e\u0301": 1, "\u00e9": 2}, "\ud800", {1, 2}]
)
def test_what_has_no_one_form_is_not_written(value: object) -> None:
    with pytest.raises(InputError):
        write(value)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"\xef\xbb\xbf{}",
        b"{",
        b'{"a":1,"a":2}',
        b"[0.5]",
        b"[1e3]",
        b"[NaN]",
        b"[9007199254740992]",
        b"[" + b"9" * 10_000 + b"]",
        b'["\\ud800"]',
        b"[" * 40 + b"]" * 40,
        b"[" * 1_000_000,
        b'{"a":' * 200_000,
    ],
    ids=lambda data: repr(data[:16]),
)
def test_what_is_not_one_document_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(MalformedFileError) as refused:
        read(data)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_too_large_is_not_read() -> None:
    with pytest.raises(MalformedFileError, match="larger than 0 MiB"):
        read(b"[1]", most_bytes=2)
