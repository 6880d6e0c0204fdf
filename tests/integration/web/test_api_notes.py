"""Notes by program: who gets what with which token, and that nothing hidden shows."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from tests.integration.web.test_records import write_note
from tests.people import OCCASION, bearer, client_of, make_person, token_of

from avert.handling import Marking
from avert.web.accounts import programs
from avert.web.accounts import services as accounts
from avert.web.accounts.models import AccessToken, Organisation, Person
from avert.web.accounts.vocabulary import RoleKind, Scope
from avert.web.audit.models import AuditEntry
from avert.web.notes.models import Note
from avert.web.records import services
from avert.web.records.models import Revision
from avert.web.records.sharing import Sharing

NOTES = "/api/v1/notes"
JSON = "application/json"
READ, WRITE, REFERENCE = frozenset({Scope.READ}), frozenset({Scope.WRITE}), frozenset({Scope.REFERENCE})
SCOPES = {"reads": READ, "writes": WRITE, "reads and writes": READ | WRITE, "reference": REFERENCE}
NEW = {"title": "Grazing", "text": "Herders moved early", "place": "ken"}


@pytest.fixture
def note(committee: Organisation, analyst: Person) -> Note:
    """Of Kenya (gw:501), for the committee alone."""
    return write_note(committee, analyst)


@pytest.fixture
def program(analyst: Person) -> Client:
    """What the analyst's own program may do with both scopes."""
    return bearer(token_of(analyst, Scope.READ, Scope.WRITE))


def ask(client: Client, act: str, note: Note, version: int = 1) -> Any:
    """One act on notes; what is changed is changed to what it is, so that the acts do not get in each other's way."""
    one, audience = f"{NOTES}/{note.pk}", {"row_version": version, "marking": "TLP:AMBER+STRICT"}
    acts = {
        "list": lambda: client.get(NOTES),
        "read": lambda: client.get(one),
        "history": lambda: client.get(f"{one}/history"),
        "audience": lambda: client.get(f"{one}/audience"),
        "write": lambda: client.post(NOTES, NEW, content_type=JSON),
        "change": lambda: client.patch(one, {"row_version": version, "title": note.title}, content_type=JSON),
        "share": lambda: client.put(f"{one}/audience", audience, content_type=JSON),
        "remove": lambda: client.delete(f"{one}?row_version={version}"),
    }
    return acts[act]()


# Viewer × scopes × act. Each viewer has a row of statuses with all scopes; what scopes take away is the same for all.

ACTS = ("list", "read", "history", "audience", "write", "change", "share", "remove")
WITH_ALL = {
    "lead": (200, 200, 200, 200, 201, 200, 200, 204),
    "analyst": (200, 200, 200, 200, 201, 200, 200, 204),
    "reader": (200, 200, 200, 200, 422, 403, 403, 403),
    "outsider": (200, 404, 404, 404, 201, 404, 404, 404),
    "administrator": (200, 404, 404, 404, 422, 404, 404, 404),
    "program for Kenya": (200, 200, 200, 200, 201, 200, 200, 403),
    "program for Uganda": (200, 404, 404, 404, 403, 404, 404, 404),
    "reading program": (200, 200, 200, 200, 422, 403, 403, 403),
}
NEEDED = dict(
    zip(ACTS, [READ, READ, READ, READ, WRITE, READ | WRITE, READ | WRITE, READ | WRITE], strict=True)
)
SEES = {"lead", "analyst", "reader", "program for Kenya", "reading program"}


@pytest.fixture
def viewers(request: pytest.FixtureRequest, committee: Organisation) -> dict[str, Person]:
    names = {"reader": "colleague", "outsider": "outside_stakeholder"}
    people = ("lead", "analyst", "reader", "outsider", "administrator")
    found = {who: request.getfixturevalue(names.get(who, who)) for who in people}
    limits: dict[str, tuple[RoleKind, str]] = {
        "program for Kenya": (RoleKind.ANALYST, "gw:501"),
        "program for Uganda": (RoleKind.ANALYST, "gw:500"),
        "reading program": (RoleKind.READER, ""),
    }
    for who, (kind, place) in limits.items():
        found[who] = programs.create_service_account(
            organisation=committee, name=who, kind=kind, place=place, occasion=OCCASION
        )
    return found


@pytest.mark.parametrize("scopes", SCOPES)
@pytest.mark.parametrize("who", WITH_ALL)
def test_a_token_does_what_its_person_may_and_its_scopes_name(
    who: str, scopes: str, viewers: dict[str, Person], note: Note
) -> None:
    client = bearer(token_of(viewers[who], *SCOPES[scopes]))
    for act, status in zip(ACTS, WITH_ALL[who], strict=True):
        answer = ask(client, act, note, Revision.objects.filter(record_id=note.pk).count())
        expected = status if NEEDED[act] <= SCOPES[scopes] else 403
        assert answer.status_code == expected, (act, answer.content)
        if act == "list" and answer.status_code == 200:
            assert (str(note.pk) in answer.content.decode()) is (who in SEES)
        if not SCOPES[scopes] & READ:
            assert note.text not in answer.content.decode()
            assert note.title not in answer.content.decode()


@pytest.mark.parametrize("cause", ["revoked", "expired", "deactivated"])
def test_a_token_that_is_not_good_any_more_does_nothing(cause: str, note: Note, analyst: Person) -> None:
    client = bearer(token_of(analyst, *Scope))
    token = AccessToken.objects.filter(person=analyst)
    if cause == "revoked":
        token.update(revoked_at=OCCASION.at)
    elif cause == "expired":
        token.update(expires_at=OCCASION.at)
    else:
        Person.objects.filter(pk=analyst.pk).update(is_active=False)
    for act in ACTS:
        assert ask(client, act, note).status_code == 401
    assert [entry.action for entry in AuditEntry.objects.filter(object_kind="notes.note")] == ["create"]


def test_a_log_in_reads_and_does_not_write(note: Note, analyst: Person) -> None:
    client = client_of(analyst)
    for act, status in zip(ACTS, [200, 200, 200, 200, 403, 403, 403, 403], strict=True):
        assert ask(client, act, note).status_code == status
    assert ask(client, "write", note).json()["error"] == "token-needed"


def test_publishing_reference_pages_publishes_no_record(note: Note, settings: Any) -> None:
    settings.AVERT_PUBLIC_REFERENCE = True
    for act in ACTS:
        assert ask(Client(), act, note).status_code == 401


# Nothing hidden shows


def test_what_is_hidden_answers_as_what_is_not_there(note: Note, outside_stakeholder: Person) -> None:
    client = bearer(token_of(outside_stakeholder, Scope.READ, Scope.WRITE))
    missing = Note(pk=uuid.uuid4(), title=note.title)
    for act in set(ACTS) - {"list", "write"}:
        hidden, none = (ask(client, act, which) for which in (note, missing))
        assert (hidden.status_code, hidden.content) == (none.status_code, none.content) == (404, none.content)
        assert dict(hidden.items()) == dict(none.items())


def test_a_list_and_its_pages_hold_only_what_the_viewer_may_read(
    committee: Organisation, ministry: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    shared = Sharing(organisations=frozenset({ministry.pk}))
    for number in range(7):
        write_note(committee, analyst, shared if number % 2 else Sharing(), title=f"note {number}")
    client, cursor, seen, sizes = bearer(token_of(outside_stakeholder, Scope.READ)), "", [], []
    while cursor is not None:
        said = client.get(NOTES, {"limit": 2, "cursor": cursor}).json()
        assert said.keys() == {"marking", "prohibited_uses", "notes", "next_cursor"}
        seen += [row["title"] for row in said["notes"]]
        sizes.append(len(said["notes"]))
        cursor = said["next_cursor"]
    assert sorted(seen) == ["note 1", "note 3", "note 5"]
    assert sizes == [2, 1]


def test_a_cursor_is_good_for_its_viewer_only_and_cannot_be_made_up(
    committee: Organisation, analyst: Person, lead: Person, program: Client
) -> None:
    for number in range(3):
        write_note(committee, analyst, title=f"note {number}")
    cursor = program.get(NOTES, {"limit": 1}).json()["next_cursor"]
    assert program.get(NOTES, {"cursor": cursor}).status_code == 200
    assert bearer(token_of(lead, Scope.READ)).get(NOTES, {"cursor": cursor}).status_code == 422
    for made_up in (cursor[:-1], "x", "[]", cursor + "x"):
        assert program.get(NOTES, {"cursor": made_up}).status_code == 422


def test_the_newest_comes_first_across_pages(
    committee: Organisation, analyst: Person, program: Client
) -> None:
    for day in (3, 1, 2):
        occasion = replace(OCCASION, at=dt.datetime(2024, 5, day, tzinfo=dt.UTC))
        made = Note(owner=committee, place="", title=str(day), text="")
        services.create(record=made, viewer=analyst, occasion=occasion)
    first = program.get(NOTES, {"limit": 2}).json()
    rest = program.get(NOTES, {"cursor": first["next_cursor"]}).json()
    assert [row["title"] for row in first["notes"] + rest["notes"]] == ["3", "2", "1"]


def test_a_search_finds_words_and_places_among_what_may_be_read(
    note: Note, program: Client, outside_stakeholder: Person
) -> None:
    def titles(client: Client, **asked: str) -> list[str]:
        return [row["title"] for row in client.get(NOTES, asked).json()["notes"]]

    assert titles(program, words="friday market", place="ken") == [note.title]
    assert titles(program, words="friday", place="uga") == titles(program, words="saturday") == []
    assert titles(bearer(token_of(outside_stakeholder, Scope.READ)), words="friday") == []
    assert program.get(NOTES, {"place": "nowhere"}).status_code == 422
    assert program.get(NOTES, {"words": "\x00"}).status_code == 422


def test_nobody_learns_who_is_here_by_naming_them(
    program: Client, ministry: Organisation, outside_stakeholder: Person
) -> None:
    def refused(**named: uuid.UUID) -> Any:
        asked = NEW | {kind: [str(key)] for kind, key in named.items()}
        answer = program.post(NOTES, asked, content_type=JSON)
        return answer.status_code, answer.content

    hidden = refused(organisations=ministry.pk), refused(persons=outside_stakeholder.pk)
    missing = refused(organisations=uuid.uuid4()), refused(persons=uuid.uuid4()), refused(groups=uuid.uuid4())
    assert len({*hidden, *missing}) == 1
    assert hidden[0][0] == 422
    owners = {
        program.post(NOTES, NEW | {"owner": str(key)}, content_type=JSON).content
        for key in (ministry.pk, uuid.uuid4())
    }
    assert len(owners) == 1


def test_readers_of_other_organisations_do_not_learn_for_whom_else_it_is(
    committee: Organisation, ministry: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    sharing = Sharing(frozenset({ministry.pk}), persons=frozenset({analyst.pk}))
    note = write_note(committee, analyst, sharing)
    client = bearer(token_of(outside_stakeholder, Scope.READ))
    assert client.get(f"{NOTES}/{note.pk}/audience").status_code == 403
    history = client.get(f"{NOTES}/{note.pk}/history")
    assert history.status_code == 200
    assert not {"audience", "marking"} & {c["field"] for c in history.json()["revisions"][0]["changes"]}
    assert str(ministry.pk) not in history.content.decode()


# Writing


def test_a_note_is_written_changed_shared_and_removed(
    program: Client, committee: Organisation, ministry: Organisation, lead: Person
) -> None:
    receipt = program.post(NOTES, NEW | {"marking": "TLP:AMBER"}, content_type=JSON).json()
    one = f"{NOTES}/{receipt['id']}"
    said = program.get(one).json()
    assert (said["title"], said["place"], said["marking"]) == ("Grazing", "ken", "TLP:AMBER")
    changed = program.patch(one, {"row_version": 1, "text": "Later", "why": "heard"}, content_type=JSON)
    assert (changed.json()["text"], changed.json()["row_version"]) == ("Later", 2)
    ministry.is_listed = True
    ministry.save()
    audience = {"row_version": 2, "marking": "TLP:GREEN", "organisations": [str(ministry.pk)]}
    shared = program.put(f"{one}/audience", audience, content_type=JSON).json()
    assert (shared["organisations"], shared["marking"], shared["row_version"]) == (
        [str(ministry.pk)],
        "TLP:GREEN",
        3,
    )
    history = program.get(f"{one}/history").json()["revisions"]
    assert [(entry["row_version"], entry["why"]) for entry in history] == [(3, ""), (2, "heard"), (1, "")]
    assert program.delete(f"{one}?row_version=3").status_code == 204
    assert program.get(one).status_code == 404
    actions = AuditEntry.objects.filter(object_kind="notes.note").values_list("action", flat=True)
    assert list(actions) == ["create", "read", "change", "permission-change", "read", "delete"]


@pytest.mark.parametrize("act", ["change", "share", "remove"])
def test_whoever_comes_second_is_told_what_is_there_now(
    act: str, note: Note, program: Client, analyst: Person
) -> None:
    services.change(record=note, row_version=1, fields={"title": "Moved"}, viewer=analyst, occasion=OCCASION)
    answer = ask(program, act, note)
    assert (answer.status_code, answer.json()["error"]) == (409, "stale-record")
    assert (answer.json()["current"]["title"], answer.json()["current"]["row_version"]) == ("Moved", 2)
    assert AuditEntry.objects.filter(action="read", object_id=str(note.pk)).count() == 1


@pytest.mark.parametrize(
    "body",
    [
        "{", "[]", "null", '{"title": ""}', '{"title": "x", "unknown": 1}', '{"title": "x\\u0000"}',
        '{"title": "\\ud800"}', '{"title": "x", "marking": "TLP:WHITE"}', '{"title": "x", "place": "nowhere"}',
        '{"title": "x", "owner": "y"}', '{"title": "x", "persons": ["y"]}', '{"title": "' + "x" * 201 + '"}',
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_without_repeating_it(body: str, program: Client) -> None:
    answer = program.post(NOTES, body, content_type=JSON)
    assert answer.status_code in {400, 422}
    assert answer.json().keys() == {"status", "error", "message"}
    assert "nowhere" not in answer.content.decode()


def test_a_body_longer_than_anything_is_refused(program: Client) -> None:
    answer = program.post(NOTES, '{"text": "' + "x" * 3_000_000 + '"}', content_type=JSON)
    assert (answer.status_code, answer.json()["error"]) == (413, "too-long")


def test_who_writes_for_several_says_for_which(
    analyst: Person, ministry: Organisation, program: Client
) -> None:
    accounts.give_role(person=analyst, organisation=ministry, kind=RoleKind.ANALYST, occasion=OCCASION)
    assert program.post(NOTES, NEW, content_type=JSON).status_code == 422
    assert program.post(NOTES, NEW | {"owner": str(ministry.pk)}, content_type=JSON).status_code == 201


# Every answer


def test_every_answer_carries_its_marking_and_what_it_is_not_for_and_is_kept_nowhere(
    note: Note, program: Client, committee: Organisation, analyst: Person
) -> None:
    write_note(committee, analyst, marking=Marking.RED)
    for act in ("list", "read", "history", "audience", "write", "change", "share"):
        answer = ask(program, act, note)
        assert answer.json()["prohibited_uses"] == ["choosing targets", "refusing asylum", "propaganda"], act
        assert answer.json()["marking"] == ("TLP:RED" if act == "list" else "TLP:AMBER+STRICT")
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "ETag" not in answer.headers


def test_a_head_is_that_of_the_answer_and_other_methods_are_refused(note: Note, program: Client) -> None:
    assert program.head(NOTES).content == b""
    answer = program.put(NOTES, {}, content_type=JSON)
    assert (answer.status_code, answer.json()["error"]) == (405, "method-not-allowed")
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))


def test_a_list_takes_as_many_queries_however_long_it_is(
    committee: Organisation, analyst: Person, program: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        write_note(committee, analyst, title=str(number))
    program.get(NOTES)
    for address in (NOTES, f"{NOTES}/{program.get(NOTES).json()['notes'][0]['id']}"):
        with django_assert_max_num_queries(9):
            assert program.get(address).status_code == 200


def test_a_refused_act_is_in_the_audit_by_id(note: Note, colleague: Person) -> None:
    ask(bearer(token_of(colleague, *Scope)), "change", note)
    denial = AuditEntry.objects.get(action="denial")
    assert (denial.object_id, denial.actor_id) == (str(note.pk), colleague.pk)


def test_an_outsider_writes_for_her_own_organisation_only(
    outside_stakeholder: Person, committee: Organisation
) -> None:
    client = bearer(token_of(outside_stakeholder, Scope.WRITE))
    assert client.post(NOTES, NEW | {"owner": str(committee.pk)}, content_type=JSON).status_code == 403
    nobody = bearer(token_of(make_person("nobody"), Scope.WRITE))
    assert nobody.post(NOTES, NEW, content_type=JSON).status_code == 422
