"""A web server that publishes one file, well or badly, for what downloads it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Publisher:
    """What is published, and what goes wrong with each request in turn (``faults``; then nothing does)."""

    url: str
    body: bytes = b""
    etag: str = '"v1"'
    faults: list[str] = field(default_factory=list)
    always: str = ""
    content_type: str = "application/octet-stream"
    asked: list[dict[str, str]] = field(default_factory=list)
    before: Callable[[Publisher], None] = lambda _publisher: None
    """Called with each request, before it is answered: the file may change meanwhile."""


Answer = Callable[[BaseHTTPRequestHandler, Publisher, int], None]


def _head(handler: BaseHTTPRequestHandler, status: int, headers: dict[str, str]) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.end_headers()


def _file(handler: BaseHTTPRequestHandler, site: Publisher, start: int, *, sent: int | None = None,
          length: int | None = None, more: dict[str, str] | None = None, drip: float = 0) -> None:  # fmt: skip
    """Send the file from ``start``, ``sent`` bytes of it at most, announcing ``length``."""
    piece = site.body[start:]
    headers = {
        "Content-Type": site.content_type,
        "Content-Length": str(len(piece) if length is None else length),
    }
    headers |= {"ETag": site.etag} if site.etag else {}
    if start:
        headers["Content-Range"] = f"bytes {start}-{len(site.body) - 1}/{len(site.body)}"
    _head(handler, 206 if start else 200, headers | (more or {}))
    for byte in range(0, len(piece[:sent]), 1 if drip else len(piece) or 1):
        handler.wfile.write(piece[byte : byte + 1] if drip else piece[:sent])
        handler.wfile.flush()
        time.sleep(drip)


def _endless(handler: BaseHTTPRequestHandler, _site: Publisher, _start: int) -> None:
    _head(handler, 200, {"Content-Type": "text/csv"})
    while True:
        handler.wfile.write(b"1,2,3\n" * 4096)


def _status(code: int) -> Answer:
    return lambda handler, _site, _start: _head(handler, code, {"Content-Length": "0"})


def _redirect(target: str) -> Answer:
    return lambda handler, site, _start: _head(
        handler, 302, {"Location": target or site.url + "/again", "Content-Length": "0"}
    )


def _page(handler: BaseHTTPRequestHandler, _site: Publisher, _start: int) -> None:
    page = b"<!DOCTYPE html><title>Please log in</title>"
    _head(handler, 200, {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(page))})
    handler.wfile.write(page)


def _disguised(handler: BaseHTTPRequestHandler, _site: Publisher, _start: int) -> None:
    _head(handler, 200, {"Content-Type": "text/csv"})
    handler.wfile.write(b"\n  <HTML><body>Are you a robot?</body>")


ANSWERS: dict[str, Answer] = {
    "": _file,
    "drop": lambda h, s, start: _file(h, s, start, sent=(len(s.body) - start) // 2),
    "ignores range": lambda h, s, _start: _file(h, s, 0),
    "says too much": lambda h, s, start: _file(h, s, start, length=len(s.body) - start + 500),
    "says too little": lambda h, s, start: _file(h, s, start, length=(len(s.body) - start) // 2),
    "says far too much": lambda h, s, start: _file(h, s, start, length=10**15),
    "wrong piece": lambda h, s, start: _file(h, s, max(start - 3, 1)),
    "no length": lambda h, s, _start: (
        _head(h, 200, {"Content-Type": "text/csv"}), h.wfile.write(s.body)),
    "slow": lambda h, s, start: _file(h, s, start, drip=0.02),
    "silent": lambda _h, _s, _start: time.sleep(1.0),
    "endless": _endless,
    "page": _page,
    "page called csv": _disguised,
    "to http": _redirect(""),
    "to file": _redirect("file:///etc/passwd"),
    "404": _status(404), "403": _status(403), "416": _status(416), "500": _status(500), "503": _status(503),
}  # fmt: skip


@contextmanager
def publisher() -> Iterator[Publisher]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append({name.lower(): value for name, value in self.headers.items()})
            site.before(site)
            fault = site.always or (site.faults.pop(0) if site.faults else "")
            try:
                ANSWERS[fault](self, site, self._start())
            except OSError:
                return

        def _start(self) -> int:
            """Where the asked piece starts, if the file is still the one that the client has a part of."""
            asked = self.headers.get("Range", "")
            if not asked or self.headers.get("If-Range", site.etag) != site.etag:
                return 0
            start = int(asked.removeprefix("bytes=").partition("-")[0])
            if start >= len(site.body):
                _head(self, 416, {"Content-Range": f"bytes */{len(site.body)}", "Content-Length": "0"})
                raise OSError
            return start

        def log_message(self, *_details: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    site = Publisher(f"http://127.0.0.1:{server.server_port}")
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
