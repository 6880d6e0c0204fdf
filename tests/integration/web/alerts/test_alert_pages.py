"""The pages of channels and of what did not arrive, and what is printed."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from pypdf import PdfReader
from tests.alert_servers import Servers
from tests.integration.web.alerts.conftest import queue
from tests.people import client_of
from tests.record_samples import write_contact

from avert.handling import Marking
from avert.web.accounts.models import Organisation, Person
from avert.web.alerts import delivering, panel
from avert.web.alerts.models import Delivery
from avert.web.alerts.vocabulary import State
from avert.web.audit.models import AuditEntry
from avert.web.warnings.models import Warning

Make = Callable[..., Any]


@pytest.fixture
def warning(released: Make, address: Make, contact: Make, there: Servers) -> Warning:
    """A warning whose mail possibly arrived."""
    made = released(at=timezone.now())
    address(made, contact())
    queue(made, timezone.now())
    there.behaviour.drops = 1.0
    delivering.deliver_due(clock=timezone.now, rng=random.Random(1), advance=lambda _done, _of: None)  # noqa: S311
    there.behaviour.drops = 0.0
    return made


def test_leads_and_administrators_see_what_each_channel_may_carry(
    there: Servers, lead: Person, administrator: Person, analyst: Person
) -> None:
    for viewer in (lead, administrator):
        html = client_of(viewer).get("/alerts/").content.decode()
        assert "TLP:AMBER" in html
        assert "is not repeated unless somebody says so" in html
    assert client_of(analyst).get("/alerts/").status_code == 403


def test_a_channel_that_is_set_up_wrongly_is_closed_and_says_why(lead: Person, settings: Any) -> None:
    settings.CONFIG = replace(settings.CONFIG, alert_channels={"email": {"is_on": True, "host": "h"}})
    assert "lacks sender" in client_of(lead).get("/alerts/").content.decode()


def test_a_lead_tries_a_channel_on_a_contact_and_on_nobody_elses(
    contact: Make, lead: Person, there: Servers, ministry: Organisation, outside_stakeholder: Person
) -> None:
    client, own = client_of(lead), contact()
    assert own.role in client.get("/alerts/").content.decode()
    client.post("/alerts/test/", {"channel": "email", "contact": str(own.pk)})
    assert Delivery.objects.get().purpose == "test"
    others = write_contact(ministry, outside_stakeholder, email="a@example.org")
    for key in (others.pk, uuid.uuid4(), "x"):
        assert client.post("/alerts/test/", {"channel": "email", "contact": str(key)}).status_code == 404
    assert client_of(outside_stakeholder).post("/alerts/test/").status_code == 403
    assert Delivery.objects.count() == 1


def test_what_did_not_arrive_is_shown_to_those_who_sent_it_and_can_be_sent_again(
    warning: Warning, analyst: Person, colleague: Person, outside_stakeholder: Person
) -> None:
    row = Delivery.objects.get()
    html = client_of(analyst).get("/alerts/undelivered/").content.decode()
    for said in ("District commissioner", "Possibly delivered", "Send again", "Reached by hand"):
        assert said in html
    for viewer in (colleague, outside_stakeholder):
        client = client_of(viewer)
        assert "District commissioner" not in client.get("/alerts/undelivered/").content.decode()
        for act in ("again", "reached"):
            assert client.post(f"/alerts/{row.pk}/{act}/").status_code == 404
    client_of(analyst).post(f"/alerts/{row.pk}/again/")
    assert Delivery.objects.get().state == State.RETRY
    assert AuditEntry.objects.filter(object_id=str(row.pk), action="change").exists()
    answer = client_of(analyst).post(f"/alerts/{row.pk}/reached/", follow=True)
    assert "This has changed since you looked" in answer.content.decode()


def test_the_page_of_a_warning_says_how_it_was_sent(
    warning: Warning, analyst: Person, colleague: Person, outside_stakeholder: Person
) -> None:
    shown = panel.deliveries(warning, analyst, timezone.now())
    assert (shown["not_arrived"], len(shown["deliveries"].rows)) == (1, 1)
    html = render_to_string("warnings/parts/deliveries.html", shown)
    assert "Possibly delivered" in html
    for viewer in (colleague, outside_stakeholder):
        assert panel.deliveries(warning, viewer, timezone.now())["deliveries"] is None


def text_of(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)


def open_card(settings: Any, marking: Marking = Marking.AMBER_STRICT) -> None:
    said = {"card": {"is_on": True, "marking": str(marking)}}
    settings.CONFIG = replace(settings.CONFIG, alert_channels=said)


def test_cards_are_printed_for_who_may_read_the_warning(
    warning: Warning, analyst: Person, outside_stakeholder: Person, settings: Any
) -> None:
    address = f"/alerts/warnings/{warning.pk}/card.pdf"
    open_card(settings)
    said = text_of(client_of(analyst).get(address).content)
    for words in ("District commissioner", "Send officers to the market", "4831", "Reached on"):
        assert words in said
    assert client_of(outside_stakeholder).get(address).status_code == 404
    assert AuditEntry.objects.filter(action="export", object_id=str(warning.pk)).exists()
    open_card(settings, Marking.GREEN)
    said = text_of(client_of(analyst).get(address).content)
    assert "market" not in said
    assert "District commissioner" not in said
    assert "4831" in said
