"""What has expired and what a restore lost is accepted where a signed statement names it; all else is still found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.property.audit.test_chain import FOLDER

from avert.web.audit import keys, retention
from avert.web.audit.chain import BEFORE_THE_FIRST, Entry, digest_body, hash_entry
from avert.web.audit.statements import Expiry, Head, Restore, Statement
from avert.web.audit.verifying import Verification

TODAY = dt.date(2024, 3, 2)
AT = f"{TODAY}T08:30:00.000000+00:00"
# An act and how many days ago it was; some are kept for ever, some have expired, some will.
acts = st.tuples(st.sampled_from(["read", "log-in", "change", "export"]), st.integers(300, 430))
histories = st.lists(acts, min_size=3, max_size=12)


def body_of(action: str, days_ago: int, number: int) -> dict[str, Any]:
    day = TODAY - dt.timedelta(days=days_ago)
    said = {"at": f"{day}T10:00:00.000000+00:00", "action": action, "object_id": str(number), "salt": "s"}
    return {**retention.ERASED, **said}


def chained(bodies: Sequence[dict[str, Any]], after: Sequence[Entry] = ()) -> list[Entry]:
    entries = [*after]
    for body in bodies:
        name = retention.class_of(body["action"], "", ())
        before = entries[-1].hash if entries else BEFORE_THE_FIRST
        bare = Entry(len(entries) + 1, before, digest_body(body), "", body, name)
        entries.append(bare._replace(hash=hashed(bare)))
    return entries


def hashed(entry: Entry) -> str:
    return hash_entry(
        sequence=entry.sequence,
        previous_hash=entry.previous_hash,
        body_digest=entry.body_digest,
        retention=entry.retention,
        day=entry.day,
    )


def chain_of(history: Sequence[tuple[str, int]], after: Sequence[Entry] = ()) -> list[Entry]:
    return chained([body_of(*act, number) for number, act in enumerate(history)], after)


def erased(entry: Entry) -> Entry:
    day = str(entry.body["at"])[:10]
    return entry._replace(body=retention.erased_body(day), is_erased=True)


def is_due(entry: Entry) -> bool:
    return bool(entry.retention) and entry.day < str(retention.expires_before(entry.retention, TODAY))


def signed(said: Statement) -> Statement:
    return type(said)(**{**vars(said), "signature": keys.signing_key(FOLDER).sign(said.message()).hex()})


def head_of(entry: Entry) -> Statement:
    return signed(Head(entry.sequence, entry.hash, AT))


def expiries(through: int) -> list[Statement]:
    befores = {name: str(retention.expires_before(name, TODAY)) for name in retention.CLASSES}
    return [signed(Expiry(name, before, through, 1, AT)) for name, before in befores.items()]


def check_of(
    entries: Sequence[Entry], said: Sequence[Statement], since: Sequence[Statement] = ()
) -> Verification:
    return Verification(entries, enumerate(said, 1), keys.public_key(FOLDER), enumerate(since, 1))


def problems(
    entries: Sequence[Entry], said: Sequence[Statement], since: Sequence[Statement] = ()
) -> list[tuple[str, int]]:
    return [(found.problem, found.sequence) for found in check_of(entries, said, since).findings()]


@settings(deadline=None)  # signing takes its time on a busy machine
@given(histories)
def test_a_chain_whose_old_readings_expired_holds(history: list[tuple[str, int]]) -> None:
    chain = chain_of(history)
    left = [erased(entry) if is_due(entry) else entry for entry in chain]
    vouched = [head_of(chain[-1]), *expiries(len(chain))]
    assert problems(left, vouched) == []
    assert problems(left, vouched[:1], since=vouched) == [], "a copy of heads needs not know of it"
    assert problems(chain, vouched) == [], "interrupted before the first was erased"


@settings(deadline=None)  # signing takes its time on a busy machine
@given(histories, st.data())
def test_nothing_is_erased_without_a_statement_or_before_its_time_or_that_is_kept(
    history: list[tuple[str, int]], data: st.DataObject
) -> None:
    chain = chain_of(history)
    at = data.draw(st.integers(0, len(chain) - 1))
    left = [*chain]
    left[at] = erased(chain[at])
    head = head_of(chain[-1])
    assert problems(left, [head]) == [("erased", at + 1)]
    reached = data.draw(st.integers(0, len(chain)))
    is_named = is_due(chain[at]) and at + 1 <= reached
    assert problems(left, [head, *expiries(reached)]) == ([] if is_named else [("erased", at + 1)])


@settings(deadline=None)  # signing takes its time on a busy machine
@given(
    histories,
    st.data(),
    st.sampled_from(["retention", "day", "body", "body_digest", "hash", "previous_hash"]),
)
def test_an_expired_entry_cannot_be_altered(
    history: list[tuple[str, int]], data: st.DataObject, what: str
) -> None:
    chain = chain_of([("read", 400), *history])
    left = [erased(entry) if is_due(entry) else entry for entry in chain]
    at = data.draw(st.sampled_from([n for n, entry in enumerate(left) if entry.is_erased]))
    change = {
        "retention": {"retention": "sealed"},
        "day": {"body": retention.erased_body("2020-01-01")},
        "body": {"body": {**left[at].body, "actor_id": "someone"}},
    }.get(what, {what: "f" * 64})
    left[at] = left[at]._replace(**change)
    assert at + 1 in {
        sequence for _problem, sequence in problems(left, [head_of(chain[-1]), *expiries(len(chain))])
    }


@settings(deadline=None)  # signing takes its time on a busy machine
@given(histories)
def test_a_statement_that_lets_expire_too_early_is_found_and_counts_for_nothing(history: list) -> None:
    chain = chain_of([*history, ("read", 1)])
    early = signed(Expiry("read", str(TODAY), len(chain), 1, AT))
    left = [*chain[:-1], erased(chain[-1])]
    found = problems(left, [head_of(chain[-1]), early])
    assert found == [("bad expiry", len(chain)), ("erased", len(chain))]


def test_an_act_that_must_be_kept_cannot_be_marked_to_expire() -> None:
    bare = chain_of([("export", 400)])[0]._replace(retention="read")
    assert problems([bare._replace(hash=hashed(bare))], []) == [("wrong class", 1)]


@settings(deadline=None)  # signing takes its time on a busy machine
@given(histories)
def test_a_statement_signed_by_someone_else_lets_nothing_expire(history: list[tuple[str, int]]) -> None:
    chain = chain_of([("read", 400), *history])
    forged = [Expiry(**{**vars(said), "signature": "00" * 64}) for said in expiries(len(chain))]
    assert ("erased", 1) in problems([erased(chain[0]), *chain[1:]], [head_of(chain[-1]), *forged])


class Restored:
    """A chain, how much of it a backup held, what was written after, and what was signed meanwhile."""

    def __init__(self, before: list[tuple[str, int]], held: int, after: list[tuple[str, int]]) -> None:
        self.lost = chain_of(before)
        self.signed = [head_of(entry) for entry in self.lost]
        self.chain = chain_of(after, after=self.lost[:held])
        self.unacknowledged = check_of(self.chain, self.signed)
        self.found = [found.problem for found in self.unacknowledged.findings()]
        kept, lost, hash_ = self.unacknowledged.loss() or (0, 0, "")
        last = self.chain[-1]
        self.statement = signed(Restore(last.sequence, last.hash, kept, lost, hash_, AT))


@st.composite
def restores(draw: st.DrawFn) -> Restored:
    before = draw(histories)
    held = draw(st.integers(0, len(before) - 1))
    # What was written anew differs: it comes with another number of days.
    after = draw(st.lists(st.tuples(st.just("change"), st.integers(1, 99)), min_size=1, max_size=14))
    return Restored(before, held, after)


@settings(deadline=None)  # signing takes its time on a busy machine
@given(restores())
def test_a_restored_backup_is_found_until_it_is_acknowledged_and_then_always_said(case: Restored) -> None:
    assert case.found
    assert set(case.found) <= {"truncated", "rewritten"}
    later = check_of(chained([body_of("change", 0, 99)], case.chain), [*case.signed, case.statement])
    assert list(later.findings()) == []
    assert [remark.problem for remark in later.remarks] == ["restored"]


@settings(deadline=None)  # signing takes its time on a busy machine
@given(restores())
def test_who_kept_a_copy_of_the_heads_still_finds_the_loss(case: Restored) -> None:
    own = [*case.signed, case.statement]
    assert [problem for problem, _at in problems(case.chain, case.signed, since=own)] == ["acknowledged loss"]
    assert problems(case.chain, own, since=own) == []


@settings(deadline=None)  # signing takes its time on a busy machine
@given(restores(), st.data())
def test_what_is_done_to_a_restored_chain_is_found(case: Restored, data: st.DataObject) -> None:
    said = [*case.signed, case.statement]
    at = data.draw(st.integers(0, len(case.chain) - 1))
    rewritten = chained(
        [{**entry.body, "object_id": "forged"} for entry in case.chain[at:]], after=case.chain[:at]
    )
    assert problems(rewritten, said)
    assert problems(case.chain[:at], said)
    gone = [*case.chain[:at], *case.chain[at + 1 :]]
    assert problems(gone, said)


@settings(deadline=None)  # signing takes its time on a busy machine
@given(restores(), st.data())
def test_a_loss_before_what_the_statement_names_is_not_excused(case: Restored, data: st.DataObject) -> None:
    kept = case.statement.kept
    if kept == 0:
        return
    cut = data.draw(st.integers(0, kept - 1))
    assert problems(case.chain[:cut], [*case.signed, case.statement])


@pytest.mark.parametrize("name", ["kept", "lost", "hash", "sequence", "at"])
def test_a_changed_statement_of_a_restore_excuses_nothing(name: str) -> None:
    case = Restored([("read", 400)] * 4, 2, [("change", 1)])
    forged = {**vars(case.statement), name: 0 if name in {"kept", "lost", "sequence"} else "f" * 64}
    assert "bad signature" in {
        problem for problem, _at in problems(case.chain, [*case.signed, Restore(**forged)])
    }
