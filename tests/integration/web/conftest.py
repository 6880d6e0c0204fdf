from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations
from tests.integration.web.worlds import (  # noqa: F401
    home,
    reader,
    reader_of_nothing,
    without_snapshot,
)
from tests.people import (  # noqa: F401  pytest finds them by name
    administrator,
    analyst,
    colleague,
    committee,
    lead,
    ministry,
    outside_stakeholder,
    stranger,
)

from avert.web.audit import triggers


@pytest.fixture(autouse=True)
def audit_folder(settings: Any, tmp_path: Path) -> Path:
    """Keys and heads of one test alone: each test's chain begins anew, and a head of another would vouch against it."""
    settings.AVERT_AUDIT_FOLDER = tmp_path / "audit"
    return settings.AVERT_AUDIT_FOLDER


@pytest.fixture(autouse=True, scope="session")
def _tests_may_empty_the_audit() -> Iterator[None]:
    """After a test with real transactions Django empties all tables, which the audit's triggers would refuse."""
    empty = BaseDatabaseOperations.execute_sql_flush

    def empty_audit_too(self: BaseDatabaseOperations, sql_list: list[str]) -> None:
        with self.connection.cursor() as cursor:
            triggers.lift(cursor, self.connection.vendor)
            empty(self, sql_list)
            triggers.lay(cursor, self.connection.vendor)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", empty_audit_too)
        yield
