"""`avert site …`, `avert audit …`, `avert alerts …`: start the site, look after it, check what was done on it."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from avert.errors import CheckFailedError, InputError, MissingDataError

DEFAULT_PORT = 8321
FORMATS = ("table", "csv", "json")


@click.group()
def site() -> None:
    """Run the site and look after it."""


@site.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=int, help=f"Port to listen on. [default: {DEFAULT_PORT}, or the next free one]")
def run(host: str, port: int | None) -> None:
    """Start the site and its worker; Ctrl-C stops both."""
    _set_up()
    from avert.web import running

    chosen = running.free_port(host, port, most=1) if port else running.free_port(host, DEFAULT_PORT)
    running.prepare()
    _let_first_person_in()
    try:
        with running.Processes(host, chosen) as processes:
            processes.wait_until_ready()
            click.echo(f"Avert is at http://{_shown(host)}:{chosen}/ - Ctrl-C stops it.")
            processes.wait()
    finally:
        from avert.web.audit import services
        from avert.web.databases import empty_write_log

        services.sign_last()
        empty_write_log()
    click.echo("Avert has stopped.", err=True)


@site.command()
def migrate() -> None:
    """Bring the database up to date."""
    _set_up()
    from avert.web import running

    running.migrate()
    click.echo("The database is up to date.", err=True)


@site.command("create-administrator")
@click.option("--name", default="administrator", show_default=True, help="What to log in as.")
def create_administrator(name: str) -> None:
    """Create someone who keeps the site running, and print a password that works once."""
    _set_up()
    _create_administrator(name)


@site.command("remove-second-factor")
@click.argument("name")
def remove_second_factor(name: str) -> None:
    """Let someone log in with the password alone, who has lost the telephone and all recovery codes.

    Be sure whom you are talking to: whoever asks for this may only have learnt the password.
    """
    _set_up()
    from avert.web.accounts import second_factor, selectors
    from avert.web.audit.occasions import Occasion

    occasion = Occasion.at_the_command_line(dt.datetime.now(dt.UTC))
    person = selectors.person_called(name)
    if not second_factor.remove(person=person, occasion=occasion):
        raise InputError(f"{name!r} has no second step to remove.")
    click.echo("The second step is removed.", err=True)


@site.command("take-in-mail")
@click.option("--for", "owner", required=True, help="Id of the organisation that the report is for.")
@click.option("--as", "program", required=True, help="Id of its service account that takes it in.")
def take_in_mail(owner: str, program: str) -> None:
    """Take in one mail from standard input, as a mail server's pipe delivers it.

    Exit 75 has the mail server keep it and try again, 65 has it sent back.
    """
    status, says = 75, "The site is not set up here. The mail is kept by the mail server, which tries again."
    try:
        _set_up()
        from avert.web.signals.intake.delivery import deliver
        from avert.web.signals.intake.mail import MOST_BYTES

        data = sys.stdin.buffer.read(MOST_BYTES + 1)
        status, says = deliver(data, owner=owner, program=program, now=dt.datetime.now(dt.UTC))
    finally:
        # Any other status, such as that of an error, has mail servers drop the report.
        click.echo(says, err=True, nl=bool(says))
        sys.exit(status)


@click.group()
def audit() -> None:
    """Check that nobody has tampered with what was done."""


@audit.command()
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True,
    help="How to print what does not hold.",
)  # fmt: skip
@click.option(
    "--heads", "heads_file", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A copy of the signed heads that was kept elsewhere.",
)  # fmt: skip
@click.option("--public-key", default="", help="The public key as it was noted elsewhere.")
def verify(form: str, heads_file: Path | None, public_key: str) -> None:
    """Find altered, missing, reordered and cut off entries; exit 1 if there are any."""
    _set_up()
    from avert.web.audit import selectors, services

    if not selectors.is_there():
        raise MissingDataError(
            "This database has no audit yet. Bring it up to date first: avert site migrate."
        )
    check = selectors.verification(heads_file=heads_file, public_key=public_key)
    found = list(check.findings())
    said = [(finding.problem, finding.sequence, finding.says) for finding in [*found, *check.remarks]]
    _print_rows(("problem", "sequence", "says"), said, form)
    expired = f" ({check.expired} expired)" if check.expired else ""
    counted = f"{check.last} entries{expired}, {check.head_count} signed heads"
    if found:
        raise CheckFailedError(
            f"The audit does not hold at {len(found)} places ({counted}). Keep the database and the heads as they "
            "are, and compare them with a backup before anything is written."
        )
    # Only what was found sound is vouched for anew.
    services.sign_last()
    click.echo(f"The audit holds: {counted}.", err=True)


@audit.command()
@click.option(
    "--before", type=click.DateTime(["%Y-%m-%d"]),
    help="Only what is from before this day, and its time over as well.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Only count.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
def expire(before: dt.datetime | None, dry_run: bool, form: str) -> None:
    """Erase who has seen what and who logged in, where its time is over; the site does so daily by itself."""
    _set_up()
    from avert.web.audit import expiring
    from avert.web.audit.occasions import Occasion

    now, day = dt.datetime.now(dt.UTC), before.date() if before else None
    if dry_run:
        counts = expiring.due(now=now, before=day)
    else:
        counts = expiring.expire(occasion=Occasion.at_the_command_line(now), before=day)
    rows = [(name, count, "to expire" if dry_run else "expired") for name, count in counts.items()]
    _print_rows(("class", "entries", "state"), rows, form)
    if not rows:
        click.echo("Nothing is old enough to expire.", err=True)


@audit.command("acknowledge-restore")
def acknowledge_restore() -> None:
    """Say that a backup was restored, once `verify` reports what it lost; it is shown for ever after."""
    _set_up()
    from avert.web.audit import services
    from avert.web.audit.occasions import Occasion

    said = services.acknowledge_restore(occasion=Occasion.at_the_command_line(dt.datetime.now(dt.UTC)))
    click.echo(
        f"Acknowledged and signed: of entries {said.kept + 1} to {said.lost}, those that the backup did not hold "
        "are lost. Tell those who keep copies of the heads; theirs report it until they have this one too.",
        err=True,
    )


@audit.command("public-key")
def public_key() -> None:
    """Print the key that heads are checked with, for someone else to keep."""
    _set_up()
    from avert.web.audit import selectors

    click.echo(selectors.public_key())


@click.group()
def alerts() -> None:
    """Look after what goes out by alert channels."""


@alerts.command("make-signing-key")
def make_signing_key() -> None:
    """Make the key that signs CAP alerts as this deployment's, and print where its certificate lies."""
    _set_up()
    from avert.web.alerts import signing_key

    click.echo(signing_key.make_signing_key(now=dt.datetime.now(dt.UTC)))
    click.echo("Hand the certificate to those who are to trust your alerts; keep the key here.", err=True)


def _print_rows(names: Sequence[str], rows: Sequence[Sequence[object]], form: str) -> None:
    if form == "json":
        click.echo(json.dumps([dict(zip(names, row, strict=True)) for row in rows], indent=2))
    elif form == "csv":
        csv.writer(sys.stdout, lineterminator="\n").writerows([names, *rows])
    elif rows:
        for row in (names, *rows):
            click.echo(f"{row[0]!s:<16}{row[1]!s:>10}  {row[2]}")


def _set_up() -> None:
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "avert.web.settings")
    try:
        import django

        django.setup()
    except ModuleNotFoundError as error:
        raise MissingDataError(
            f"This needs the site, which is not installed ({error.name} is missing). "
            "Install it: pip install 'avert[web]'."
        ) from None


def _let_first_person_in() -> None:
    from avert.web.accounts import selectors

    if not selectors.is_anyone_registered():
        _create_administrator("administrator")


def _create_administrator(name: str) -> None:
    from avert.web.accounts import services
    from avert.web.audit.occasions import Occasion

    occasion = Occasion.at_the_command_line(dt.datetime.now(dt.UTC))
    person, password = services.create_administrator(username=name, occasion=occasion)
    click.echo(f"Log in as:          {person.username}")
    click.echo(f"One-time password:  {password}")
    click.echo("It is shown only here and only now; the site asks for a new one at the first log-in.")


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
