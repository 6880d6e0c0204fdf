"""The site as it is started by hand, and a Chromium that visits it. Only `make e2e` comes here."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

if not os.environ.get("AVERT_E2E"):
    collect_ignore_glob = ["*"]

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
OWN_PASSWORD = "seven quiet rivers meet"
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
# What htmx says of a request that was still on its way when the page was left. What the server refuses is said apart.
LEFT_BEHIND = ("htmx:afterRequest", "htmx:sendError")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]


@dataclass
class Site:
    """A running site and what it printed when it started."""

    url: str
    said: str
    home: Path
    process: subprocess.Popen[str]

    @property
    def one_time_password(self) -> str:
        return re.search(r"One-time password:\s+(\S+)", self.said)[1]

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=30)


def start_site(home: Path) -> Site:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # Not the settings that the other tests use: this is the site as people start it.
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    process = subprocess.Popen(
        [sys.executable, "-m", "avert", "site", "run", "--port", str(port)],
        env={**environment, "AVERT_HOME": str(home), "AVERT_DEVELOPMENT": "yes"},
        stdout=subprocess.PIPE,
        text=True,
    )
    said = ""
    for line in process.stdout:
        said += line
        if f":{port}/" in line:
            return Site(f"http://127.0.0.1:{port}", said, home, process)
    raise AssertionError(f"The site ended with code {process.wait()} after saying: {said}")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    running = start_site(tmp_path_factory.mktemp("site") / "home")
    yield running
    running.stop()
    running.process.stdout.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert found, "These journeys need Chromium. On Debian: apt-get install chromium"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield chromium
        chromium.close()


def log_in(page: Page, site: Site, password: str) -> None:
    page.goto(f"{site.url}/account/log-in/")
    page.get_by_label("Username").fill("administrator")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


@pytest.fixture(scope="session")
def administrator(site: Site, browser: Browser) -> dict:
    """What the browser remembers after the first administrator has come in and chosen a password."""
    context = browser.new_context()
    page = context.new_page()
    log_in(page, site, site.one_time_password)
    page.get_by_label("One-time password").fill(site.one_time_password)
    page.get_by_label("New password", exact=True).fill(OWN_PASSWORD)
    page.get_by_label("New password confirmation").fill(OWN_PASSWORD)
    page.get_by_role("button", name="Change password").click()
    page.get_by_text("Your password is changed").wait_for()
    state = context.storage_state()
    context.close()
    return state


def run_in(site: Site, code: str) -> str:
    """Run a few lines in the running site's own database; return what they print."""
    environment = {**os.environ, "AVERT_HOME": str(site.home), "DJANGO_SETTINGS_MODULE": "avert.web.settings"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout


def log_in_as(site: Site, browser: Browser, password: str) -> Callable[[str], dict]:
    """Return what a browser remembers once someone with this password has logged in, each once."""

    @cache
    def state_of(username: str) -> dict:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{site.url}/account/log-in/")
        page.get_by_label("Username").fill(username)
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Log in").click()
        page.get_by_role("heading", level=1).wait_for()
        state = context.storage_state()
        context.close()
        return dict(state)

    return state_of


def is_complaint(message: ConsoleMessage) -> bool:
    return message.type in {"error", "warning"} and not message.text.startswith(LEFT_BEHIND)


@pytest.fixture
def visit(browser: Browser) -> Iterator:
    """Open a page as whoever the browser remembers; fail afterwards on what its console reported."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(**options: object) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if is_complaint(m) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def problems(page: Page) -> list[str]:
    """Return what axe finds on the page that would stop or seriously hinder someone."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    return [
        f"{issue['id']}: {node['html']} {node['failureSummary']}"
        for issue in found["violations"]
        if issue["impact"] in {"serious", "critical", "moderate"}
        for node in issue["nodes"]
    ]
