"""``takrim import``: files of the directory on the command line."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import click
from babel.messages.catalog import Catalog

from app import clock
from app.db import Database
from app.directory.importing import (
    After,
    Kind,
    Options,
    Plan,
    Source,
    apply_import,
    objection,
    open_source,
    parse_mapping,
    plan_import,
)
from app.directory.importing.reasons import of_error
from app.directory.importing.reporting import as_json_text, as_text, report
from app.errors import Refused, TakrimError
from app.i18n import catalog
from app.jalali import localised

__all__ = ["import_commands", "import_group"]

_HELP = {
    Kind.UNITS: "Import the tree of units: code, name, code of the unit above.",
    Kind.EMPLOYEES: "Import a roster: personnel number, names, unit, job title.",
    Kind.FACILITIES: "Import places and lines: code, kind, names, lines, coordinates.",
}
_EXAMPLES = {
    Kind.UNITS: "takrim import units units.csv",
    Kind.EMPLOYEES: "takrim import employees roster.xlsx --scope 106 --dry-run",
    Kind.FACILITIES: "takrim import facilities metro.csv --unit 100 --map 'نام محل=name_fa'",
}
_LONG = 5_000
Row = tuple[int, dict[str, str]]


def import_group(after: After | None = None) -> click.Group:
    """Return the ``import`` commands.

    Args:
        after: What higher features do about who left and who came back, in the same unit of work.
    """
    group = click.Group("import", help="Bring files of the directory into the city.")
    for kind in Kind:
        group.add_command(_command(kind, after))
    return group


def _command(kind: Kind, after: After | None) -> click.Command:
    def run(**given: Any) -> None:
        _run(kind, after, **given)

    options: list[click.Parameter] = [
        click.Argument(["file"], type=click.Path(path_type=Path)),
        click.Option(["--scope"], default="", help="Code of the unit the file lists in full."),
        click.Option(["--unit"], default="", help="Code of the unit for rows that name none."),
        click.Option(["--dry-run"], is_flag=True, help="Report only; change nothing."),
        click.Option(
            ["--map", "mapping"], multiple=True, metavar="COLUMN=FIELD", help="What a column holds."
        ),
        click.Option(["--skip-refused"], is_flag=True, help="Leave refused rows out."),
        click.Option(
            ["--confirm-left"], type=click.IntRange(min=0), help="How many left, if that is right."
        ),
        click.Option(["--lang"], type=click.Choice(["fa", "en"]), help="Language of the reasons."),
        click.Option(["--json", "as_json"], is_flag=True, help="Print the report as JSON."),
    ]
    return click.Command(
        kind.value,
        params=options,
        callback=run,
        help=_HELP[kind],
        epilog=f"Example: {_EXAMPLES[kind]}",
    )


def _run(
    kind: Kind,
    after: After | None,
    *,
    file: Path,
    scope: str,
    unit: str,
    dry_run: bool,
    mapping: tuple[str, ...],
    skip_refused: bool,
    confirm_left: int | None,
    lang: str | None,
    as_json: bool,
) -> None:
    from app.instance import open_instance

    with _Voice(lang or "en").one_sentence(kind, exit_code=2):
        fields = parse_mapping(kind, mapping)
    house = open_instance()
    voice = _Voice(lang or house.settings.locale)
    with voice.one_sentence(kind):
        source = open_source(file, kind, mapping=fields).read()
        source = replace(source, rows=_with_progress(source.rows))
        agreed = {"skip_refused": skip_refused, "confirm_left": confirm_left}
        options = Options(scope=scope, unit=unit)
        plan, no = _import(house.db, source, options, agreed, after, dry_run=dry_run)
        applied = not dry_run and no is None
        found = report(plan, voice.say, voice.number, dry_run=dry_run, applied=applied)
        click.echo(as_json_text(found) if as_json else as_text(found))
        if no is not None:
            raise no


def _import(
    db: Database,
    source: Source,
    options: Options,
    agreed: dict[str, Any],
    after: After | None,
    *,
    dry_run: bool,
) -> tuple[Plan, Refused | None]:
    """Plan and, unless something speaks against it, apply in the same unit of work."""
    if dry_run:
        with db.reading() as session:
            return plan_import(session, source, options), None
    with db.writing() as session:
        plan = plan_import(session, source, options)
        no = objection(plan, **agreed)
        if no is None:
            apply_import(session, plan, actor_id=None, now=clock.now(), after=after, **agreed)
        return plan, no


def _with_progress(rows: Iterable[Row]) -> Iterator[Row]:
    known = list(rows)
    if len(known) < _LONG or not sys.stderr.isatty():
        yield from known
        return
    with click.progressbar(known, label="Comparing", file=sys.stderr) as bar:
        yield from bar


@dataclass(frozen=True, slots=True)
class _Voice:
    """One language: its sentences and its digits."""

    locale: str

    def say(self, sentence: str) -> str:
        found = _messages(self.locale).get(sentence)
        return str(found.string) if found and found.string else sentence

    def number(self, value: int | str) -> str:
        """Return a count in the language's digits; a code stays as the file has it."""
        return localised(value, self.locale) if isinstance(value, int) else value

    @contextmanager
    def one_sentence(self, kind: Kind, *, exit_code: int = 1) -> Iterator[None]:
        """Turn what was refused into one sentence on standard error."""
        try:
            yield
        except TakrimError as error:
            stop = _Misused if exit_code == 2 else click.ClickException
            raise stop(of_error(error, self.say, self.number, kind=kind) + _how(error)) from None


def _how(error: TakrimError) -> str:
    """Return the option by which an operator agrees, where there is one."""
    options = {
        "confirm_left": f" (--confirm-left {error.values.get('count')})",
        "rows_refused": " (--skip-refused)",
    }
    return options.get(error.code, "")


@cache
def _messages(locale: str) -> Catalog:
    return catalog(locale)


class _Misused(click.ClickException):
    exit_code = 2


import_commands = import_group()
