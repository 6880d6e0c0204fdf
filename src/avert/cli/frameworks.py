"""``avert frameworks``: what frameworks for assessment ask, what each sees, and whether one's own is well formed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from avert import periods
from avert.cli.output import format_option, say, show
from avert.config import load_config

if TYPE_CHECKING:
    from avert.assessment.frameworks import Framework, Side

SIGHTS = click.Choice(["both", "related", "one"])


@click.group()
def frameworks() -> None:
    """Read the frameworks for assessment, check your own, and compare what they see."""


@frameworks.command("list")
@format_option
def list_(form: str) -> None:
    """List the frameworks that come with Avert, and those in AVERT_HOME/frameworks.

    Recalled counts the indicators whose number and content are still to be checked against the source.
    """
    import polars as pl

    from avert.assessment.frameworks import list_frameworks

    rows = [
        {
            "framework": line.id,
            "title": line.title,
            "edition": line.edition,
            "prefix": line.prefix,
            "lenses": " ".join(line.lenses),
            "dimensions": line.dimensions,
            "indicators": line.indicators,
            "recalled": line.recalled,
            "is_own": line.is_own,
        }
        for line in list_frameworks()
    ]
    show(pl.DataFrame(rows), form)


@frameworks.command("show")
@click.argument("id_", metavar="ID")
@format_option
def show_(id_: str, form: str) -> None:
    """Show what a framework asks, by dimension, and which datasets measure some of it."""
    from avert.assessment.frameworks import load_framework

    framework = load_framework(id_)
    recalled = framework.summary().recalled
    say(f"{framework.title}, {framework.edition}. {framework.publisher}.")
    say(f"Source: {framework.source}")
    say(f"Terms: {framework.terms}")
    if framework.note:
        say(f"Note: {framework.note}")
    if recalled:
        say(
            f"{recalled} of {len(framework.indicators)} indicators are recalled, not yet checked against the source."
        )
    show(_indicators(framework), form)


def _indicators(framework: Framework) -> Any:
    import polars as pl

    from avert.assessment.frameworks import load_proxies

    dimensions = {dimension.id: dimension for dimension in framework.dimensions}
    proxies: dict[str, list[str]] = {}
    for proxy in load_proxies():
        proxies.setdefault(proxy.indicator, []).append(f"{proxy.dataset} {proxy.variable}")
    rows = [
        {
            "code": code,
            "dimension": dimensions[one.dimension].title,
            "kind": dimensions[one.dimension].kind.value,
            "polarity": one.polarity.value,
            "time_scale": one.time_scale.value,
            "evidence": one.evidence.value,
            "scope": one.scope.value,
            "lenses": " ".join(one.lenses),
            "basis": one.basis.value,
            "measured_by": "; ".join(proxies.get(code, [])) or None,
            "text": one.text,
        }
        for code, one in framework.indicators.items()
    ]
    return pl.DataFrame(rows, schema_overrides={"measured_by": pl.String})


@frameworks.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path) -> None:
    """Check a file with a framework, or with a list of crosswalks, before you use it.

    A mistake is named with its line, and an id or prefix that another framework has with that framework.
    """
    from avert.assessment import frameworks as known
    from avert.content import Entry, read_yaml

    if isinstance(read_yaml(file), Entry):
        framework = known.read_framework(file)
        known.check_clash(framework, file)
        say(f"{file.name} is well formed. {framework.title}: indicators {len(framework.indicators)}.")
    else:
        crosswalks = known.read_crosswalks(file, known.load_indicators().keys())
        say(f"{file.name} is well formed. Crosswalks: {len(crosswalks)}.")


@frameworks.command()
@click.argument("first", required=False)
@click.argument("second", required=False)
@click.option(
    "--sight", type=SIGHTS, help="Only what is seen so: by both, as something related, or by one alone."
)
@format_option
def lenses(first: str | None, second: str | None, sight: str | None, form: str) -> None:
    """Set what the atrocity lens sees beside what the conflict lens sees.

    Without a framework, over all of them; with one, within it; with two, these two beside each other whatever their
    lenses. An indicator is seen by both where the other side has an exact, broader or narrower one.
    """
    from avert.assessment import frameworks as known

    crosswalks = known.load_crosswalks()
    if first and second:
        view = known.side_by_side(known.load_framework(first), known.load_framework(second), crosswalks)
    else:
        ids = [first] if first else [line.id for line in known.list_frameworks()]
        view = known.two_lenses([known.load_framework(id_) for id_ in ids], crosswalks)
    for side in (view.first, view.second):
        counts = {each: len(side.seen(each)) for each in known.Sight}
        say(
            f"{side.name}: {len(side.seen())} indicators, {counts[known.Sight.BOTH]} seen by both, "
            f"{counts[known.Sight.RELATED]} with something related, {counts[known.Sight.ONE]} seen by it alone."
        )
    show(_seen((view.first, view.second), sight), form)


def _seen(sides: tuple[Side, Side], sight: str | None) -> Any:
    import polars as pl

    columns = ["side", "framework", "dimension", "code", "sight", "matches", "text"]
    rows = [
        (
            side.name,
            group.framework,
            group.dimension.title,
            one.indicator.code,
            one.sight.value,
            "; ".join(f"{m.indicator.code} {m.relation.value}" for m in one.matches) or None,
            one.indicator.text,
        )
        for side in sides
        for group in side.dimensions
        for one in group.seen
        if sight in (None, one.sight.value)
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")


@frameworks.command()
@click.argument("id_", metavar="ID")
@click.argument("place")
@click.option("--as-of", help="Only data known by then: a year, month or day.")
@format_option
def measured(id_: str, place: str, as_of: str | None, form: str) -> None:
    """Show what datasets measure of a framework's indicators in a country, and what that does not show.

    An empty cell is unknown. An indicator that is not listed is measured by no dataset, which does not mean absent.
    """
    import polars as pl

    from avert.assessment.frameworks import load_framework
    from avert.assessment.frameworks.proxies import measured as measure
    from avert.errors import MissingDataError
    from avert.places import find_place
    from avert.sources.holdings import Library

    framework, found = load_framework(id_), find_place(place)
    if found.gwcode is None:
        raise MissingDataError(
            f"{found.name()} is not in Gleditsch and Ward's list of states, which datasets use."
        )
    until = periods.last_day(as_of) if as_of else None
    by_code = measure(Library.of(load_config()), framework.indicators, found.gwcode, as_of=until)
    count = sum(bool(proxies) for proxies in by_code.values())
    known = sum(any(one.value is not None for one in proxies) for proxies in by_code.values())
    say(
        f"{found.name()}: datasets measure {count} of the {len(by_code)} indicators of {framework.title}, "
        f"of which {known} are known."
    )
    rows = [
        {
            "code": code,
            "variable": one.proxy.variable,
            "value": one.value,
            "year": one.year,
            "share_of_world_less_risky": one.share_of_world_less_risky,
            "rank": one.rank,
            "states_known": one.states_known,
            "direction": one.proxy.direction.value,
            "source_label": one.source_label,
            "vintage": one.vintage,
            "validity": one.proxy.validity,
        }
        for code, proxies in by_code.items()
        for one in proxies
    ]
    types = {"value": pl.Float64, "year": pl.Int64, "share_of_world_less_risky": pl.Float64, "rank": pl.Int64}
    kinds = types | {"source_label": pl.String, "vintage": pl.Date}
    show(pl.DataFrame(rows, schema_overrides=kinds), form)
