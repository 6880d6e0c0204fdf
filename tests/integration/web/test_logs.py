"""What is written down never holds what a record, a form or an address says."""

from __future__ import annotations

import http.client
import io
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django_tasks_db.models import DBTaskResult
from tests.broken_site import CANARY, FOR_PROGRAMS, IN_A_SERVER, MISTAKES
from tests.people import client_of

from avert.web import running
from avert.web.accounts.models import Person
from avert.web.jobs import tasks, worker
from avert.web.logs import ScrubbedFormatter

ROOT = Path(__file__).parents[3]
ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


@pytest.fixture
def log(settings: Any) -> Iterator[io.StringIO]:
    """All that any logger says from DEBUG on, as the site writes it."""
    settings.ROOT_URLCONF = "tests.broken_site"
    settings.AVERT_PUBLIC_REFERENCE = True
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(ScrubbedFormatter())
    named = [logging.getLogger(name) for name in ("", "django", "django.request", "django.db.backends")]
    before = [logger.level for logger in named]
    for logger in named:
        logger.setLevel(logging.DEBUG)
    for logger in named[:2]:
        logger.addHandler(handler)
    yield written
    for logger, level in zip(named, before, strict=True):
        logger.setLevel(level)
        logger.removeHandler(handler)


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_written_down_without_what_it_was_about(
    stranger: Client, log: io.StringIO, name: str
) -> None:
    stranger.raise_request_exception = False
    answer = stranger.post(f"/{name}/{CANARY}/?q={CANARY}", {"said": CANARY}, headers={"X-Said": CANARY})
    assert answer.status_code == MISTAKES[name][0]
    assert CANARY not in log.getvalue()


@pytest.mark.parametrize(
    "name", ["value", "database", "template", "validation", "forbidden", "missing", "bad"]
)
def test_a_page_that_refuses_repeats_nothing_but_the_address_that_was_asked_for(
    stranger: Client, log: io.StringIO, name: str
) -> None:
    stranger.raise_request_exception = False
    answer = stranger.post(f"/{name}/x/", {"said": CANARY}, headers={"X-Said": CANARY})
    assert answer.status_code == MISTAKES[name][0]
    assert CANARY not in answer.content.decode()


def test_the_line_says_when_where_and_which_class(stranger: Client, log: io.StringIO) -> None:
    stranger.raise_request_exception = False
    stranger.get("/value/x/")
    said = log.getvalue()
    assert re.search(
        rf"^\d{{4}}-\d\d-\d\dT\S+ ERROR django\.request request={ID} route=value status=500", said, re.M
    )
    assert "\n  builtins.ValueError\n" in said
    assert re.search(r"\n    tests\.broken_site:\d+ raise_value_error\n", said)


def test_the_page_gives_the_number_that_the_mistake_is_written_down_under(
    stranger: Client, log: io.StringIO
) -> None:
    stranger.raise_request_exception = False
    page = stranger.get("/value/x/").content.decode()
    told = stranger.get("/program/x/").json()["message"]
    for number in (re.search(ID, page)[0], re.search(ID, told)[0]):
        assert f"request={number} " in log.getvalue()


def test_a_program_is_told_no_more(stranger: Client, log: io.StringIO) -> None:
    stranger.raise_request_exception = False
    for name, (status, _view) in FOR_PROGRAMS.items():
        answer = stranger.get(f"/{name}/{CANARY}/")
        assert answer.status_code == status
        assert CANARY not in answer.content.decode() + log.getvalue()


def test_a_strange_host_is_not_written_down(stranger: Client, log: io.StringIO) -> None:
    answer = stranger.get("/account/log-in/", headers={"Host": f"{CANARY}.example"})
    assert answer.status_code == 400
    assert CANARY not in answer.content.decode()
    assert CANARY.lower() not in log.getvalue().lower()


def test_what_the_program_itself_says_is_written_with_numbers_and_classes_alone(log: io.StringIO) -> None:
    ours = logging.getLogger("avert.web.test")
    ours.error("Job %s took %d steps and failed: %s", CANARY, 3, ValueError)
    ours.error("The disk is full.")
    said = log.getvalue()
    assert "Job … took 3 steps and failed: ValueError" in said
    assert "The disk is full." in said
    assert CANARY not in said


def test_queries_are_not_written_down_with_their_values(
    analyst: Person, log: io.StringIO, settings: Any
) -> None:
    settings.DEBUG = True
    client_of(analyst).get(f"/search/?q={CANARY}")
    assert CANARY not in log.getvalue()
    assert analyst.username not in log.getvalue()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", [ValueError(CANARY), SystemExit(CANARY)])
def test_the_queue_keeps_nothing_of_what_went_wrong(
    monkeypatch: pytest.MonkeyPatch, log: io.StringIO, error: BaseException
) -> None:
    def broken(**_: object) -> bool:
        raise error

    monkeypatch.setattr(worker, "run_job", broken)
    tasks.run.enqueue("00000000-0000-4000-8000-000000000000")
    call_command("db_worker", batch=True, verbosity=0, startup_delay=False, interval=0)
    rows = DBTaskResult.objects.values()
    assert len(rows) == 1
    assert CANARY not in str(list(rows)) + log.getvalue()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[int, subprocess.Popen[bytes], Path]]:
    """The web server as the site starts it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    written = tmp_path / "said"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("AVERT_")},
        "AVERT_HOME": str(tmp_path / "home"),
        "DJANGO_SETTINGS_MODULE": "tests.broken_settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
    }
    command = [sys.executable, "-m", *running._server_command("127.0.0.1", port)]
    with written.open("wb") as file:
        process = subprocess.Popen(command, env=environment, stdout=file, stderr=file)
        try:
            _wait_for(port, process)
            yield port, process, written
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not come up")


def _ask(port: int, address: str, **headers: str) -> int:
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        asked.request("POST", address, body=f"said={CANARY}", headers=headers)
        answer = asked.getresponse()
        answer.read()
        return answer.status
    except (http.client.HTTPException, OSError):
        return 0  # cut off in the middle of an answer
    finally:
        asked.close()


def test_a_running_server_says_nothing_of_what_its_mistakes_were_about(
    server: tuple[int, subprocess.Popen[bytes], Path],
) -> None:
    port, process, written = server
    for name, (status, _view) in (MISTAKES | IN_A_SERVER).items():
        got = _ask(port, f"/{name}/{CANARY}/?q={CANARY}", **{"X-Said": CANARY, "Cookie": f"said={CANARY}"})
        assert got in ({status} if name != "stream" else {0, 200}), name
    assert _ask(port, f"/{CANARY}", Host=f"{CANARY}.example") == 400
    assert _ask(port, "/account/log-in/", Long="x" * 100_000) in {0, 400, 431}
    assert process.poll() is None
    said = written.read_text()
    assert CANARY not in said
    assert CANARY.lower() not in said.lower()
    assert said.count("tests.broken_site:") >= 4
    assert "ValueError" in said
