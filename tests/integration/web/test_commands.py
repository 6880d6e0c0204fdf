from __future__ import annotations

import logging
import re

import pytest
from click.testing import CliRunner
from django.test import Client

from avert.errors import InputError
from avert.web.accounts.models import Person
from avert.web.commands import site


def test_an_administrator_gets_a_password_that_works_once(
    stranger: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        done = CliRunner().invoke(site, ["create-administrator", "--name", "keeper"])
    password = re.search(r"One-time password:\s+(\S+)", done.output)[1]
    answer = stranger.post("/account/log-in/", {"username": "keeper", "password": password})
    assert answer.headers["Location"] == "/"
    assert stranger.get("/").headers["Location"] == "/account/password/"
    assert password not in caplog.text


def test_an_administrator_is_not_made_twice(administrator: Person) -> None:
    done = CliRunner().invoke(site, ["create-administrator", "--name", administrator.username])
    assert isinstance(done.exception, InputError)


def test_the_group_says_what_it_can_do() -> None:
    said = CliRunner().invoke(site, ["--help"]).output
    assert all(word in said for word in ("run", "migrate", "create-administrator"))
