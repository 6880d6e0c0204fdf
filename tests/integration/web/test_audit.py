from __future__ import annotations

import datetime as dt
import logging
import stat
import uuid
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from tests.people import OCCASION, PASSWORD, client_of, make_person

from avert.web.accounts import services as accounts
from avert.web.accounts.models import Organisation, Person
from avert.web.audit import heads, services
from avert.web.audit.actions import Action
from avert.web.audit.models import AuditEntry
from avert.web.audit.occasions import ActorKind, Occasion
from avert.web.audit.selectors import verification
from avert.web.limits.purposes import LIMITS, Purpose

ODD_NAME, ODD_PASSWORD = "quetzalcoatlus", "seventeen violet giraffes"


def refuse_after_writing(request: HttpRequest, record: uuid.UUID | None = None) -> HttpResponse:
    with transaction.atomic():
        accounts.create_organisation(name={"en": "never"}, occasion=OCCASION)
        raise PermissionDenied


urlpatterns = [
    path("refused/", refuse_after_writing, name="refused"),
    path("refused/<uuid:record>/", refuse_after_writing, name="refused-record"),
    path("", include("avert.web.urls")),
]


def log_in(client: Client, username: str, password: str) -> HttpResponse:
    return client.post("/account/log-in/", {"username": username, "password": password})


def actions() -> list[str]:
    return list(AuditEntry.objects.values_list("action", flat=True))


def findings() -> list[object]:
    return list(verification().findings())


@pytest.fixture
def three_entries(db: None) -> list[AuditEntry]:
    return [services.append(occasion=OCCASION, action=Action.CREATE) for _time in range(3)]


def test_entries_are_numbered_and_chained(three_entries: list[AuditEntry]) -> None:
    assert [entry.sequence for entry in three_entries] == [1, 2, 3]
    assert three_entries[2].previous_hash == three_entries[1].hash
    assert findings() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET action = 'read'",
        "UPDATE audit_entry SET hash = hash WHERE sequence = 2",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_entry WHERE sequence = 3",
    ],
)
def test_the_database_refuses_to_change_or_remove_entries(
    three_entries: list[AuditEntry], statement: str
) -> None:
    refused(statement, "never")


def test_the_database_refuses_to_empty_the_table(three_entries: list[AuditEntry]) -> None:
    if connection.vendor == "postgresql":
        refused("TRUNCATE audit_entry", "never")


def test_the_database_refuses_to_write_over_an_entry(three_entries: list[AuditEntry]) -> None:
    columns = ", ".join(field.column for field in AuditEntry._meta.fields if field.name != "sequence")
    copy = f"SELECT {{}}, {columns} FROM audit_entry WHERE sequence = 2"  # noqa: S608  names of our own fields
    kinds = ["INSERT"] if connection.vendor == "postgresql" else ["INSERT", "INSERT OR REPLACE", "REPLACE"]
    for kind in kinds:
        for number in (1, 2, 4, 5):
            refused(f"{kind} INTO audit_entry (sequence, {columns}) {copy.format(number)}", "in order")


def refused(statement: str, words: str) -> None:
    with pytest.raises(DatabaseError, match=words), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEntry.objects.count() == 3
    assert findings() == []


def test_an_act_and_its_entry_stay_or_go_together(db: None) -> None:
    with transaction.atomic():
        accounts.create_organisation(name={"en": "never"}, occasion=OCCASION)
        transaction.set_rollback(True)
    assert (Organisation.objects.count(), actions()) == (0, [])


def test_an_act_whose_entry_cannot_be_written_is_not_done(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_anything: object) -> None:
        raise OSError

    monkeypatch.setattr("avert.web.accounts.services.audit.append", fail)
    with pytest.raises(OSError):  # noqa: PT011
        accounts.create_organisation(name={"en": "never"}, occasion=OCCASION)
    assert Organisation.objects.count() == 0


@pytest.mark.urls(__name__)
def test_a_denial_stays_although_what_was_tried_is_rolled_back(analyst: Person) -> None:
    record = uuid.uuid4()
    before = Organisation.objects.count()
    assert client_of(analyst).get(f"/refused/{record}/").status_code == 403
    assert client_of(analyst).get("/refused/").status_code == 403
    of_record, of_page = AuditEntry.objects.filter(action=Action.DENIAL)
    assert Organisation.objects.count() == before
    assert (of_record.actor_id, of_record.object_id) == (analyst.pk, str(record))
    assert (of_page.object_kind, of_page.object_id) == ("page:refused", "")


@pytest.mark.urls(__name__)
def test_strangers_and_expired_forms_leave_no_denial(stranger: Client, analyst: Person) -> None:
    assert stranger.get("/refused/").status_code == 302
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(analyst)
    assert strict.post("/account/log-out/").status_code == 403
    assert Action.DENIAL not in actions()


def test_a_denial_inside_another_transaction_is_a_mistake(db: None) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        services.append_denial(occasion=OCCASION, object_kind="page:x")


def test_coming_and_going_leaves_entries(stranger: Client, analyst: Person, committee: Organisation) -> None:
    new = "another four plain words"
    begun = AuditEntry.objects.count()
    log_in(stranger, "analyst", "wrong")
    log_in(stranger, "analyst", PASSWORD)
    stranger.post(
        "/account/password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    )
    stranger.post("/account/log-out/")
    stranger.post("/account/log-out/")
    left = list(AuditEntry.objects.filter(sequence__gt=begun))
    assert [entry.action for entry in left] == ["log-in-refused", "log-in", "password-change", "log-out"]
    assert {entry.actor_id for entry in left[1:]} == {analyst.pk}
    assert {entry.organisation_id for entry in left[1:]} == {committee.pk}
    assert (left[0].actor_kind, left[0].actor_id) == (ActorKind.STRANGER, None)
    assert len({entry.request_id for entry in left}) == 4
    assert left[2].field_names == ["must_change_password", "password"]


def test_administrators_organisations_and_memberships_leave_entries(committee: Organisation) -> None:
    person, _password = accounts.create_administrator(username="first", occasion=OCCASION)
    for _time in range(2):
        accounts.join_organisation(person=person, organisation=committee, occasion=OCCASION)
    left = AuditEntry.objects.values_list("action", "object_kind", "owner_id")
    assert list(left) == [
        ("create", "accounts.organisation", committee.pk),
        ("create", "accounts.person", None),
        ("permission-change", "accounts.membership", committee.pk),
    ]


def test_guesses_that_the_limit_turns_away_fill_no_audit(stranger: Client, analyst: Person) -> None:
    for _guess in range(LIMITS[Purpose.LOG_IN].most + 5):
        log_in(stranger, "analyst", "wrong")
    assert actions().count("log-in-refused") == LIMITS[Purpose.LOG_IN].most


def test_refusals_of_one_name_can_be_told_from_another_s(stranger: Client, db: None) -> None:
    for name in ("one", "ONE", "other"):
        log_in(stranger, name, "wrong")
    digests = [entry.digests["username"] for entry in AuditEntry.objects.all()]
    assert digests[0] == digests[1] == services.digest_value("username", "one")
    assert digests[0] != digests[2]


@pytest.mark.django_db(transaction=True)
def test_no_value_gets_into_entries_heads_or_logs(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], audit_folder: Path
) -> None:
    agent = "Peculiar/1.0"
    client = Client(headers={"user-agent": agent}, REMOTE_ADDR="203.0.113.77")
    with caplog.at_level(logging.INFO):
        log_in(client, ODD_NAME, ODD_PASSWORD)
        log_in(client, ODD_PASSWORD, ODD_NAME)
        person = make_person(ODD_NAME)
        organisation = accounts.create_organisation(name={"en": "Odd Quagga Society"}, occasion=OCCASION)
        accounts.join_organisation(person=person, organisation=organisation, occasion=OCCASION)
        accounts.change_password(person=person, new_password=ODD_PASSWORD, occasion=OCCASION)
        log_in(client, ODD_NAME, ODD_PASSWORD)
        client.get("/audit/")
        client.post("/account/log-out/")
        services.sign_last()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audit_entry")
        everything = str(cursor.fetchall())
    assert everything.count("log-in-refused") == 2
    everything += "".join(file.read_text() for file in audit_folder.iterdir())
    everything += caplog.text + "".join(capfd.readouterr())
    for value in (*ODD_NAME.split(), *ODD_PASSWORD.split(), "Quagga", agent, "203.0.113.77"):
        assert value.casefold() not in everything.casefold()


@pytest.mark.parametrize(
    "given",
    [
        {"object_kind": "Kapenguria meeting"},
        {"object_id": "Kapenguria"},
        {"field_names": ["name of the source"]},
        {"values": {"Kapenguria": "x"}},
    ],
    ids=str,
)
def test_an_entry_takes_no_content_and_repeats_none(db: None, given: dict) -> None:
    with pytest.raises(ValueError, match="ids and names of fields") as refusal:
        services.append(occasion=OCCASION, action=Action.CHANGE, **given)
    assert "Kapenguria" not in str(refusal.value)
    assert actions() == []


def test_an_occasion_knows_its_zone_and_its_actor() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Occasion(dt.datetime(2024, 3, 2), ActorKind.OPERATOR)  # noqa: DTZ001
    with pytest.raises(ValueError, match="has an id"):
        Occasion(OCCASION.at, ActorKind.PERSON)


@pytest.mark.django_db(transaction=True)
def test_heads_are_signed_as_entries_come_and_only_once_committed(audit_folder: Path) -> None:
    with transaction.atomic():
        for _time in range(heads.EVERY):
            services.append(occasion=OCCASION, action=Action.READ)
        transaction.set_rollback(True)
    assert not (audit_folder / heads.FILE_NAME).exists()
    for _time in range(2 * heads.EVERY + 1):
        services.append(occasion=OCCASION, action=Action.READ)
    file = audit_folder / heads.FILE_NAME
    assert [head.sequence for _line, head in heads.read(file)] == [heads.EVERY, 2 * heads.EVERY]
    assert services.sign_last().sequence == 2 * heads.EVERY + 1
    assert services.sign_last() is None
    assert [stat.S_IMODE(path.stat().st_mode) for path in sorted(audit_folder.iterdir())] == [0o600, 0o600]


@pytest.mark.django_db(transaction=True)
def test_an_act_is_done_even_if_the_file_of_heads_cannot_be_written(
    audit_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    audit_folder.parent.mkdir(exist_ok=True)
    audit_folder.write_text("in the way")
    for _time in range(heads.EVERY):
        services.append(occasion=OCCASION, action=Action.READ)
    assert AuditEntry.objects.count() == heads.EVERY
    assert "Error calling" in caplog.text
