"""What is counted, and how much of it is too much. To limit something else, add a line to each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Purpose(StrEnum):
    """What somebody tried; counts of different purposes never mix."""

    LOG_IN = "log-in"  # key: the name that was typed, with the address it came from
    LOG_IN_ADDRESS = "log-in-address"  # key: the address
    LOG_IN_NAME = "log-in-name"  # key: the name, wherever it was typed
    SECOND_FACTOR = "second-factor"  # key: the person's id
    REAUTHENTICATION = "re-authentication"  # key: the person's id
    PASSWORD_CHANGE = "password-change"  # noqa: S105  key: the person's id
    INVITATION_CODE = "invitation-code"  # key: the address
    API_TOKEN = "api-token"  # noqa: S105  key: the address
    ALERT_CODE = "alert-code"  # key: the id of whoever brings the code


@dataclass(frozen=True)
class Limit:
    """After ``most`` failures within ``window`` of the first, the rest of the window has to be waited out."""

    most: int
    window: dt.timedelta


LIMITS: Mapping[Purpose, Limit] = {
    Purpose.LOG_IN: Limit(10, dt.timedelta(minutes=5)),
    # An office shares one address, so the address alone is allowed more than one name from it.
    Purpose.LOG_IN_ADDRESS: Limit(100, dt.timedelta(minutes=5)),
    # Whoever guesses from many addresses is stopped here, and can keep somebody out: docs/decisions/second-factor.md.
    Purpose.LOG_IN_NAME: Limit(100, dt.timedelta(hours=1)),
    # A guess at six digits has three chances in a million; ten an hour are one in a thousand in a day and a half.
    Purpose.SECOND_FACTOR: Limit(10, dt.timedelta(hours=1)),
    Purpose.REAUTHENTICATION: Limit(10, dt.timedelta(hours=1)),
    Purpose.PASSWORD_CHANGE: Limit(10, dt.timedelta(hours=1)),
    Purpose.INVITATION_CODE: Limit(20, dt.timedelta(hours=1)),
    Purpose.API_TOKEN: Limit(100, dt.timedelta(minutes=5)),
    # A committee that mistypes is not shut out; of ten thousand codes twenty an hour are few.
    Purpose.ALERT_CODE: Limit(20, dt.timedelta(hours=1)),
}
LONGEST = max(limit.window for limit in LIMITS.values())
