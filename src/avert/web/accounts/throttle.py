"""Slows down guessing at the log-in page. Counts live in the cache of one server process."""

from __future__ import annotations

import contextlib
import hashlib

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

MOST_FAILURES = 10
WINDOW_SECONDS = 5 * 60


def address_of(request: HttpRequest) -> str:
    """Return where the request comes from: what the proxy in front says, where the site has one."""
    # Only the last entry is the proxy's own word; those before it are whatever the visitor sent.
    forwarded = request.headers.get("X-Forwarded-For", "").rsplit(",", maxsplit=1)[-1].strip()
    is_behind_proxy = settings.SECURE_PROXY_SSL_HEADER is not None
    return forwarded if is_behind_proxy and forwarded else str(request.META.get("REMOTE_ADDR", ""))


def is_throttled(*, username: str, address: str) -> bool:
    """Say whether this name from this address, or this address alone, has failed too often of late."""
    most = {key: MOST_FAILURES * weight for key, weight in _keys(username, address)}
    counts = cache.get_many(most)
    return any(counts.get(key, 0) >= limit for key, limit in most.items())


def note_failure(*, username: str, address: str) -> None:
    """Count one failed log-in."""
    for key, _weight in _keys(username, address):
        cache.add(key, 0, WINDOW_SECONDS)
        with contextlib.suppress(
            ValueError
        ):  # it ran out between the two lines, so there is nothing to add to
            cache.incr(key)


def forget_failures(*, username: str, address: str) -> None:
    """Start the count of this name anew after it has logged in."""
    cache.delete(_keys(username, address)[0][0])


def _keys(username: str, address: str) -> list[tuple[str, int]]:
    # An office shares one address, so the address alone is allowed more failures than one name from it.
    # A digest keeps a password typed into the name field out of the cache's keys.
    name = hashlib.sha256(f"{username.casefold()}|{address}".encode()).hexdigest()
    return [(f"log-in:{name}", 1), (f"log-in:{hashlib.sha256(address.encode()).hexdigest()}", 10)]
