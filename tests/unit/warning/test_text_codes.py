from __future__ import annotations

from pathlib import Path

import pytest

from avert.errors import MalformedFileError
from avert.warning.text_codes import Coded, read_card, read_text
from avert.warning.text_codes.card import CARD
from avert.web.signals.vocabulary import About

SHIPPED = read_card()
# What would tell whoever finds the card what it is for.
BETRAYING = {
    *(
        "attack",
        "kill",
        "violence",
        "threat",
        "rumour",
        "report",
        "warning",
        "monitor",
        "conflict",
        "hate",
        "army",
    ),
    *("police", "witness", "secret", "weapon", "danger", "alert", "peace", "rape", "survivor"),
}


def changed(tmp_path: Path, old: str, new: str) -> Path:
    text = CARD.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "card.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7 NAKURU leaflets", {"code": "7", "where": "NAKURU", "words": "leaflets"}),
        (" 7. nakuru,\nleaflets at the mill ", {"code": "7", "where": "nakuru", "words": "leaflets at the mill"}),
        ("99 7 NAKURU", {"code": "7", "where": "NAKURU", "is_urgent": True}),
        ("7 NAKURU leaflets call", {"code": "7", "where": "NAKURU", "words": "leaflets", "wants_call": True}),
        ("7 call", {"code": "7", "wants_call": True}),
        ("99 call", {"is_urgent": True, "wants_call": True}),
        ("Call!", {"wants_call": True}),
        ("stop", {"wants_deletion": True}),
        ("STOP them at the bridge", {"words": "STOP them at the bridge"}),
        ("we call you", {"words": "we call you"}),
        ("please call", {"words": "please call"}),
        ("ack 4831", {"acknowledges": "4831"}),
        ("ACK ab12: at six", {"acknowledges": "AB12", "words": "at six"}),
        ("ack", {"words": "ack"}),
        ("ack 1", {"words": "ack 1"}),
        ("٩٩ ٧ ناكورو", {"code": "7", "where": "ناكورو", "is_urgent": True}),
        ("16 x", {"words": "16 x"}),
        ("7x NAKURU", {"words": "7x NAKURU"}),
        ("", {}),
        ("²", {"words": "²"}),
    ],
)  # fmt: skip
def test_a_message_is_read_by_the_card(text: str, expected: dict[str, object]) -> None:
    code = expected.pop("code", None)
    read = read_text(text, SHIPPED)
    assert (read.kind.code if read.kind else None) == code
    assert read == Coded(kind=read.kind, **expected)


def test_a_place_on_the_card_is_read_with_its_country(tmp_path: Path) -> None:
    own = read_card(changed(tmp_path, "places: []", "places: [{code: NK, where: Nakuru, place: 'gw:501'}]"))
    assert read_text("7 nk leaflets", own) == Coded(own.kind_of("7"), "Nakuru", "gw:501", "leaflets")


def test_the_card_that_comes_with_avert_uses_the_words_of_signals_and_its_example_reads() -> None:
    assert {kind.about for kind in SHIPPED.kinds} | {SHIPPED.uncoded} <= set(About.values)
    assert read_text(SHIPPED.example, SHIPPED).kind


def test_nothing_that_is_printed_on_the_card_tells_what_it_is_for() -> None:
    printed = [
        SHIPPED.title,
        SHIPPED.lead,
        SHIPPED.example,
        *SHIPPED.lines,
        *(kind.says for kind in SHIPPED.kinds),
    ]
    for line in printed:
        assert not [word for word in BETRAYING if word in line.lower()], line


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("code: 7,", "code: 6,", "twice"),
        ("code: 7,", "code: 99,", "twice"),
        ("code: 7,", "code: seven,", "number"),
        ("call: CALL", "call: CALL ME", "one word"),
        ("stop: STOP", "stop: call", "twice"),
        ("language: en", "tongue: en", "language"),
        ("places: []", "places: [{code: STOP, where: x}]", "twice"),
        ("urgent: 99", "urgent: 99\ncolour: red", "not a field"),
    ],
)
def test_a_card_that_cannot_be_used_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    with pytest.raises(MalformedFileError, match=says) as error:
        read_card(changed(tmp_path, old, new))
    assert "line" in str(error.value)
