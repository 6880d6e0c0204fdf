"""Who works for peace there already, so that nobody overlooks it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from avert.brief.document import Part, Row
from avert.brief.quantities import Statement, listed, name_text
from avert.society.actors import Actor
from avert.society.vocabulary import Level, Sector

MOST_NAMED = 12
NOTE = (
    "This is what the register at hand knows, not all that there is. Whoever could be harmed by being named is "
    "left out."
)


def structures_part(place: str, actors: Sequence[Actor]) -> Part:
    """Compose the section from the structures that may be named; protected ones are left out here too.

    >>> structures_part("Kenya", []).statements[0].text
    'No peace structure of Kenya is in the register at hand that may be named here. That is not the same as none.'
    """
    named = [actor for actor in actors if not actor.is_protected]
    if not named:
        text = f"No peace structure of {place} is in the register at hand that may be named here."
        return Part(
            "structures", "Who works for peace", (Statement(f"{text} That is not the same as none."),)
        )
    statements = [Statement(_counts(named))]
    if missing := [level for level in Level if not any(one.level is level for one in named)]:
        words = listed(_word(level) for level in missing)
        statements.append(Statement(f"None is known at this level: {words}. Ask whether it is there."))
    in_order = sorted(named, key=lambda one: (_order(one.level), one.name.casefold(), one.id))
    if len(in_order) > MOST_NAMED:
        statements.append(Statement(f"The first {MOST_NAMED} of {len(in_order)}, from the top:"))
    rows = tuple(Row(name_text(one.name), _said(one)) for one in in_order[:MOST_NAMED])
    return Part(
        "structures", "Who works for peace", tuple(statements), None, rows, ("Structure", "What it is"), NOTE
    )


def _counts(actors: Sequence[Actor]) -> str:
    at = {level: sum(one.level is level for one in actors) for level in Level}
    known = [f"{count} at the level “{_word(level)}”" for level, count in at.items() if count]
    if unknown := len(actors) - sum(at.values()):
        known.append(f"{unknown} whose level is not known")
    number = "One peace structure is" if len(actors) == 1 else f"{len(actors)} peace structures are"
    return f"{number} known here: {listed(known)}."


def _said(actor: Actor) -> str:
    level = _word(actor.level) if actor.level else "level not known"
    sector = _word(actor.sector) if actor.sector else "sector not known"
    decides = ["can decide on a response"] if actor.is_decision_maker else []
    since = [f"since {actor.begins.year}"] if actor.begins else []
    return "; ".join([level, sector, *decides, *since])


def _order(level: Level | None) -> int:
    return list(Level).index(level) if level else len(Level)


def _word(word: Level | Sector | StrEnum) -> str:
    return word.value.replace("_", " ")
