"""How often one may try to log in before having to wait, and how that is said."""

from __future__ import annotations

import datetime as dt
import math

from django.utils.translation import ngettext

from avert.web.limits import selectors, services
from avert.web.limits.purposes import Purpose


def closed_until(*, username: str, address: str, now: dt.datetime) -> dt.datetime | None:
    """Return until when this name, from this address or at all, or this address may not try again."""
    keys = _keys(username, address).items()
    ends = (selectors.closed_until(purpose=purpose, key=key, now=now) for purpose, key in keys)
    return max(filter(None, ends), default=None)


def note_failure(*, username: str, address: str, now: dt.datetime) -> bool:
    """Count one failed log-in, and say whether a wait begins with it."""
    keys = _keys(username, address).items()
    # All are counted before any is asked for what it says.
    begun = [services.note_failure(purpose=purpose, key=key, now=now) for purpose, key in keys]
    return any(begun)


def forget_failures(*, username: str, address: str) -> None:
    """Start the count of this name from this address anew; the wider counts go on, or guessing would be free."""
    services.forget(purpose=Purpose.LOG_IN, key=_keys(username, address)[Purpose.LOG_IN])


def how_long(until: dt.datetime, now: dt.datetime) -> str:
    """Say how long to wait."""
    minutes = math.ceil((until - now).total_seconds() / 60)
    return ngettext(
        "Too many tries have failed. Try again in %(minutes)d minute.",
        "Too many tries have failed. Try again in %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}


def _keys(username: str, address: str) -> dict[Purpose, str]:
    name = username.casefold()
    return {
        Purpose.LOG_IN: f"{len(name)}:{name}:{address}",
        Purpose.LOG_IN_NAME: name,
        Purpose.LOG_IN_ADDRESS: address,
    }
