"""``takrim settings``."""

import click

from app.settings import Settings, described

__all__ = ["settings"]


@click.command()
def settings() -> None:
    """Show every setting as the product reads it; secrets show only whether they are set.

    \b
    Example: takrim settings
    """
    for name, value in described(Settings.from_env()):
        click.echo(f"{name}={value}")
