"""What a deployment says of its channels, and what is refused."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import uuid
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.alert_servers import Servers, servers

from avert.config import load_config
from avert.errors import ConfigError
from avert.handling import Marking
from avert.web.alerts.channel import (
    ChannelSettings,
    InDoubtError,
    Parcel,
    RefusedForGoodError,
    TryLaterError,
)
from avert.web.alerts.channels.email import transport as email
from avert.web.alerts.network import Post, checked_address, post
from avert.web.alerts.registry import channels, open_channels, settings_of


def chosen(settings: Any, name: str, **said: Any) -> Any:
    settings.CONFIG = replace(settings.CONFIG, alert_channels={name: said})
    return settings_of(channels()[name])


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"is_on": "yes"}, "neither true nor false"),
        ({"is_on": True}, "lacks host, sender"),
        ({"hots": "x"}, "unknown settings: hots"),
        ({"marking": "TLP:RED"}, "at most TLP:AMBER"),
        ({"marking": "secret"}, "not a TLP"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(settings: Any, said: dict[str, Any], told: str) -> None:
    with pytest.raises(Exception, match=told):
        chosen(settings, "email", **said)
    assert "email" not in open_channels()


def test_a_table_of_channels_is_read_from_the_file_and_only_there(tmp_path: Path) -> None:
    (tmp_path / "avert.toml").write_text("[alert_channels.sms]\nis_on = true\n", encoding="utf-8")
    assert load_config({"AVERT_HOME": str(tmp_path)}).alert_channels == {"sms": {"is_on": True}}
    with pytest.raises(ConfigError, match="table per channel"):
        load_config({"AVERT_HOME": str(tmp_path), "AVERT_ALERT_CHANNELS": "sms"})


def test_secrets_that_others_can_read_close_the_channel(settings: Any, tmp_path: Path) -> None:
    settings.CONFIG = replace(settings.CONFIG, home=tmp_path)
    secrets = tmp_path / "alert-secrets.toml"
    secrets.write_text('[webhook]\n"a.example" = "k"\n', encoding="utf-8")
    secrets.chmod(0o644)
    with pytest.raises(ConfigError, match="chmod 600"):
        chosen(settings, "webhook", is_on=True)
    secrets.chmod(0o600)
    assert chosen(settings, "webhook", is_on=True).secrets == {"a.example": "k"}


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1"),  # noqa: S104
        *("::1", "fe80::1", "fd00::1", "::ffff:10.0.0.1", "2002:0a00:0001::1", "224.0.0.1"),
    ],
)
def test_a_name_that_leads_into_a_private_network_is_refused(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    def found(_host: str, port: int, **_more: object) -> list[Any]:
        return [(0, 0, 0, "", ("93.184.216.34", port)), (0, 0, 0, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    with pytest.raises(RefusedForGoodError, match="PrivateAddress"):
        checked_address("alerts.example", 443, is_internal=False)
    assert checked_address("alerts.example", 443, is_internal=True)


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    resolved = [[(0, 0, 0, "", ("93.184.216.34", 443))], [(0, 0, 0, "", ("10.0.0.1", 443))]]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_said, **_more: resolved.pop(0))

    def connect(address: Any, *_more: object) -> None:
        asked.append(address)
        raise TimeoutError

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(TryLaterError, match="TimeoutError"):
        post(Post("https://alerts.example/x", b"", {}), lambda: None)
    assert asked == [("93.184.216.34", 443)]


@pytest.mark.parametrize(
    "url",
    [
        "http://alerts.example/",
        "ftp://a.example/",
        "https://user@a.example/",
        "https:///x",
        "https://a:99999/",
    ],
)
def test_only_https_without_names_in_it_is_posted_to(url: str) -> None:
    with pytest.raises(RefusedForGoodError, match="UnusableAddress"):
        post(Post(url, b"", {}), lambda: None)


def test_a_certificate_of_somebody_else_is_not_spoken_to(monkeypatch: pytest.MonkeyPatch) -> None:
    handed_over = []
    with servers() as there:
        host = f"localhost:{there.web.server_address[1]}"
        with pytest.raises(TryLaterError):  # no certificate at all
            post(Post(f"https://{host}/", b"{}", {}, [host]), lambda: handed_over.append(1))
    assert ssl.create_default_context().check_hostname
    assert handed_over == []


def test_a_server_that_answers_for_ever_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("avert.web.alerts.network.SECONDS_IN_ALL", 0.3)
    with servers() as there:
        there.behaviour.slow = 1.5
        there.behaviour._rng.seed(3)
        with pytest.raises(InDoubtError):
            post(Post(f"http://{there.web_host}/", b"{}", {}, [there.web_host]), lambda: None)


def test_mail_goes_without_tls_only_within_this_machine() -> None:
    values = {"host": "mail.example.org", "sender": "a@example.org", "security": "none"}
    with pytest.raises(ConfigError, match="security"):
        email._connected(ChannelSettings(True, Marking.AMBER, values))


def a_parcel() -> Parcel:
    at = dt.datetime(2024, 3, 2, tzinfo=dt.UTC)
    return Parcel(uuid.uuid4(), "a@example.org", "s", "t", (), "en", "", "test", at, at)


@pytest.mark.parametrize("values", [{"port": 1}, {"username": "alerts"}])
def test_a_server_that_is_away_or_lets_nobody_in_is_tried_later(
    there: Servers, values: dict[str, Any]
) -> None:
    said = {"host": "127.0.0.1", "port": there.mail_port, "security": "none", "sender": "a@example.org"}
    with pytest.raises(TryLaterError):
        email.send(a_parcel(), ChannelSettings(True, Marking.AMBER, said | values), lambda: None)
