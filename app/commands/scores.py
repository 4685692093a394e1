"""``takrim scores``: the night's run by hand, beside what needs no city."""

from pathlib import Path

import click

from app.scores.commands import scores

__all__ = ["scores"]


@scores.command()
def run() -> None:
    """Compute the scores of persons and places, as every night.

    Readers see the night before until the new run is finished.  An interrupted run counts for
    nothing; start it again.

    \b
    Example: takrim scores run
    """
    from app.instance import open_instance
    from app.jobs import score_city

    for done in score_city(open_instance()):
        click.echo(
            f"{done.about.value}: {done.answers} answers on {done.subjects} subjects, "
            f"{done.suspects} suspect, settings {done.settings_version}, "
            f"{done.duration_ms / 1000:.1f} s"
        )


@scores.command()
@click.option(
    "--events",
    required=True,
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="File to write; names of devices and networks are keyed hashes.",
)
@click.option("--places", is_flag=True, help="Places instead of employees.")
def export(events: Path, *, places: bool) -> None:
    """Write the city's answers as a file that ``replay`` reads.

    \b
    Example: takrim scores export --events events.jsonl
    """
    from app import clock
    from app.instance import open_instance
    from app.scores.nightly.export import event_lines
    from app.scores.rules import About

    about = About.PLACES if places else About.EMPLOYEES
    lines = 0
    with events.open("w", encoding="utf-8") as file:
        for line in event_lines(open_instance().db, about, now=clock.now()):
            file.write(line)
            lines += 1
    click.echo(f"{lines} answers")
