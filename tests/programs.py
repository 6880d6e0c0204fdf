"""A program with someone's token: what it asks of the API, with the status that it must get."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from avert.web.accounts.models import Person
from avert.web.accounts.vocabulary import Scope
from tests.people import bearer, token_of


class Program:
    """Asks as one person, or as one service account; ``hears`` is given every answer as text."""

    def __init__(self, person: Person, *scopes: Scope, hears: Callable[[str], None] | None = None) -> None:
        self._client = bearer(token_of(person, *(scopes or (Scope.READ, Scope.WRITE))))
        self._hears = hears

    def get(self, path: str, status: int = 200) -> Any:
        return self._said(self._client.get(f"/api/v1/{path}"), status)

    def post(self, path: str, status: int = 201, **given: Any) -> Any:
        sent = self._client.post(f"/api/v1/{path}", given, content_type="application/json")
        return self._said(sent, status)

    def _said(self, answer: Any, status: int) -> Any:
        text = answer.content.decode()
        assert answer.status_code == status, text
        if self._hears:
            self._hears(text)
        return answer.json() if "json" in answer.headers.get("Content-Type", "") else text
