"""The command line. A word's commands live in the module of that word and load when it is typed."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from avert import __version__
from avert.cli.output import fail
from avert.errors import AvertError, MissingDataError

WORDS = {
    "alerts": "Make the key that signs alerts.",
    "audit": "Check that nobody has tampered with what was done on the site.",
    "brief": "Write the prevention brief of a place, or the submission to go with it.",
    "claims": "Test empirical sentences about mass killing, definition by definition.",
    "data": "Add data files, see what is loaded, and cite it.",
    "edition": "Check a signed edition of an assessment, and see what changed between two.",
    "forecast": "Forecast deaths by country and month, and test such forecasts.",
    "frameworks": "Read the frameworks for assessment, check your own, and compare what they see.",
    "network": "Measure how a peace network joins the grassroots to decisions, and groups to each other.",
    "panel": "Write country-year, country-month and grid-month panels.",
    "pool": "Pool what several people judge into one probability, by every pool.",
    "replay": "Go through real cases with only what was known on each day.",
    "risk": "Rank and explain the risk of new mass killing.",
    "score": "Score a forecast against what happened, and against another forecast.",
    "site": "Run the site.",
    "structures": "Look through a file of structures before it is taken in, row by row.",
    "snapshot": "Make the results that come with Avert.",
}
OF_THE_SITE = ("alerts", "audit", "site")
"""Words whose commands live in avert.web.commands and need what ``pip install 'avert[web]'`` installs."""


class _Words(click.Group):
    """A group that imports a word's module only when the word is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(WORDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in WORDS:
            return None
        module = "avert.web.commands" if cmd_name in OF_THE_SITE else f"avert.cli.{cmd_name}"
        try:
            group: click.Command = getattr(import_module(module), cmd_name)
        except ModuleNotFoundError as error:
            if cmd_name not in OF_THE_SITE:
                raise
            raise MissingDataError(
                f"avert {cmd_name} needs the site, which is not installed ({error.name} is missing). "
                "Install it: pip install 'avert[web]'."
            ) from None
        return group

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the words from here, so that help imports none of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(word, WORDS[word]) for word in self.list_commands(ctx)])


@click.group(cls=_Words, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="avert")
def avert() -> None:
    """From early warning of mass violence to early response."""


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line: errors in one line, exit 1 for a check that did not hold, 2 for bad use."""
    try:
        avert(args=arguments, prog_name="avert")
    except AvertError as error:
        fail(error, error.exit_code)
