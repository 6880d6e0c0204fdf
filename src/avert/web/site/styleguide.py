"""Made-up content that shows every component. None of it is about a real place."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.safestring import mark_safe

from avert.handling import Marking
from avert.web.site.components import Crumb, Download, Empty, Fact, Figure, SourceLine, Tab
from avert.web.site.tables import Cell, Column, Table

# Written in the language of those who build the site, so not translated.
COLUMNS = (
    Column("place", "Place", is_name=True, is_sortable=True),
    Column("risk", "Risk", is_sortable=True, note="word, from p_onset"),
    Column(
        "p_onset", "Probability of onset", is_number=True, is_sortable=True, decimals=3, note="next 24 months"
    ),
    Column("interval", "90 % interval", is_number=True),
    Column("fatalities", "Deaths", is_number=True, is_sortable=True, note="state-based, 2023"),
    Column("assessed", "Assessed", is_sortable=True),
)
ROWS = [
    dict(zip((column.key for column in COLUMNS), row, strict=True))
    for row in (
        (Cell("Aldora", "#a"), Cell("Very high", order=5), 0.124, "0.071-0.190", 1204, dt.date(2024, 3, 2)),
        (Cell("Borland", "#b"), Cell("High", order=4), 0.052, "0.030-0.088", 318, dt.date(2023, 11, 20)),
        (Cell("Cassia", "#c", "disputed"), Cell("Moderate", order=3), 0.021, "0.010-0.041", None, None),
        (Cell("Dorne and the Islands", "#d"), Cell("Low", order=2), 0.006, "0.002-0.013", 12417, None),
    )
]


class SampleForm(forms.Form):
    """One field of each kind."""

    place = forms.CharField(label="Place", help_text="As the country's own people call it.")
    window = forms.ChoiceField(label="Window", choices=[("12", "12 months"), ("24", "24 months")])
    note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 3}), required=False)


def everything(request: HttpRequest) -> dict[str, Any]:
    """Return one of each component."""
    table = Table("Places by risk", COLUMNS, ROWS, note="Invented figures.")
    source = SourceLine(["Invented Events 1.0", "Invented Panel 2023"], dt.date(2024, 5, 1), "#sources")
    return {
        "crumbs": [Crumb("World", "#world"), Crumb("Aldora", "#aldora")],
        "tabs": [
            Tab("Both lenses", "#", is_current=True),
            Tab("Structural", "#structural"),
            Tab("Onset", "#onset"),
        ],
        "vintage": source,
        "facts": _facts(),
        "table": table.sorted_by(request.GET.get("sort", "-p_onset")),
        "figure": _figure(),
        "empty": _empty(),
        "source": source,
        "page": Paginator(range(95), 10).get_page(request.GET.get("page", 4)),
        "form": SampleForm({"window": "24"}),
        "markings": list(Marking),
        "scale": list(enumerate(("Very low", "Low", "Moderate", "High", "Very high"), start=1)),
    }


def _facts() -> list[Fact]:
    return [
        Fact(
            "Probability of onset",
            0.124,
            "90 % interval 0.071-0.190; a new state-led armed conflict would raise it.",
        ),
        Fact("Rank", "3 of 163"),
        Fact("Deaths, 2023", 1204, "Lowest count 980, highest 1 610."),
        Fact("Displaced", None, "No source covers this country before 2016."),
    ]


def _figure() -> Figure:
    years = range(2014, 2024)
    values = (3, 5, 4, 9, 14, 11, 22, 31, 27, 44)
    bars = "".join(
        f'<rect class="seq-{min(5, 1 + v // 10)}" x="{20 + i * 62}" y="{150 - 3 * v}" '
        f'width="48" height="{3 * v}"/>'
        f'<text class="fig-soft" x="{44 + i * 62}" y="170" text-anchor="middle" font-size="13">{year}</text>'
        for i, (year, v) in enumerate(zip(years, values, strict=True))
    )
    svg = f'<svg viewBox="0 0 650 180">{bars}<path class="fig-rule" d="M10 150.5H640"/></svg>'
    twin = Table(
        "Events by year",
        (Column("year", "Year"), Column("events", "Events", is_number=True)),
        [{"year": str(year), "events": v} for year, v in zip(years, values, strict=True)],
    )
    return Figure(
        title="Events by year",
        svg=mark_safe(svg),  # noqa: S308  made of the numbers above
        is_wide=True,
        alternative="Ten bars that rise from 3 events in 2014 to 44 in 2023.",
        caption="Each bar is one year. A darker bar has more events.",
        table=twin,
        downloads=[Download("CSV", "#csv"), Download("SVG", "#svg")],
        disclaimer="Borders shown do not imply any opinion on the legal status of a territory.",
    )


def _empty() -> Empty:
    return Empty(
        "Not yet assessed",
        "No one has recorded a reading of this district.",
        "the district peace committee, or an analyst who has spoken with it.",
        Download("Begin an assessment", "#begin"),
    )
