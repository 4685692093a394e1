"""``takrim badges print`` and ``cancel-run``: print runs on the command line."""

import errno
from dataclasses import dataclass
from pathlib import Path

import click
from sqlmodel import Session

from app import clock
from app.badges import jobs
from app.badges.asking import Ask
from app.badges.command_parts import (
    kind_option,
    named_run,
    one_sentence,
    progress_bar,
    scope_of,
    unit_option,
)
from app.badges.design_versions import named
from app.badges.making import Press
from app.badges.manifest import write_csv
from app.badges.models import PrintRun
from app.badges.print_queue import count_printed, count_unprintable
from app.badges.printer_options import printer_options
from app.badges.slip_files import write_files
from app.errors import Refused
from app.instance import Instance, open_instance
from app.sentence import sentence_of
from printables.sheets import for_printer, names

__all__ = ["cancel_run", "print_badges"]


@dataclass(frozen=True, slots=True)
class _Out:
    folder: Path
    manifest: Path
    slips: bool


@click.command("print")
@click.option("--stock", type=click.Choice(names()), help="Card or paper.")
@unit_option
@kind_option
@printer_options
@click.option("--changed", is_flag=True, help="Only badges never printed or changed since.")
@click.option("--since", type=click.IntRange(1), metavar="RUN", help="... since this run.")
@click.option("--subject", "codes", multiple=True, metavar="CODE", help="Only this one; repeat it.")
@click.option("--of-run", type=click.IntRange(1), metavar="RUN", help="Cards of a run, once more.")
@click.option("--part", type=click.IntRange(1), default=None, help="With --of-run: of this part.")
@click.option(
    "--design", "designs", multiple=True, metavar="ORG=VERSION",
    help="An older design of an organisation; 0 is the house's own.",
)  # fmt: skip
@click.option("--by-unit", is_flag=True, help="A file for each unit instead of files of 500.")
@click.option("--slips", "with_slips", is_flag=True, help="Activation slips for new accounts too.")
@click.option("--resume", type=click.IntRange(1), metavar="RUN", help="Go on with a run.")
@click.option(
    "--out", "folder", required=True, type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the PDF files.",
)  # fmt: skip
@click.option(
    "--manifest", required=True, type=click.Path(dir_okay=False, path_type=Path),
    help="CSV list of what was printed where.",
)  # fmt: skip
def print_badges(
    stock: str | None, unit_code: str | None, kind: str, *, changed: bool, since: int | None,
    codes: tuple[str, ...], of_run: int | None, part: int | None, designs: tuple[str, ...],
    by_unit: bool, with_slips: bool,
    resume: int | None, folder: Path, manifest: Path, flip: str | None,
    shift: tuple[float, float],
) -> None:  # fmt: skip
    """Print badges to PDF files of up to 500, and read every symbol back.

    The run has a number; whatever stops it, --resume goes on without a double or a gap.
    Nothing reaches the folder before every symbol says what the manifest says.

    \b
    Example: takrim badges print --stock cr80 --unit 101 --changed --out run --manifest run.csv
    """
    if (stock is None) == (resume is None):
        raise click.UsageError("give either --stock or --resume")
    with one_sentence():
        city, out = open_instance(), _Out(folder, manifest, with_slips)
        press = Press.of(city)
        if resume is not None:
            _make(city, press, resume, out)
            return
        with city.db.reading() as session:
            scope = scope_of(session, unit_code, kind, codes)
            for run_id in filter(None, (since, of_run)):
                named_run(session, run_id)
            ask = Ask(
                for_printer(stock or "", flip=flip or "", shift=shift), scope, changed=changed,
                since=since or 0, of_run=of_run or 0, part=part or 0, by_unit=by_unit,
                designs=tuple(named(session, one) for one in designs),
            )  # fmt: skip
            _warn(session, press, ask)
        run = _draft(press, ask, manifest)
        if run is not None:
            _make(city, press, run.id or 0, out)


@click.command("cancel-run")
@click.argument("run_id", type=click.IntRange(1))
def cancel_run(run_id: int) -> None:
    """Stop a run that is not released yet and remove its files.

    \b
    Example: takrim badges cancel-run 7
    """
    with one_sentence():
        city = open_instance()
        jobs.cancel_run(Press.of(city), run_id, now=clock.now(), actor_id=None)
    click.echo("cancelled 1")


def _warn(session: Session, press: Press, ask: Ask) -> None:
    """Say what will be left out, and what was printed before and comes out again."""
    now = clock.now()
    retired = count_unprintable(session, ask.scope, press.ring, now=now)
    again = 0 if ask.only_new else count_printed(session, ask, press.ring, now=now)
    if retired:
        click.echo(f"{retired} badges carry a retired key: replace them first", err=True)
    if again:
        click.echo(f"{again} badges were printed before; --changed leaves them out", err=True)


def _draft(press: Press, ask: Ask, manifest: Path) -> PrintRun | None:
    try:
        return jobs.draft_run(press, ask, now=clock.now(), actor_id=None)
    except Refused as refused:
        if refused.code != "nothing_to_print" or not ask.only_new:
            raise
    write_csv((), manifest)
    click.echo("printed 0\nfiles 0")
    return None


def _make(city: Instance, press: Press, run_id: int, out: _Out) -> None:
    with city.db.reading() as session:
        left = jobs.badges_left(session, run_id)
    try:
        with progress_bar(left, f"run {run_id}") as progress:
            done = jobs.resume_run(press, run_id, progress=progress)
        files = jobs.hand_out(press, run_id, out.folder, out.manifest)
        written = 0
        if out.slips:
            vault, zone = city.keys.vault, city.settings.zone
            written = write_files(press, run_id, files, vault=vault, zone=zone)
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        what = "the disk is full" if full else sentence_of(error)
        raise click.ClickException(f"{what}; {_go_on(run_id)}") from None
    except Refused as refused:
        if refused.code == "misprint":
            fault = f"{sentence_of(refused)}; nothing of run {run_id} is released"
            raise click.ClickException(fault) from None
        raise
    except KeyboardInterrupt:
        click.echo(f"stopped; {_go_on(run_id)}", err=True)
        raise
    click.echo(f"printed {done.badges}\nfiles {len(files)}\nrun {run_id}")
    if out.slips:
        click.echo(f"slips {written}")
    if done.shortened:
        click.echo(f"{done.shortened} names are too long even for small type", err=True)


def _go_on(run_id: int) -> str:
    return f"nothing is half-made: 'takrim badges print --resume {run_id} ...' goes on"
