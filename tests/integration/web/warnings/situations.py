"""A warning as far as a test needs it, and the people around it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.people import OCCASION, make_person
from tests.record_samples import PLACE

from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import RoleKind
from avert.web.audit.occasions import Occasion
from avert.web.contacts.models import Contact
from avert.web.records import services as records
from avert.web.records.sharing import NOBODY_ELSE
from avert.web.records.writing import rows_of
from avert.web.warnings import services
from avert.web.warnings.models import Addressee, Agreed, Warning
from avert.web.warnings.vocabulary import Confidence, Event, Probability

AN_HOUR = dt.timedelta(hours=1)
CONTENT: dict[str, Any] = {
    "title": "Attacks after the vote",
    "event": Event.ELECTION,
    "what": "Attacks on farms",
    "to_whom": "settled families",
    "window_from": dt.date(2024, 3, 3),
    "window_until": dt.date(2024, 3, 9),
    "probability": Probability.LIKELY,
    "confidence": Confidence.LOW,
    "rests_on": "Leaflets in two markets",
    "would_change": "Elders of both sides meet",
    "harm_of_issuing": "People may flee over the river",
}
ASKED: dict[str, Any] = {
    "role": "District commissioner",
    "can_do": "Send officers",
    "asked": "Send officers to both markets",
    "acknowledge_by": OCCASION.at + AN_HOUR,
}


def later(**time: float) -> Occasion:
    return Occasion.at_the_command_line(OCCASION.at + dt.timedelta(**time))


def write_draft(owner: Organisation, by: Person, **fields: Any) -> Warning:
    options = {"place": PLACE, **CONTENT, **fields}
    return services.draft(owner_id=owner.pk, viewer=by, occasion=OCCASION, **options)


def address(warning: Warning, by: Person, **fields: Any) -> Addressee:
    return services.add_addressee(warning=warning, viewer=by, occasion=OCCASION, **{**ASKED, **fields})


def now(record: Any) -> Any:
    """A record as it stands now."""
    return rows_of(type(record)).get(pk=record.pk)


def propose(warning: Warning, by: Person) -> Warning:
    version = now(warning).row_version
    return services.propose(warning=warning, row_version=version, viewer=by, occasion=OCCASION)


def release(warning: Warning, by: Person, occasion: Occasion = OCCASION) -> Warning:
    version = now(warning).row_version
    return services.release(warning=warning, row_version=version, viewer=by, occasion=occasion)


def proposed(owner: Organisation, by: Person, *, to: dict[str, Any] | None = None, **fields: Any) -> Warning:
    warning = write_draft(owner, by, **fields)
    address(warning, by, **(to or {}))
    return propose(warning, by)


def released(owner: Organisation, by: Person, second: Person, **fields: Any) -> Warning:
    return release(proposed(owner, by, **fields), second)


def second_person(owner: Organisation, name: str = "second", **qualities: Any) -> Person:
    return make_person(name, owner, RoleKind.ANALYST, **qualities)


def write_contact(owner: Organisation, by: Person, **fields: Any) -> Contact:
    contact = Contact(owner=owner, place=PLACE, **{"role": "Chair of the committee", **fields})
    return records.create(record=contact, viewer=by, occasion=OCCASION, sharing=NOBODY_ELSE)


def write_agreed(owner: Organisation, by: Person, **fields: Any) -> Agreed:
    content = {
        "title": "Leave the river road",
        "event": Event.COMMUNITIES,
        "what": "Leave the river road now",
        "to_whom": "travellers",
        "asked": "Turn back the buses",
        "harm_of_issuing": "Crowding at the bridge",
        "agreed_on": dt.date(2024, 1, 1),
        "review_on": dt.date(2025, 1, 1),
        "place": PLACE,
    }
    return services.agree(owner_id=owner.pk, viewer=by, occasion=OCCASION, **content | fields)


def agree_recipient(agreed: Agreed, by: Person, **fields: Any) -> Contact:
    contact = write_contact(agreed.owner, by, **fields)
    services.add_recipient(agreed=agreed, contact=contact, viewer=by, occasion=OCCASION, can_do="Stop buses")
    return contact
