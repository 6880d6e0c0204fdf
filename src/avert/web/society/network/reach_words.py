"""How a warning from an area fares, in words and shapes."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy


class Reach(StrEnum):
    """How a warning from an area fares."""

    NONE = "none"
    UP = "up"
    BACK = "back"
    NOBODY = "nobody"
    UNKNOWN = "unknown"
    BOTH = "both"


WORDS = {
    Reach.NONE: gettext_lazy("Not at all"),
    Reach.UP: gettext_lazy("Only up"),
    Reach.BACK: gettext_lazy("Only back"),
    Reach.NOBODY: gettext_lazy("Nobody there to warn"),
    Reach.UNKNOWN: gettext_lazy("Not known"),
    Reach.BOTH: gettext_lazy("Reached both ways"),
}
SHAPES = {
    Reach.NONE: "M3 3 13 13M13 3 3 13",
    Reach.UP: "M8 14V3M4 7 8 3l4 4",
    Reach.BACK: "M8 2v11M4 9l4 4 4-4",
    Reach.NOBODY: "M3 8h10",
    Reach.UNKNOWN: "M5.6 5.6a2.4 2.4 0 1 1 3.4 2.2c-.7.3-1 .8-1 1.6M8 12v.6",
    Reach.BOTH: "M5 13V3M2.5 5.5 5 3l2.5 2.5M11 3v10M8.5 10.5 11 13l2.5-2.5",
}
