"""Text messages from a gateway: one signal each, answered at once, and nothing of who sent them."""

from __future__ import annotations

import logging
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from tests.intake import (
    FORM,
    HANDLE,
    JSON,
    NUMBER,
    RECEIPT,
    SECRET,
    SMS,
    answers,
    everything_kept,
    signals,
    text,
)
from tests.integration.web.sealing.conftest import Kept, open_with
from tests.people import OCCASION, bearer, client_of, token_of
from tests.record_samples import write_exercise

from avert.warning.text_codes.card import CARD
from avert.web.accounts import programs
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import RoleKind, Scope
from avert.web.audit.models import AuditEntry
from avert.web.records.services import append_read
from avert.web.records.writing import rows_of
from avert.web.sealing.models import Sealed
from avert.web.signals import services
from avert.web.signals.models import Signal
from avert.web.signals.vocabulary import About, AnswerKind, Way


def test_a_text_becomes_one_signal_and_is_answered_at_once(gateway: Client, committee: Organisation) -> None:
    answer = text(gateway, SECRET)
    assert (answer.status_code, answer.content.decode()) == (200, RECEIPT)
    (signal,) = signals()
    assert (signal.text, signal.way, signal.owner_id) == (SECRET, Way.SMS, committee.pk)
    assert (signal.grade, str(signal.marking), signal.reply_to) == ("F6", "TLP:AMBER+STRICT", "")
    (told,) = answers()
    assert (told.kind, told.text, told.signal_id) == (AnswerKind.RECEIVED, RECEIPT, signal.pk)


def test_the_same_message_sent_again_is_one_signal_and_gets_the_same_answer(gateway: Client) -> None:
    first, second = (text(gateway, SECRET, key="m1") for _ in range(2))
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert len(signals()) == len(answers()) == 1
    text(gateway, SECRET, key="m2")
    assert len(signals()) == 2, "the same words in another message are another report"


def test_two_short_messages_without_sender_time_or_id_are_two(gateway: Client) -> None:
    for _ in range(2):
        gateway.post(SMS, {"text": "7"}, content_type=JSON)
    assert len(signals()) == 2


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("7 NAKURU leaflets", (About.THREAT, "NAKURU", "", False)),
        ("99 4 kenya, walking north", (About.DISPLACEMENT, "kenya", "gw:501", True)),
        ("٧ ناكورو", (About.THREAT, "ناكورو", "", False)),
        ("12", (About.TENSION, "", "", False)),
        ("they marked the doors", (About.RUMOUR, "", "", False)),
        ("77 Kenya", (About.RUMOUR, "", "", False)),
        ("5 AT night", (About.EXPULSION, "AT", "", False)),
    ],
)
def test_codes_of_the_card_say_what_a_text_is_about(gateway: Client, said: str, read: Any) -> None:
    assert text(gateway, said).status_code == 200
    (signal,) = signals()
    assert (signal.about, signal.where, signal.place, signal.threatens_life) == read
    assert signal.text == said


def test_call_asks_to_be_called_back(gateway: Client) -> None:
    text(gateway, "call")
    assert signals()[0].text == "call\n\n[Asks to be called back.]"


def test_a_card_of_the_deployment_is_used_instead(
    gateway: Client,
    settings: Any,
    tmp_path: Path,
) -> None:
    own = CARD.read_text(encoding="utf-8").replace(
        "code: 7, says: Posters, about: threat", "code: 7, says: P, about: calm"
    )
    (tmp_path / "code_card.yaml").write_text(own, encoding="utf-8")
    settings.CONFIG = replace(settings.CONFIG, home=tmp_path)
    text(gateway, "7 NAKURU")
    assert signals()[0].about == About.CALM
    broken = own.replace("about: calm", "about: nonsense")
    (tmp_path / "other").mkdir()
    (tmp_path / "other/code_card.yaml").write_text(broken, encoding="utf-8")
    settings.CONFIG = replace(settings.CONFIG, home=tmp_path / "other")
    assert text(gateway, "7 NAKURU").status_code == 500, "so that the gateway keeps it and sends it again"


# Nobody is betrayed


def test_without_a_custodian_the_number_is_kept_nowhere(gateway: Client, caplog: Any) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = text(gateway, SECRET)
    assert answer.content.decode() == RECEIPT
    assert not Sealed.objects.exists()
    assert NUMBER not in everything_kept() + caplog.text
    assert SECRET not in caplog.text


def test_with_a_custodian_the_number_is_sealed_for_nobody_else(
    kept: Kept,
    gateway: Client,
    caplog: Any,
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = text(gateway, SECRET)
    assert answer.content.decode() == RECEIPT, "nobody learns from the receipt whether there is a custodian"
    assert NUMBER not in everything_kept() + caplog.text
    assert open_with(kept, signals()[0].pk) == {"reporter_contact": NUMBER}


@pytest.mark.parametrize(
    ("handle", "is_kept"),
    [
        (HANDLE, True),
        (NUMBER, False),
        (f"tel:{NUMBER}", False),
        ("254 700-000.417", False),
        ("x" * 201, False),
    ],
)
def test_a_handle_is_kept_only_if_it_is_no_number(gateway: Client, handle: str, is_kept: bool) -> None:
    text(gateway, SECRET, conversation=handle)
    assert (signals()[0].reply_to == handle) is is_kept
    assert signals()[0].reply_to in {handle, ""}


def test_a_number_declared_as_sender_never_becomes_the_handle(gateway: Client) -> None:
    for profile in ("twilio", "africastalking", "envayasms"):
        fields = {
            "From": NUMBER,
            "from": NUMBER,
            "Body": "x",
            "text": "x",
            "message": "x",
            "action": "incoming",
        }
        assert gateway.post(f"{SMS}?gateway={profile}", urlencode(fields), content_type=FORM).status_code in {
            200,
            204,
        }
    assert {signal.reply_to for signal in signals()} == {""}
    assert NUMBER not in everything_kept()


def test_the_token_is_taken_from_the_header_alone_and_opens_nothing_else(
    gateway: Client,
    program: Person,
    analyst: Person,
) -> None:
    token = token_of(program, Scope.WRITE)
    nobody = Client()
    assert (
        nobody.post(f"{SMS}?token={token}&access_token={token}", {"text": "x", "token": token}).status_code
        == 401
    )
    reading = bearer(token_of(program, Scope.READ))
    assert text(reading, "x").status_code == 403
    assert text(client_of(analyst), "x").status_code == 403
    assert not signals()
    text(gateway, SECRET)
    (signal,) = signals()
    for address in ("/api/v1/signals", f"/api/v1/signals/{signal.pk}", "/signals/intake/"):
        assert SECRET not in gateway.get(address).content.decode()


# Taking back, and acknowledging


def by_handle(client: Client, said: str, **fields: Any) -> Any:
    return text(client, said, conversation=HANDLE, **fields)


def test_stop_removes_what_nobody_has_read(gateway: Client) -> None:
    by_handle(gateway, SECRET, key="m1")
    by_handle(gateway, SECRET)
    text(gateway, "someone else", conversation=HANDLE[::-1])
    stopped = [by_handle(gateway, "STOP.", key="stop") for _ in range(2)]
    assert [answer.content.decode() for answer in stopped] == [RECEIPT, RECEIPT]
    assert [signal.text for signal in signals()] == ["someone else"]
    assert SECRET not in everything_kept()
    by_handle(gateway, SECRET, key="m1")
    assert len(signals()) == 1, "a message that was taken back does not come back by being sent again"


@pytest.mark.parametrize("since", ["read", "graded", "verified", "answered", "long ago"])
def test_stop_keeps_what_was_read_and_says_that_it_was_asked(
    gateway: Client,
    analyst: Person,
    lead: Person,
    since: str,
) -> None:
    by_handle(gateway, SECRET)
    (signal,) = signals()
    act = {"signal": signal, "viewer": analyst, "occasion": OCCASION}
    if since == "read":
        append_read(record=signal, occasion=OCCASION)
    elif since == "graded":
        services.grade(**act, row_version=1, grade="B2", origin="")
    elif since == "verified":
        services.verify(**act, finding="confirmed", how="Went there")
    elif since == "answered":
        services.answer(**act, kind=AnswerKind.DONE, text="Elders meet")
    else:
        rows_of(Signal).update(created_at=OCCASION.at)
    by_handle(gateway, "stop")
    first, wish = signals()
    assert first.text == SECRET
    assert "asks that what they sent be deleted" in wish.text
    assert (str(signal.pk) in wish.text) is (since != "answered"), (
        "the way to them was forgotten with the answer"
    )


def test_stop_without_a_handle_is_a_wish_for_the_custodian(kept: Kept, gateway: Client) -> None:
    text(gateway, SECRET)
    text(gateway, "STOP")
    assert [signal.text[:4] for signal in signals()] == [SECRET[:4], "STOP"]
    assert open_with(kept, signals()[1].pk) == {"reporter_contact": NUMBER}


def test_a_word_that_only_begins_like_a_code_is_a_report(gateway: Client) -> None:
    for said in ("stop the convoy at the bridge", "call the elders, they burn houses", "ack"):
        text(gateway, said)
    assert [signal.text for signal in signals()] == [
        "stop the convoy at the bridge", "call the elders, they burn houses", "ack",
    ]  # fmt: skip


CODES: list[str] = []


def remember_code(*, code: str, occasion: Any, viewer: Any) -> bool:
    assert viewer.is_service
    CODES.append(code)
    return code == "4831"


@pytest.fixture
def hooked(settings: Any) -> list[str]:
    CODES.clear()
    settings.AVERT_ON_CODE = [f"{__name__}.remember_code"]
    return CODES


def test_a_code_of_an_addressee_acknowledges_and_makes_no_signal(gateway: Client, hooked: list[str]) -> None:
    answers_given = [text(gateway, "ack 4831", key="m1") for _ in range(2)]
    assert [answer.content.decode() for answer in answers_given] == [RECEIPT, RECEIPT]
    assert (hooked, signals()) == (["4831"], [])


def test_a_code_that_nobody_knows_and_words_beside_a_code_are_not_lost(
    gateway: Client, hooked: list[str]
) -> None:
    for said in ("ACK 9999", "ACK 4831 officers leave at six"):
        text(gateway, said)
    assert [signal.text for signal in signals()] == ["ACK 9999", "ACK 4831 officers leave at six"]
    assert hooked == ["9999", "4831"]


# Exercises


def test_a_text_of_an_exercise_never_mixes_with_what_is_real(
    gateway: Client,
    committee: Organisation,
    analyst: Person,
    ministry: Organisation,
    outside_stakeholder: Person,
) -> None:
    exercise = write_exercise(committee, analyst)
    assert by_handle(gateway, SECRET, to=f"?exercise={exercise.pk}").status_code == 200
    (signal,) = signals()
    assert (signal.exercise_id, signal.received_at, answers()[0].at) == (
        exercise.pk,
        exercise.clock,
        exercise.clock,
    )
    by_handle(gateway, "STOP")
    assert SECRET in [signal.text for signal in signals()], "what is real takes nothing back from an exercise"
    hidden = write_exercise(ministry, outside_stakeholder)
    refused = [text(gateway, "x", to=f"?exercise={key}") for key in (hidden.pk, uuid.uuid4())]
    assert [answer.status_code for answer in refused] == [422, 422]
    assert refused[0].content == refused[1].content


# What is written down of it


def test_audit_and_log_hold_no_text_number_or_place(
    kept: Kept,
    gateway: Client,
    settings: Any,
    capsys: Any,
    caplog: Any,
) -> None:
    with caplog.at_level(logging.DEBUG):
        by_handle(gateway, "7 NAKURU leaflets")
        text(gateway, "x" * 9000)
        gateway.post(SMS + "?gateway=none", {"text": SECRET}, content_type=JSON)
    entries = str(list(AuditEntry.objects.values()))
    written = entries + caplog.text + "".join(capsys.readouterr())
    for secret in ("NAKURU", "leaflets", NUMBER, HANDLE, SECRET):
        assert secret not in written
    kinds = set(AuditEntry.objects.filter(action="create").values_list("object_kind", flat=True))
    assert {"signals.signal", "signals.answer", "sealing.sealed"} <= kinds


def test_taking_in_asks_as_much_of_the_database_for_the_hundredth_text_as_for_the_first(
    gateway: Client,
    django_assert_max_num_queries: Any,
) -> None:
    for _ in range(30):
        text(gateway, "7 NAKURU leaflets")
    with django_assert_max_num_queries(60):
        text(gateway, "7 NAKURU leaflets")


def test_a_role_that_only_reads_sends_nothing_in(committee: Organisation) -> None:
    reading = programs.create_service_account(
        organisation=committee, name="r", kind=RoleKind.READER, occasion=OCCASION
    )
    assert text(bearer(token_of(reading, Scope.WRITE)), "x").status_code == 422
    assert not signals()


@pytest.mark.django_db(transaction=True)
def test_a_message_that_comes_eight_times_at_once_is_one_signal(gateway: Client, program: Person) -> None:
    clients = [bearer(token_of(program, Scope.WRITE)) for _ in range(8)]

    def send(client: Client) -> Any:
        try:
            return text(client, SECRET, key="m1").content.decode()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clients)) as pool:
        said = list(pool.map(send, clients))
    assert said == [RECEIPT] * len(clients)
    assert len(signals()) == len(answers()) == 1
