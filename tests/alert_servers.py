"""Real servers on this machine that take mail and posts, and remember what arrived, however they then behave."""

from __future__ import annotations

import email
import http.server
import json
import random
import re
import socketserver
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

Arrived = dict[str, list[Any]]


class Behaviour:
    """How servers treat a message once they have it: say so, say so late, hang up, or say to come again."""

    def __init__(self, seed: int = 1, *, slow: float = 0.0, drops: float = 0.0, refuses: float = 0.0) -> None:
        self._rng, self._lock = random.Random(seed), threading.Lock()  # noqa: S311  no secret
        self.slow, self.drops, self.refuses = slow, drops, refuses

    def next(self) -> str:
        with self._lock:
            pause, choice = self._rng.uniform(0, self.slow), self._rng.random()
        time.sleep(pause)
        if choice < self.drops:
            return "drop"
        return "refuse" if choice < self.drops + self.refuses else "take"


class Servers:
    """A mail server and a web server. ``arrived`` holds, by message id, what they took."""

    def __init__(self, behaviour: Behaviour) -> None:
        self.behaviour, self.arrived = behaviour, defaultdict(list)
        self.seen: list[tuple[str, dict[str, str], bytes]] = []
        self.answer: dict[str, Any] = {"id": "at-the-gateway"}
        self.status: int | None = None
        self.smtp_code: bytes | None = None
        self.mail = _Mail(("127.0.0.1", 0), _MailHandler)
        self.web = _Web(("127.0.0.1", 0), _WebHandler)
        self.mail.all = self.web.all = self

    @property
    def mail_port(self) -> int:
        return self.mail.server_address[1]

    @property
    def web_host(self) -> str:
        return f"127.0.0.1:{self.web.server_address[1]}"

    def toml(self) -> str:
        """What a deployment writes to use them."""
        return "\n".join(
            [
                "[alert_channels.email]",
                'is_on = true\nhost = "127.0.0.1"\nsecurity = "none"\nsender = "alerts@example.org"',
                f"port = {self.mail_port}",
                "[alert_channels.webhook]",
                f'is_on = true\ninternal_hosts = ["{self.web_host}"]',
                "[alert_channels.sms]",
                f'is_on = true\ngateway = "plain"\naddress = "http://{self.web_host}/sms"',
                f'internal_hosts = ["{self.web_host}"]',
            ]
        )

    def secrets(self) -> str:
        return f'[webhook]\n"{self.web_host}" = "a key of theirs"\n[sms]\ntoken = "a token"\n'


@contextmanager
def servers(behaviour: Behaviour | None = None) -> Iterator[Servers]:
    made = Servers(behaviour or Behaviour())
    threads = [threading.Thread(target=s.serve_forever, args=[0.05]) for s in (made.mail, made.web)]
    for thread in threads:
        thread.start()
    try:
        yield made
    finally:
        for server in (made.mail, made.web):
            server.shutdown()
            server.server_close()
        for thread in threads:
            thread.join()


class _Mail(socketserver.ThreadingTCPServer):
    daemon_threads, allow_reuse_address = True, True
    all: Servers

    def handle_error(self, *_details: object) -> None:
        """A client that was killed hangs up in the middle."""


class _Web(http.server.ThreadingHTTPServer):
    daemon_threads = True
    all: Servers

    def handle_error(self, *_details: object) -> None:
        """A client that was killed hangs up in the middle."""


class _MailHandler(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs that only hands mail in."""

    def handle(self) -> None:
        everything: Servers = self.server.all
        self._say(b"220 here")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                if everything.smtp_code:
                    self._say(everything.smtp_code)
                    continue
                self._say(b"354 go on")
                if not self._take():
                    return
            elif word == b"QUIT":
                self._say(b"221 bye")
                return
            else:
                self._say(b"250 fine")

    def _take(self) -> bool:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        if line == b"":
            return False  # it never ended, so it never arrived
        everything: Servers = self.server.all
        message = email.message_from_bytes(b"".join(lines))
        key = re.search(r"<([0-9a-f-]{36})@", message["Message-ID"])[1]
        doing = everything.behaviour.next()
        if doing == "refuse":
            self._say(b"451 later")
            return True
        everything.arrived[key].append(message)
        if doing == "drop":
            return False
        self._say(b"250 taken")
        return True

    def _say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")


class _WebHandler(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        everything: Servers = self.server.all
        length = int(self.headers["Content-Length"])
        body = self.rfile.read(length)
        if len(body) < length:
            return
        everything.seen.append((self.path, dict(self.headers), body))
        doing = everything.behaviour.next()
        if everything.status is not None:
            self._answer(everything.status)
        elif doing == "refuse":
            self._answer(503)
        else:
            everything.arrived[self.headers["Idempotency-Key"] or ""].append(body)
            if doing != "drop":
                self._answer(200)

    def _answer(self, status: int) -> None:
        said = json.dumps(self.server.all.answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_details: object) -> None:
        """Say nothing."""
