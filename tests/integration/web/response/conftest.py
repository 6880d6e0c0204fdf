from __future__ import annotations

import datetime as dt

import pytest
from tests.asked import later, released
from tests.people import OCCASION

from avert.web.accounts.models import Organisation, Person
from avert.web.records.sharing import Sharing
from avert.web.response import services
from avert.web.response.models import Protocol, ProtocolOption, Room
from avert.web.warnings.models import Warning

CHECKED = {
    "harm_check": "Seen as taking sides; both sides are told",
    "harm_checked_on": dt.date(2024, 2, 1),
    "harm_checked_by": "Protection adviser",
}


@pytest.fixture
def warning(committee: Organisation, ministry: Organisation, analyst: Person) -> Warning:
    return released(committee, analyst, ministry)


@pytest.fixture
def protocol(committee: Organisation, analyst: Person) -> Protocol:
    return services.write_protocol(
        owner_id=committee.pk,
        title="Boats on the river",
        trigger="Boats gather",
        viewer=analyst,
        occasion=OCCASION,
    )


@pytest.fixture
def option(protocol: Protocol, analyst: Person) -> ProtocolOption:
    return services.add_option(
        protocol=protocol, what="Send elders", mandate="Council of elders", viewer=analyst, occasion=OCCASION
    )


@pytest.fixture
def room(warning: Warning, protocol: Protocol, ministry: Organisation, analyst: Person) -> Room:
    """The committee's room on a warning, in which the ministry takes part."""
    return services.open_room(
        warning=warning,
        owner_id=warning.owner_id,
        title="Calm on the river",
        no_new_action="Elders meet already; talk may be slow",
        protocol=protocol,
        contact_protocol="By radio at six",
        viewer=analyst,
        occasion=later(hours=1),
        sharing=Sharing(organisations=frozenset({ministry.pk})),
    )
