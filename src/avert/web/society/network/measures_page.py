"""How strong the network is: each number in words, on what it rests, and how it stands beside chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from avert.society.measures.custodian import custodian_view
from avert.web.records.naming import Names
from avert.web.records.selectors import organisations_to_write_for
from avert.web.site.components import Fact
from avert.web.site.tables import Cell, Column, Table
from avert.web.society.models import NetworkStudy
from avert.web.society.network.asked import Asked
from avert.web.society.network.measured import (
    COMPARED,
    PARTS,
    is_share,
    layer_rows,
    rows_of_profile,
)
from avert.web.society.network.selectors import job_of, newest_study, structures_kept

MOST_AT_ONCE = 300  # actors of a network that is measured while one waits for the page
MOST_KEPT = 400  # structures of an organisation whose losses are tried while one waits
MOST_NAMED = 10
SELDOM = 0.05


@dataclass(frozen=True)
class Part:
    """Some measures that belong together."""

    title: Any
    table: Table


@dataclass(frozen=True)
class Measured:
    """What is known of a network: its measures now, and the study of it that was begun last."""

    asked: Asked

    @cached_property
    def study(self) -> Any:
        """Return the study that was begun last, of this network or another."""
        return newest_study(
            self.asked.viewer, "chance", place=self.asked.place, exercise_id=self.asked.exercise_id
        )

    @cached_property
    def is_of_this(self) -> bool:
        """Say whether the study is of this very network."""
        return self.study is not None and self.study.digest == self.asked.digest

    @cached_property
    def is_done(self) -> bool:
        """Say whether the study of this network is finished."""
        return self.is_of_this and bool(self.study.answer.get("is_done"))

    @cached_property
    def job(self) -> Any:
        """Return the job that works on the study, if there is one to be seen."""
        return job_of(self.asked.viewer, self.study) if self.is_of_this and not self.is_done else None

    @cached_property
    def rows(self) -> list[Any]:
        """Return the numbers: those kept with the study, or computed now where the network is small."""
        if self.is_of_this and "rows" in self.study.answer:
            return list(self.study.answer["rows"])
        network = self.asked.network
        if not 0 < network.n <= MOST_AT_ONCE:
            return []
        return self.asked.remembered.once(("rows", self.asked.days), lambda: rows_of_profile(network))

    def parts(self) -> list[Part]:
        """Return the numbers in words, part by part."""
        found = {name: (value, of, left_out) for name, value, of, left_out in self.rows}
        parts = []
        for title, words in PARTS:
            named = {**words, **(layer_rows(self.rows) if words is PARTS[-1][1] else {})}
            rows = [self._row(name, str(word), *found[name]) for name, word in named.items() if name in found]
            if rows:
                parts.append(Part(title, Table(title, self._columns, rows, is_caption_hidden=True)))
        return parts

    @property
    def _columns(self) -> Sequence[Column]:
        columns = [Column("measure", _("Measure")), Column("value", _("Value"), is_number=True)]
        if self.is_done:
            columns += [
                Column("chance", _("By chance"), is_number=True, note=_("mean, z, p")),
                Column(
                    "interval",
                    _("With ties missing"),
                    is_number=True,
                    note=_("about 80 in 100 times between"),
                ),
            ]
        return [*columns, Column("rests", _("Rests on"))]

    def _row(self, name: str, word: str, value: float | None, of: int, left_out: int) -> dict[str, Any]:
        rests = _("{count} actors").format(count=of)
        note = _("{count} left out: not known").format(count=left_out) if left_out else ""
        # What rests on nobody is no zero.
        is_known = value is not None and (of > 0 or not left_out)
        row: dict[str, Any] = {
            "measure": word,
            "value": Cell(said(name, value) if is_known and value is not None else _("not known")),
            "rests": Cell(rests, note=note),
        }
        if self.is_done:
            key = COMPARED.get(name, "")
            row["chance"] = _chance(name, self.study.answer["compared"].get(key))
            row["interval"] = _interval(name, self.study.answer["intervals"].get(key))
        return row


def context_of(asked: Asked) -> dict[str, Any]:
    """Return what the page shows."""
    found = Measured(asked)
    may_write = organisations_to_write_for(asked.viewer, NetworkStudy).exists()
    return {
        "measured": found,
        "parts": found.parts(),
        "may_study": may_write and asked.network.n > 0,
        "custodian": custodian_of(asked),
        "most_kept": MOST_KEPT,
    }


def custodian_of(asked: Asked) -> list[Mapping[str, Any]]:
    """Return whose loss cuts the network, for its custodian alone and over her organisation's own structures."""
    if not asked.is_valid:
        return []
    kept = structures_kept(asked.viewer, place=asked.place, exercise_id=asked.exercise_id)
    names = Names(asked.viewer)
    return [{"organisation": names.organisation(owner), **_losses(asked, own)} for owner, own in kept.items()]


def _losses(asked: Asked, own: frozenset[str]) -> dict[str, Any]:
    network = asked.network.without(
        [number for number, actor in enumerate(asked.network.actors) if actor.id not in own]
    )
    if not 0 < network.n <= MOST_KEPT:
        return {"count": network.n, "facts": []}
    found = custodian_view(network)
    names = [actor.name for actor in network.actors]
    relied = [
        _("{name}: {count} would lose their way").format(name=names[one], count=int(found.lost[one]))
        for one in found.relied_on[:MOST_NAMED]
    ]
    nobody = _("nobody that is known")
    facts = [
        Fact(_("Their loss together would cut every warning off"), _named(names, found.cut) or nobody),
        Fact(_("Most relied on by the grassroots"), "; ".join(relied) or nobody),
        Fact(_("Their loss would split what is connected"), _named(names, found.single_points) or nobody),
    ]
    return {"count": network.n, "facts": facts}


def _named(names: Sequence[str], positions: Sequence[int]) -> str:
    return ", ".join(names[one] for one in positions[:MOST_NAMED])


def said(name: str, value: float) -> str:
    """Return a number as it is read: shares in per cent, counts without decimals."""
    if is_share(name):
        return _("{percent} %").format(percent=number_format(round(100 * value, 1), decimal_pos=1))
    decimals = 0 if float(value).is_integer() and name != "ei_index" else 2
    return str(number_format(round(value, decimals), decimal_pos=decimals))


def _chance(name: str, compared: Sequence[float | None] | None) -> Cell:
    if compared is None or compared[1] is None:
        return Cell("–")
    mean, z, p = compared[1], compared[2], compared[3]
    parts = [_("z {z}").format(z=number_format(round(z, 1), decimal_pos=1))] if z is not None else []
    if p is not None:
        parts.append(_("p {p}").format(p=number_format(round(p, 3), decimal_pos=3)))
        parts.append(_("seldom by chance") if p <= SELDOM else _("as chance would have it"))
    return Cell(said(name, mean), note=", ".join(parts))


def _interval(name: str, ends: Sequence[float | None] | None) -> str:
    if ends is None or ends[0] is None or ends[1] is None:
        return "–"
    return _("{low} to {high}").format(low=said(name, ends[0]), high=said(name, ends[1]))
