"""The views of the risk of new mass killing, in the order of the tabs. To add one: one line."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from avert.web.site.components import Tab
from avert.web.world.addresses import address_or_empty

VIEWS = (
    ("risk", _("Ranking")),
    ("risk-models", _("Models")),
    ("risk-hindsight", _("Hindsight")),
    ("monthly-risk", _("By month")),
    ("forecasts", _("Deaths to come")),
    ("claims-quadrants", _("War and structure")),
)
"""Route and word; a route that no app provides is left out."""


def tabs_of(current: str) -> list[Tab]:
    """Return the tabs with the current one marked."""
    found = [(route, label, address_or_empty(route)) for route, label in VIEWS]
    return [Tab(label, url, route == current) for route, label, url in found if url]
