"""``takrim scores``: the nightly figures, by hand."""

import click

__all__ = ["scores"]


@click.group()
def scores() -> None:
    """Compute what scores rest on."""


@scores.command()
def run() -> None:
    """Fold the counts and store the city's mean and spread, as every night.

    \b
    Example: takrim scores run
    """
    from app.instance import open_instance
    from app.jobs import refresh_scores

    click.echo(f"kinds {refresh_scores(open_instance())}")
