"""``takrim settings``."""

import click

from app.settings import Settings, described
from qr.payload import prefix_budget

__all__ = ["settings", "symbols"]


@click.command()
def settings() -> None:
    """Show every setting as the product reads it; secrets show only whether they are set.

    \b
    Example: takrim settings
    """
    found = Settings.from_env()
    for name, value in described(found):
        click.echo(f"{name}={value}")
    click.echo(symbols(found), err=True)


def symbols(found: Settings) -> str:
    """Return how large symbols come out with this public address, and what is to spare."""
    budget = prefix_budget(found.public_url)
    return (
        f"symbols: version {budget.version}, the address leaves {budget.spare} characters to spare"
    )
