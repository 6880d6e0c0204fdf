"""What is sealed opens with its key at its place, and nowhere else."""

from __future__ import annotations

import dataclasses
import uuid

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from avert.web.sealing.envelope import (
    LENGTH_CLASS,
    NONCE_BYTES,
    TAG_BYTES,
    Binding,
    join_key,
    new_data_key,
    open_text,
    seal_text,
    split_key,
    unwrap_key,
    wrap_key,
)
from avert.web.sealing.errors import DamagedSealError

texts = st.text(max_size=600) | st.text("\0\x80", max_size=4)
bindings = st.builds(
    Binding,
    organisation_id=st.uuids(),
    record_kind=st.just("reports.report"),
    record_id=st.uuids(),
    field=st.sampled_from(["source_name", "reporter_name"]),
    sealed_id=st.uuids(),
)
BINDING = Binding(uuid.UUID(int=1), "reports.report", uuid.UUID(int=2), "source_name", uuid.UUID(int=3))
PRIVATE = X25519PrivateKey.generate()
PUBLIC = PRIVATE.public_key().public_bytes_raw()


@given(texts, bindings)
def test_what_is_sealed_opens(text: str, binding: Binding) -> None:
    key = new_data_key()
    wrapped = wrap_key(key, PUBLIC, binding)
    assert open_text(seal_text(text, key, binding), unwrap_key(wrapped, PRIVATE, binding), binding) == text


@given(st.data(), st.text(max_size=300))
def test_any_flipped_bit_fails(data: st.DataObject, text: str) -> None:
    key = new_data_key()
    sealed, wrapped = seal_text(text, key, BINDING), wrap_key(key, PUBLIC, BINDING)
    with pytest.raises(DamagedSealError):
        open_text(flipped(data, sealed), key, BINDING)
    with pytest.raises(DamagedSealError):
        unwrap_key(flipped(data, wrapped), PRIVATE, BINDING)


def flipped(data: st.DataObject, content: bytes) -> bytes:
    bit = data.draw(st.integers(0, 8 * len(content) - 1))
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


@given(st.integers(0, 400))
def test_what_is_cut_off_fails(length: int) -> None:
    key = new_data_key()
    sealed, wrapped = seal_text("a name", key, BINDING), wrap_key(key, PUBLIC, BINDING)
    if length < len(sealed):
        with pytest.raises(DamagedSealError):
            open_text(sealed[:length], key, BINDING)
    if length < len(wrapped):
        with pytest.raises(DamagedSealError):
            unwrap_key(wrapped[:length], PRIVATE, BINDING)


@pytest.mark.parametrize(
    "changed",
    [
        {"organisation_id": uuid.UUID(int=9)},
        {"record_kind": "reports.other"},
        {"record_id": uuid.UUID(int=9)},
        {"field": "reporter_name"},
        {"sealed_id": uuid.UUID(int=9)},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_nothing_opens_at_another_place(changed: dict[str, object]) -> None:
    elsewhere = dataclasses.replace(BINDING, **changed)
    key = new_data_key()
    with pytest.raises(DamagedSealError):
        open_text(seal_text("a name", key, BINDING), key, elsewhere)
    with pytest.raises(DamagedSealError):
        unwrap_key(wrap_key(key, PUBLIC, BINDING), PRIVATE, elsewhere)


def test_another_key_opens_nothing() -> None:
    key = new_data_key()
    with pytest.raises(DamagedSealError):
        open_text(seal_text("a name", key, BINDING), new_data_key(), BINDING)
    with pytest.raises(DamagedSealError):
        unwrap_key(wrap_key(key, PUBLIC, BINDING), X25519PrivateKey.generate(), BINDING)


@given(texts)
def test_a_size_tells_only_the_length_class(text: str) -> None:
    size = len(seal_text(text, new_data_key(), BINDING)) - NONCE_BYTES - TAG_BYTES
    assert size == (len(text.encode()) // LENGTH_CLASS + 1) * LENGTH_CLASS


def test_the_same_name_sealed_twice_looks_different() -> None:
    key = new_data_key()
    assert seal_text("a name", key, BINDING) != seal_text("a name", key, BINDING)
    assert wrap_key(key, PUBLIC, BINDING) != wrap_key(key, PUBLIC, BINDING)


@given(st.binary(min_size=32, max_size=32), st.integers(2, 5))
def test_only_all_shares_together_give_the_key(key: bytes, number: int) -> None:
    shares = split_key(key, number)
    assert join_key(shares) == key
    for missing in range(number):
        assert join_key(shares[:missing] + shares[missing + 1 :]) != key or not any(shares[missing])


def test_two_of_different_organisations_open_together_and_neither_alone() -> None:
    key, other = new_data_key(), X25519PrivateKey.generate()
    sealed = seal_text("a name", key, BINDING)
    publics = [PUBLIC, other.public_key().public_bytes_raw()]
    wraps = [wrap_key(share, publics[i], BINDING, i + 1) for i, share in enumerate(split_key(key, 2))]
    opened = [unwrap_key(wraps[0], PRIVATE, BINDING, 1), unwrap_key(wraps[1], other, BINDING, 2)]
    assert open_text(sealed, join_key(opened), BINDING) == "a name"
    for share in opened:
        with pytest.raises(DamagedSealError):
            open_text(sealed, share, BINDING)
    with pytest.raises(DamagedSealError):  # a share does not pass for the whole key
        unwrap_key(wraps[0], PRIVATE, BINDING)
