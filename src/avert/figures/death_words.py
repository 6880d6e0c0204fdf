"""What a chart of deaths says in words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from avert.figures.columns import Slot
from avert.figures.death_slots import KINDS, Times
from avert.figures.wording import count, translator


def description(panels: dict[str, list[Slot]], times: Times) -> str:
    """Say for each type of violence the highest, the latest, and what is unknown."""
    _ = translator(times.lang)
    period = times.spans(range(len(times.numbers)))
    head = _("Deaths by month, {period}.") if times.is_monthly else _("Deaths by year, {period}.")
    return " ".join([head.format(period=period), *(_said(kind, panels[kind], times) for kind in panels)])


def _said(kind: str, slots: list[Slot], times: Times) -> str:
    _ = translator(times.lang)
    known = [(slot.total, slot.name) for slot in slots if slot.total is not None]
    name = _(KINDS[kind])
    if not known:
        return _("{name}: unknown throughout.").format(name=name)
    highest, when = max(known, key=lambda pair: pair[0])
    latest, last = known[-1]
    text = _("{name}: highest {highest} in {when}, latest {latest} in {last}").format(
        name=name, highest=count(highest), when=when, latest=count(latest), last=last
    )
    gaps = _gaps(slots, times)
    return text + (_("; unknown for {gaps}").format(gaps=", ".join(gaps)) if gaps else "") + "."


def _gaps(slots: list[Slot], times: Times) -> list[str]:
    runs = groupby(range(len(slots)), key=lambda index: slots[index].total is None)
    return [times.spans(list(run)) for is_unknown, run in runs if is_unknown]


def notes(panels: dict[str, list[Slot]], times: Times, *, has_own_scales: bool) -> list[str]:
    """Say which releases the numbers come from where there are several, and that panels differ in scale."""
    _ = translator(times.lang)
    said: dict[str, list[str]] = {}
    for kind, slots in panels.items():
        known = [index for index, slot in enumerate(slots) if slot.source]
        runs = groupby(known, key=lambda index: slots[index].source)
        named = [f"{source} ({times.spans(list(run))})" for source, run in runs]
        if len(named) > 1:
            said.setdefault("; ".join(named), []).append(_(KINDS[kind]))
    lines = [_sources(text, kinds, panels, times.lang) for text, kinds in said.items()]
    return [_("Each panel has its own scale."), *lines] if has_own_scales else lines


def _sources(text: str, kinds: Sequence[str], panels: dict[str, list[Slot]], lang: str) -> str:
    _ = translator(lang)
    if len(kinds) == len(panels):
        return _("Numbers from {releases}.").format(releases=text)
    return _("{kinds}: numbers from {releases}.").format(kinds=", ".join(kinds), releases=text)
