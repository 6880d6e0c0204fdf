"""Which modules speak to other machines: these and no others."""

from __future__ import annotations

import ast
from pathlib import Path

SRC = Path(__file__).parents[3] / "src/avert"
NETWORK = {"socket", "ssl", "http", "smtplib", "imaplib", "poplib", "ftplib", "httpx", "requests", "aiohttp"}
NETWORK_PARTS = {"urllib.request", "http.client", "http.server", "django.core.mail", "asyncio.streams"}
MAY = (
    "sources/fetching.py",
    "web/alerts/network.py",
    "web/signals/feeds/fetch.py",
    "web/alerts/channels/*/transport.py",
    "web/running.py",  # listens on a port of this machine
)


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def speaks(path: Path) -> bool:
    names = imported(path)
    return bool(names & NETWORK_PARTS or {name for name in names if name in NETWORK and name != "http"})


def test_only_fetchers_and_alert_transports_reach_the_network() -> None:
    allowed = {path for pattern in MAY for path in SRC.glob(pattern)}
    found = {path for path in SRC.rglob("*.py") if speaks(path)}
    assert found <= allowed, sorted(str(path.relative_to(SRC)) for path in found - allowed)
    assert found >= {SRC / "web/alerts/network.py", SRC / "web/alerts/channels/email/transport.py"}
