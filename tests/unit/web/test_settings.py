from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest

from avert.errors import ConfigError, InputError
from avert.web.databases import postgresql_settings, sqlite_settings
from avert.web.running import free_port
from avert.web.secret_key import read_or_make_secret_key


def test_a_database_address_is_taken_apart() -> None:
    said = postgresql_settings("postgresql://a%40b:p%2Fw@db.example:5433/site?sslmode=require")
    assert (said["USER"], said["PASSWORD"], said["HOST"], said["PORT"]) == ("a@b", "p/w", "db.example", 5433)
    assert (said["NAME"], said["OPTIONS"]) == ("site", {"sslmode": "require"})


def test_a_socket_folder_is_a_host() -> None:
    assert postgresql_settings("postgresql://postgres:@/site?host=/run/pg")["HOST"] == "/run/pg"


@pytest.mark.parametrize("url", ["mysql://a/b", "postgresql://host", "nonsense"])
def test_another_kind_of_database_is_refused_without_repeating_the_password(url: str) -> None:
    with pytest.raises(ConfigError) as refused:
        postgresql_settings(url)
    assert url not in str(refused.value)


def test_sqlite_waits_for_its_turn(tmp_path: Path) -> None:
    options = sqlite_settings(tmp_path / "x")["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    key = read_or_make_secret_key(home)
    assert read_or_make_secret_key(home) == key
    assert stat.S_IMODE((home / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in home.iterdir()] == ["secret-key"]


def test_starts_at_the_same_time_agree_on_one_key(tmp_path: Path) -> None:
    keys: list[str] = []
    threads = [
        threading.Thread(target=lambda: keys.append(read_or_make_secret_key(tmp_path))) for _ in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 16
    assert len(set(keys)) == 1


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    read_or_make_secret_key(tmp_path)
    (tmp_path / "secret-key").chmod(0o644)
    with pytest.raises(ConfigError, match="chmod 600"):
        read_or_make_secret_key(tmp_path)


def test_an_empty_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret-key").touch(mode=0o600)
    with pytest.raises(ConfigError, match="no usable key"):
        read_or_make_secret_key(tmp_path)


def test_a_taken_port_is_passed_over() -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port("127.0.0.1", port) > port
        with pytest.raises(InputError, match=f"Port {port} is in use"):
            free_port("127.0.0.1", port, most=1)
