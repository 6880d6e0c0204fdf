"""``avert replay``: real cases as dated facts, and what of them was known on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from avert import periods
from avert.cli.output import format_option, now, say, show

if TYPE_CHECKING:
    import polars as pl

    from avert.replays import Replay
    from avert.replays.items import Cited


@click.group()
def replay() -> None:
    """Go through real cases with only what was known on each day."""


@replay.command("list")
@format_option
def list_(form: str) -> None:
    """List the replays that come with Avert."""
    import polars as pl

    from avert.replays import list_replays

    rows = [
        {
            "replay": line.id,
            "title": line.title,
            "places": " ".join(line.places),
            "first_day": line.first_day,
            "last_day": line.last_day,
            "is_control": line.is_control,
        }
        for line in list_replays()
    ]
    show(pl.DataFrame(rows), form)


@replay.command("show")
@click.argument("id_", metavar="ID")
@click.option("--on", help="Only what was known by then: a year, month or day. Everything when not given.")
@format_option
def show_(id_: str, on: str | None, form: str) -> None:
    """Show the items of a replay in the order in which they became known.

    What was not known on the day is absent: not hidden, not counted.
    """
    from avert.replays import load_replay

    loaded = load_replay(id_)
    seen = loaded.as_of(periods.last_day(on)) if on else loaded
    known = f"as known at the end of {seen.frozen_on}" if seen.frozen_on else "everything known"
    say(
        f"{seen.title}, {known}: {len(seen.items)} items, {len(seen.unanswered())} reports and warnings "
        f"without a recorded response, {len(seen.assessments)} readings."
    )
    show(_table(seen), form)


@replay.command("assessments")
@click.argument("id_", metavar="ID")
@click.option("--on", help="Only readings known by then: a year, month or day. All when not given.")
@format_option
def assessments_(id_: str, on: str | None, form: str) -> None:
    """Show who read the situation how, one line per indicator.

    A reading is published by whom it names, or reconstructed by us from what was public on its day.
    """
    import polars as pl

    from avert.replays import load_replay

    loaded = load_replay(id_)
    seen = loaded.as_of(periods.last_day(on)) if on else loaded
    columns = ["round", "who", "perspective", "level", "place", "where", "basis", "framework"]
    rows = [
        {
            "known": reading.known,
            **{column: getattr(reading, column) for column in columns},
            "indicator": answer.indicator,
            "value": str(answer.value),
            "trend": str(answer.trend),
            "reason": answer.reason,
            "facts": " ".join(answer.facts),
        }
        for reading in seen.assessments
        for answer in reading.answers
    ]
    texts = dict.fromkeys([*columns[1:], "indicator", "value", "trend", "reason", "facts"], pl.String)
    say(
        f"{seen.title}: {len(seen.assessments)} readings, of which 'reconstructed' ones are nobody's own words."
    )
    show(pl.DataFrame(rows, schema={"known": pl.Date, "round": pl.Int64, **texts}), form)


@replay.command("structures")
@click.argument("id_", metavar="ID")
@click.option("--on", required=True, help="As known by then: a year, month or day.")
@format_option
def structures_(id_: str, on: str, form: str) -> None:
    """Show whether a warning from the districts reached a decision on a day, and whether an answer came back.

    One line per local structure for peace that was known; steps are empty where no way was known.
    """
    import polars as pl

    from avert.errors import InputError
    from avert.replays import load_replay
    from avert.replays.structures import structures_on

    then = structures_on(load_replay(id_), periods.last_day(on))
    if then is None:
        raise InputError(f"Replay {id_} has no case of peace structures. Add one: docs/howto/add-a-case.md.")
    say(
        f"As known at the end of {then.day}: {len(then.structures)} structures, {len(then.local)} of them local."
    )
    for area in then.areas:
        joined = f"{area.both} of {area.known} known local structures had a way up and an answer"
        say(f"{area.area}: {joined if area.known else 'no local structure was known'}.")
    rows = [
        {
            "structure": one.structure.actor.name,
            "areas": "; ".join(one.areas),
            "steps_up": one.up,
            "steps_back": one.back,
            "link": str(one.link),
        }
        for one in then.local
    ]
    texts = {"structure": pl.String, "areas": pl.String}
    schema = {**texts, "steps_up": pl.Int64, "steps_back": pl.Int64, "link": pl.String}
    show(pl.DataFrame(rows, schema=schema), form)


@replay.command("forecasts")
@click.argument("id_", metavar="[ID]", required=False)
@format_option
def forecasts_(id_: str | None, form: str) -> None:
    """Forecast deaths from the last month before each day on which something was to be decided.

    No later month is looked at. The first time it computes a forecast for each such month and keeps it, and the pages
    of the replay show it; afterwards it reads it.
    """
    import polars as pl

    from avert.config import load_config
    from avert.execution import Progress
    from avert.replays import list_replays, load_replay
    from avert.replays.forecasting import decision_days, table_before
    from avert.sources.store import Store

    replays = [load_replay(one) for one in ([id_] if id_ else [line.id for line in list_replays()])]
    asked = [(replay, day) for replay in replays for day in decision_days(replay)]
    store, tables = Store(load_config().store), []
    with Progress("Forecasting from before each decision", len(asked)) as progress:
        for replay, day in asked:
            tables.append(table_before(store, replay, day, now=now()))
            progress.advance()
    say("Where is_of_then is false, data were corrected since: nobody had that number on that day.")
    show(pl.concat(tables), form)


def _table(seen: Replay) -> pl.DataFrame:
    import polars as pl

    columns = ["known", "happened", "family", "kind", "place", "where", "confidence", "basis", "id"]
    rows = [
        {
            **{column: getattr(item, column) for column in columns},
            "happened": str(item.happened),
            "sources": _sources(item),
            "text": item.text,
        }
        for item in seen.items
    ]
    readings = [
        {
            **dict.fromkeys(columns, ""),
            **{column: getattr(reading, column) for column in ("known", "place", "where", "basis", "id")},
            "family": "assessment",
            "kind": reading.perspective,
            "sources": _sources(reading),
            "text": f"{reading.who}: {reading.text}",
        }
        for reading in seen.assessments
    ]
    return pl.DataFrame(
        [*rows, *readings],
        schema={"known": pl.Date, **dict.fromkeys([*columns[1:], "sources", "text"], pl.String)},
    ).sort("known", maintain_order=True)


def _sources(held: Cited) -> str:
    return "; ".join(f"{citation.source} {citation.where}".strip() for citation in held.sources)
