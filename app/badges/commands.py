"""``takrim badges``: issue, print, revoke and replace on the command line."""

import click

from app.lazy_group import LazyGroup

__all__ = ["COMMANDS", "badges"]

COMMANDS = {
    "issue": (
        "app.badges.issue_commands:issue",
        "Issue a badge to everybody who has no working one.",
    ),
    "print": (
        "app.badges.print_commands:print_badges",
        "Print badges to PDF files and read every symbol back.",
    ),
    "cancel-run": (
        "app.badges.print_commands:cancel_run",
        "Stop a run that is not released yet and remove its files.",
    ),
    "revoke": ("app.badges.issue_commands:revoke", "End a badge at once."),
    "replace": (
        "app.badges.issue_commands:replace",
        "Give the holder a new badge in place of this one.",
    ),
    "replace-key": (
        "app.badges.issue_commands:replace_key",
        "Replace every working badge of one key, before the key is retired.",
    ),
    "nfc": (
        "app.badges.nfc_commands:nfc",
        "Write the printed link of every working badge, for an NFC encoder.",
    ),
    "template": (
        "app.badges.template_commands:template",
        "Give an organisation whole card and placard templates of its own.",
    ),
}


@click.group(cls=LazyGroup, places=COMMANDS)
def badges() -> None:
    """Issue, print, revoke and replace badges.

    \b
    Example: takrim badges issue --unit 101 --kind employee
    """
