"""Signals by program: who gets what with which token, and that nothing hidden shows."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from tests.intake import HANDLE, JSON, NUMBER, SIGNALS, answers, make_program, signals, text
from tests.people import OCCASION, bearer, client_of, make_person, token_of
from tests.record_samples import write_exercise, write_signal

from avert.web.accounts import services as accounts
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import RoleKind, Scope
from avert.web.audit.models import AuditEntry
from avert.web.records import services as records
from avert.web.records.sharing import Sharing
from avert.web.records.writing import rows_of
from avert.web.signals.models import Signal, Verification

READ, WRITE = frozenset({Scope.READ}), frozenset({Scope.WRITE})
SCOPES = {
    "reads": READ,
    "writes": WRITE,
    "reads and writes": READ | WRITE,
    "reference": frozenset({Scope.REFERENCE}),
}
NEW = {"text": "Herders moved early", "about": "displacement", "place": "ken", "where": "Nakuru"}


@pytest.fixture
def signal(committee: Organisation, analyst: Person) -> Signal:
    return write_signal(committee, analyst, text="Leaflets at the mill", reply_to=HANDLE)


def ask(client: Client, act: str, signal: Signal) -> Any:
    """One act on signals; what is judged is judged so that the acts do not get in each other's way."""
    one = f"{SIGNALS}/{signal.pk}"
    standing = {"row_version": 1, "standing": "open"}
    acts = {
        "list": lambda: client.get(SIGNALS),
        "read": lambda: client.get(one),
        "write": lambda: client.post(SIGNALS, NEW, content_type=JSON),
        "verify": lambda: client.post(
            f"{one}/verifications", {"finding": "confirmed", "how": "x"}, content_type=JSON
        ),
        "answer": lambda: client.post(f"{one}/answers", {"kind": "received"}, content_type=JSON),
        "stand": lambda: client.post(f"{one}/standing", standing, content_type=JSON),
    }
    return acts[act]()


ACTS = ("list", "read", "write", "verify", "answer", "stand")
WITH_ALL = {
    "lead": (200, 200, 201, 201, 201, 200),
    "analyst": (200, 200, 201, 422, 201, 200),  # she took it in, so she is no second person
    "reader": (200, 200, 422, 403, 403, 403),
    "outsider": (200, 404, 201, 404, 404, 404),
    "administrator": (200, 404, 422, 404, 404, 404),
    "program for Kenya": (200, 200, 201, 422, 201, 200),
    "program for Uganda": (200, 404, 403, 404, 404, 404),
}
BOTH = READ | WRITE
NEEDED = dict(zip(ACTS, (READ, READ, WRITE, BOTH, BOTH, BOTH), strict=True))


@pytest.fixture
def viewers(request: pytest.FixtureRequest, committee: Organisation) -> dict[str, Person]:
    names = {"reader": "colleague", "outsider": "outside_stakeholder"}
    people = ("lead", "analyst", "reader", "outsider", "administrator")
    found = {who: request.getfixturevalue(names.get(who, who)) for who in people}
    places = {"program for Kenya": "gw:501", "program for Uganda": "gw:500"}
    return found | {who: make_program(committee, place=place) for who, place in places.items()}


@pytest.mark.parametrize("scopes", SCOPES)
@pytest.mark.parametrize("who", WITH_ALL)
def test_a_token_does_what_its_person_may_and_its_scopes_name(
    who: str, scopes: str, viewers: dict[str, Person], signal: Signal
) -> None:
    client = bearer(token_of(viewers[who], *SCOPES[scopes]))
    for act, status in zip(ACTS, WITH_ALL[who], strict=True):
        answer = ask(client, act, signal)
        assert answer.status_code == (status if NEEDED[act] <= SCOPES[scopes] else 403), (act, answer.content)
        if not SCOPES[scopes] & READ:
            assert signal.text not in answer.content.decode()


def test_a_log_in_reads_and_does_not_write(signal: Signal, lead: Person) -> None:
    client = client_of(lead)
    assert [ask(client, act, signal).status_code for act in ACTS] == [200, 200, 403, 403, 403, 403]


def test_what_is_hidden_answers_as_what_is_not_there(signal: Signal, outside_stakeholder: Person) -> None:
    client = bearer(token_of(outside_stakeholder, *BOTH))
    missing = Signal(pk=uuid.uuid4())
    for act in ("read", "verify", "answer", "stand"):
        hidden, none = (ask(client, act, which) for which in (signal, missing))
        assert (hidden.status_code, hidden.content) == (none.status_code, none.content) == (404, none.content)


def test_neither_who_reported_nor_the_way_to_them_is_in_any_answer(gateway: Client, lead: Person) -> None:
    text(gateway, "Leaflets", conversation=HANDLE)
    client = bearer(token_of(lead, *BOTH))
    (taken,) = signals()
    for act in ACTS:
        said = ask(client, act, taken).content.decode()
        assert HANDLE not in said
        assert NUMBER not in said


def test_a_list_comes_in_pages_of_what_may_be_read_and_without_texts(
    committee: Organisation, ministry: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    shared = Sharing(organisations=frozenset({ministry.pk}))
    for number in range(7):
        write_signal(
            committee,
            analyst,
            shared if number % 2 else Sharing(),
            text=f"secret {number}",
            where=str(number),
        )
    client, cursor, seen = bearer(token_of(outside_stakeholder, Scope.READ)), "", []
    while cursor is not None:
        answer = client.get(SIGNALS, {"limit": 2, "cursor": cursor})
        assert "secret" not in answer.content.decode()
        seen += [row["id"] for row in answer.json()["signals"]]
        cursor = answer.json()["next_cursor"]
    assert len(seen) == len(set(seen)) == 3
    assert client.get(SIGNALS, {"cursor": "x"}).status_code == 422


def test_a_list_is_narrowed_by_place_standing_and_exercise(committee: Organisation, lead: Person) -> None:
    exercise = write_exercise(committee, lead)
    write_signal(committee, lead)
    write_signal(committee, lead, place="gw:500", standing="set-aside", standing_why="old")
    write_signal(committee, lead, exercise=exercise)
    client = bearer(token_of(lead, Scope.READ))

    def count(**asked: Any) -> int:
        return len(client.get(SIGNALS, asked).json()["signals"])

    assert (
        count(),
        count(place="ken"),
        count(standing="open"),
        count(standing="set-aside", place="uga"),
    ) == (2, 1, 1, 1)
    assert count(exercise=exercise.pk) == 1
    assert client.get(SIGNALS, {"place": "nowhere"}).status_code == 422


def test_what_is_sent_twice_under_one_key_is_one_signal(lead: Person) -> None:
    client = bearer(token_of(lead, Scope.WRITE))
    said = [client.post(SIGNALS, NEW | {"message_key": "kobo-1"}, content_type=JSON) for _ in range(2)]
    assert [answer.status_code for answer in said] == [201, 200]
    assert said[0].json() == {"id": str(signals()[0].pk), "is_new": True}
    assert said[1].json() == said[0].json() | {"is_new": False}
    (taken,) = signals()
    assert (taken.way, taken.place, taken.where, taken.grade) == ("program", "gw:501", "Nakuru", "F6")


@pytest.mark.parametrize(
    "body",
    [
        "{", "[]", '{"text": "x"}', '{"text": "", "about": "calm"}', '{"text": "x", "about": "nonsense"}',
        '{"text": "x", "about": "calm", "grade": "A1"}', '{"text": "x", "about": "calm", "way": "sms"}',
        '{"text": "x\\u0000", "about": "calm"}', '{"text": "x", "about": "calm", "happened_at": "2026-01-02T03:04:05"}',
        '{"text": "x", "about": "calm", "place": "nowhere"}', '{"text": "x", "about": "calm", "reply_to": "1"}',
        '{"text": "x", "about": "calm", "exercise": "00000000-0000-4000-8000-000000000000"}',
        '{"text": "' + "x" * 5001 + '", "about": "calm"}',
        '{"text": "x", "about": "calm", "happened_at": "0001-01-01T00:00:00Z"}',
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_without_repeating_it(body: str, lead: Person) -> None:
    answer = bearer(token_of(lead, Scope.WRITE)).post(SIGNALS, body, content_type=JSON)
    assert answer.status_code in {400, 422}
    assert answer.json().keys() == {"status", "error", "message"}
    assert "nowhere" not in answer.content.decode()
    assert not signals()


def test_a_signal_is_verified_by_a_second_person_answered_and_set_aside(signal: Signal, lead: Person) -> None:
    client, one = bearer(token_of(lead, *BOTH)), f"{SIGNALS}/{signal.pk}"
    ask(client, "verify", signal)
    assert rows_of(Verification).get().created_by_id == lead.pk
    answer = {"kind": "not-done", "text": "Nobody could go there"}
    assert client.post(f"{one}/answers", answer, content_type=JSON).status_code == 201
    assert [(told.kind, told.text) for told in answers()] == [("not-done", "Nobody could go there")]
    without_words = client.post(f"{one}/answers", {"kind": "done"}, content_type=JSON)
    assert without_words.status_code == 422
    aside = {"row_version": 1, "standing": "set-aside"}
    assert client.post(f"{one}/standing", aside, content_type=JSON).status_code == 422, "it needs a reason"
    said = client.post(f"{one}/standing", aside | {"why": "of last year"}, content_type=JSON).json()
    assert (said["standing"], said["standing_why"], said["row_version"]) == ("set-aside", "of last year", 2)
    again = client.post(f"{one}/standing", {"row_version": 1, "standing": "open"}, content_type=JSON)
    assert (again.status_code, again.json()["current"]["standing"]) == (409, "set-aside")


def test_a_signal_is_merged_into_one_that_the_viewer_may_read(
    signal: Signal, committee: Organisation, ministry: Organisation, lead: Person, outside_stakeholder: Person
) -> None:
    client, one = bearer(token_of(lead, *BOTH)), f"{SIGNALS}/{signal.pk}"
    hidden = write_signal(ministry, outside_stakeholder)
    said = {"row_version": 1, "standing": "merged"}
    refused = [
        client.post(f"{one}/standing", said | {"into": into}, content_type=JSON)
        for into in (None, str(hidden.pk), str(uuid.uuid4()))
    ]
    assert {(answer.status_code, answer.content) for answer in refused} == {(422, refused[0].content)}
    other = write_signal(committee, lead)
    merged = client.post(f"{one}/standing", said | {"into": str(other.pk)}, content_type=JSON)
    assert (merged.status_code, merged.json()["standing"]) == (200, "merged")


def test_reading_is_written_down_one_by_one_and_lists_as_lists(signal: Signal, lead: Person) -> None:
    client = bearer(token_of(lead, Scope.READ))
    for act in ("list", "read"):
        ask(client, act, signal)
    entries = AuditEntry.objects.filter(object_kind="signals.signal", action__startswith="read")
    assert sorted(entries.values_list("action", "object_id")) == [("read", str(signal.pk)), ("read-list", "")]


def test_who_writes_for_several_says_for_which(analyst: Person, ministry: Organisation) -> None:
    accounts.give_role(person=analyst, organisation=ministry, kind=RoleKind.ANALYST, occasion=OCCASION)
    client = bearer(token_of(analyst, Scope.WRITE))
    assert client.post(SIGNALS, NEW, content_type=JSON).status_code == 422
    assert client.post(SIGNALS, NEW | {"owner": str(ministry.pk)}, content_type=JSON).status_code == 201
    nobody = bearer(token_of(make_person("nobody"), Scope.WRITE))
    assert nobody.post(SIGNALS, NEW, content_type=JSON).status_code == 422


def test_a_removed_signal_sent_again_stays_removed(lead: Person) -> None:
    client = bearer(token_of(lead, Scope.WRITE))
    client.post(SIGNALS, NEW | {"message_key": "1"}, content_type=JSON)
    records.remove(record=signals()[0], row_version=1, viewer=lead, occasion=OCCASION)
    assert client.post(SIGNALS, NEW | {"message_key": "1"}, content_type=JSON).status_code == 200
    assert not signals()


def test_a_list_takes_as_many_queries_however_long_it_is(
    committee: Organisation, lead: Person, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        write_signal(committee, lead, where=str(number))
    client = bearer(token_of(lead, Scope.READ))
    client.get(SIGNALS)
    for address in (SIGNALS, f"{SIGNALS}/{client.get(SIGNALS).json()['signals'][0]['id']}"):
        with django_assert_max_num_queries(9):
            assert client.get(address).status_code == 200
