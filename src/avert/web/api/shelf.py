"""The library as one request finds it: every result read once, so that figures, sources and tag agree."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.translation import get_language

from avert import __version__
from avert.assessment import frameworks
from avert.errors import MissingDataError
from avert.forecast import DEFAULT
from avert.sources.holdings import Library
from avert.sources.results import Issued, Result
from avert.web.site.holdings import library

KINDS = ("deaths", "risk", "conflicts", "structure", "episodes")
"""Results made of public data, of which summaries of places are made."""
FORECAST = "country-forecast"
"""Made of public data as well. What is named in neither is not shown to programs."""


@dataclass(frozen=True)
class Shelf(Library):
    """A library that answers the same all through a request, even while results are being issued."""

    _read: dict[tuple[str, str | None, str | None], Issued | None] = field(
        default_factory=dict, compare=False
    )

    def newest(self, kind: str, origin: str | None = None, model: str | None = None) -> Issued | None:
        """Return the newest result of a kind, as the request first saw it."""
        asked = (kind, origin, model)
        if asked not in self._read:
            self._read[asked] = super().newest(*asked)
        return self._read[asked]

    def needed(self, kind: str) -> Issued:
        """Return the newest result of a kind. Raises MissingDataError."""
        if issued := self.newest(kind):
            return issued
        raise MissingDataError(
            f"No results of the kind {kind!r} are at hand. Add data first: avert data add PATH."
        )

    def year_before(self, risk: Issued) -> Issued | None:
        """Return the risks of the year before."""
        return self.newest("risk", str(int(risk.result.origin) - 1))

    def result(self, result_id: str) -> Issued | None:
        """Return one result made of public data, or None."""
        found = (issued for store in self.stores if (issued := store.result(result_id)))
        return next((issued for issued in found if issued.result.kind in (*KINDS, FORECAST)), None)

    def results(self) -> list[Result]:
        """Return the newest results of every kind, and the risks of the year before."""
        found = [self.newest(kind) for kind in KINDS]
        if risk := self.newest("risk"):
            found.append(self.year_before(risk))
        return [issued.result for issued in found if issued]

    def forecast(self) -> Issued | None:
        """Return the newest forecast of deaths by the model that is used, or None."""
        return self.newest(FORECAST, model=DEFAULT)

    def tag(self, request: HttpRequest) -> str:
        """Return an entity tag that changes whenever the answer to this address would."""
        loaded = (v.source.digest + v.added_at.isoformat() for store in self.stores for v in store.versions())
        of_deaths = [issued.result for issued in [self.forecast()] if issued]
        asked = (__version__, get_language() or "", request.get_full_path())
        said = (*asked, frameworks.fingerprint(), *_ids([*self.results(), *of_deaths]), *loaded)
        return f'"{hashlib.sha256(chr(10).join(said).encode()).hexdigest()[:32]}"'


def shelf_of(request: HttpRequest) -> Shelf:
    """Return the shelf of this request."""
    if not hasattr(request, "_shelf"):
        request._shelf = Shelf(library().stores)  # type: ignore[attr-defined]
    return request._shelf  # type: ignore[attr-defined]


def _ids(results: Iterable[Result]) -> list[str]:
    return [result.result_id for result in results]
