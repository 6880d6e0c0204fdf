"""A web server that publishes feeds, well behaved or not, for what reads them."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Page:
    """What one address sends."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drip: float = 0.0  # seconds between single bytes


@dataclass
class FeedServer:
    """Addresses and what they send; what was asked is kept."""

    url: str
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def put(self, path: str, body: bytes | str = b"", **more: object) -> str:
        data = body.encode() if isinstance(body, str) else body
        self.pages[path] = Page(data, **more)
        return f"{self.url}{path}"


@contextmanager
def feed_server() -> Iterator[FeedServer]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            page = site.pages.get(self.path.partition("?")[0], Page(status=404))
            tag = page.headers.get("ETag")
            if tag and self.headers.get("If-None-Match") == tag:
                page = Page(status=304)
            self.send_response(page.status)
            for name, value in page.headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                self._send(page)
            except OSError:
                return

        def _send(self, page: Page) -> None:
            if not page.drip:
                self.wfile.write(page.body)
                return
            for byte in page.body:
                self.wfile.write(bytes([byte]))
                time.sleep(page.drip)

        def log_message(self, *_details: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    site = FeedServer(f"http://127.0.0.1:{server.server_port}")
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def rss(*items: str) -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Radio</title>{"".join(items)}</channel></rss>'


def item(key: str, title: str, *, text: str = "", link: str = "", date: str = "") -> str:
    parts = [f"<guid>{key}</guid><title>{title}</title><description>{text}</description>"]
    parts += [f"<link>{link}</link>"] if link else []
    parts += [f"<pubDate>{date}</pubDate>"] if date else []
    return f"<item>{''.join(parts)}</item>"


def atom(*entries: str) -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Partner</title>{"".join(entries)}</feed>'


def bomb(megabytes: int) -> bytes:
    return gzip.compress(b"<rss>" + b" " * (megabytes * 1024 * 1024) + b"</rss>")
