"""Posting to another machine: where that may be, over which connection, and what an answer means.

An address comes from a record, so whoever may write a contact could have the site knock at doors that only it can
reach. Each name is resolved once, every address it has must be public, and the connection goes to the one checked.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from avert.web.alerts.channel import HandOver, InDoubtError, RefusedForGoodError, TryLaterError

SECONDS_TO_ANSWER = 10
SECONDS_IN_ALL = 40
MOST_BYTES_READ = 64 * 1024
LATER = (429, 503)
IN_DOUBT = (408, 500, 502, 504)


@dataclass(frozen=True)
class Post:
    """What is posted where. ``internal_hosts`` may lie in private networks and be reached without TLS."""

    url: str
    body: bytes
    headers: Mapping[str, str]
    internal_hosts: Collection[str] = ()


def post(what: Post, hand_over: HandOver) -> bytes:
    """Post, and return the beginning of the answer. Redirects are not followed.

    Raises RefusedForGoodError, TryLaterError, or InDoubtError once it may have been taken.
    """
    url = urlsplit(what.url)
    connection = _connection(url, what.internal_hosts)
    try:
        try:
            connection.connect()
        except (OSError, ssl.SSLError) as error:
            raise TryLaterError(type(error).__name__) from None
        with _no_longer_than(connection.sock, SECONDS_IN_ALL):
            return _ask(connection, url, what, hand_over)
    finally:
        connection.close()


def checked_address(host: str, port: int, *, is_internal: bool) -> str:
    """Return the address to connect to; refuse a name any of whose addresses is not public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise TryLaterError(type(error).__name__) from None
    addresses = [str(entry[4][0]) for entry in found]
    if not is_internal and not all(_is_public(address) for address in addresses):
        raise RefusedForGoodError("PrivateAddress")
    return addresses[0]


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None) or address
    return bool(address.is_global and inner.is_global and not inner.is_multicast)


def _connection(url: SplitResult, internal_hosts: Collection[str]) -> http.client.HTTPConnection:
    try:
        host, port = url.hostname or "", url.port
    except ValueError:
        raise RefusedForGoodError("UnusableAddress") from None
    is_internal = host in internal_hosts or url.netloc in internal_hosts
    if not host or url.username or url.scheme not in (("http", "https") if is_internal else ("https",)):
        raise RefusedForGoodError("UnusableAddress")
    port = port or (443 if url.scheme == "https" else 80)
    address = checked_address(host, port, is_internal=is_internal)
    kind = _PinnedTLS if url.scheme == "https" else _Pinned
    return kind(host, port, address)


class _Pinned(http.client.HTTPConnection):
    """A connection to the address that was checked, whatever the name says a moment later."""

    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=SECONDS_TO_ANSWER)
        self._address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)


class _PinnedTLS(_Pinned):
    """The same, and the certificate must be that of the name."""

    default_port = 443

    def connect(self) -> None:
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


@contextmanager
def _no_longer_than(sock: socket.socket, seconds: float) -> Iterator[None]:
    """Cut the line after so long: one that sends a byte now and then must not keep all others waiting."""
    timer = threading.Timer(seconds, _cut, [sock])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _cut(sock: socket.socket) -> None:
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it is closed already


def _ask(connection: http.client.HTTPConnection, url: SplitResult, what: Post, hand_over: HandOver) -> bytes:
    hand_over()
    try:
        path = (url.path or "/") + (f"?{url.query}" if url.query else "")
        connection.request("POST", path, what.body, dict(what.headers))
        answer = connection.getresponse()
        said = answer.read(MOST_BYTES_READ)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise InDoubtError(type(error).__name__) from None
    _refuse_unless_taken(answer.status)
    return said


def _refuse_unless_taken(status: int) -> None:
    if 200 <= status < 300:
        return
    named = f"HTTP {status}"
    if status in LATER:
        raise TryLaterError(named)
    if status in IN_DOUBT or status > 504:
        raise InDoubtError(named)
    raise RefusedForGoodError(named)
