"""Editions are frozen, signed and comparable."""

from __future__ import annotations

import json
from textwrap import wrap

import pytest

from avert.assessment import canonical
from avert.assessment.changes import What
from avert.assessment.editions import compare, sign, verify
from avert.assessment.readings import Answer
from avert.assessment.values import Value
from avert.errors import CheckFailedError, InputError, MalformedFileError
from editions import FIRST, KEY, OTHER_KEY, SECOND, edition, signed


def test_an_edition_comes_back_as_it_was_signed() -> None:
    made = signed(more={"title": {"en": "Riverside", "fr": "Rivie\u0300re"}})
    read = verify(made.to_bytes(), made.fingerprint)
    assert read.edition == made.edition
    assert read.edition.standing.answers["elders"]["C-1"].answer == Answer(Value.LATENT)
    assert read.edition.more["title"]["fr"] == "Rivière"
    assert (
        verify(signed(SECOND).to_bytes()).edition.standing.dissents["women"].text == "nobody asked the wells"
    )
    assert (read.digest, read.is_signer_known) == (made.digest, True)


def test_the_same_edition_is_the_same_bytes() -> None:
    assert signed().to_bytes() == signed(tuple(reversed(FIRST))).to_bytes()


def test_without_a_fingerprint_the_signer_is_not_known() -> None:
    assert not verify(signed().to_bytes()).is_signer_known


def test_a_fingerprint_may_be_written_with_colons_or_capitals() -> None:
    made = signed()
    for written in (
        made.fingerprint.upper(),
        ":".join(wrap(made.fingerprint, 2)),
        " ".join(wrap(made.fingerprint, 4)),
    ):
        assert verify(made.to_bytes(), written).is_signer_known


def test_an_edition_signed_by_another_key_is_whole_and_not_theirs() -> None:
    forged = sign(edition(SECOND), OTHER_KEY)
    assert not verify(forged.to_bytes()).is_signer_known
    with pytest.raises(CheckFailedError, match="another key"):
        verify(forged.to_bytes(), signed().fingerprint)


def test_half_a_fingerprint_is_refused_because_it_can_be_imitated() -> None:
    with pytest.raises(InputError, match="64 digits"):
        verify(signed().to_bytes(), signed().fingerprint[:20])


@pytest.mark.parametrize(
    "change",
    [
        lambda held: held["document"]["stakeholders"]["elders"]["answers"]["C-1"].update(value="absent"),
        lambda held: held["document"]["stakeholders"].pop("ministry"),
        lambda held: held["document"].update(marking="TLP:CLEAR"),
        lambda held: held.update(signature=held["signature"].upper()),
        lambda held: held.update(signature=""),
        lambda held: held.update(public_key=7),
        lambda held: held.update(public_key=OTHER_KEY.public_key().public_bytes_raw().hex()),
    ],
)
def test_whatever_is_altered_is_found_out(change: object) -> None:
    held = json.loads(signed().to_bytes())
    change(held)  # type: ignore[operator]
    with pytest.raises(CheckFailedError, match="altered"):
        verify(canonical.write(held))


def test_a_file_saved_anew_by_another_program_is_not_what_was_signed() -> None:
    with pytest.raises(CheckFailedError):
        verify(json.dumps(json.loads(signed().to_bytes()), indent=1).encode())


@pytest.mark.parametrize("data", [b"{}", b"[]", b'{"form":"avert-edition-9"}', b'"edition"'])
def test_what_is_no_edition_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(MalformedFileError, match="not an edition"):
        verify(data)


@pytest.mark.parametrize(
    "change",
    [
        {"number": "1"},
        {"number": True},
        {"as_of": "2026-06-01"},
        {"as_of": 5},
        {"marking": "secret"},
        {"indicators": {"C-1": "slow"}},
        {"stakeholders": []},
        {"stakeholders": {"a": {"perspective": "p", "answers": {"C-1": {"value": "high"}}}}},
        {"stakeholders": {"a": {"perspective": 3, "answers": {}}}},
        {"more": 3},
        {"place": None},
    ],
)
def test_a_document_that_is_signed_and_no_edition_is_refused(change: dict[str, object]) -> None:
    document = canonical.write({**edition().document(), **change})
    held = {
        "form": "avert-edition-1",
        "document": canonical.read(document),
        "public_key": KEY.public_key().public_bytes_raw().hex(),
        "signature": KEY.sign(b"avert-edition-1\n" + document).hex(),
    }
    with pytest.raises(MalformedFileError, match="is signed, but"):
        verify(canonical.write(held))


def test_two_editions_say_what_changed() -> None:
    found = compare(signed().edition, signed(SECOND, 2).edition).changes
    assert found.joined == ("women",)
    assert [(c.stakeholder, c.code, c.what) for c in found.changes] == [
        ("elders", "C-1", What.RAISED),
        ("women", "C-1", What.NEW),
        ("women", None, What.DISSENT),
    ]


def test_editions_of_two_assessments_are_not_compared() -> None:
    with pytest.raises(InputError, match="two assessments"):
        compare(edition(), edition(assessment="hilltop"))
