"""An app for one-time codes, as RFC 6238 describes it: written here anew, so that ours is held against another."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import re

from django.test import Client

from avert.web.accounts import second_factor
from avert.web.accounts.models import Person
from avert.web.audit.occasions import Occasion
from tests.people import OCCASION, PASSWORD

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
HALF_MINUTE = dt.timedelta(seconds=30)


def code_at(moment: dt.datetime, secret: str = SECRET) -> str:
    """Return the six digits that an app shows at a moment."""
    counter = int(moment.timestamp() // 30).to_bytes(8)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4]) & 0x7FFF_FFFF
    return f"{number % 10**6:06}"


def code_now(secret: str = SECRET, steps: int = 0) -> str:
    """Return what the app shows now, or some half minutes from now."""
    return code_at(dt.datetime.now(dt.UTC) + steps * HALF_MINUTE, secret)


def with_second_factor(person: Person, at: dt.datetime = OCCASION.at) -> list[str]:
    """Set up the second step with the known secret, long ago, and return the recovery codes."""
    codes = second_factor.enrol(
        person=person, secret=SECRET, code=code_at(at), occasion=Occasion.at_the_command_line(at)
    )
    assert codes
    return codes


def give_password(client: Client, username: str, **more: str):
    return client.post("/account/log-in/", {"username": username, "password": PASSWORD, **more})


def give_code(client: Client, code: str, **more: str):
    return client.post("/account/log-in/code/", {"code": code, **more})


def confirmed(client: Client) -> Client:
    """Confirm with the password who it is."""
    client.post("/account/confirm/?password=1", {"password": PASSWORD})
    return client


def secret_on(html: str) -> str:
    return re.search(r'<code translate="no">([A-Z2-7 ]+)</code>', html)[1].replace(" ", "")
