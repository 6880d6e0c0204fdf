from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from tests.alert_servers import Servers, servers
from tests.people import OCCASION
from tests.record_samples import write_contact, write_warning

from avert.config import load_config
from avert.handling import Marking
from avert.web.accounts.models import Organisation, Person
from avert.web.alerts import services
from avert.web.audit.occasions import Occasion
from avert.web.contacts.models import Contact
from avert.web.contacts.vocabulary import Way
from avert.web.records import services as records
from avert.web.warnings.models import Addressee, Warning
from avert.web.warnings.vocabulary import State

NOW = OCCASION.at
GIVEN = {
    "role": "District commissioner",
    "can_do": "Send officers",
    "asked": "Send officers to the market",
    "code": "4831",
}


def open_channels(settings: Any, home: Path, there: Servers) -> None:
    """Set the deployment of the test, and of workers that it starts, to these servers."""
    (home / "avert.toml").write_text(there.toml(), encoding="utf-8")
    secrets = home / "alert-secrets.toml"
    secrets.write_text(there.secrets(), encoding="utf-8")
    secrets.chmod(0o600)
    read = load_config({"AVERT_HOME": str(home)})
    settings.CONFIG = replace(settings.CONFIG, home=home, alert_channels=read.alert_channels)


@pytest.fixture
def there(settings: Any, tmp_path: Path) -> Iterator[Servers]:
    """Servers that take everything at once."""
    with servers() as made:
        open_channels(settings, tmp_path, made)
        yield made


@pytest.fixture
def contact(committee: Organisation, analyst: Person, there: Servers) -> Callable[..., Contact]:
    """A contact with every address, reached first in one way."""
    numbers = count(1)

    def make(way: Way = Way.EMAIL, **fields: Any) -> Contact:
        number = next(numbers)
        given = {
            "email": f"desk{number}@example.org",
            "phone": f"+25470000{number:04}",
            "webhook": f"http://{there.web_host}/alerts",
            "language": "en",
        }
        return write_contact(committee, analyst, way=way, **{**given, **fields})

    return make


@pytest.fixture
def released(committee: Organisation, analyst: Person) -> Callable[..., Warning]:
    """A warning that is out."""

    def make(at: dt.datetime = NOW, **fields: Any) -> Warning:
        given = {"state": State.RELEASED, "released_at": at, "expires_at": at + dt.timedelta(days=3)}
        return write_warning(committee, analyst, **{**given, "marking": Marking.AMBER, **fields})

    return make


@pytest.fixture
def address(committee: Organisation, analyst: Person) -> Callable[..., Addressee]:
    """Address a warning to a contact."""

    def make(warning: Warning, contact: Contact | None = None, **fields: Any) -> Addressee:
        kind = Addressee(
            owner=committee,
            warning=warning,
            marking=warning.marking,
            contact=contact,
            **{**GIVEN, **fields},
        )
        return records.create(record=kind, viewer=analyst, occasion=OCCASION)

    return make


def queue(warning: Warning, at: dt.datetime = NOW) -> None:
    services.queue_warning(warning=warning, occasion=Occasion.of_the_site(at))


def real_now() -> dt.datetime:
    return timezone.now()
