"""What the page of possible duplicates shows: two side by side, and why."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.society import same_name
from avert.web.records.words import place_name
from avert.web.site.components import Crumb
from avert.web.site.tables import Column, Table
from avert.web.site.templatetags.site_parts import own_name
from avert.web.society.imports import duplicates
from avert.web.society.imports.duplicates import Pair
from avert.web.society.pages import society_crumb
from avert.web.society.vocabulary import KINDS, LEVELS, SECTORS

SHOWN = 10
WHY = {
    same_name.SAME_WORDS: gettext_lazy("their names have the same words"),
    same_name.ACRONYM: gettext_lazy("one name is an acronym of the other"),
    same_name.OTHER_SCRIPT: gettext_lazy("their names have the same letters in different scripts"),
    same_name.NEARLY_SAME: gettext_lazy("their names have nearly the same letters"),
    same_name.ONE_WORD: gettext_lazy("one word of their names differs"),
    same_name.CONTAINED: gettext_lazy("all words of one name stand in the other"),
    same_name.OTHER_AREAS: gettext_lazy("they are known in different areas"),
}


def crumb() -> Crumb:
    """Return the step to the duplicates."""
    return Crumb(_("Which of these are the same?"), reverse("society:duplicates"))


def context_of(viewer: Any) -> dict[str, Any]:
    """Return the pairs to decide on, and what was merged."""
    pairs, count = duplicates.pairs_for(viewer, most=SHOWN)
    merged = duplicates.merged_for(viewer, most=5 * SHOWN)
    return {
        "crumbs": [society_crumb()],
        "pairs": [_shown(pair) for pair in pairs],
        "count": count,
        "merged": [
            (own_name(one.name), own_name(one.merged_into.name), reverse("society:undo", args=[one.pk]))
            for one in merged
        ],
    }


def _shown(pair: Pair) -> dict[str, Any]:
    why = "; ".join(str(WHY.get(one, one)) for one in pair.why)
    columns = (
        Column("what", "", is_name=True),
        Column("one", pair.one.name, is_name=True),
        Column("other", pair.other.name, is_name=True),
    )
    ones, others = _facts(pair.one), _facts(pair.other)
    rows = [{"what": label, "one": ones[label], "other": others[label]} for label in ones]
    return {
        "pair": pair,
        "why": why,
        "table": Table(_("Side by side"), columns, rows, is_caption_hidden=True),
    }


def _facts(one: Any) -> dict[str, str]:
    unknown = _("not known")
    return {
        _("Other names"): ", ".join(one.other_names) or "–",
        _("Kind"): str(KINDS.get(one.kind, unknown)),
        _("Sector"): str(SECTORS.get(one.sector, unknown)),
        _("Level"): str(LEVELS.get(one.level, unknown)),
        _("Where"): ", ".join(filter(None, [place_name(one.place), one.where, *one.areas[:5]])) or unknown,
        _("Source"): one.source or "–",
    }
