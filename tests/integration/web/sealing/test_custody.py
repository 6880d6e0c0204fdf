"""Who keeps the key: named by a lead, proven before use, handed over whole, forgotten for good."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError
from tests.integration.web.sealing.conftest import (
    CONTACT,
    NAME,
    PASSPHRASE,
    RECORD,
    Kept,
    by,
    made_and_proven,
    open_with,
    seal,
)
from tests.people import make_person

from avert.web.accounts.models import Organisation, Person
from avert.web.audit.models import AuditEntry
from avert.web.sealing import custody, services
from avert.web.sealing.errors import DamagedSealError, KeyFileError, NotCustodianError, PassphraseError
from avert.web.sealing.models import OrganisationKey, Sealed, WrappedKey

BOTH = {"source_name": NAME, "source_contact": CONTACT}


def test_only_a_lead_names_a_custodian(
    committee: Organisation,
    lead: Person,
    analyst: Person,
    outside_stakeholder: Person,
    administrator: Person,
) -> None:
    for person in (analyst, outside_stakeholder, administrator):
        with pytest.raises(PermissionDenied):
            custody.name_custodian(organisation=committee, custodian=analyst, **by(person))
    assert custody.name_custodian(organisation=committee, custodian=analyst, **by(lead)).custodian == analyst


def test_only_a_member_who_can_log_in_is_named(
    committee: Organisation, lead: Person, analyst: Person, outside_stakeholder: Person
) -> None:
    analyst.is_active = False
    for person in (outside_stakeholder, analyst):
        with pytest.raises(NotCustodianError):
            custody.name_custodian(organisation=committee, custodian=person, **by(lead))


def test_only_who_is_named_makes_and_tries_the_key(
    committee: Organisation, lead: Person, custodian: Person
) -> None:
    key = custody.name_custodian(organisation=committee, custodian=custodian, **by(lead))
    with pytest.raises(PermissionDenied):
        custody.make_key(key=key, passphrase=PASSPHRASE, **by(lead))
    text = custody.make_key(key=key, passphrase=PASSPHRASE, **by(custodian))
    key.refresh_from_db()
    with pytest.raises(PermissionDenied):
        custody.prove_key(key=key, key_file=text, passphrase=PASSPHRASE, **by(lead))
    with pytest.raises(PassphraseError):
        custody.prove_key(key=key, key_file=text, passphrase="not that one", **by(custodian))
    key.refresh_from_db()
    assert (key.proven_at, key.begun_at) == (None, None)


def test_naming_another_before_the_key_is_used_takes_the_task_away(
    committee: Organisation, lead: Person, analyst: Person, custodian: Person
) -> None:
    first = custody.name_custodian(organisation=committee, custodian=custodian, **by(lead))
    custody.name_custodian(organisation=committee, custodian=analyst, **by(lead))
    with pytest.raises(PermissionDenied):
        custody.make_key(key=first, passphrase=PASSPHRASE, **by(custodian))


def test_a_key_in_use_is_never_made_again(kept: Kept) -> None:
    with pytest.raises(PermissionDenied):
        custody.make_key(key=kept.key, passphrase=PASSPHRASE, **by(kept.custodian))


def test_the_server_keeps_the_public_half_alone(kept: Kept) -> None:
    kept.key.refresh_from_db()
    assert len(kept.key.public_key) == 32
    assert kept.key.fingerprint in kept.key_file
    assert bytes(kept.key.public_key).hex() not in kept.key_file


def test_a_key_made_again_makes_the_first_file_useless(
    committee: Organisation, lead: Person, custodian: Person
) -> None:
    key = custody.name_custodian(organisation=committee, custodian=custodian, **by(lead))
    first = custody.make_key(key=key, passphrase=PASSPHRASE, **by(custodian))
    custody.make_key(key=key, passphrase=PASSPHRASE, **by(custodian))
    key.refresh_from_db()
    with pytest.raises(KeyFileError):
        custody.prove_key(key=key, key_file=first, passphrase=PASSPHRASE, **by(custodian))


def test_after_a_hand_over_the_new_custodian_opens_all_and_the_old_nothing(
    kept: Kept, committee: Organisation, analyst: Person, name_and_prove: Callable[[Person], Kept]
) -> None:
    records = [uuid.uuid4() for _number in range(5)]
    for record in records:
        seal(committee, record)
    successor = name_and_prove(analyst)
    assert successor.key.begun_at is None
    count = custody.hand_over(key=kept.key, **kept.opening, **by(kept.custodian))
    assert count == 10
    for record in records:
        assert open_with(successor, record) == BOTH
        with pytest.raises(PermissionDenied):
            open_with(kept, record)
        with pytest.raises(KeyFileError):
            services.open_sealed(record_id=record, **kept.opening, **by(analyst))
    seal(committee, RECORD)
    assert open_with(successor) == BOTH
    assert not WrappedKey.objects.exclude(key=successor.key).exists()
    kept.custodian.delete()  # nothing depends on the person any more


def test_a_hand_over_needs_the_own_key_and_a_proven_one_to_follow(
    kept: Kept, committee: Organisation, lead: Person, analyst: Person
) -> None:
    seal(committee)
    hand_over = {"key": kept.key, **kept.opening}
    with pytest.raises(NotCustodianError):
        custody.hand_over(**hand_over, **by(kept.custodian))
    key = custody.name_custodian(organisation=committee, custodian=analyst, **by(lead))
    with pytest.raises(NotCustodianError):
        custody.hand_over(**hand_over, **by(kept.custodian))
    made_and_proven(key, analyst)
    for person in (lead, analyst):
        with pytest.raises(PermissionDenied):
            custody.hand_over(**hand_over, **by(person))
    with pytest.raises(PassphraseError):
        custody.hand_over(**hand_over | {"passphrase": "no"}, **by(kept.custodian))
    analyst.memberships.all().delete()
    with pytest.raises(NotCustodianError):
        custody.hand_over(**hand_over, **by(kept.custodian))
    assert open_with(kept) == BOTH


def test_a_hand_over_that_fails_half_way_changes_nothing(
    kept: Kept, committee: Organisation, analyst: Person, name_and_prove: Callable[[Person], Kept]
) -> None:
    seal(committee)
    seal(committee, uuid.uuid4())
    name_and_prove(analyst)
    damaged = WrappedKey.objects.exclude(sealed__record_id=RECORD).first()
    whole = bytes(damaged.wrapped)
    damaged.wrapped = whole[:-1] + bytes([whole[-1] ^ 1])
    damaged.save()
    before = (AuditEntry.objects.count(), set(WrappedKey.objects.values_list("pk", "key", "wrapped")))
    with pytest.raises(DamagedSealError):
        custody.hand_over(key=kept.key, **kept.opening, **by(kept.custodian))
    assert (AuditEntry.objects.count(), set(WrappedKey.objects.values_list("pk", "key", "wrapped"))) == before
    assert open_with(kept) == BOTH


def test_where_the_custodian_is_gone_a_lead_begins_anew_and_the_old_key_keeps_what_it_had(
    kept: Kept,
    committee: Organisation,
    lead: Person,
    analyst: Person,
    name_and_prove: Callable[[Person], Kept],
) -> None:
    seal(committee)
    successor = name_and_prove(analyst)
    with pytest.raises(PermissionDenied):
        custody.begin_anew(key=successor.key, **by(analyst))
    custody.begin_anew(key=successor.key, **by(lead))
    seal(committee, source_name="Someone Else")
    assert open_with(successor) == {"source_name": "Someone Else"}
    assert open_with(kept) == {"source_contact": CONTACT}
    assert custody.hand_over(key=kept.key, **kept.opening, **by(kept.custodian)) == 1
    assert open_with(successor) == {"source_name": "Someone Else", "source_contact": CONTACT}


def test_forgetting_a_key_erases_what_only_it_opens(
    kept: Kept, committee: Organisation, lead: Person, analyst: Person
) -> None:
    seal(committee)
    with pytest.raises(PermissionDenied):
        custody.forget_key(key=kept.key, **by(kept.custodian))
    assert custody.forget_key(key=kept.key, **by(lead)) == 2
    assert not Sealed.objects.exists()
    assert not WrappedKey.objects.exists()
    assert OrganisationKey.objects.get().custodian is None


def test_deleting_the_custodian_or_the_organisation_is_refused_while_they_are_needed(
    kept: Kept, committee: Organisation
) -> None:
    with pytest.raises(ProtectedError):
        kept.custodian.delete()
    with pytest.raises(ProtectedError):
        committee.delete()


def test_an_organisation_s_custodian_is_nothing_in_another(
    kept: Kept, ministry: Organisation, committee: Organisation
) -> None:
    seal(committee)
    other = make_person("other-custodian", ministry)
    key = OrganisationKey.objects.create(organisation=ministry, custodian=other, named_at=kept.key.named_at)
    theirs = made_and_proven(key, other)
    with pytest.raises(PermissionDenied):
        open_with(theirs)
    seal(ministry)
    assert open_with(theirs) == open_with(kept) == BOTH
    assert Sealed.objects.count() == 4
