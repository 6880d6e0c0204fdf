"""``avert snapshot``: make the results that come with Avert."""

from __future__ import annotations

from pathlib import Path

import click

from avert.cli.output import say
from avert.config import load_config


@click.group()
def snapshot() -> None:
    """Make the results that come with Avert."""


@snapshot.command()
@click.argument("target", type=click.Path(path_type=Path))
def build(target: Path) -> None:
    """Write the results that may be passed on to a new folder, with their licence."""
    from avert.brief.snapshot import build_snapshot
    from avert.sources.store import Store

    issued = build_snapshot(Store(load_config().store), target)
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    kinds = ", ".join(f"{item.result.kind} {item.result.origin}" for item in issued)
    say(f"Wrote {kinds} to {target}: {size / 1e6:.2f} MB.")
