"""What the page of the network shows: the picture, the same as a table, and the files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from avert.society.actors import Actor
from avert.society.layout import lay_out
from avert.society.network import LAYERS
from avert.society.vocabulary import Layer
from avert.web.site import sheets
from avert.web.site.components import Download, Empty, Fact, Figure
from avert.web.site.tables import Cell, Column, Table
from avert.web.site.templatetags.site_parts import own_name
from avert.web.society.network.asked import Asked
from avert.web.society.network.drawing import drawn, key_of
from avert.web.society.network.picture import (
    CHANGES,
    DRAWN_ONE_BY_ONE,
    Change,
    Line,
    Picture,
    change_word,
    layer_word,
    level_word,
    picture_of,
    sector_word,
)
from avert.web.society.network.shapes import NAMES, PATTERNS, THICK
from avert.web.society.policy import organisations_kept_by

MOST_DRAWN = 2000  # actors that a browser draws and lets one move in
LINES_ON_A_PAGE = 100
SHEET = [
    sheets.Column(name, tag)
    for name, tag in {
        "from": "#org+from",
        "from_level": "#org+from+level",
        "from_sector": "#org+from+sector",
        "to": "#org+to",
        "to_level": "#org+to+level",
        "to_sector": "#org+to+sector",
        "layer": "#meta+layer",
        "is_one_way": "#meta+directed",
        "change": "#meta+change",
    }.items()
]


def picture_asked(asked: Asked) -> Picture:
    """Return the picture that was asked for, what changed first."""
    return asked.remembered.once(("picture", *_key_of(asked)), lambda: _in_order(asked))


def _key_of(asked: Asked) -> tuple[Any, ...]:
    return asked.days, asked.layers


def _in_order(asked: Asked) -> Picture:
    picture = picture_of(asked.network, asked.network_before, asked.layers)
    lines, names = picture.lines, np.array([actor.name for actor in picture.actors], dtype=object)
    rank = np.unique(names, return_inverse=True)[1] if len(names) else names
    layer = np.array([sorted(LAYERS).index(one) for one in LAYERS])[lines.layer]
    ranks = (layer, rank[lines.target], rank[lines.source], lines.change)
    return replace(picture, lines=lines[np.lexsort(ranks)])


def context_of(asked: Asked, picture: Picture) -> dict[str, Any]:
    """Return what the page shows besides the table of ties."""
    return {
        "figure": figure_of(asked, picture) if picture.actors else None,
        "key": asked.remembered.once(("key", *_key_of(asked)), lambda: key_of(picture)),
        "facts": asked.remembered.once(("facts", *_key_of(asked)), lambda: facts_of(picture)),
        "changes": asked.remembered.once(("changes", *_key_of(asked)), lambda: changes_of(picture))
        if asked.network_before
        else [],
        "may_move": len(picture.actors) <= MOST_DRAWN,
        "is_by_blocks": len(picture.actors) > DRAWN_ONE_BY_ONE,
        "most": MOST_DRAWN,
    }


def figure_of(asked: Asked, picture: Picture) -> Figure:
    """Return the drawing with the words for those who do not see it."""
    title = _("The network of {day}").format(day=asked.on.isoformat())
    said = ngettext("{count} actor", "{count} actors", len(picture.actors)).format(count=len(picture.actors))
    ties = ngettext("{count} tie", "{count} ties", len(picture.lines)).format(count=len(picture.lines))
    alternative = _("{actors} and {ties}, drawn by level; the table below says the same.")
    caption = _(
        "Levels stand above one another and have a shape each; groups, or areas where no group is known, stand side "
        "by side. What runs along a tie is said by the pattern of its line, which the key names."
    )
    # Who is tied to whom leaves the site with its keeper only; the picture and its table are read here.
    sheet = Download("CSV", f"{reverse('society:network-sheet')}?{asked.query}")
    return Figure(
        title,
        asked.remembered.once(("drawn", *_key_of(asked)), lambda: drawn(picture, title)),
        alternative.format(actors=said, ties=ties),
        caption,
        downloads=[sheet] if organisations_kept_by(asked.viewer) else [],
        is_wide=True,
    )


def facts_of(picture: Picture) -> list[Fact]:
    """Count actors and ties in words; what is not known stands apart."""
    there = [
        actor
        for actor, change in zip(picture.actors, picture.changes, strict=True)
        if change is not Change.ENDED
    ]
    unknown = sum(actor.level is None for actor in there)
    held = Counter(picture.lines.layer[picture.lines.change != CHANGES.index(Change.ENDED)].tolist())
    note = _("{count} of them of a level that is not known").format(count=unknown) if unknown else ""
    facts = [Fact(_("Actors"), len(there), note)]
    facts.append(Fact(_("Who can decide on a response"), sum(one.is_decision_maker for one in there)))
    facts += [Fact(layer_word(layer), held[at]) for at, layer in enumerate(LAYERS) if held[at]]
    protected = sum(one.is_protected for one in there)
    if protected:
        few = _("a few") if protected < FEW else str(protected)
        facts.append(Fact(_("Protected, shown without a name"), few))
    return facts


FEW = 3  # a smaller count of protected actors would say who they are


def changes_of(picture: Picture) -> list[str]:
    """Say in words what is new and what has ended since the other day."""
    actors = Counter(picture.changes)
    said = []
    for change, actor_words, tie_words in (
        (Change.NEW, _("New actors: {count}."), _("New ties: {count}.")),
        (Change.ENDED, _("Actors that are no longer there: {count}."), _("Ties that have ended: {count}.")),
    ):
        said += [
            actor_words.format(count=actors[change]),
            tie_words.format(count=picture.lines.count(change)),
        ]
    names = (
        _("{name}: {change}").format(name=actor.name, change=change_word(change))
        for actor, change in zip(picture.actors, picture.changes, strict=True)
        if change is not Change.SAME and not actor.is_protected
    )
    return [*said, *islice(names, LONGEST_LIST)]


LONGEST_LIST = 12


def table_of(picture: Picture, lines: Iterable[Line], *, is_compared: bool) -> Table:
    """Return ties as a table."""
    columns = [
        Column("from", _("From"), is_name=True),
        Column("layer", _("What runs along it")),
        Column("to", _("To"), is_name=True),
    ]
    if is_compared:
        columns.append(Column("change", _("Since then")))
    rows = [
        {
            "from": _cell(picture.actors[line.source]),
            "to": _cell(picture.actors[line.target]),
            "layer": Cell(layer_word(line.layer), note=_("one way") if line.is_directed else _("both ways")),
            "change": change_word(line.change),
        }
        for line in lines
    ]
    return Table(_("Ties, from whom to whom"), columns, rows)


def sheet_of(picture: Picture) -> str:
    """Return all ties as comma-separated text, without the name of anyone who is protected."""
    return sheets.sheet(SHEET, [_sheet_row(picture, line) for line in picture.lines], has_tags=True)


def data_of(picture: Picture) -> dict[str, Any]:
    """Return the picture as the page's own script draws it; places in steps of the layout."""
    layout = lay_out(picture.actors)
    actors = [
        {
            "label": actor.name,
            "words": f"{level_word(actor.level)}, {sector_word(actor.sector).lower()}",
            "shape": NAMES[actor.level],
            "decides": actor.is_decision_maker,
            "change": change.value,
            "url": "" if actor.is_protected else reverse("society:structure", args=[actor.id]),
            "x": round(x, 2),
            "y": round(y, 2),
        }
        for actor, change, (x, y) in zip(picture.actors, picture.changes, layout.at, strict=True)
    ]
    layers = [
        {"word": layer_word(layer), "pattern": PATTERNS[layer], "width": THICK.get(layer, 1.4)}
        for layer in Layer
    ]
    order = {layer: number for number, layer in enumerate(Layer)}
    ties = [
        [line.source, line.target, order[line.layer], int(line.is_directed), line.change.value]
        for line in picture.lines
    ]
    changes = {change.value: change_word(change) for change in Change}
    return {
        "width": layout.width,
        "height": layout.height,
        "actors": actors,
        "layers": layers,
        "ties": ties,
        "changes": changes,
        "nobody": _("Tied to nobody here."),
    }


def nothing(asked: Asked) -> Empty:
    """Say that there is nothing to show, and what could change that."""
    if not asked.is_valid:
        return Empty(_("This question cannot be answered"), _("Mend what is marked above."))
    return Empty(
        _("No peace structures that you may read were there then"),
        _("Structures and the ties between them are written down in the register, or taken in from a file."),
        who_could=_("whoever knows the committees, councils and mediators of the place"),
        action=Download(_("Open the register"), reverse("society:structures")),
    )


def _cell(actor: Actor) -> Cell:
    # The page of one that is protected is reached from the register, not from where it stands in the network.
    url = "" if actor.is_protected else reverse("society:structure", args=[actor.id])
    return Cell(own_name(actor.name), url=url, note=level_word(actor.level))


def _sheet_row(picture: Picture, line: Line) -> dict[str, Any]:
    source, target = picture.actors[line.source], picture.actors[line.target]
    return {
        "from": source.name,
        "from_level": source.level,
        "from_sector": source.sector,
        "to": target.name,
        "to_level": target.level,
        "to_sector": target.sector,
        "layer": line.layer.value,
        "is_one_way": line.is_directed,
        "change": line.change.value,
    }
