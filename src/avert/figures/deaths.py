"""Deaths by year and by month, by UCDP's three types of violence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from avert.figures.axes import label
from avert.figures.columns import PLAIN, STACK, Box, Series, Slot, changes, columns, marks, time_axis
from avert.figures.death_slots import KINDS, Times, completed, slots_of, stacked
from avert.figures.death_words import description, notes
from avert.figures.figure import SMALL, Canvas, Drawing, Figure, caption_of, drawn
from avert.figures.keys import Key, block, dashed, hatched, key_rows, nil, note_rows, whisker
from avert.figures.lettering import text_width
from avert.figures.markup import joined
from avert.figures.patterns import hatches
from avert.figures.wording import count, translator
from avert.provenance import Provenance

Layout = Literal["panels", "stacked"]
_HEAD, _PLOT, _GAP, _AXIS = 30.0, 92.0, 12.0, 26.0
_TALL = 190.0


def deaths_by_year(
    counts: pl.DataFrame,
    *,
    title: str,
    layout: Layout = "panels",
    kinds: Sequence[str] = tuple(KINDS),
    provenance: Provenance | None = None,
    lang: str = "en",
) -> Figure:
    """Draw the deaths of one place by year, with low and high estimates.

    Parameters
    ----------
    counts
        One row per ``year``; for each type of violence ``fatalities_{sb,ns,os}_best`` and, where known,
        ``_low``, ``_high`` and ``_source``, as a country-year panel has them. Null, or no row within the span,
        is drawn as unknown; zero is drawn as none recorded; a change of source is marked.
    title
        The question the chart answers.
    layout
        ``"panels"``: one panel for each type, each with its own scale. ``"stacked"``: one column per year.
    kinds
        The types shown: ``sb`` state-based conflict, ``ns`` non-state conflict, ``os`` one-sided violence.
    provenance, lang
        Where the numbers come from, for the caption; language of the words.

    Raises
    ------
    MissingColumnError, InputError
        A column is absent, there are no rows, or a year appears twice.

    >>> years = pl.DataFrame({"year": [2019, 2021], "fatalities_sb_best": [67, 9073]})
    >>> deaths_by_year(years, kinds=["sb"], title="Deaths in Ethiopia").description
    'Deaths by year, 2019–2021. State-based conflict: highest 9,073 in 2021, latest 9,073 in 2021; unknown
    for 2020.'
    """
    return _deaths(
        counts,
        "year",
        title=title,
        layout=layout,
        kinds=tuple(kinds),
        provenance=provenance,
        lang=lang,
    )


def deaths_by_month(
    counts: pl.DataFrame,
    *,
    title: str,
    layout: Layout = "panels",
    kinds: Sequence[str] = ("sb",),
    provenance: Provenance | None = None,
    lang: str = "en",
) -> Figure:
    """Draw the deaths of one place by month; as :func:`deaths_by_year`, with VIEWS ``month_id`` for ``year``."""
    return _deaths(
        counts,
        "month_id",
        title=title,
        layout=layout,
        kinds=tuple(kinds),
        provenance=provenance,
        lang=lang,
    )


def _deaths(
    counts: pl.DataFrame,
    column: str,
    *,
    title: str,
    layout: Layout,
    kinds: tuple[str, ...],
    provenance: Provenance | None,
    lang: str,
) -> Figure:
    frame, times = completed(counts, column, kinds, lang)
    panels = {kind: slots_of(frame, times, kind) for kind in kinds}
    return drawn(
        lambda canvas: _draw(canvas, panels, times, layout),
        kind=f"deaths {layout}",
        table=frame,
        title=title,
        description=description(panels, times),
        caption=caption_of(provenance or Provenance(), lang),
    )


def _draw(canvas: Canvas, panels: dict[str, list[Slot]], times: Times, layout: Layout) -> Drawing:
    """Draw the panels above each other, the axis, the key and the notes."""
    shown = _shown(panels, times.lang, layout)
    left = max(text_width(count(value), SMALL) for panel in shown for value in marks(panel.slots)) + 10
    height = _PLOT if len(shown) > 1 else _TALL
    parts, y, unknown = [hatches(canvas)], 0.0, translator(times.lang)("unknown")
    for panel in shown:
        box = Box(left, canvas.width - 2, y + _HEAD, y + _HEAD + height)
        parts += [
            label(panel.heading, 0, y + 12, weight=600),
            columns(panel.slots, box, canvas, panel.series, unknown),
        ]
        y = box.base + _GAP
    names = times.on_axis(box.right - box.left)
    parts.append(time_axis(names, len(times.numbers), box, is_centred=not times.is_monthly))
    key, key_height = key_rows(_keys(shown, panels, canvas, times.lang), canvas, box.base + _AXIS)
    y = box.base + _AXIS + key_height
    note, note_height = note_rows(notes(panels, times, has_own_scales=len(shown) > 1), canvas, y)
    return joined([*parts, key, note]), y + note_height


@dataclass(frozen=True)
class _Panel:
    heading: str
    slots: list[Slot]
    series: Series


def _shown(panels: dict[str, list[Slot]], lang: str, layout: Layout) -> list[_Panel]:
    """Return what is drawn: a panel for each type, or one with all types on each other."""
    _ = translator(lang)
    if layout == "panels":
        return [
            _Panel(_("{name}, deaths").format(name=_(KINDS[kind])), slots, PLAIN)
            for kind, slots in panels.items()
        ]
    series = Series(STACK.fills[: len(panels)], STACK.outlines[: len(panels)])
    return [_Panel(_("All types shown, deaths"), stacked(list(panels.values())), series)]


def _keys(shown: list[_Panel], panels: dict[str, list[Slot]], canvas: Canvas, lang: str) -> list[Key]:
    """Return a key for each kind of mark that this chart shows, and for no other."""
    _ = translator(lang)
    first = shown[0].series
    if len(first.fills) > 1:
        pairs = zip(panels, zip(first.fills, first.outlines, strict=True), strict=True)
        keys = [Key(block(fill, outline), _(KINDS[kind])) for kind, (fill, outline) in pairs]
    else:
        keys = [Key(block("accent"), _("best estimate"))]
    slots = [slot for panel in shown for slot in panel.slots]
    if any(slot.has_interval for slot in slots):
        keys.append(Key(whisker(), _("low to high estimate")))
    if any(slot.total == 0 for slot in slots):
        keys.append(Key(nil(), _("none recorded")))
    if any(slot.total is None for slot in slots):
        keys.append(Key(hatched(canvas), _("unknown")))
    if any(changes(panel.slots) for panel in shown):
        keys.append(Key(dashed(), _("numbers of another release")))
    return keys
