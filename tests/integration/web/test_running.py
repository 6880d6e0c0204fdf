from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from avert.web import running

WAIT_FOR_EVER = ["timeit", "-n", "1", "-r", "1", "import time; time.sleep(60)"]


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> Iterator[running.Processes]:
    """A site whose two processes only wait."""
    monkeypatch.setattr(running, "WORKER_COMMAND", WAIT_FOR_EVER)
    monkeypatch.setattr(running, "_server_command", lambda _host, _port: WAIT_FOR_EVER)
    monkeypatch.setattr(running.signal, "signal", lambda *_said: None)
    with running.Processes("127.0.0.1", 0) as started:
        yield started


def kill(processes: running.Processes, name: str) -> int:
    process = processes._running[name]
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    return process.pid


def test_a_killed_worker_is_replaced(processes: running.Processes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "SECONDS_TO_LIVE", 0)
    killed = kill(processes, "worker")
    processes._check()
    assert processes._running["worker"].pid != killed
    assert processes._running["worker"].poll() is None


def test_a_worker_that_cannot_live_stops_the_site(processes: running.Processes) -> None:
    kill(processes, "worker")
    with pytest.raises(running.SiteStoppedError, match="worker"):
        processes._check()


def test_without_a_web_server_there_is_no_site(
    processes: running.Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "SECONDS_TO_LIVE", 0)
    kill(processes, "web server")
    with pytest.raises(running.SiteStoppedError, match="web server"):
        processes._check()
