"""What a rule on forecasts asks about: so many deaths, of a type of violence, within so many months."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from avert.brief.quantities import written
from avert.forecast.summaries import ONSET, THRESHOLDS

T = TypeVar("T")
MONTHS = (3, 6, 12)
VIOLENCE: Mapping[str, str | Promise] = {
    "total": gettext_lazy("organised violence"),
    "sb": gettext_lazy("state-based conflict"),
    "ns": gettext_lazy("non-state conflict"),
    "os": gettext_lazy("one-sided violence"),
}


@dataclass(frozen=True)
class Event:
    """At least so many deaths of a type, one of ``VIOLENCE``, in the months after the origin of a forecast."""

    violence_type: str = "total"
    deaths: int = ONSET
    months: int = max(MONTHS)

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Event:
        """Return the event of a rule or of its form, as typed; what is open or no choice is the usual."""
        usual = cls()
        return cls(
            _chosen(said.get("violence_type"), VIOLENCE, usual.violence_type),
            _chosen(said.get("deaths"), THRESHOLDS, usual.deaths),
            _chosen(said.get("months"), MONTHS, usual.months),
        )

    @property
    def violence(self) -> str:
        """Name the type of violence."""
        return str(VIOLENCE[self.violence_type])

    @property
    def text(self) -> str:
        """Say what may come."""
        return _("{deaths} in {violence} in the next {months} months").format(
            deaths=deaths_text(self.deaths), violence=self.violence, months=self.months
        )


def _chosen(typed: object, among: Iterable[T], usual: T) -> T:
    return {str(choice): choice for choice in among}.get(str(typed), usual)


def deaths_text(deaths: int) -> str:
    """Write so many deaths or more."""
    return ngettext("at least {count} death", "at least {count} deaths", deaths).format(
        count=written(deaths, "deaths")
    )


DEATHS_CHOICES = [(least, written(least, "deaths")) for least in THRESHOLDS]
MONTHS_CHOICES = [(months, str(months)) for months in MONTHS]
VIOLENCE_CHOICES = list(VIOLENCE.items())
