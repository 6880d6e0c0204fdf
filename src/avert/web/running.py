"""The two processes of a running site, the web server and the worker, started and stopped together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Self

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

from avert.errors import AvertError, InputError, MissingDataError

SECONDS_TO_START = 60
SECONDS_TO_STOP = 10
SECONDS_TO_LIVE = 5
PORTS_TO_TRY = 50
WORKER = "worker"
WORKER_COMMAND = ["django", "job_worker", "--verbosity", "0"]
SECONDS_FOR_HEADERS = 10
BYTES_OF_HEADERS = 32 * 1024
MOST_AT_ONCE = 64  # requests taken up; more wait in the backlog
SERVER_LOG = Path(__file__).with_name("granian-logging.json")
BUILT_ASSET = "avert/dist/sans-latin.woff2"


class SiteStoppedError(AvertError):
    """A process of the site ended that should have gone on."""

    exit_code = 1


def prepare() -> None:
    """Bring the database up to date and lay out the files that browsers fetch."""
    if finders.find(BUILT_ASSET) is None:
        raise MissingDataError("The site's fonts are not built, so pages would not load. Run: make assets")
    migrate()
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)


def migrate() -> None:
    """Bring the database up to date."""
    settings.CONFIG.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    call_command("migrate", interactive=False, verbosity=0)


def free_port(host: str, first: int, most: int = PORTS_TO_TRY) -> int:
    """Return the first of ``most`` ports from ``first`` on that nobody listens on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in range(first, first + most):
        with socket.socket(family) as probe:
            # As the server will: a port that was in use a moment ago is free again.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    tried = f"Port {first} is" if most == 1 else f"Ports {first} to {first + most - 1} are"
    raise InputError(f"{tried} in use or not allowed on {host}. Choose another: --port N")


class Processes:
    """The web server and the worker. Both end when the block does, or when either ends by itself.

    A worker that was killed, as one that takes too much memory is, is replaced: its job is reclaimed and tried
    again so many times, and meanwhile people can read.
    """

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._worker_since = 0.0

    def __enter__(self) -> Self:
        # Set both: a shell that starts the site in the background makes it deaf to Ctrl-C.
        signal.signal(signal.SIGINT, _stop)
        signal.signal(signal.SIGTERM, _stop)
        self._start("web server", _server_command(self.host, self.port))
        self._start_worker()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_details: object) -> bool:
        for process in self._running.values():
            process.terminate()
        deadline = time.monotonic() + SECONDS_TO_STOP
        for process in self._running.values():
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        return kind is KeyboardInterrupt

    def wait_until_ready(self) -> None:
        """Return when the web server answers."""
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            self._check()
            try:
                socket.create_connection((self.host, self.port), timeout=1).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise SiteStoppedError(f"The web server did not answer within {SECONDS_TO_START} seconds.")

    def wait(self) -> None:
        """Return only when interrupted; raise when a process ends by itself."""
        while True:
            self._check()
            time.sleep(0.5)

    def _start_worker(self) -> None:
        self._worker_since = time.monotonic()
        self._start(WORKER, WORKER_COMMAND)

    def _start(self, name: str, module: list[str]) -> None:
        # In a session of its own, so that Ctrl-C reaches this process only, which then stops them in order.
        self._running[name] = subprocess.Popen(  # noqa: S603  nothing from outside is in the command
            [sys.executable, "-m", *module], env=dict(os.environ), start_new_session=True
        )

    def _check(self) -> None:
        for name, process in list(self._running.items()):
            if process.poll() is None:
                continue
            # One that cannot even start would be replaced for ever.
            has_worked = time.monotonic() - self._worker_since >= SECONDS_TO_LIVE
            if name == WORKER and process.returncode < 0 and has_worked:
                self._start_worker()
            else:
                raise SiteStoppedError(
                    f"The {name} ended by itself (code {process.returncode}), so the site is stopped. "
                    "What it said stands above."
                )


def _server_command(host: str, port: int) -> list[str]:
    return [
        *("granian", "avert.web.wsgi:application", "--interface", "wsgi"),
        *("--host", host, "--port", str(port), "--workers", "1"),
        *("--blocking-threads", str(min(8, 2 * (os.cpu_count() or 1)))),
        *("--no-ws", "--http", "1", "--log-level", "warning", "--no-access-log"),
        *("--log-config", str(SERVER_LOG), "--http1-header-read-timeout", str(SECONDS_FOR_HEADERS * 1000)),
        *("--http1-buffer-size", str(BYTES_OF_HEADERS), "--backpressure", str(MOST_AT_ONCE)),
    ]


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
