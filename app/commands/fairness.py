"""``takrim scores fairness``: the yearly report as a file."""

from pathlib import Path

import click

from app.commands.scores import scores

__all__ = ["fairness", "scores"]


@scores.command()
@click.option("--year", type=click.IntRange(1400, 1499), required=True, help="Jalali year.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    required=True,
    help="PDF to write.",
)
@click.option("--lang", type=click.Choice(["fa", "en"]), default="fa", show_default=True)
def fairness(year: int, out: Path, lang: str) -> None:
    """Write the fairness report: error by desk quartile, overrides, decisions, appeals.

    \b
    Example: takrim scores fairness --year 1405 --out fairness-1405.pdf
    """
    from app.application import create_app
    from app.insights.fairness.figures import figures
    from app.insights.fairness.paper import fairness_pdf
    from app.instance import open_instance

    city = open_instance()
    with city.db.reading() as session:
        found = figures(session, year, zone=city.settings.zone)
    with create_app(city).test_request_context(f"/?lang={lang}"):
        pdf = fairness_pdf(found, city.settings)
    out.write_bytes(pdf)
    click.echo(f"{out}: year {year}, {found.people} people, {found.forecasts} forecasts")
