"""What gateways send: every one in its own way, hostile or broken, and no message lost."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
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
    make_program,
    signals,
    text,
)
from tests.people import bearer, token_of

from avert.web.accounts.models import Organisation
from avert.web.accounts.vocabulary import Scope
from avert.web.signals.intake import services as intake
from avert.web.signals.intake.messages import LONGEST_TEXT

# What may not be lost


@pytest.mark.parametrize("size", [LONGEST_TEXT + 1, 10_000])
def test_what_is_too_long_is_refused_clearly_so_that_the_gateway_keeps_it(gateway: Client, size: int) -> None:
    answer = text(gateway, "x" * size, key="m1")
    assert (answer.status_code, answer.json()["error"]) == (422, "input")
    assert "Send it in parts" in answer.json()["message"]
    assert not signals()
    assert text(gateway, "x" * LONGEST_TEXT, key="m1").status_code == 200, "the same message can be sent anew"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{", JSON), (b"[]", JSON), (b"null", JSON), (b'"x"', JSON), (b'{"text": {"a": 1}}', JSON),
        (b'{"text": "\xff"}', JSON), (b'{"text": ""}', JSON), (b'{"text": " \\u0000 "}', JSON), (b"{}", JSON),
        (b"[" * 100_000, JSON), (b"text=%FF%FE", FORM), (b"text=\xff", FORM), (b"", FORM), (b"other=x", FORM),
        (b"&".join(b"a%d=1" % n for n in range(1000)), FORM), (b"text=x", "text/plain"), (b"", ""),
        (b"text=%FF", FORM + "; charset=no-such"), (b'{"text": true}', JSON), (b"x" * 100, "multipart/form-data"),
    ],
)  # fmt: skip
def test_hostile_bodies_are_refused_in_one_shape(gateway: Client, body: bytes, kind: str) -> None:
    answer = gateway.generic("POST", SMS, body, content_type=kind)
    assert answer.status_code in {400, 413, 422}, answer.content
    assert answer.json().keys() == {"status", "error", "message"}
    assert not signals()


def test_a_body_of_megabytes_is_refused(gateway: Client) -> None:
    answer = text(gateway, "x" * 2_000_000)
    assert (answer.status_code, answer.json()["error"]) == (413, "too-long")


def test_signs_that_mislead_are_taken_out_and_the_words_stay(gateway: Client) -> None:
    text(gateway, "go \u202ekcab\u2066 now\x00\x07\r\nwith\u200f care \U0001f6a8 سلام")
    assert signals()[0].text == "go kcab now\nwith\u200f care \U0001f6a8 سلام"


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1256"])
def test_a_form_in_another_encoding_is_read_as_it_says(gateway: Client, charset: str) -> None:
    said = "خطر" if charset == "windows-1256" else "Menacés à Bouaké"
    body = urlencode({"text": said}, encoding=charset)
    gateway.generic("POST", SMS, body, content_type=f"{FORM}; charset={charset}")
    assert signals()[0].text == said


def test_a_program_for_one_place_takes_in_what_names_no_place_it_knows(committee: Organisation) -> None:
    client = bearer(token_of(make_program(committee, place="gw:501"), Scope.WRITE))
    assert text(client, "7 NAKURU leaflets").status_code == 200
    assert text(client, "7 UGANDA leaflets").status_code == 200
    assert [(s.place, s.where) for s in signals()] == [("gw:501", "NAKURU"), ("gw:501", "UGANDA")]


def test_the_address_says_where_what_names_no_country_belongs(gateway: Client) -> None:
    text(gateway, "7 NAKURU leaflets", to="?place=ken")
    text(gateway, "7 UGANDA leaflets", to="?place=ken")
    assert [signal.place for signal in signals()] == ["gw:501", "gw:500"]


def test_a_mistake_half_way_leaves_nothing_so_that_the_message_can_come_again(
    gateway: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(intake, "_note_receipt", lambda *_: 1 / 0)
        gateway.raise_request_exception = False
        assert text(gateway, SECRET, key="m1").status_code == 500
    assert text(gateway, SECRET, key="m1").status_code == 200
    assert len(signals()) == len(answers()) == 1


# Gateways


SENT = {
    "plain": (JSON, {"text": SECRET, "sender": NUMBER, "id": "1", "conversation": HANDLE, "time": "2026-01-02T03:04:05+03:00"}),  # noqa: E501
    "rapidpro": (
        JSON,
        {
            "contact": {"name": "Wanjiku", "urn": f"tel:{NUMBER}", "uuid": HANDLE},
            "input": {"text": SECRET, "uuid": "1", "created_on": "2026-01-02T00:04:05.123Z"},
            "results": {}, "run": {"uuid": "2"},
        },
    ),
    "africastalking": (FORM, {"text": SECRET, "from": NUMBER, "to": "20880", "id": "1", "date": "2026-01-02 00:04:05"}),
    "twilio": (FORM, {"Body": SECRET, "From": NUMBER, "To": "+1", "MessageSid": "SM1", "NumMedia": "0"}),
    "envayasms": (
        FORM,
        {"action": "incoming", "message": SECRET, "from": NUMBER, "timestamp": "1767312245000", "message_type": "sms"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SENT)
def test_every_gateway_is_read_and_answered_in_its_own_way(gateway: Client, name: str) -> None:
    kind, fields = SENT[name]
    body = json.dumps(fields) if kind == JSON else urlencode(fields)
    answers_given = [
        gateway.generic("POST", f"{SMS}?gateway={name}", body, content_type=kind) for _ in range(2)
    ]
    (signal,) = signals()
    assert signal.text == SECRET
    assert signal.reply_to == (HANDLE if name in {"plain", "rapidpro"} else "")
    if name != "twilio":
        assert signal.received_at.replace(second=0, microsecond=0) == dt.datetime(
            2026, 1, 2, 0, 4, tzinfo=dt.UTC
        )
    said = answers_given[0].content.decode()
    read = {
        "plain": lambda: said,
        "rapidpro": lambda: json.loads(said)["reply"],
        "twilio": lambda: said.split("<Message>")[1].split("</Message>")[0],
        "envayasms": lambda: json.loads(said)["events"][0]["messages"][0]["message"],
    }
    if name == "africastalking":
        assert (answers_given[0].status_code, said, answers()) == (204, "", [])
    else:
        assert (answers_given[0].status_code, read[name](), len(answers())) == (200, RECEIPT, 1)
    assert said == answers_given[1].content.decode()
    assert "Wanjiku" not in everything_kept()


def test_a_gateway_that_says_it_is_still_there_makes_no_signal(gateway: Client) -> None:
    body = urlencode({"action": "device_status", "status": "power_connected", "message": "x"})
    answer = gateway.generic("POST", f"{SMS}?gateway=envayasms", body, content_type=FORM)
    assert (answer.status_code, signals()) == (204, [])


def test_a_form_with_parts_is_read_as_well(gateway: Client) -> None:
    assert gateway.post(SMS, {"text": SECRET, "sender": NUMBER}).status_code == 200
    assert signals()[0].text == SECRET


def test_a_profile_of_the_deployment_is_found_and_an_unknown_one_is_refused(
    gateway: Client,
    settings: Any,
    tmp_path: Path,
) -> None:
    (tmp_path / "gateways").mkdir()
    own = "title: Ours\nabout: Ours\ntext: msg\nreply: json\n"
    (tmp_path / "gateways/ours.yaml").write_text(own, encoding="utf-8")
    settings.CONFIG = replace(settings.CONFIG, home=tmp_path)
    assert gateway.post(f"{SMS}?gateway=ours", {"msg": "x"}, content_type=JSON).json() == {"reply": RECEIPT}
    refused = gateway.post(f"{SMS}?gateway=<script>", {"msg": "x"}, content_type=JSON)
    assert refused.status_code == 422
    assert "ours" in refused.json()["message"]
    assert "script" not in refused.json()["message"]


@pytest.mark.parametrize(
    ("language", "begins"),
    [("fr", "Bien reçu"), ("fr-CI", "Bien reçu"), ("xx", "Received"), ("sw", "Imepokelewa")],
)
def test_the_receipt_is_in_the_language_asked_for_or_in_english(
    gateway: Client,
    settings: Any,
    language: str,
    begins: str,
) -> None:
    settings.CONFIG = replace(settings.CONFIG, receipts={"sw": "Imepokelewa. Asante."})
    answer = text(gateway, "x", to=f"?language={language}")
    assert answer.content.decode().startswith(begins)
    assert answers()[0].text == answer.content.decode()
