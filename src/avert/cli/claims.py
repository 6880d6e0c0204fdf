"""``avert claims``: empirical sentences put to the test, definition by definition."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from avert import periods
from avert.cli.output import format_option, now, say, show
from avert.config import load_config

if TYPE_CHECKING:
    import polars as pl

    from avert.risk.claims.answers import Answer
    from avert.risk.claims.content import Claim
    from avert.sources.results import Issued

_as_of_option = click.option("--as-of", help="Use the data known by then: a year, month or day.")


@click.group(invoke_without_command=True)
@format_option
@click.pass_context
def claims(context: click.Context, form: str) -> None:
    """Test the empirical sentences on which prevention rests, and list what came of it."""
    if context.invoked_subcommand is None:
        _list(form)


@claims.command(name="show")
@click.argument("name")
@_as_of_option
@format_option
def show_claim(name: str, as_of: str | None, form: str) -> None:
    """Show a claim under every definition: share, base rate and relative risk, each with its 95 % interval.

    Shares have Wilson's interval, relative risks Katz's. The columns that end in by_country draw whole countries
    instead of single onsets, and are the safer ones.
    """
    from avert.risk.claims.answers import VERDICTS
    from avert.risk.claims.content import find_claim

    claim = find_claim(name)
    issued = _issued(claim, as_of)
    answer = _answer(issued, claim)
    say(claim.question)
    say(f"“{claim.sentence}”")
    say(
        f"{_said_of(claim)} {VERDICTS[answer.verdict]}: {answer.holding} of {answer.tested} definitions. As quoted "
        f"({'; '.join(claim.labels(claim.main))}): {answer.main['onsets_inside']} of {answer.main['onsets']} "
        f"{claim.unit} {claim.inside}."
    )
    if claim.is_exploratory:
        say("Exploratory: what it rests on was chosen after the outcomes were known.")
    for text in (*claim.caveats, *(f"Not computable: {text}" for text in claim.not_computable)):
        say(f"- {text}")
    _say_sources(issued)
    show(_by_dimension(claim, answer.cells), form)


@claims.command(name="counter-examples")
@click.argument("name")
@click.option(
    "--definition", help="Which one, as `avert claims show` writes it; the quoted one when not given."
)
@_as_of_option
@format_option
def counter_examples(name: str, definition: str | None, as_of: str | None, form: str) -> None:
    """List the onsets that do not fit the claim, by country and year."""
    import polars as pl

    from avert.errors import InputError
    from avert.places import place_of_gwcode
    from avert.risk.claims.answers import exceptions_to
    from avert.risk.claims.content import find_claim

    claim = find_claim(name)
    chosen = tuple(definition.split("/")) if definition else claim.main
    if chosen not in claim.grid:
        raise InputError(
            f"{claim.name} has no definition {definition!r}. See them: avert claims show {claim.name}."
        )
    issued = _issued(claim, as_of)
    found = exceptions_to(issued, claim, chosen)
    names = [
        place_of_gwcode(code).name(year=year) for code, year in found["country_gwcode", "year"].iter_rows()
    ]
    say(f"{'; '.join(claim.labels(chosen))}: {int(found['onsets'].sum())} {claim.exception}.")
    _say_sources(issued)
    show(found.select(pl.Series("country", names, pl.String), "country_gwcode", "year", "onsets"), form)


def _said_of(claim: Claim) -> str:
    return f"What can be tested, {claim.only_part}," if claim.only_part else "It"


def _list(form: str) -> None:
    import polars as pl

    from avert.risk.claims.answers import VERDICTS, answer_of
    from avert.risk.claims.content import claims as shipped
    from avert.risk.claims.issuing import issue_claims
    from avert.sources.store import Store

    issued = issue_claims(Store(load_config().store), now=now())
    rows = []
    for claim in shipped():
        answer = answer_of(issued, claim)
        rows.append(
            {
                "claim": claim.name,
                "verdict": VERDICTS[answer.verdict] if answer else "not tested: data are missing",
                "onsets": answer and answer.main["onsets"],
                **{name: answer and answer.main[name] for name in ("share", "share_low", "share_high")},
                "relative_risk": answer and answer.main["relative_risk"],
                "definitions_holding": f"{answer.holding} of {answer.tested}" if answer else None,
            }
        )
    _say_sources(issued)
    show(pl.DataFrame(rows, infer_schema_length=None), form)


def _issued(claim: Claim, as_of: str | None) -> Issued:
    """Issue the tests, or say which data this claim needs."""
    from avert.errors import MissingDataError
    from avert.risk.claims.issuing import issue_claims, missing_for
    from avert.sources.store import Store

    store, until = Store(load_config().store), periods.last_day(as_of) if as_of else None
    if missing := missing_for(claim, {v.source.dataset: v for v in store.versions(as_of=until)}):
        raise MissingDataError(
            f"{claim.name} cannot be tested without {'; '.join(missing)}. Add the file first: avert data add PATH."
        )
    return issue_claims(store, now=now(), as_of=until)


def _answer(issued: Issued, claim: Claim) -> Answer:
    from avert.errors import MissingDataError
    from avert.risk.claims.answers import answer_of

    answer = answer_of(issued, claim)
    if answer is None:
        raise MissingDataError(f"The data loaded hold no onset on which {claim.name} could be tested.")
    return answer


def _by_dimension(claim: Claim, cells: pl.DataFrame) -> pl.DataFrame:
    """Put the parts of each definition into columns of their own."""
    import polars as pl

    parts = pl.col("definition").str.split("/")
    dimensions = [parts.list.get(i).alias(dimension.key) for i, dimension in enumerate(claim.dimensions)]
    return cells.select(*dimensions, pl.exclude("claim", "definition"), "definition")


def _say_sources(issued: Issued) -> None:
    for source in issued.result.sources:
        say(f"Source: {source.title}, {source.release}, known from {source.vintage}.")
    say(f"Result {issued.result.result_id}, seed {issued.result.seed}. Intervals are 95 %.")
