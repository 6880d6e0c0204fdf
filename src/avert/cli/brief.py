"""``avert brief``: what is known of a place, for somebody with three minutes; and the submission to go with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from avert.cli.output import now, say
from avert.config import load_config
from avert.errors import InputError

if TYPE_CHECKING:
    from avert.brief.formats import Rendered

ON_SCREEN = ("html", "json")


@click.command()
@click.argument("place")
@click.option(
    "--format",
    "form",
    type=click.Choice(["html", "pdf", "docx", "json"]),
    default="pdf",
    show_default=True,
    help="What to write.",
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Where to write it.")
@click.option(
    "--submission", is_flag=True, help="The one-page submission, to be filled in, and not the brief."
)
@click.option("--marking", default="TLP:CLEAR", show_default=True, help="Traffic Light Protocol 2.0 label.")
def brief(place: str, form: str, out: Path | None, submission: bool, marking: str) -> None:
    """Write the prevention brief of a place: two pages, every number with its uncertainty and source.

    Without --out, HTML and JSON are printed; PDF and DOCX go to a file in this folder, named after place and day.
    A brief is never marked less restricted than the data in it.
    """
    from avert.brief import profile_of
    from avert.brief.composing import brief_of
    from avert.brief.formats import render
    from avert.brief.submission import submission_of
    from avert.handling import Marking
    from avert.places import find_place
    from avert.sources.holdings import Library

    found, label = find_place(place), Marking.parse(marking)
    composed = brief_of(profile_of(Library.of(load_config()), found), now=now(), marking=label)
    _write(render(submission_of(composed) if submission else composed, form), form, out)


def _write(rendered: Rendered, form: str, out: Path | None) -> None:
    if out is None and form in ON_SCREEN:
        click.echo(rendered.content.decode(), nl=False)
        return
    path = out or Path(rendered.file_name)
    try:
        path.write_bytes(rendered.content)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}. Choose another with --out.") from None
    say(f"Wrote {path} ({len(rendered.content):,} bytes).")
