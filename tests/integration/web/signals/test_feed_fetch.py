"""What reaches the network: an address that someone typed must not open the server's own."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
from tests.feed_server import FeedServer, bomb, feed_server

from avert.web.signals.feeds import fetch as fetching
from avert.web.signals.feeds.fetch import MOST_BYTES, FeedError, fetch
from avert.web.signals.vocabulary import Trouble

OWN = ("127.0.0.1",)


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with feed_server() as site:
        yield site


def trouble_of(address: str, **options: Any) -> Trouble:
    with pytest.raises(FeedError) as raised:
        fetch(address, **{"private_hosts": OWN, **options})
    return raised.value.trouble


def resolves_to(patch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """Have every name mean these addresses; the list says who was asked for."""
    asked: list[str] = []

    def resolve(host: str, port: int, **_options: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answer, port)) for answer in answers]

    patch.setattr(fetching.socket, "getaddrinfo", resolve)
    return asked


def test_a_page_comes_with_its_tag_and_is_not_sent_again_unchanged(server: FeedServer) -> None:
    address = server.put("/feed", "<rss/>", headers={"ETag": '"one"', "Last-Modified": "yesterday"})
    found = fetch(address, private_hosts=OWN)
    assert (found.body, found.etag, found.modified) == (b"<rss/>", '"one"', "yesterday")
    assert fetch(address, etag=found.etag, modified="yesterday", private_hosts=OWN).body is None
    assert server.asked[-1][1]["if-modified-since"] == "yesterday"


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd", "ftp://example.org/", "gopher://127.0.0.1/", "http://", "https://user:pass@example.org/",
        "http://exa mple.org/", "http://example.org/\r\nX: y", "//example.org/", "http://[::1", "http://example.org:99999/",
    ],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_refused(address: str) -> None:
    assert trouble_of(address) == Trouble.ADDRESS


@pytest.mark.parametrize(
    "private",
    [
        "127.0.0.1", "10.0.0.7", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.1", "100.64.0.1", "224.0.0.1",
        "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.7", "64:ff9b::7f00:1", "2002:7f00:1::", "::",
        "255.255.255.255", "fe80::1%eth0",
    ],
)  # fmt: skip
def test_a_name_that_means_an_address_of_a_private_network_is_refused(
    monkeypatch: pytest.MonkeyPatch, private: str
) -> None:
    resolves_to(monkeypatch, private)
    monkeypatch.setattr(fetching.socket, "create_connection", lambda *_a, **_o: pytest.fail("it connected"))
    assert trouble_of("http://feeds.example.org/") == Trouble.ADDRESS


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    resolves_to(monkeypatch, "93.184.216.34", "10.0.0.7")
    assert trouble_of("http://feeds.example.org/") == Trouble.ADDRESS


def test_the_connection_goes_to_the_address_that_was_looked_at_and_asks_only_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = resolves_to(monkeypatch, "93.184.216.34")
    connected = []

    def connect(address: Any, **_options: Any) -> Any:
        connected.append(address)
        raise OSError

    monkeypatch.setattr(fetching.socket, "create_connection", connect)
    assert trouble_of("http://feeds.example.org/") == Trouble.SILENT
    assert connected == [("93.184.216.34", 80)]
    assert asked == ["feeds.example.org"]


def test_an_address_in_numbers_is_a_private_one_too_unless_the_deployment_names_it(
    server: FeedServer,
) -> None:
    address = server.put("/feed", "<rss/>")
    assert trouble_of(address, private_hosts=()) == Trouble.ADDRESS
    assert trouble_of(address.replace("127.0.0.1", "2130706433"), private_hosts=()) == Trouble.ADDRESS
    assert server.asked == []
    assert fetch(address, private_hosts=OWN).body == b"<rss/>"


def test_a_redirect_is_followed_a_few_times_and_looked_at_like_the_first(server: FeedServer) -> None:
    server.put("/feed", "<rss/>")
    there = server.put("/there", status=302, headers={"Location": "/feed"})
    assert fetch(there, private_hosts=OWN).body == b"<rss/>"
    inside = server.put(
        "/inside", status=302, headers={"Location": server.url.replace("127.0.0.1", "localhost")}
    )
    assert trouble_of(inside) == Trouble.ADDRESS
    for target, trouble in (("file:///etc/passwd", Trouble.ADDRESS), ("http://[", Trouble.ADDRESS)):
        assert trouble_of(server.put("/away", status=301, headers={"Location": target})) == trouble
    assert trouble_of(server.put("/round", status=307, headers={"Location": "/round"})) == Trouble.REFUSED


@pytest.mark.parametrize("status", [201, 204, 401, 403, 404, 410, 500, 503])
def test_another_answer_than_the_page_is_a_refusal(server: FeedServer, status: int) -> None:
    assert trouble_of(server.put("/feed", "<rss/>", status=status)) == Trouble.REFUSED


def test_what_is_packed_is_unpacked_within_bounds(server: FeedServer) -> None:
    packed = {"Content-Encoding": "gzip"}
    assert (
        fetch(server.put("/a", gzip.compress(b"<rss/>"), headers=packed), private_hosts=OWN).body == b"<rss/>"
    )
    bombed = bomb(200)
    assert len(bombed) < MOST_BYTES
    assert trouble_of(server.put("/b", bombed, headers=packed)) == Trouble.TOO_LARGE
    assert trouble_of(server.put("/c", b"no gzip", headers=packed)) == Trouble.UNREADABLE
    assert trouble_of(server.put("/d", b"x", headers={"Content-Encoding": "br"})) == Trouble.UNREADABLE


def test_too_much_and_too_slow_are_cut(server: FeedServer) -> None:
    assert trouble_of(server.put("/large", b"x" * (MOST_BYTES + 1))) == Trouble.TOO_LARGE
    slow = server.put("/slow", b"x" * 1000, drip=0.05)
    began = time.monotonic()
    assert trouble_of(slow, most_seconds=0.4) == Trouble.SILENT
    assert time.monotonic() - began < 5


def test_nobody_there_is_said_as_such(server: FeedServer) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert trouble_of(f"http://127.0.0.1:{port}/") == Trouble.SILENT
    assert trouble_of(server.url.replace("http:", "https:")) == Trouble.SILENT


def test_an_address_with_signs_of_another_script_is_asked_for(server: FeedServer) -> None:
    server.put("/caf%C3%A9", "<rss/>")
    assert fetch(f"{server.url}/café?q=ä b".replace(" b", ""), private_hosts=OWN).body == b"<rss/>"
