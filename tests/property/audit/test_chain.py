"""Whatever is done to a chain is found, as long as a signed head vouches for its end."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avert.web.audit import heads, keys
from avert.web.audit.chain import BEFORE_THE_FIRST, Entry, canonical, digest_body, hash_entry
from avert.web.audit.heads import Head
from avert.web.audit.verifying import Verification

FOLDER = Path(tempfile.mkdtemp(prefix="avert-chain-"))
AT = dt.datetime(2024, 3, 2, 8, 30, tzinfo=dt.UTC)

texts = st.text(max_size=8)
bodies = st.fixed_dictionaries(
    {
        "action": texts,
        "actor_id": st.none() | texts,
        "digests": st.dictionaries(texts, texts, max_size=2),
        "field_names": st.lists(texts, max_size=2),
        "salt": texts,
    }
)


def chained(
    contents: Sequence[dict[str, Any]], first: int = 1, before: str = BEFORE_THE_FIRST
) -> list[Entry]:
    entries = []
    for sequence, body in enumerate(contents, start=first):
        digest = digest_body(body)
        hash_ = hash_entry(sequence=sequence, previous_hash=before, body_digest=digest)
        entries.append(Entry(sequence, before, digest, hash_, body))
        before = hash_
    return entries


chains = st.lists(bodies, min_size=2, max_size=9).map(chained)


def head_of(entry: Entry) -> Head:
    message = Head(entry.sequence, entry.hash, AT.isoformat(), "")
    return Head(
        entry.sequence, entry.hash, AT.isoformat(), keys.signing_key(FOLDER).sign(message.message()).hex()
    )


def problems(entries: Sequence[Entry], *signed: Head) -> list[tuple[str, int]]:
    check = Verification(entries, enumerate(signed, start=1), keys.public_key(FOLDER))
    return [(finding.problem, finding.sequence) for finding in check.findings()]


@given(chains)
def test_a_chain_left_alone_holds(chain: list[Entry]) -> None:
    assert problems(chain, *map(head_of, chain)) == []


@given(chains, st.data(), bodies)
def test_an_altered_entry_is_found_and_named(chain: list[Entry], data: st.DataObject, body: dict) -> None:
    at = data.draw(st.integers(0, len(chain) - 1))
    changed = [*chain]
    changed[at] = chain[at]._replace(body=body)
    is_changed = canonical(body) != canonical(chain[at].body)
    assert problems(changed, head_of(chain[-1])) == ([("altered", at + 1)] if is_changed else [])


@given(chains, st.data(), st.sampled_from(["previous_hash", "body_digest", "hash"]))
def test_an_altered_hash_is_found(chain: list[Entry], data: st.DataObject, name: str) -> None:
    at = data.draw(st.integers(0, len(chain) - 1))
    changed = [*chain]
    changed[at] = chain[at]._replace(**{name: "f" * 64})
    assert at + 1 in {sequence for _problem, sequence in problems(changed, head_of(chain[-1]))}


@given(chains, st.data())
def test_removed_entries_are_found_and_named(chain: list[Entry], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(chain) - 1))
    until = data.draw(st.integers(at + 1, len(chain)))
    left = chain[:at] + chain[until:]
    expected = "truncated" if until == len(chain) else "missing"
    assert problems(left, head_of(chain[-1])) == [(expected, at + 1)]


@given(chains, st.data())
def test_closing_the_gap_with_new_numbers_does_not_hide_it(chain: list[Entry], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(chain) - 2))
    left = [*chain[:at], *(entry._replace(sequence=entry.sequence - 1) for entry in chain[at + 1 :])]
    assert ("reordered", at + 1) in problems(left, head_of(chain[-1]))


@given(chains, st.data())
def test_entries_that_changed_places_are_found(chain: list[Entry], data: st.DataObject) -> None:
    one, other = sorted(data.draw(st.sets(st.integers(0, len(chain) - 1), min_size=2, max_size=2)))
    swapped = [*chain]
    swapped[one] = chain[other]._replace(sequence=chain[one].sequence)
    swapped[other] = chain[one]._replace(sequence=chain[other].sequence)
    found = problems(swapped, head_of(chain[-1]))
    assert {("reordered", one + 1), ("reordered", other + 1)} <= set(found)


@given(chains, st.data())
def test_rows_read_out_of_order_are_found(chain: list[Entry], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(chain))
    assert bool(problems(shuffled, head_of(chain[-1]))) is (shuffled != chain)


@given(chains, st.data())
def test_a_chain_written_anew_contradicts_its_signed_heads(chain: list[Entry], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(chain) - 1))
    contents = [{**entry.body, "forged": "yes"} for entry in chain[at:]]
    forged = chain[:at] + chained(contents, first=at + 1, before=chain[at].previous_hash)
    assert problems(forged) == []
    assert problems(forged, head_of(chain[-1])) == [("rewritten", len(chain))]


@given(chains, st.sampled_from(["sequence", "hash", "at", "signature"]))
def test_a_head_of_someone_else_s_is_found(chain: list[Entry], name: str) -> None:
    head = head_of(chain[-1])
    forged = {"sequence": head.sequence + 1, "hash": "0" * 64, "at": "2030", "signature": "00" * 64}[name]
    found = problems(chain, Head(**{**head.__dict__, name: forged}))
    assert [problem for problem, _sequence in found] == ["bad signature"]


def test_an_emptied_table_is_found() -> None:
    assert problems([], head_of(chained([{}, {}])[-1])) == [("truncated", 1)]


def test_a_file_of_heads_taken_away_is_found() -> None:
    assert problems(chained([{}] * 120)) == [("no heads", 120)]


@given(bodies)
def test_the_order_of_keys_makes_no_difference(body: dict[str, Any]) -> None:
    assert digest_body(dict(reversed(body.items()))) == digest_body(body)


def test_one_chain_is_known_by_its_numbers() -> None:
    """Written down, so that a change of the form cannot come unnoticed: old chains must verify for ever."""
    entry = chained([{"action": "log-in", "actor_id": None, "digests": {}, "field_names": ["é"]}])[0]
    assert entry.body_digest == "8c2e6412239679174275cf43189b670110580421b55a0a3ba91b3f0102ee5d86"
    assert entry.hash == "7d114d7cb34f93a129e70b9c46499f41d9f0f42ba36f56d28368f2245f693bfb"


@pytest.mark.parametrize("damage", [b'{"sequence": 1', b"[]", b'{"sequence": "1"}', b"\xff"])
def test_a_head_cut_off_in_writing_spoils_no_other(tmp_path: Path, damage: bytes) -> None:
    first = heads.sign(tmp_path, sequence=1, hash_="a" * 64, at=AT)
    path = tmp_path / heads.FILE_NAME
    with path.open("ab") as file:
        file.write(damage)
    second = heads.sign(tmp_path, sequence=2, hash_="b" * 64, at=AT)
    assert [head for _line, head in heads.read(path)] == [first, None, second]
    assert heads.is_signed(tmp_path, 2, "b" * 64)
