"""Fetch what strangers publish. This is the only file of the app that reaches the network.

An address that someone typed must not make the server ask its own network: the name is resolved once, every address it
has is looked at, and the connection goes to the one looked at, so that a name which changes its answer gains nothing.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import zlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from avert.errors import AvertError
from avert.web.signals.vocabulary import Trouble

MOST_BYTES = 2 * 1024 * 1024
MOST_SECONDS = 20.0
MOST_REDIRECTS = 3
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PORTS = {"http": 80, "https": 443}
KEPT_SIGNS = "/?&=%:@!$'()*+,;~[]-._"
WRAPPED = ipaddress.ip_network("64:ff9b::/96")  # the whole of IPv4, behind a translator
SAYS = {
    "User-Agent": "Avert feed reader",
    "Accept": "application/rss+xml, application/atom+xml, application/cap+xml, application/xml, text/xml",
    "Accept-Encoding": "gzip",
}


class FeedError(AvertError):
    """A feed could not be read; ``trouble`` says why, and nothing of what it sent."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(f"The feed could not be read: {trouble.label}. Look at its address.")
        self.trouble = trouble


@dataclass(frozen=True)
class Fetched:
    """What an address sent; ``body`` is None where nothing changed since it was asked last."""

    body: bytes | None
    etag: str = ""
    modified: str = ""


def fetch(
    address: str,
    *,
    etag: str = "",
    modified: str = "",
    private_hosts: Collection[str] = (),
    most_bytes: int = MOST_BYTES,
    most_seconds: float = MOST_SECONDS,
) -> Fetched:
    """Return what a web address sends, following a few redirects, each looked at like the first.

    Only hosts among ``private_hosts`` may lie in a private network. Raises FeedError.
    """
    known = {"If-None-Match": etag, "If-Modified-Since": modified}
    headers = SAYS | {name: value for name, value in known.items() if value}
    for _redirect in range(MOST_REDIRECTS + 1):
        url = _web_address(address)
        answer, target = _ask(url, headers, private_hosts, most_bytes, most_seconds)
        if answer is not None:
            return answer
        address = _joined(address, target)
        if url.scheme == "https" and not address.startswith("https:"):
            raise FeedError(Trouble.ADDRESS)
    raise FeedError(Trouble.REFUSED)


def _web_address(address: str) -> SplitResult:
    try:
        url = urlsplit(address)
        is_usable = url.scheme in PORTS and bool(url.hostname) and url.username is None and url.port != 0
    except ValueError:
        is_usable = False
    if not is_usable or any(sign <= " " or sign == "\x7f" for sign in address):
        raise FeedError(Trouble.ADDRESS)
    return url


def _joined(address: str, target: str) -> str:
    try:
        return urljoin(address, target)
    except ValueError:
        raise FeedError(Trouble.ADDRESS) from None


def _ask(
    url: SplitResult,
    headers: Mapping[str, str],
    private_hosts: Collection[str],
    most_bytes: int,
    most_seconds: float,
) -> tuple[Fetched | None, str]:
    """Return what one address answered, or where it sends to."""
    host = str(url.hostname)
    pinned = _resolved(host, url.port or PORTS[url.scheme], may_be_private=host in private_hosts)
    connection = _PinnedConnection(host, pinned, is_secure=url.scheme == "https", seconds=most_seconds)
    target = quote((url.path or "/") + (f"?{url.query}" if url.query else ""), safe=KEPT_SIGNS)
    with closing(connection), _cut_after(most_seconds, connection):
        try:
            connection.request("GET", target, headers=dict(headers))
            with connection.getresponse() as response:
                if response.status in REDIRECTS:
                    return None, response.headers.get("Location", "")
                found = _read(response, most_bytes)
        except (OSError, http.client.HTTPException, ValueError):
            raise FeedError(Trouble.SILENT) from None
        if connection.is_cut:  # or a part would pass for the whole
            raise FeedError(Trouble.SILENT)
        return found, ""


def _resolved(host: str, port: int, *, may_be_private: bool) -> tuple[str, int]:
    """Return where to connect to; refuse a name of which any address lies in a private network."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise FeedError(Trouble.SILENT) from None
    addresses = [str(each[4][0]) for each in found]
    if not may_be_private and not all(map(_is_public, addresses)):
        raise FeedError(Trouble.ADDRESS)
    return addresses[0], port


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    if address.version == 6:
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is None and address in WRAPPED:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        address = inner or address
    return address.is_global and not address.is_multicast and not address.is_reserved


class _PinnedConnection(http.client.HTTPConnection):
    """Connects to an address that was looked at, under the name that was asked for."""

    def __init__(self, host: str, pinned: tuple[str, int], *, is_secure: bool, seconds: float) -> None:
        super().__init__(host, pinned[1], timeout=seconds)
        self._pinned = pinned
        self._tls = ssl.create_default_context() if is_secure else None
        self.default_port = PORTS["https" if is_secure else "http"]
        self.is_cut = False
        self._open: socket.socket | None = None  # a response takes the socket away before it is read

    def connect(self) -> None:
        """Connect, and greet as the name."""
        self._open = self.sock = socket.create_connection(self._pinned, timeout=self.timeout)
        if self._tls is not None:
            # In two steps, so that a greeting drawn out for ever can be cut.
            secured = self._tls.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self._open = self.sock = secured
            secured.do_handshake()

    def cut(self) -> None:
        """End it from another thread."""
        self.is_cut = True
        if self._open is not None:
            with suppress(OSError):
                socket.socket.shutdown(self._open, socket.SHUT_RDWR)


@contextmanager
def _cut_after(seconds: float, connection: _PinnedConnection) -> Iterator[None]:
    """Cut the connection after so long, however slowly the other side sends."""
    timer = threading.Timer(seconds, connection.cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _read(response: http.client.HTTPResponse, most_bytes: int) -> Fetched:
    if response.status == 304:
        return Fetched(None)
    if response.status != 200:
        raise FeedError(Trouble.REFUSED)
    sent = response.read(most_bytes + 1)
    if len(sent) > most_bytes:
        raise FeedError(Trouble.TOO_LARGE)
    said = response.headers
    body = _unpacked(sent, said.get("Content-Encoding", "identity").strip().lower(), most_bytes)
    return Fetched(body, said.get("ETag", "")[:200], said.get("Last-Modified", "")[:100])


def _unpacked(sent: bytes, encoding: str, most_bytes: int) -> bytes:
    if encoding in {"", "identity"}:
        return sent
    if encoding not in {"gzip", "x-gzip"}:
        raise FeedError(Trouble.UNREADABLE)
    try:
        body = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(sent, most_bytes + 1)
    except zlib.error:
        raise FeedError(Trouble.UNREADABLE) from None
    if len(body) > most_bytes:
        raise FeedError(Trouble.TOO_LARGE)
    return body
