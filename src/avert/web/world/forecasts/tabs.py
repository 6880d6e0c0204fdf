"""The views of forecasts of deaths, in the order of the tabs. To add one: one line."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse

from avert.web.site.components import Tab
from avert.web.world.forecasts.words import TYPES


def type_tabs(current: str, address: str, **same: str | int) -> Sequence[Tab]:
    """Return the types of violence as tabs of an address; what else was asked for stays."""
    return [
        Tab(word, f"{address}?{urlencode({'type': kind, **same})}", kind == current)
        for kind, word in TYPES.items()
    ]


def forecasts_url(**asked: str | int) -> str:
    """Return the address of the ranking with what is asked for."""
    return f"{reverse('forecasts')}?{urlencode(asked)}"
