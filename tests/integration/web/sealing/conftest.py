from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from tests.people import OCCASION, make_person

from avert.web.accounts.models import Organisation, Person
from avert.web.audit.occasions import ActorKind, Occasion
from avert.web.sealing import custody, key_file, services
from avert.web.sealing.models import OrganisationKey

PASSPHRASE = "heron lantern gravel onion sixty"
NAME, CONTACT = "Wanjiku Ochieng-Quartey", "+254 700 000 417 after dusk"
RECORD = uuid.UUID("6b1f7e32-4c5d-4e8a-9f10-2a3b4c5d6e7f")
KIND = "reports.report"


@dataclass
class Kept:
    """A key in use: its custodian, its row and the file that only the custodian has."""

    custodian: Person
    key: OrganisationKey
    key_file: str

    @property
    def opening(self) -> dict[str, str]:
        return {"key_file": self.key_file, "passphrase": PASSPHRASE}


def by(person: Person) -> dict[str, object]:
    return {"viewer": person, "occasion": Occasion(OCCASION.at, ActorKind.PERSON, person.pk)}


def made_and_proven(key: OrganisationKey, custodian: Person) -> Kept:
    text = custody.make_key(key=key, passphrase=PASSPHRASE, **by(custodian))
    key.refresh_from_db()
    key = custody.prove_key(key=key, key_file=text, passphrase=PASSPHRASE, **by(custodian))
    return Kept(custodian, key, text)


def seal(organisation: Organisation, record_id: uuid.UUID = RECORD, **values: str) -> None:
    services.seal(
        record_id=record_id,
        record_kind=KIND,
        organisation_id=organisation.pk,
        values=values or {"source_name": NAME, "source_contact": CONTACT},
        occasion=OCCASION,
    )


def open_with(kept: Kept, record_id: uuid.UUID = RECORD) -> dict[str, str]:
    return services.open_sealed(record_id=record_id, **kept.opening, **by(kept.custodian))


@pytest.fixture(autouse=True)
def _stretching_takes_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_file, "MEMORY_KIB", 64)


@pytest.fixture
def name_and_prove(committee: Organisation, lead: Person) -> Callable[[Person], Kept]:
    def name_and_prove(custodian: Person) -> Kept:
        key = custody.name_custodian(organisation=committee, custodian=custodian, **by(lead))
        return made_and_proven(key, custodian)

    return name_and_prove


@pytest.fixture
def custodian(committee: Organisation) -> Person:
    """Keeps the committee's key, and is nothing else there."""
    return make_person("custodian", committee)


@pytest.fixture
def kept(custodian: Person, name_and_prove: Callable[[Person], Kept]) -> Kept:
    return name_and_prove(custodian)


@pytest.fixture
def everyone_else(
    kept: Kept, lead: Person, analyst: Person, outside_stakeholder: Person, administrator: Person
) -> list[Person]:
    """All who are not the committee's custodian, one of them the ministry's own."""
    ministry = outside_stakeholder.organisations.get()
    key = OrganisationKey.objects.create(
        organisation=ministry, custodian=outside_stakeholder, named_at=kept.key.named_at
    )
    made_and_proven(key, outside_stakeholder)
    return [lead, analyst, outside_stakeholder, administrator, make_person("nobody")]
