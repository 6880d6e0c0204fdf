"""Where a warning comes up from and an answer comes back to, and what is missing: area by area."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np
from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from avert.figures.markup import element
from avert.society.gaps import TrustGap, callable_from, covered, driver_gaps, duplication, trust_gap
from avert.society.hops import HOPS
from avert.society.measures.integration import hops_from_decision, hops_to_decision
from avert.society.presence import Presence, present
from avert.society.vocabulary import ALERT_LAYERS, Capacity
from avert.web.records.words import place_name
from avert.web.site import sheets
from avert.web.site.components import Download, Fact
from avert.web.site.drawings import Drawing
from avert.web.site.tables import Cell, Column, Table
from avert.web.society.network.asked import Asked
from avert.web.society.network.forms import FindForm
from avert.web.society.network.reach_map import country_of, drawing_of, figure_of
from avert.web.society.network.reach_words import SHAPES, WORDS, Reach
from avert.web.society.vocabulary import CAPACITIES

MOST_GROUPS = 12
SEPARATOR = " · "


class ReachForm(FindForm):
    """Of which place and day, and whose trust is looked for."""

    first = forms.CharField(label=gettext_lazy("Trusted by"), max_length=200, required=False)
    second = forms.CharField(label=gettext_lazy("and by"), max_length=200, required=False)


@dataclass(frozen=True)
class Areas:
    """What is known of each area on the day."""

    asked: Asked

    @cached_property
    def presence(self) -> Presence:
        """Return who is active where."""
        return present(self.asked.network, self.asked.known.activities, on=self.asked.days[0])

    @cached_property
    def keys(self) -> list[str]:
        """Return all areas that anybody ever named."""
        known = self.asked.known
        named = {area for actor in known.actors for area in actor.areas}
        named |= {area for activity in known.activities for area in activity.areas}
        return sorted(named | set(self.presence))

    @cached_property
    def reach(self) -> dict[str, Reach]:
        """Return how a warning from each area fares."""
        network = self.asked.network
        up = hops_to_decision(network) <= HOPS
        back = hops_from_decision(network) <= HOPS
        tied = np.zeros(network.n, dtype=bool)
        for ends in network.arcs(ALERT_LAYERS):
            tied[ends] = True
        somebody_decides = bool(network.is_decision_maker.any())
        found = {}
        for area in self.keys:
            # Whoever decides need warn nobody: an office in the district is not its people being heard.
            there = [one for one in sorted(self.presence.get(area, ())) if not network.is_decision_maker[one]]
            is_known = somebody_decides and bool(tied[there].any() or (up & back)[there].any())
            found[area] = _reach(there, up, back, is_known=is_known)
        return found

    @cached_property
    def capacities(self) -> dict[str, list[Capacity]]:
        """Return what can be called on from each area: by somebody there, or at one step from there."""
        found: dict[str, list[Capacity]] = {area: [] for area in self.keys}
        for capacity, can in callable_from(self.asked.network, 1).items():
            for area in covered(self.keys, self.presence, can):
                found[area].append(capacity)
        return found

    def recall(self) -> None:
        """Take what follows from the day alone from what is remembered."""
        for name in ("presence", "keys", "reach", "capacities", "groups"):
            found = self.asked.remembered.once((name, self.asked.days), partial(getattr, self, name))
            self.__dict__[name] = found

    @cached_property
    def groups(self) -> list[str]:
        """Return the groups that were asked whom they trust, those asked most often first."""
        said = Counter(group for one in self.asked.known.actors for group in one.trust)
        return [group for group, _count in sorted(said.items(), key=lambda one: (-one[1], one[0]))]

    @cached_property
    def groups_asked(self) -> list[str]:
        """Return the groups whose trust is looked for: those asked for, else the two that were asked most."""
        data = self.asked.form.data
        given = [group for name in ("first", "second") if (group := data.get(name, "").strip())]
        return list(dict.fromkeys(given)) or self.groups[:2]

    @cached_property
    def trust(self) -> TrustGap | None:
        """Return where somebody has the trust of the groups, if any are named."""
        if not self.groups_asked:
            return None
        return trust_gap(self.asked.network, self.presence, self.groups_asked, areas=self.keys)

    def trust_of(self, area: str) -> str:
        """Return in words whether somebody there is trusted by all groups named."""
        if self.trust is None:
            return _("not asked")
        words = {
            "somebody": _("somebody"),
            "nobody": _("nobody"),
            "not_asked": _("not known: not all were asked"),
            "nobody_there": _("nobody there"),
        }
        return next(word for name, word in words.items() if area in getattr(self.trust, name))


def context_of(asked: Asked) -> dict[str, Any]:
    """Return what the page shows."""
    areas = Areas(asked)
    areas.recall()
    return {
        "areas": areas,
        "table": table_of(areas) if areas.keys else None,
        "map": _map(areas),
        "summary": [
            (shape_of(reach), WORDS[reach], count)
            for reach, count in sorted(
                Counter(areas.reach.values()).items(), key=lambda one: list(Reach).index(one[0])
            )
        ],
        "groups": areas.groups[:MOST_GROUPS],
        "chosen": [*areas.groups_asked, "", ""][:2],
        "facts": asked.remembered.once(("done", asked.days), lambda: facts_of(areas)),
        "hops": HOPS,
    }


def _map(areas: Areas) -> Drawing | None:
    asked = areas.asked
    country = country_of(asked, areas.reach) if areas.keys else ""
    if not country:
        return None
    svg = Download("SVG", f"{reverse('society:reach-map')}?{asked.query}")
    return asked.remembered.once(
        ("map", asked.days, get_language()), lambda: drawing_of(country, areas.reach, [svg])
    )


def svg_of(asked: Asked) -> str | None:
    """Return the map as a file, or None where there is none."""
    areas = Areas(asked)
    country = country_of(asked, areas.reach) if areas.keys else ""
    return figure_of(country, areas.reach).svg if country else None


def table_of(areas: Areas) -> Table:
    """Return the areas as a table, those that nothing reaches first."""
    trusted = _("Trusted by {groups}").format(groups=SEPARATOR.join(areas.groups_asked) or _("both groups"))
    columns = [
        Column("area", _("Area"), is_name=True),
        Column("reach", _("A warning from there")),
        Column("actors", _("Active there"), is_number=True),
        Column("capacities", _("What can be called on")),
        Column("missing", _("Not known to be there")),
        Column("trust", trusted),
    ]
    rows = [_row(areas, area) for area in _worst_first(areas)]
    return Table(_("Areas, those without a way to a decision first"), columns, rows)


SHEET = [
    sheets.Column(name, tag)
    for name, tag in {
        "area": "#adm1",
        "reach": "#status",
        "actors": "#indicator+actors+num",
        "capacities": "#capacity",
        "trusted_by_all": "#status+trust",
    }.items()
]


def sheet_of(asked: Asked) -> str:
    """Return the areas as comma-separated text."""
    areas = Areas(asked)
    rows: list[Mapping[str, Any]] = [
        {
            "area": area,
            "reach": areas.reach[area].value,
            "actors": len(areas.presence.get(area, ())),
            "capacities": SEPARATOR.join(areas.capacities[area]),
            "trusted_by_all": areas.trust_of(area),
        }
        for area in areas.keys
    ]
    return sheets.sheet(SHEET, rows, has_tags=True)


def facts_of(areas: Areas) -> list[Fact]:
    """Say on which drivers nobody works, and how far what is done crowds."""
    known, on = areas.asked.known, areas.asked.days[0]
    drivers = driver_gaps(
        {driver for one in known.activities for driver in one.drivers}, known.activities, on=on
    )
    crowded = duplication(known.activities, on=on)
    facts = [
        Fact(
            _("Drivers that nothing is under way against"),
            _listed(drivers.without) or _("none that is written down"),
        ),
    ]
    if drivers.status_unknown:
        facts.append(Fact(_("Drivers of which that is not known"), _listed(drivers.status_unknown)))
    if crowded.effective is not None:
        note = _(
            "What is under way stands on {pairs} pairs of area and driver, as crowded as if it were spread evenly over "
            "so many. It says where to look, not that anything is too much."
        ).format(pairs=len(crowded.activities))
        facts.append(Fact(_("How far activities crowd"), round(crowded.effective, 1), note))
    return facts


def shape_of(reach: Reach) -> SafeString:
    """Draw the shape that says the same as the word beside it."""
    path = element("path", d=SHAPES[reach])
    edge = (
        element("circle", cx="8", cy="8", r="7.4", stroke_dasharray="2 2") if reach is Reach.UNKNOWN else path
    )
    svg = element("svg", path, edge, class_="icon", viewBox="0 0 16 16", aria_hidden="true")
    return mark_safe(svg)  # noqa: S308


def _reach(there: Sequence[int], up: Any, back: Any, *, is_known: bool) -> Reach:
    if not there:
        return Reach.NOBODY
    if not is_known:
        return Reach.UNKNOWN
    if (up & back)[there].any():
        return Reach.BOTH
    if up[there].any():
        return Reach.UP
    return Reach.BACK if back[there].any() else Reach.NONE


def _row(areas: Areas, area: str) -> dict[str, Any]:
    reach, has = areas.reach[area], areas.capacities[area]
    return {
        "area": place_name(area),
        "reach": Cell(format_html('<span class="flag">{} {}</span>', shape_of(reach), WORDS[reach])),
        "actors": len(areas.presence.get(area, ())),
        "capacities": _listed([str(CAPACITIES[one]) for one in has]) or "–",
        "missing": _listed([str(CAPACITIES[one]) for one in Capacity if one not in has]) or "–",
        "trust": areas.trust_of(area),
    }


def _worst_first(areas: Areas) -> list[str]:
    return sorted(areas.keys, key=lambda area: (list(Reach).index(areas.reach[area]), area))


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words)
