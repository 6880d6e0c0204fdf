"""Protocols: nothing is ready before somebody has looked at the harm it may do."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.integration.web.response.conftest import CHECKED
from tests.people import OCCASION, client_of

from avert.errors import InputError
from avert.web.accounts.models import Organisation, Person
from avert.web.records.writing import rows_of
from avert.web.response import services
from avert.web.response.models import Protocol, ProtocolOption, Rehearsal

OPTION = {"what": "Send elders", "mandate": "Council of elders"}


@pytest.fixture
def client(analyst: Person) -> Client:
    return client_of(analyst)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return re.sub(r"\s+", " ", answer.content.decode())


def url(protocol: Protocol, page: str = "") -> str:
    return f"/response/protocols/{protocol.pk}/{page}"


def test_a_protocol_is_written_listed_and_changed(client: Client, committee: Organisation) -> None:
    form = {
        "title": "Boats", "place": "gw:501", "trigger": "Boats gather", "event": "COMMUNITIES",
        "review_on": "2024-01-01", "owner": str(committee.pk), "marking": "3",
    }  # fmt: skip
    client.post("/response/protocols/new/", form)
    protocol = rows_of(Protocol).get()
    assert (protocol.place, protocol.marking) == ("gw:501", 3)
    page = text(client, url(protocol))
    assert "It was to be looked at again by now" in page
    assert "never tried out" in page
    assert "Boats" in text(client, "/response/protocols/")
    assert (
        client.post(
            url(protocol, "edit/"), form | {"title": "Boats at night", "row_version": "1"}
        ).status_code
        == 302
    )
    assert "Boats at night" in text(client, url(protocol))


def test_an_option_without_a_look_at_its_harm_cannot_be_ready_and_the_page_says_so(
    client: Client, protocol: Protocol
) -> None:
    assert "Someone" not in text(client, url(protocol, "options/new/"))
    answer = client.post(url(protocol, "options/new/"), OPTION | {"is_ready": "on"})
    assert "not ready while nobody has looked at the harm" in answer.content.decode()
    assert not rows_of(ProtocolOption).exists()
    client.post(url(protocol, "options/new/"), OPTION)
    option = rows_of(ProtocolOption).get()
    assert "Not ready: nobody has written down what harm it may do" in text(client, url(protocol))
    edit = f"/response/options/{option.pk}/edit/"
    partly = {**OPTION, "row_version": "1", "is_ready": "on", "harm_check": "Seen as taking sides"}
    assert client.post(edit, partly).status_code == 200
    whole = partly | {"harm_checked_on": "2024-02-01", "harm_checked_by": "Protection adviser"}
    assert client.post(edit, whole).status_code == 302
    assert rows_of(ProtocolOption).get().is_ready
    assert "Not ready" not in text(client, url(protocol))
    unsaid = whole | {"row_version": "2", "harm_check": ""}
    assert client.post(edit, unsaid).status_code == 200, "what is ready does not lose its check"


@pytest.mark.parametrize("missing", sorted(CHECKED))
def test_each_part_of_the_look_at_harm_is_needed(protocol: Protocol, analyst: Person, missing: str) -> None:
    given = {**OPTION, **CHECKED, "is_ready": True}
    act = {"protocol": protocol, "viewer": analyst, "occasion": OCCASION}
    with pytest.raises(InputError, match="not ready"):
        services.add_option(**act, **{name: value for name, value in given.items() if name != missing})
    assert services.add_option(**act, **given).is_ready


def test_a_rehearsal_tells_what_was_learned(client: Client, protocol: Protocol) -> None:
    future = client.post(url(protocol, "rehearsals/new/"), {"on": "2090-01-01", "learned": "Nothing"})
    assert "still to come" in future.content.decode()
    client.post(url(protocol, "rehearsals/new/"), {"on": "2024-01-05", "learned": "No fuel"})
    assert "No fuel" in text(client, url(protocol))
    one = rows_of(Rehearsal).get()
    change = {"on": "2024-01-05", "learned": "No fuel, no radio", "row_version": "1"}
    assert client.post(f"/response/rehearsals/{one.pk}/edit/", change).status_code == 302


def test_a_reader_adds_nothing(protocol: Protocol, colleague: Person) -> None:
    reader = client_of(colleague)
    for page in ("options/new/", "rehearsals/new/", "edit/"):
        assert reader.post(url(protocol, page), OPTION).status_code == 403
        assert f'href="{page}"' not in text(reader, url(protocol))


def test_only_contacts_that_the_viewer_may_read_are_offered(
    client: Client, protocol: Protocol, ministry: Organisation, outside_stakeholder: Person, analyst: Person
) -> None:
    from tests.record_samples import write_contact

    theirs = write_contact(ministry, outside_stakeholder, role="Their desk")
    ours = write_contact(protocol.owner, analyst, role="Our desk")
    page = text(client, url(protocol, "options/new/"))
    assert ("Their desk" in page, "Our desk" in page) == (False, True)
    assert client.post(url(protocol, "options/new/"), OPTION | {"contact": str(theirs.pk)}).status_code == 200
    assert client.post(url(protocol, "options/new/"), OPTION | {"contact": str(ours.pk)}).status_code == 302
    option = rows_of(ProtocolOption).get()
    assert f'value="{ours.pk}" selected' in text(client, f"/response/options/{option.pk}/edit/")
