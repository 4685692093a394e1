"""``takrim calendar``: the working-time clock on the command line."""

import csv
import json
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import click

from app.calendar import rules
from app.calendar.hours import WorkingCalendar
from app.calendar.shipped import calendars, shipped
from app.errors import BadSettings, Missing, TakrimError
from app.sentence import sentence_of
from app.text import latin_digits

__all__ = ["calendar"]

_YEARS = range(1900, 2200)
_MOST_MINUTES = 1_000_000


@click.group()
def calendar() -> None:
    """Working calendars and the clock that counts by them.

    \b
    Example: takrim calendar due --at 2026-11-22T09:10 --minutes 180
    """


@calendar.command("due")
@click.option("--at", metavar="ISO8601", help="Start; without an offset it is city time.")
@click.option("--minutes", metavar="N", help="Working minutes to count, 0 to 1000000.")
@click.option(
    "--file",
    "path",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV with columns at and minutes, for many at once.",
)
@click.option("--calendar", "code", help="Code of a calendar of the city; left out: A as shipped.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON instead of text.")
def due(
    at: str | None, minutes: str | None, path: Path | None, code: str | None, as_json: bool
) -> None:
    """Print the instant at which N working minutes after a start are used up.

    \b
    takrim calendar due --at 2026-11-22T09:10:00+03:30 --minutes 180
    takrim calendar due --file cases.csv --calendar ALWAYS --json

    Times come out as ISO 8601 with the offset of the city.  The shipped calendar A knows all days
    off of 1405; of 1404, 1406 and 1407 only those fixed in the solar calendar.
    """
    if path is None and (at is None or minutes is None):
        raise click.UsageError("give --at and --minutes, or --file")
    if path is not None and (at is not None or minutes is not None):
        raise click.UsageError("--file stands alone: leave out --at and --minutes")
    chosen = _calendar(code)
    if path is not None:
        _print_many([_row(chosen, number, row) for number, row in _rows(path)], as_json)
    else:
        _print_one(_single(chosen, at or "", minutes or ""), as_json)


def _calendar(code: str | None) -> WorkingCalendar:
    """Return the city's calendar; those that are shipped serve where there is no city yet."""
    if code is None:
        return shipped()
    try:
        return _stored(code)
    except BadSettings as error:
        if code in {row.code for row in calendars()}:
            return shipped(code)
        raise click.ClickException(sentence_of(error)) from None
    except Missing:
        raise click.ClickException(f"there is no calendar {code!r}") from None
    except TakrimError as error:
        raise click.ClickException(sentence_of(error)) from None


def _stored(code: str) -> WorkingCalendar:
    from app.calendar.queries import working_calendar
    from app.instance import open_instance

    instance = open_instance()
    try:
        with instance.db.reading() as session:
            return working_calendar(session, code=code, zone=instance.settings.zone)
    finally:
        instance.db.dispose()


def _single(chosen: WorkingCalendar, at: str, minutes: str) -> dict[str, object]:
    try:
        start, budget = _start(chosen, at), _budget(minutes)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    return _answer(chosen, start, budget)


def _row(chosen: WorkingCalendar, number: int, row: dict[str, Any]) -> dict[str, object]:
    try:
        start, budget = _start(chosen, row["at"] or ""), _budget(row["minutes"] or "")
    except ValueError as error:
        raise click.ClickException(f"row {number}: {error}") from None
    return _answer(chosen, start, budget)


def _answer(chosen: WorkingCalendar, start: datetime, budget: int) -> dict[str, object]:
    try:
        moment = rules.due(chosen, start, budget)
    except TakrimError as error:
        raise click.ClickException(sentence_of(error)) from None
    return {
        "at": start.astimezone(chosen.zone).isoformat(),
        "minutes": budget,
        "calendar": chosen.code,
        "due": moment.astimezone(chosen.zone).isoformat(),
    }


def _start(chosen: WorkingCalendar, text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(latin_digits(text.strip())).replace(microsecond=0)
    except ValueError:
        raise ValueError(f"at: {text!r} is not a time like 2026-11-22T09:10:00+03:30") from None
    if moment.year not in _YEARS:
        raise ValueError(f"at: the year of {text!r} is not within 1900-2199")
    return moment if moment.tzinfo else moment.replace(tzinfo=chosen.zone)


def _budget(text: str) -> int:
    digits = latin_digits(text.strip())
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 7):
        raise ValueError(f"minutes: {text!r} is not a whole number")
    if int(digits) > _MOST_MINUTES:
        raise ValueError(f"minutes: {text!r} is more than {_MOST_MINUTES}")
    return int(digits)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each row with its line number in the file; the heading is line 1."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle)
            if missing := {"at", "minutes"} - set(reader.fieldnames or ()):
                raise click.ClickException(f"{path.name} has no column {min(missing)!r}")
            for row in reader:
                yield reader.line_num, row
    except (UnicodeDecodeError, csv.Error, OSError):
        raise click.ClickException(f"{path.name} is not a CSV file in UTF-8") from None


def _print_one(answer: dict[str, object], as_json: bool) -> None:
    click.echo(json.dumps(answer) if as_json else str(answer["due"]))


def _print_many(answers: list[dict[str, object]], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(answers, indent=1))
        return
    text = StringIO()
    columns = ["at", "minutes", "due"]
    out = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    out.writeheader()
    out.writerows(answers)
    click.echo(text.getvalue(), nl=False)
