"""From the outbox to real servers, and what is written down of it."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import logging
import random
import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from tests.alert_servers import Servers
from tests.integration.web.alerts.conftest import NOW, queue
from tests.people import OCCASION
from tests.record_samples import write_exercise

from avert.handling import Marking
from avert.web.accounts.models import Organisation, Person
from avert.web.alerts import delivering, outbox, services
from avert.web.alerts.channel import InDoubtError, LeaseLostError
from avert.web.alerts.models import Delivery
from avert.web.alerts.vocabulary import AfterDoubt, Purpose, State
from avert.web.audit.models import AuditEntry
from avert.web.audit.occasions import Occasion
from avert.web.contacts.models import Contact
from avert.web.contacts.vocabulary import Way
from avert.web.jobs.models import Job
from avert.web.records.writing import rows_of
from avert.web.warnings.models import CourseEvent, Warning
from avert.web.warnings.vocabulary import State as WarningState

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + dt.timedelta(minutes=10)
Make = Callable[..., Any]


def run(at: dt.datetime = NOW) -> int:
    rng = random.Random(1)  # noqa: S311  no secret
    return delivering.deliver_due(clock=lambda: at, rng=rng, advance=lambda _done, _of: None)


def stages() -> list[str]:
    return sorted(rows_of(CourseEvent).values_list("stage", flat=True))


def only() -> Delivery:
    return Delivery.objects.get()


@pytest.fixture
def send(contact: Make, released: Make, address: Make) -> Make:
    """Address a released warning to a contact and put it into the outbox."""

    def put(way: Way = Way.EMAIL, to: Contact | None = None, **fields: Any) -> Warning:
        warning = released(**fields)
        address(warning, to or contact(way))
        queue(warning)
        return warning

    return put


def test_mail_comes_plain_under_a_stable_id_with_a_subject_that_says_nothing(
    send: Make, there: Servers
) -> None:
    send()
    assert only().state == State.WAITING
    assert run() == 1
    (message,) = there.arrived[str(only().message_id)]
    assert message["Subject"] == "A message for you"
    assert message["Message-ID"] == f"<{only().message_id}@example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in message.walk()] == ["multipart/mixed", "text/plain"]
    text = message.get_payload(0).get_payload(decode=True).decode()
    assert "Attacks after the vote" in text
    assert "Send officers to the market" in text
    assert "ACK 4831" in text
    assert "Leaflets" not in text
    assert (only().state, only().attempts, stages()) == (State.HANDED_OVER, 1, ["SENT"])


def test_another_system_checks_who_speaks_and_knows_a_repetition(send: Make, there: Servers) -> None:
    send(Way.WEBHOOK)
    run()
    ((path, headers, body),) = there.seen
    signed = hmac.new(b"a key of theirs", headers["Avert-Timestamp"].encode() + b"." + body, hashlib.sha256)
    assert path == "/alerts"
    assert headers["Avert-Signature"] == f"sha256={signed.hexdigest()}"
    assert headers["Idempotency-Key"] == json.loads(body)["id"] == str(only().message_id)
    assert json.loads(body)["may_be_repetition"] is False
    assert (only().state, stages()) == (State.RECEIVED, ["RECEIVED", "SENT"])


def test_a_text_message_says_what_is_asked_and_the_gateway_names_it(send: Make, there: Servers) -> None:
    send(Way.SMS, marking=Marking.GREEN)
    run()
    ((path, headers, body),) = there.seen
    said = json.loads(body)
    assert (path, headers["Authorization"]) == ("/sms", "Bearer a token")
    assert said["text"] == (
        "Attacks after the vote. Kenya. Send officers to the market. Code 4831. Answer: ACK 4831"
    )
    assert said["reference"] == str(only().message_id)
    assert (only().state, only().receipt) == (State.HANDED_OVER, "at-the-gateway")


def test_a_hand_over_is_in_the_audit_by_id_and_nowhere_with_what_or_to_whom(
    send: Make, there: Servers, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        send()
        there.smtp_code = b"550 no such desk1@example.org"
        run()
        there.smtp_code = None
        send()
        run()
    sent = AuditEntry.objects.get(action="send")
    assert sent.object_id == str(Delivery.objects.get(state=State.HANDED_OVER).pk)
    kept = str(list(AuditEntry.objects.values())) + str(list(Delivery.objects.values())) + caplog.text
    for word in ("desk1", "desk2", "example.org", "market", "Attacks"):
        assert word not in kept
    # The code by itself: a digest or an id may hold these four digits by chance.
    assert not re.search(r"(?<![0-9a-f-])4831(?![0-9a-f-])", kept)
    assert {row.error_class for row in Delivery.objects.all()} == {"", "SMTP 550"}


@pytest.mark.parametrize(("code", "state"), [(b"550 no", State.DEAD), (b"451 later", State.RETRY)])
def test_mail_that_is_refused_is_dead_at_once_or_tried_again(
    send: Make, there: Servers, code: bytes, state: State
) -> None:
    send()
    there.smtp_code = code
    run()
    assert (only().state, only().doubts, stages()) == (state, 0, [])


@pytest.mark.parametrize(
    ("status", "state", "doubts"),
    [
        (404, State.DEAD, 0),
        (302, State.DEAD, 0),
        (429, State.RETRY, 0),
        (503, State.RETRY, 0),
        (500, State.RETRY, 1),
        (408, State.RETRY, 1),
    ],
)
def test_what_an_answer_of_another_system_means(
    send: Make, there: Servers, status: int, state: State, doubts: int
) -> None:
    send(Way.WEBHOOK)
    there.status = status
    run()
    assert (only().state, only().doubts) == (state, doubts)


def test_what_fails_is_tried_again_ever_later_and_then_shown(
    send: Make, there: Servers, settings: Any
) -> None:
    settings.AVERT_DELIVERY_MOST_ATTEMPTS = 4
    send(Way.WEBHOOK)
    there.status = 503
    at, waits = NOW, []
    while only().state in (State.WAITING, State.RETRY):
        assert run(at) == 1
        assert run(at) == 0, "not before its time"
        waits.append(only().next_at - at)
        at = only().next_at
    assert (only().state, only().attempts) == (State.DEAD, 4)
    assert waits[0] < waits[2]
    there.status = None
    assert run(at + dt.timedelta(days=1)) == 0


def test_mail_that_may_have_arrived_is_repeated_only_when_somebody_says_so(
    send: Make, there: Servers, analyst: Person
) -> None:
    send()
    there.behaviour.drops = 1.0
    run()
    assert (only().state, only().error_class) == (State.POSSIBLY_DELIVERED, "SMTPServerDisconnected")
    assert run(LATER) == 0
    there.behaviour.drops = 0.0
    services.send_again(delivery=only(), viewer=analyst, occasion=Occasion.of_the_site(LATER))
    run(LATER)
    first, second = there.arrived[str(only().message_id)]
    assert first["Message-ID"] == second["Message-ID"]
    assert "may be a repetition" in second.get_payload(0).get_payload()
    assert "may be a repetition" not in first.get_payload(0).get_payload()
    assert (only().state, only().doubts) == (State.HANDED_OVER, 1)


def test_where_a_life_is_in_danger_it_is_repeated_at_once_and_says_so(send: Make, there: Servers) -> None:
    send(threatens_life=True)
    assert {row.channel for row in Delivery.objects.all()} == {"email", "webhook", "sms"}
    there.behaviour.drops = 1.0
    run()
    there.behaviour.drops = 0.0
    run(LATER)
    mail = Delivery.objects.get(channel="email")
    assert [len(there.arrived[str(row.message_id)]) for row in Delivery.objects.all()] == [2, 2, 2]
    assert "may be a repetition" in there.arrived[str(mail.message_id)][1].get_payload(0).get_payload()
    assert {row.doubts for row in Delivery.objects.all()} == {1}


def test_lives_in_danger_go_first(send: Make, there: Servers) -> None:
    send(Way.WEBHOOK)
    send(Way.WEBHOOK, threatens_life=True)
    claimed = outbox.claim(now=NOW)
    assert claimed is not None
    assert claimed.is_urgent


def test_what_was_replaced_before_it_was_sent_is_not_sent(send: Make, there: Servers) -> None:
    warning = send()
    rows_of(Warning).filter(pk=warning.pk).update(state=WarningState.REPLACED)
    run()
    assert (only().state, dict(there.arrived), stages()) == (State.WITHDRAWN, {}, [])


def test_what_was_over_before_it_could_be_sent_is_shown(send: Make, there: Servers) -> None:
    send()
    run(NOW + dt.timedelta(days=4))
    assert (only().state, only().error_class, dict(there.arrived)) == (State.DEAD, "Expired", {})


def test_an_exercise_leaves_the_site_by_no_way(
    released: Make, address: Make, contact: Make, there: Servers, analyst: Person
) -> None:
    owner = Organisation.objects.get(pk=contact().owner_id)
    warning = released(exercise=write_exercise(owner, analyst))
    address(warning, contact())
    queue(warning)
    assert (only().state, only().error_class) == (State.BY_HAND, "Exercise")
    with pytest.raises(Exception, match="no open channel"):
        services.send_again(delivery=only(), viewer=analyst, occasion=OCCASION)
    run()
    assert dict(there.arrived) == {}


def test_nobody_is_forgotten_whatever_way_is_missing(
    released: Make, address: Make, contact: Make, committee: Organisation, settings: Any
) -> None:
    settings.CONFIG = replace(settings.CONFIG, alert_channels={})
    warning = released()
    by_mail = address(warning, contact())
    on_paper = address(warning, contact(Way.PAPER))
    nowhere = address(warning)
    here = address(warning, organisation=committee)
    queue(warning)
    found = {row.addressee_id: (row.channel, row.state) for row in Delivery.objects.all()}
    assert found == {
        by_mail.pk: ("email", State.BY_HAND),
        on_paper.pk: ("hand", State.BY_HAND),
        nowhere.pk: ("hand", State.BY_HAND),
        here.pk: ("site", State.HANDED_OVER),
    }


def test_what_is_asked_for_twice_is_one_and_what_is_taken_back_is_none(
    released: Make, address: Make, contact: Make, there: Servers
) -> None:
    warning = released()
    address(warning, contact())
    with transaction.atomic():
        queue(warning)
        transaction.set_rollback(True)
    assert not Delivery.objects.exists()
    assert not Job.objects.exists()
    queue(warning)
    queue(warning)
    assert Delivery.objects.count() == 1
    assert Job.objects.filter(kind="deliver").count() == 1


def test_one_delivery_belongs_to_one_worker_and_a_late_word_counts_if_nobody_went_on(
    send: Make, there: Servers, settings: Any
) -> None:
    send(Way.WEBHOOK)
    first = outbox.claim(now=NOW)
    assert first is not None
    assert outbox.claim(now=NOW) is None
    late = NOW + settings.AVERT_DELIVERY_LEASE + dt.timedelta(seconds=1)
    second = outbox.claim(now=late)
    assert second is not None
    with pytest.raises(LeaseLostError):
        outbox.begin_hand_over(first, now=late)
    outbox.begin_hand_over(second, now=late)
    delivering.take_back(now=late + settings.AVERT_DELIVERY_LEASE * 2, rng=random.Random(1))  # noqa: S311
    assert (only().state, only().doubts) == (State.RETRY, 1)
    assert not outbox.end(first, State.HANDED_OVER, now=late)
    assert outbox.end(second, State.HANDED_OVER, now=late)


def test_what_may_once_have_arrived_is_never_called_not_delivered(send: Make, settings: Any) -> None:
    settings.AVERT_DELIVERY_MOST_ATTEMPTS = 1
    send(Way.WEBHOOK)
    claimed = outbox.claim(now=NOW)
    assert claimed is not None
    rng = random.Random(1)  # noqa: S311
    outbox.fail(claimed, InDoubtError("Timeout"), AfterDoubt.REPEAT, now=NOW, rng=rng)
    assert only().state == State.POSSIBLY_DELIVERED


def test_whoever_reached_them_by_hand_says_so_and_the_clock_knows(
    released: Make, address: Make, contact: Make, analyst: Person, outside_stakeholder: Person
) -> None:
    warning = released()
    address(warning, contact(Way.PAPER))
    queue(warning)
    with pytest.raises(Exception):  # noqa: B017, PT011  whoever may not see it is refused
        services.mark_reached(delivery=only(), viewer=outside_stakeholder, occasion=OCCASION)
    services.mark_reached(delivery=only(), viewer=analyst, occasion=OCCASION)
    assert (only().state, stages()) == (State.REACHED, ["RECEIVED", "SENT"])
    with pytest.raises(Exception, match="changed"):
        services.mark_reached(delivery=only(), viewer=analyst, occasion=OCCASION)


def test_the_next_on_a_ladder_is_told_why_and_the_clock_knows(
    released: Make, address: Make, contact: Make, there: Servers
) -> None:
    turned_to = address(released(), contact(), code="77")
    for _time in range(2):
        services.queue_escalation(addressee=turned_to, occasion=Occasion.of_the_site(NOW))
    assert only().purpose == Purpose.ESCALATION
    run()
    (message,) = there.arrived[str(only().message_id)]
    text = message.get_payload(0).get_payload()
    assert "nobody has answered" in text
    assert "ACK 77" in text
    assert stages() == ["SENT"]


def test_a_test_says_that_it_is_one_and_goes_to_ones_own_contact(
    contact: Make, there: Servers, lead: Person, outside_stakeholder: Person
) -> None:
    own = contact()
    services.queue_test(channel="email", contact=own, viewer=lead, occasion=OCCASION)
    services.queue_test(channel="email", contact=own, viewer=lead, occasion=OCCASION)
    with pytest.raises(Exception):  # noqa: B017, PT011
        services.queue_test(channel="email", contact=own, viewer=outside_stakeholder, occasion=OCCASION)
    run()
    assert len(there.arrived) == 2
    (message,) = next(iter(there.arrived.values()))
    assert "test of this channel" in message.get_payload(0).get_payload()
    assert uuid.UUID(message["Message-ID"][1:37])


def test_a_language_that_the_site_does_not_speak_still_arrives(
    send: Make, contact: Make, there: Servers
) -> None:
    send(to=contact(language="xx-nowhere"))
    run()
    assert only().state == State.HANDED_OVER


def test_what_arrived_is_not_sent_again_because_it_could_not_be_told_of(
    send: Make, there: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(Way.WEBHOOK)
    monkeypatch.setattr(delivering, "append_sent", lambda *_said: 1 / 0)
    run()
    run(LATER)
    assert only().state == State.HANDED_OVER
    assert len(there.arrived[str(only().message_id)]) == 1
