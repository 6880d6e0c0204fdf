"""``avert edition``: check a signed edition of an assessment, and see what changed between two."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from avert.cli.output import format_option, say, show
from avert.errors import AvertError, InputError

if TYPE_CHECKING:
    from avert.assessment.editions import Comparison, SignedEdition

FILE = click.Path(path_type=Path)


@click.group()
def edition() -> None:
    """Check a signed edition of an assessment, and see what changed between two."""


@edition.command("verify")
@click.argument("file", type=FILE)
@click.option("--fingerprint", help="Of the signer's key, 64 digits, got another way than with the file.")
def verify_(file: Path, fingerprint: str | None) -> None:
    """Say whether an edition is whole, and with --fingerprint whether the key is the one expected.

    Without --fingerprint nothing is shown about who signed: whoever alters a file can also sign it anew.
    """
    signed = _verified(file, fingerprint)
    held = signed.edition
    click.echo(f"assessment   {held.assessment}, edition {held.number}, {held.place}")
    click.echo(f"as of        {held.standing.as_of.isoformat()}, issued {held.issued_at.isoformat()}")
    click.echo(f"marking      {held.marking}")
    click.echo(f"digest       {signed.digest}")
    # In groups of four, to be compared by eye or read over the telephone.
    digits = signed.fingerprint
    click.echo(f"fingerprint  {' '.join(digits[at : at + 4] for at in range(0, len(digits), 4))}")
    if signed.is_signer_known:
        say("It is whole, and signed with the key that you expected.")
    else:
        say(
            "It is whole since somebody signed it. Who signed is not shown: get the signer's fingerprint another way "
            "and give it with --fingerprint."
        )


@edition.command("compare")
@click.argument("before", type=FILE)
@click.argument("after", type=FILE)
@format_option
def compare_(before: Path, after: Path, form: str) -> None:
    """Show what changed from one edition to a later one of the same assessment.

    Both are checked for having been altered first, as verify does.
    """
    import polars as pl

    from avert.assessment.editions import compare

    one, other = _verified(before, None), _verified(after, None)
    found = compare(one.edition, other.edition)
    if one.public_key != other.public_key:
        say("The two were signed with different keys. Ask the signers whether both are theirs.")
    if found.after.standing.as_of < found.before.standing.as_of:
        say("The second edition is the older one, so what changed reads backwards.")
    columns = ("stakeholder", "indicator", "what", "before", "after")
    show(pl.DataFrame(_rows(found), schema=dict.fromkeys(columns, pl.String), orient="row"), form)


def _rows(found: Comparison) -> list[tuple[str | None, ...]]:
    rows: list[tuple[str | None, ...]] = [(who, None, "joined", None, None) for who in found.changes.joined]
    rows += [(who, None, "left", None, None) for who in found.changes.left]
    for change in found.changes.changes:
        values = (None if value is None else str(value) for value in (change.before, change.after))
        rows.append((change.stakeholder, change.code, str(change.what), *values))
    return rows


def _verified(file: Path, fingerprint: str | None) -> SignedEdition:
    from avert.assessment.canonical import MOST_BYTES
    from avert.assessment.editions import verify

    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputError(
            f"{file.name} cannot be read ({error.strerror}). Give the path of an edition."
        ) from None
    try:
        return verify(data, fingerprint)
    except AvertError as error:
        raise type(error)(f"{file.name}: {error}") from None
