"""What is sealed can be read by its custodian alone, and is nowhere else."""

from __future__ import annotations

import datetime as dt
import logging
import re
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from tests.integration.web.sealing.conftest import (
    CONTACT,
    NAME,
    PASSPHRASE,
    RECORD,
    Kept,
    by,
    open_with,
    seal,
)
from tests.people import OCCASION, client_of
from tests.second_steps import confirmed

from avert.web.accounts.models import Organisation, Person
from avert.web.audit.actions import Action
from avert.web.audit.models import AuditEntry
from avert.web.notes.models import Note
from avert.web.records import services as records
from avert.web.sealing import custody, services
from avert.web.sealing.errors import (
    DamagedSealError,
    KeyFileError,
    NoCustodianError,
    PassphraseError,
    TooManyTriesError,
)
from avert.web.sealing.models import OrganisationKey, Sealed, WrappedKey
from avert.web.sealing.selectors import sealed_fields_of

BOTH = {"source_name": NAME, "source_contact": CONTACT}


def test_the_custodian_opens_what_others_sealed(kept: Kept, committee: Organisation) -> None:
    seal(committee)
    assert open_with(kept) == BOTH


def test_nothing_is_sealed_before_a_key_has_been_shown_to_work(
    committee: Organisation, lead: Person, custodian: Person
) -> None:
    key = custody.name_custodian(organisation=committee, custodian=custodian, **by(lead))
    for _step in range(2):
        with pytest.raises(NoCustodianError):
            seal(committee)
        custody.make_key(key=key, passphrase=PASSPHRASE, **by(custodian))
    assert not Sealed.objects.exists()


def test_nobody_else_opens_even_with_file_and_passphrase(
    kept: Kept, committee: Organisation, everyone_else: list[Person]
) -> None:
    seal(committee)
    for person in everyone_else:
        with pytest.raises(PermissionDenied):
            services.open_sealed(record_id=RECORD, **kept.opening, **by(person))
        denied = AuditEntry.objects.filter(action=Action.DENIAL, actor_id=person.pk)
        assert [entry.object_id for entry in denied] == [str(RECORD)]
    assert not AuditEntry.objects.filter(action=Action.READ).exists()


def test_a_custodian_who_left_or_was_deactivated_opens_nothing(kept: Kept, committee: Organisation) -> None:
    seal(committee)
    kept.custodian.is_active = False
    with pytest.raises(PermissionDenied):
        open_with(kept)
    kept.custodian.is_active = True
    kept.custodian.memberships.all().delete()
    with pytest.raises(PermissionDenied):
        open_with(kept)


def test_a_custodian_opens_only_what_the_own_organisation_sealed(
    kept: Kept, committee: Organisation, ministry: Organisation
) -> None:
    seal(committee)
    Sealed.objects.update(organisation=ministry)  # whoever owns the database can write this
    with pytest.raises(DamagedSealError):
        open_with(kept)


def test_ciphertexts_cannot_be_swapped(kept: Kept, committee: Organisation) -> None:
    seal(committee)
    name, contact = Sealed.objects.order_by("-field")
    name.ciphertext, contact.ciphertext = contact.ciphertext, name.ciphertext
    name.save()
    contact.save()
    with pytest.raises(DamagedSealError):
        open_with(kept)
    one, other = WrappedKey.objects.all()  # nor together with their keys
    one.wrapped, other.wrapped = other.wrapped, one.wrapped
    one.save()
    other.save()
    with pytest.raises(DamagedSealError):
        open_with(kept)


def test_writing_one_field_anew_leaves_the_others(kept: Kept, committee: Organisation) -> None:
    seal(committee)
    seal(committee, source_name="Someone Else", source_contact=" ")
    assert open_with(kept) == {"source_name": "Someone Else", "source_contact": CONTACT}
    assert Sealed.objects.count() == WrappedKey.objects.count() == 2


def test_the_entries_say_which_fields_and_never_what(kept: Kept, committee: Organisation) -> None:
    seal(committee)
    seal(committee, source_name=NAME)
    open_with(kept)
    services.erase(record_id=RECORD, organisation_id=committee.pk, occasion=OCCASION)
    fields = ["source_contact", "source_name"]
    told = AuditEntry.objects.filter(object_id=str(RECORD)).order_by("sequence")
    assert [(entry.action, entry.field_names) for entry in told] == [
        (Action.CREATE, fields),
        (Action.CHANGE, ["source_name"]),
        (Action.READ, fields),
        (Action.DELETE, fields),
    ]
    assert {entry.owner_id for entry in told} == {committee.pk}
    assert {str(entry.digests) for entry in told} == {"{}"}


def test_wrong_tries_are_written_down_and_counted(kept: Kept, committee: Organisation) -> None:
    seal(committee)
    wrong = {"key_file": kept.key_file, "passphrase": "not that one"}
    for _try in range(custody.MOST_TRIES - 1):
        with pytest.raises(PassphraseError):
            services.open_sealed(record_id=RECORD, **wrong, **by(kept.custodian))
    with pytest.raises(KeyFileError):
        services.open_sealed(record_id=RECORD, key_file="{}", passphrase=PASSPHRASE, **by(kept.custodian))
    with pytest.raises(TooManyTriesError):
        open_with(kept)
    assert AuditEntry.objects.filter(action=Action.DENIAL).count() == custody.MOST_TRIES


def test_after_five_minutes_another_try_is_allowed(kept: Kept, committee: Organisation) -> None:
    seal(committee)
    early = by(kept.custodian)
    for _try in range(custody.MOST_TRIES):
        with pytest.raises(PassphraseError):
            services.open_sealed(record_id=RECORD, key_file=kept.key_file, passphrase="no", **early)
    occasion = early["occasion"]
    later = type(occasion)(occasion.at + dt.timedelta(minutes=5), occasion.actor_kind, occasion.actor_id)
    opening = kept.opening | {"viewer": kept.custodian, "occasion": later}
    assert services.open_sealed(record_id=RECORD, **opening) == BOTH


def test_erasing_leaves_nothing(kept: Kept, committee: Organisation) -> None:
    seal(committee)
    erase = {"record_id": RECORD, "organisation_id": committee.pk, "occasion": OCCASION}
    assert services.erase(**erase, field_names=["source_name"]) == 1
    assert open_with(kept) == {"source_contact": CONTACT}
    assert services.erase(**erase) == 1
    assert not Sealed.objects.exists()
    assert not WrappedKey.objects.exists()
    with pytest.raises(PermissionDenied):
        open_with(kept)


def test_models_print_no_content(kept: Kept, committee: Organisation) -> None:
    seal(committee)
    for row in (Sealed.objects.first(), WrappedKey.objects.first(), OrganisationKey.objects.first()):
        printed = f"{row!s} {row!r}"
        assert str(row.pk) in printed
        assert not {"source_name", "custodian", "Custodian"} & set(printed.split())
        assert len(printed) < 120


def test_only_members_are_told_that_anything_is_sealed(
    kept: Kept, committee: Organisation, analyst: Person, outside_stakeholder: Person, administrator: Person
) -> None:
    seal(committee)
    for person, is_custodian in ((analyst, False), (kept.custodian, True)):
        told = sealed_fields_of(record_id=RECORD, viewer=person)
        assert told is not None
        assert (list(told.field_names), told.is_custodian) == (
            ["source_name", "source_contact"],
            is_custodian,
        )
        assert sealed_fields_of(record_id=uuid.uuid4(), viewer=person) is None
    for viewer in (outside_stakeholder, administrator, AnonymousUser()):
        assert sealed_fields_of(record_id=RECORD, viewer=viewer) is None


def everything_stored() -> Iterator[str]:
    """Every column of every table as text, binary ones in both readings; on SQLite the files too."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  the database's own names
            for row in cursor.fetchall():
                for value in row:
                    content = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    yield content.decode("utf-8", errors="replace")
                    yield content.decode("utf-16-le", errors="replace")
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        for path in (name, f"{name}-wal"):
            try:
                with closing(open(path, "rb")) as file:  # noqa: PTH123
                    yield file.read().decode("utf-8", errors="replace")
            except FileNotFoundError:
                continue


@pytest.mark.django_db(transaction=True)
def test_the_words_are_nowhere_in_database_logs_or_audit(
    kept: Kept, committee: Organisation, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        seal(committee)
        client = confirmed(client_of(kept.custodian))
        for passphrase in (PASSPHRASE, "a wrong one entirely"):
            text = client.post(
                f"/sealed/{RECORD}/", {"key_text": kept.key_file, "passphrase": passphrase}
            ).content.decode()
            assert (NAME in text) == (passphrase == PASSPHRASE)
    client_of(kept.custodian).get("/audit/")
    printed = capfd.readouterr()
    logged = [record.getMessage() + str(record.args) for record in caplog.records]
    stored = list(everything_stored())
    assert any("source_name" in text for text in stored)  # so that the search below would find something
    private = kept.key_file.split('"key": "')[1][:64]
    for secret in (NAME, "Wanjiku", CONTACT, "000 417", PASSPHRASE, private):
        assert not [text for text in [*stored, *logged, printed.out, printed.err] if secret in text]


@pytest.mark.django_db(transaction=True)
def test_two_who_seal_the_same_field_at_once_leave_one_that_opens(
    kept: Kept, committee: Organisation
) -> None:
    failures = at_once(
        *(lambda n=n: seal(committee, source_name=f"name {n}", source_contact=f"name {n}") for n in range(6))
    )
    assert failures == []
    opened = open_with(kept)
    assert opened["source_name"] == opened["source_contact"]
    assert Sealed.objects.count() == WrappedKey.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_what_is_sealed_during_a_hand_over_is_handed_over_or_sealed_for_the_next(
    kept: Kept, committee: Organisation, analyst: Person, name_and_prove: Callable[[Person], Kept]
) -> None:
    successor = name_and_prove(analyst)
    records = [uuid.uuid4() for _number in range(8)]
    hand_over = {"key": kept.key, **kept.opening, **by(kept.custodian)}
    failures = at_once(
        *(lambda record=record: seal(committee, record, source_name=NAME) for record in records[:4]),
        lambda: custody.hand_over(**hand_over),
        *(lambda record=record: seal(committee, record, source_name=NAME) for record in records[4:]),
    )
    assert failures == []
    assert [open_with(successor, record) for record in records] == [{"source_name": NAME}] * 8


def at_once(*acts: Callable[[], object]) -> list[BaseException]:
    failures: list[BaseException] = []
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait()
            act()
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


def test_a_stranger_is_sent_to_log_in(kept: Kept, committee: Organisation, stranger: Client) -> None:
    seal(committee)
    assert stranger.get(f"/sealed/{RECORD}/").headers["Location"].startswith("/account/log-in/")


def test_nobody_but_the_custodian_can_tell_the_page_from_one_that_is_not_there(
    kept: Kept, committee: Organisation, everyone_else: list[Person]
) -> None:
    seal(committee)
    for person in everyone_else:
        client = confirmed(client_of(person))
        there, not_there = f"/sealed/{RECORD}/", f"/sealed/{uuid.uuid4()}/"
        answers = [client.get(there), client.get(not_there)]
        opening = {"key_text": kept.key_file, "passphrase": PASSPHRASE}
        answers += [client.post(there, opening), client.post(not_there, opening)]
        assert {answer.status_code for answer in answers} == {404}
        own = rb'value="\w{64}"|[\w-]{36}'  # the form's token and the address itself
        assert len({re.sub(own, b"", answer.content) for answer in answers}) == 1
    assert confirmed(client_of(kept.custodian)).get(f"/sealed/{RECORD}/").status_code == 200


def test_who_has_opened_a_seal_is_known_to_the_custodian_alone(
    kept: Kept, committee: Organisation, lead: Person, analyst: Person, administrator: Person
) -> None:
    seal(committee)
    open_with(kept)
    for person in (kept.custodian, lead, analyst, administrator):
        for query in ("", f"?object={RECORD}", f"?object={kept.key.pk}"):
            lines = [re.sub(r"<[^>]+>|\s+", " ", row) for row in trail_of(person, query)]
            read = [line for line in lines if re.search(r"\bread +sealing.sealed", line)]
            made = [line for line in lines if "sealing.organisationkey" in line]
            if person == kept.custodian:
                assert bool(read) == (str(kept.key.pk) not in query)
            else:
                assert not read
            if person in (kept.custodian, lead):
                assert bool(made) == (str(RECORD) not in query)
            else:
                assert not [line for line in made if str(kept.key.pk) in line or "Custodian" in line]
                assert not made or (person == administrator and not query)
    administrator.memberships.create(organisation=committee).roles.create(kind="reader")
    assert not [row for row in trail_of(administrator, "") if "sealing.sealed" in row and ">read<" in row]


def trail_of(person: Person, query: str) -> list[str]:
    html = client_of(person).get(f"/audit/{query}").content.decode()
    return html.split("<tbody")[1].split("</tr>") if "<tbody" in html else []


def test_a_record_that_is_removed_takes_its_sealed_fields_along(
    kept: Kept, committee: Organisation, lead: Person
) -> None:
    note = Note(owner=committee, title="Meeting on Friday")
    note = records.create(record=note, **by(lead))
    seal(committee, note.pk)
    seal(committee)
    records.remove(record=note, row_version=note.row_version, **by(lead))
    assert {sealed.record_id for sealed in Sealed.objects.all()} == {RECORD}


def test_a_key_of_real_strength_opens(
    monkeypatch: pytest.MonkeyPatch,
    committee: Organisation,
    name_and_prove: Callable[[Person], Kept],
    analyst: Person,
) -> None:
    monkeypatch.undo()
    kept = name_and_prove(analyst)
    seal(committee)
    assert open_with(kept) == BOTH
