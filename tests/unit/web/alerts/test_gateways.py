"""What each SMS gateway is asked, and what its answer means."""

from __future__ import annotations

import json
from base64 import b64decode
from urllib.parse import parse_qs

import pytest

from avert.errors import ConfigError, InputError
from avert.web.alerts.channels.sms.gateways import (
    FOLDER,
    gateway_called,
    path_of,
    read_answer,
    request_of,
)
from avert.web.alerts.channels.sms.lengths import fits, longest_that_fits

VALUES = {
    "to": "+254700000001",
    "text": "Code 4831 & more {to}",
    "reference": "r-1",
    "sender": "AVERT",
    "account": "AC1",
    "token": "t0ken",
}
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("name", NAMES)
def test_every_gateway_is_given_number_and_text_as_they_are(name: str) -> None:
    gateway = gateway_called(name)
    body, headers = request_of(gateway, VALUES)
    said = json.loads(body) if gateway.body == "json" else parse_qs(body.decode(), strict_parsing=True)
    assert VALUES["text"] in str(said)
    assert VALUES["to"] in str(said)
    assert "t0ken" in str(headers) or "t0ken" in b64decode(headers["Authorization"].split()[1]).decode()
    assert "{" not in path_of(gateway, VALUES)


def test_twilio_is_asked_at_the_account_with_name_and_password() -> None:
    gateway = gateway_called("twilio")
    assert path_of(gateway, VALUES) == "/2010-04-01/Accounts/AC1/Messages.json"
    body, headers = request_of(gateway, VALUES)
    assert parse_qs(body.decode())["From"] == ["AVERT"]
    assert b64decode(headers["Authorization"].split()[1]) == b"AC1:t0ken"
    assert read_answer(gateway, b'{"sid": "SM1"}') == (True, "SM1")


def test_a_number_that_is_refused_in_a_good_answer_was_not_taken() -> None:
    gateway = gateway_called("africastalking")
    answer = '{"SMSMessageData": {"Recipients": [{"statusCode": %d, "messageId": "ATX"}]}}'
    assert read_answer(gateway, (answer % 101).encode()) == (True, "ATX")
    assert read_answer(gateway, (answer % 403).encode())[0] is False
    assert read_answer(gateway, b'{"SMSMessageData": {"Recipients": []}}') == (False, "")
    assert read_answer(gateway, b"<html>")[0] is False


def test_what_is_not_set_is_not_sent() -> None:
    body, _headers = request_of(gateway_called("africastalking"), VALUES | {"sender": ""})
    assert "from" not in parse_qs(body.decode())


def test_only_a_gateway_that_knows_repetitions_says_so() -> None:
    assert {name for name in NAMES if gateway_called(name).knows_repeats} == {"plain"}


@pytest.mark.parametrize("name", ["", "nobody", "../gateways/plain"])
def test_a_gateway_that_has_no_profile_is_refused(name: str) -> None:
    with pytest.raises(ConfigError, match="africastalking, plain, rapidpro, twilio"):
        gateway_called(name)


def test_the_longest_words_that_fit_are_chosen_and_none_is_cut() -> None:
    assert longest_that_fits(["x" * 161, "y" * 160]) == "y" * 160
    assert longest_that_fits(["ሰ" * 71, "short"]) == "short"
    assert fits("[" * 80)
    assert not fits("[" * 81)
    assert fits("😀" * 35)
    assert not fits("😀" * 36)
    with pytest.raises(InputError):
        longest_that_fits(["x" * 161])
