from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.db import connection
from tests.people import OCCASION

from avert.errors import CheckFailedError
from avert.web.audit import heads, services, triggers
from avert.web.audit.actions import Action
from avert.web.commands import audit


def verify(*options: str) -> Result:
    return CliRunner().invoke(audit, ["verify", *options])


def tamper(*statements: str) -> None:
    """Do what someone with the database's own rights can do."""
    with connection.cursor() as cursor:
        triggers.lift(cursor, connection.vendor)
        for statement in statements:
            cursor.execute(statement)
        triggers.lay(cursor, connection.vendor)


@pytest.fixture(autouse=True)
def _seven_entries(db: None) -> None:
    for _time in range(7):
        services.append(occasion=OCCASION, action=Action.READ)
    services.sign_last()


def test_a_sound_audit_is_said_to_be_so() -> None:
    done = verify("--format", "json")
    assert (done.exit_code, json.loads(done.stdout)) == (0, [])
    assert "7 entries, 1 signed heads" in done.stderr


@pytest.mark.parametrize(
    ("statements", "problem", "sequence"),
    [
        (["UPDATE audit_entry SET action = 'export' WHERE sequence = 3"], "altered", 3),
        (["UPDATE audit_entry SET at = '2030-01-01 00:00:00+00:00' WHERE sequence = 1"], "altered", 1),
        (["DELETE FROM audit_entry WHERE sequence = 4"], "missing", 4),
        (["DELETE FROM audit_entry WHERE sequence > 5"], "truncated", 6),
        (["DELETE FROM audit_entry"], "truncated", 1),
        (
            [
                "UPDATE audit_entry SET sequence = 0 WHERE sequence = 2",
                "UPDATE audit_entry SET sequence = 2 WHERE sequence = 5",
                "UPDATE audit_entry SET sequence = 5 WHERE sequence = 0",
            ],
            "reordered",
            2,
        ),
    ],
    ids=str,
)
def test_tampering_is_found_and_named(statements: list[str], problem: str, sequence: int) -> None:
    tamper(*statements)
    done = verify("--format", "json")
    assert isinstance(done.exception, CheckFailedError)
    assert done.exception.exit_code == 1
    first = json.loads(done.stdout)[0]
    assert (first["problem"], first["sequence"]) == (problem, sequence)


def test_a_broken_chain_is_not_vouched_for(audit_folder: Path) -> None:
    before = (audit_folder / heads.FILE_NAME).read_bytes()
    tamper("DELETE FROM audit_entry WHERE sequence > 5")
    verify()
    assert (audit_folder / heads.FILE_NAME).read_bytes() == before


def test_heads_kept_elsewhere_show_what_the_server_s_own_hide(audit_folder: Path, tmp_path: Path) -> None:
    own, copy = audit_folder / heads.FILE_NAME, tmp_path / "copy"
    copy.write_bytes(own.read_bytes())
    key = CliRunner().invoke(audit, ["public-key"]).stdout.strip()
    tamper("DELETE FROM audit_entry WHERE sequence > 5")
    own.unlink()
    services.sign_last()
    assert verify().exit_code == 0
    assert "truncated" in verify("--heads", str(copy), "--public-key", key, "--format", "csv").stdout


def test_another_key_is_found() -> None:
    assert "bad signature" in verify("--public-key", "00" * 32).stdout


def test_a_missing_file_of_heads_is_bad_use() -> None:
    assert verify("--heads", "nowhere").exit_code == 2


def test_a_database_without_an_audit_is_not_said_to_be_sound(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "avert", "audit", "verify"],
        env={
            **os.environ,
            "AVERT_HOME": str(tmp_path),
            "AVERT_DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "avert.web.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "avert site migrate" in done.stderr
