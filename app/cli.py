"""The ``takrim`` command: names, and where each command lives.

A command is imported when it is asked for, so that ``takrim keys list`` does not load a PDF
writer.  Errors leave in one sentence on standard error: exit 1 refused, 2 wrong usage.
"""

import os
from typing import Any

import click

from app.lazy_group import LazyGroup

__all__ = ["COMMANDS", "cli", "main"]

COMMANDS = {
    "demo": ("app.demo.command:demo", "Open the product on a demo city."),
    "init": ("app.commands.founding:init", "Found a city: schema, keys, first administrator."),
    "run": ("app.commands.serving:run", "Serve the web pages."),
    "work": ("app.commands.serving:work", "Send notices and do what is due."),
    "settings": ("app.commands.settings:settings", "Show every setting, without secrets."),
    "import": ("app.commands.importing:importing", "Bring files of the directory into the city."),
    "badges": ("app.badges.commands:badges", "Issue, print, revoke and replace badges."),
    "keys": ("app.commands.keys:keys", "The keys that sign badges and seal contact data."),
    "calendar": ("app.calendar.commands:calendar", "Working calendars and their clock."),
    "scores": (
        "app.commands.score_settings:scores",
        "Compute the scores, and replay them from a file.",
    ),
    "audit": ("app.commands.audit:audit", "Check that no record was changed."),
    "backup": ("app.commands.backup:backup", "Write an encrypted copy of the city."),
    "restore": ("app.commands.backup:restore", "Bring a copy back."),
    "export": ("app.commands.export:export", "Write feedback or cases as CSV, without persons."),
}


class Commands(LazyGroup):
    """The whole command: every error leaves it as one sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; every error becomes one sentence and an exit code."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            if os.environ.get("TAKRIM_TRACE") == "1":
                raise
            from app.sentence import sentence_of  # knows the errors of the database and the press

            raise click.ClickException(sentence_of(error)) from None


@click.command(
    cls=Commands,
    places=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="takrim")
def cli() -> None:
    """Takrim: signed QR badges for a city, feedback, cases and fair scores.

    \b
    Example: takrim demo
    """


def main() -> None:
    """Run the command line."""
    cli(prog_name="takrim")
