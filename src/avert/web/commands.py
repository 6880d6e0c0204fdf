"""`avert site …`: start the site, bring its database up to date, let the first person in."""

from __future__ import annotations

import os

import click

DEFAULT_PORT = 8321


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
    with running.Processes(host, chosen) as processes:
        processes.wait_until_ready()
        click.echo(f"Avert is at http://{_shown(host)}:{chosen}/ - Ctrl-C stops it.")
        processes.wait()
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


def _set_up() -> None:
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "avert.web.settings")
    import django

    django.setup()


def _let_first_person_in() -> None:
    from avert.web.accounts import selectors

    if not selectors.is_anyone_registered():
        _create_administrator("administrator")


def _create_administrator(name: str) -> None:
    from avert.web.accounts import services

    person, password = services.create_administrator(username=name)
    click.echo(f"Log in as:          {person.username}")
    click.echo(f"One-time password:  {password}")
    click.echo("It is shown only here and only now; the site asks for a new one at the first log-in.")


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
