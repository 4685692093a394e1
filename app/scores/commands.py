"""``takrim scores``: the nightly figures, by hand."""

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from app.scores.engine.events import Events

__all__ = ["scores"]


@click.group()
def scores() -> None:
    """Compute the scores, replay them from a file, choose the numbers they rest on.

    \b
    Example: takrim scores run
    """


def _file(name: str, about: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    place = click.Path(dir_okay=False, path_type=Path)
    return click.option(name, required=True, type=place, help=about)


class _Moment(click.ParamType[int]):
    """An ISO 8601 moment with its zone, in seconds since 1970."""

    name = "moment"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        from app.scores.engine.reading import parse_time

        try:
            return parse_time(str(value)) // 1_000_000
        except (ValueError, OverflowError):
            self.fail(f"{value!r} is no ISO 8601 moment like 2026-03-01T08:30:00Z", param, ctx)


@scores.command()
@click.option(
    "--events",
    "source",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Answers, one JSON object per line.",
)
@click.option("--as-of", type=_Moment(), help="Ignore later answers; else the last one counts.")
@click.option(
    "--settings",
    "numbers",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="JSON of other numbers than the defaults; see takrim scores settings --json.",
)
@_file("--out", "CSV of scores.")
@_file("--weights", "CSV of what every answer weighs.")
@_file("--alarms", "CSV of complaint growth.")
def replay(
    *, source: Path, as_of: int | None, numbers: Path | None, out: Path, weights: Path, alarms: Path
) -> None:
    """Compute scores from a file of answers alone, as an auditor would.

    The same file gives the same bytes, in whatever order its lines stand.  A bad line is refused
    with its number and field, and nothing is written.

    \b
    Example: takrim scores replay --events events.jsonl --out scores.csv \\
               --weights weights.csv --alarms alarms.csv
    """
    from app.scores.engine.scoring import compute
    from app.scores.engine.settings import settings_of
    from app.scores.engine.writing import alarm_rows, score_rows, weight_rows, write_files

    _check_places(source, (out, weights, alarms))
    try:
        settings = settings_of(numbers.read_bytes() if numbers else b"{}")
    except ValueError as wrong:
        raise click.UsageError(f"--settings: {wrong}") from None
    events = _read(source)
    outcome = compute(events if as_of is None else events.until(as_of), settings)
    rows = (score_rows(outcome), weight_rows(outcome), alarm_rows(outcome))
    write_files(list(zip((out, weights, alarms), rows, strict=True)))
    heard = outcome.events
    moment = f"{datetime.fromtimestamp(heard.as_of, UTC):%Y-%m-%dT%H:%M:%SZ}"
    click.echo(
        f"{len(heard)} answers on {len(heard.subjects)} subjects as of {moment}, "
        f"settings {outcome.settings.version}"
    )


def _check_places(source: Path, places: tuple[Path, ...]) -> None:
    """Refuse, before any work, places that cannot be written or are named twice."""
    if len({place.resolve() for place in (source, *places)}) <= len(places):
        raise click.UsageError("the events and the three results need four different files")
    for place in places:
        if not place.parent.is_dir():
            raise click.UsageError(f"the folder of {place} does not exist")
        if not os.access(place.parent, os.W_OK):
            raise click.UsageError(f"the folder of {place} cannot be written")


def _read(source: Path) -> "Events":
    from app.scores.engine.reading import read_file

    size = source.stat().st_size
    shown = size > 5_000_000 and sys.stderr.isatty()
    with click.progressbar(length=size, label="Reading", file=sys.stderr, hidden=not shown) as bar:
        return read_file(source, progress=bar.update if shown else None)
