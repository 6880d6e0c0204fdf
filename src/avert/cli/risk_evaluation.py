"""``avert risk evaluate``: how models of risk do on years that they have not seen."""

from __future__ import annotations

from pathlib import Path

import click

from avert import periods
from avert.cli.output import format_option, now, say, show
from avert.config import load_config


@click.command()
@click.option("--protocol", type=click.Choice(["ewp-ro30"]), default="ewp-ro30", show_default=True)
@click.option(
    "--models", "named", default="all", show_default=True, help="Names with commas between; EWP's is added."
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder for the tables.")
@click.option(
    "--origins", help="FIRST:LAST, such as 1993:2007, on which models are developed; all by default."
)
@click.option("--as-of", help="Use the data known by then: a year, month or day.")
@click.option(
    "--faults",
    type=click.Choice(["as-published", "mended"]),
    default="as-published",
    show_default=True,
    help="Of EWP's panel; the protocol takes it as it was published.",
)
@click.option(
    "--draws", type=click.IntRange(1), default=400, show_default=True, help="Of countries, for intervals."
)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True)
@format_option
def evaluate(
    *,
    protocol: str,  # noqa: ARG001  there is one
    named: str,
    out: Path,
    origins: str | None,
    as_of: str | None,
    faults: str,
    draws: int,
    seed: int,
    form: str,
) -> None:
    """Test models on years that they have not seen, and write forecasts, scores and differences against EWP.

    Started again after an interruption, it goes on where it was.
    """
    from avert.risk.protocols import ewp_ro30
    from avert.risk.protocols.evaluation import chosen_models, issue_evaluation
    from avert.risk.protocols.writing import caveat, write_evaluation
    from avert.sources.store import Store

    config = load_config()
    issued = issue_evaluation(
        Store(config.store),
        models=chosen_models(named),
        now=now(),
        origins=ewp_ro30.chosen_origins(origins),
        as_of=periods.last_day(as_of) if as_of else None,
        faults=faults,
        draws=draws,
        seed=seed,
        workers=config.workers,
        resume_in=out / ".unfinished",
    )
    written = write_evaluation(issued, out)
    say(f"Wrote {', '.join(path.name for path in written)} to {out}. Result {issued.result.result_id}.")
    say(caveat(issued))
    show(issued.frames["scores"].pivot("metric", index="model", values="value"), form)
