"""A key file opens with its passphrase and for its key, and with nothing else."""

from __future__ import annotations

import json
import unicodedata
import uuid
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avert.web.sealing import key_file
from avert.web.sealing.errors import CannotOpenError, KeyFileError, PassphraseError

ORGANISATION = uuid.UUID(int=7)
PASSPHRASE = "çinq mots sans aucun lien"


@pytest.fixture(autouse=True, scope="module")
def _stretching_takes_no_time() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(key_file, "MEMORY_KIB", 64)
        yield


@pytest.fixture(scope="module")
def made(_stretching_takes_no_time: None) -> key_file.NewKey:
    return key_file.make_key(organisation_id=ORGANISATION, passphrase=PASSPHRASE)


@given(st.text(min_size=1, max_size=40))
@settings(max_examples=25)
def test_a_key_file_opens_with_its_passphrase(passphrase: str) -> None:
    made = key_file.make_key(organisation_id=ORGANISATION, passphrase=passphrase)
    opened = key_file.open_key_file(made.key_file, passphrase, made.public_key)
    assert opened.public_key().public_bytes_raw() == made.public_key
    assert opened.private_bytes_raw().hex() not in made.key_file


@given(passphrase=st.text(max_size=40).filter(lambda text: text != PASSPHRASE))
@settings(max_examples=25)
def test_another_passphrase_opens_nothing(made: key_file.NewKey, passphrase: str) -> None:
    with pytest.raises(PassphraseError) as refused:
        key_file.open_key_file(made.key_file, passphrase, made.public_key)
    assert len(passphrase) < 4 or passphrase not in str(refused.value)


def test_a_letter_written_with_two_signs_is_the_same(made: key_file.NewKey) -> None:
    typed = unicodedata.normalize("NFD", PASSPHRASE)
    assert typed != PASSPHRASE
    assert key_file.open_key_file(made.key_file, typed, made.public_key)


@given(st.data())
@settings(max_examples=60)
def test_a_changed_key_file_opens_nothing(made: key_file.NewKey, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(made.key_file) - 1))
    sign = data.draw(st.characters(codec="ascii"))
    changed = made.key_file[:at] + sign + made.key_file[at + 1 :]
    try:
        is_same = json.loads(changed.lower()) == json.loads(made.key_file)
    except ValueError:
        is_same = False
    if not is_same:
        with pytest.raises(CannotOpenError):
            key_file.open_key_file(changed, PASSPHRASE, made.public_key)


def test_the_file_of_another_key_is_told_apart(made: key_file.NewKey) -> None:
    other = key_file.make_key(organisation_id=ORGANISATION, passphrase=PASSPHRASE)
    with pytest.raises(KeyFileError, match=key_file.fingerprint(made.public_key)):
        key_file.open_key_file(other.key_file, PASSPHRASE, made.public_key)


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", "3", '"x"', "[" * 4000, "x" * 5000, '{"form": 1}'])
def test_what_is_no_key_file_is_refused(text: str, made: key_file.NewKey) -> None:
    with pytest.raises(KeyFileError):
        key_file.open_key_file(text, PASSPHRASE, made.public_key)


def test_a_key_file_is_small_enough_to_type(made: key_file.NewKey) -> None:
    assert len(made.key_file) < 500


def test_a_new_key_prints_nothing(made: key_file.NewKey) -> None:
    assert made.public_key.hex() not in f"{made!r} {made!s}"
    assert "salt" not in f"{made!r} {made!s}"
