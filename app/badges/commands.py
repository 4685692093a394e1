"""``takrim badges``: issue, print, revoke and replace on the command line."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlmodel import Session

from app import clock
from app.badges import jobs, service
from app.badges.faces import Imprint
from app.badges.issuing import Progress, preview
from app.badges.lookup import serial_of
from app.badges.print_queue import count_printable
from app.badges.rules import ALL, FACILITY
from app.badges.scope import Scope
from app.directory.queries import unit_by_code
from app.directory.rules import EMPLOYEE
from app.errors import TakrimError
from app.instance import open_instance
from printables.errors import PrintError
from printables.sheets import names, sheet
from qr.errors import QrError

__all__ = ["badges"]

_UNIT = click.option("--unit", "unit_code", metavar="CODE", help="This unit and all below it.")
_KIND = click.option(
    "--kind", type=click.Choice([EMPLOYEE, FACILITY, ALL]), default=ALL, show_default=True
)
_SERIAL = click.argument("serial")


@click.group()
def badges() -> None:
    """Issue, print, revoke and replace badges.

    \b
    Example: takrim badges issue --unit 101 --kind employee
    """


@badges.command()
@_UNIT
@_KIND
def issue(unit_code: str | None, kind: str) -> None:
    """Issue a badge to everybody who has no working one.

    \b
    Example: takrim badges issue --unit 101 --kind employee
    """
    with _one_sentence():
        city = open_instance()
        with city.db.reading() as session:
            scope = _scope(session, unit_code, kind)
            expected = preview(session, scope)
        with _progress(expected.issued, "issuing") as progress, city.db.writing() as session:
            done = service.issue(
                session, city.keys.ring, scope,
                now=clock.now(), actor_id=None, progress=progress,
            )  # fmt: skip
    click.echo(f"issued {done.issued}\nhad {done.had}")


@badges.command("print")
@click.option("--stock", type=click.Choice(names()), required=True, help="Card or paper.")
@_UNIT
@_KIND
@click.option("--changed", is_flag=True, help="Only badges never printed or changed since.")
@click.option("--subject", "codes", multiple=True, metavar="CODE", help="Only this one; repeat it.")
@click.option(
    "--out", "folder", required=True, type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the PDF files.",
)  # fmt: skip
@click.option(
    "--manifest", required=True, type=click.Path(dir_okay=False, path_type=Path),
    help="CSV list of what was printed where.",
)  # fmt: skip
def print_badges(
    stock: str, unit_code: str | None, kind: str, *, changed: bool,
    codes: tuple[str, ...], folder: Path, manifest: Path,
) -> None:  # fmt: skip
    """Print badges to PDF files of up to 500, and read every symbol back.

    Nothing is left behind when a single symbol does not say what the manifest says.

    \b
    Example: takrim badges print --stock cr80 --unit 101 --changed --out run --manifest run.csv
    """
    with _one_sentence():
        city = open_instance()
        now, ring = clock.now(), city.keys.ring
        with city.db.reading() as session:
            scope = _scope(session, unit_code, kind, codes)
            expected = count_printable(session, scope, ring, now=now)
        with _progress(expected, "printing") as progress:
            done = jobs.print_run(
                city.db, ring, scope, sheet(stock), Imprint.of(city.settings),
                folder=folder, manifest=manifest, now=now, actor_id=None,
                changed=changed, progress=progress,
            )  # fmt: skip
    click.echo(f"printed {done.badges}\nfiles {len(done.files)}")
    if done.shortened:
        click.echo(f"{done.shortened} names are too long even for small type", err=True)
    if done.retired:
        click.echo(f"{done.retired} badges carry a retired key: replace them first", err=True)


@badges.command()
@_SERIAL
@click.option("--reason", required=True, metavar="TEXT", help="Why; for the office only.")
def revoke(serial: str, reason: str) -> None:
    """End a badge at once; SERIAL is its serial or the number printed on it.

    \b
    Example: takrim badges revoke 482-105-772 --reason "lost on the bus"
    """
    with _one_sentence():
        city = open_instance()
        with city.db.writing() as session:
            found = serial_of(session, serial)
            service.revoke(session, found, reason, now=clock.now(), actor_id=None)
    click.echo("revoked 1")


@badges.command()
@_SERIAL
@click.option("--reason", default="", metavar="TEXT", help="Why; for the office only.")
def replace(serial: str, reason: str) -> None:
    """Give the holder a new badge in place of this one and print the new serial.

    \b
    Example: takrim badges replace 482-105-772
    """
    with _one_sentence():
        city = open_instance()
        with city.db.writing() as session:
            found = serial_of(session, serial)
            new = service.replace(
                session, city.keys.ring, found, reason=reason, now=clock.now(), actor_id=None
            ).serial
    click.echo(f"replaced 1\nserial {new}")


@badges.command("replace-key")
@click.argument("key_id", type=click.IntRange(0, 255))
def replace_key(key_id: int) -> None:
    """Replace every working badge of one key, before the key is retired.

    \b
    Example: takrim badges replace-key 1
    """
    with _one_sentence():
        city = open_instance()
        with city.db.writing() as session:
            count = service.replace_key(
                session, city.keys.ring, key_id, now=clock.now(), actor_id=None
            )
    click.echo(f"replaced {count}")


def _scope(
    session: Session, unit_code: str | None, kind: str, codes: tuple[str, ...] = ()
) -> Scope:
    if unit_code is None:
        return Scope(kind=kind, codes=codes)
    return Scope(roots=(unit_by_code(session, unit_code).path,), kind=kind, codes=codes)


@contextmanager
def _progress(expected: int, label: str) -> Iterator[Progress | None]:
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=expected, label=label, file=sys.stderr) as bar:
        yield bar.update


@contextmanager
def _one_sentence() -> Iterator[None]:
    try:
        yield
    except TakrimError as error:
        raise click.ClickException(_SENTENCES.get(error.code, str(error))) from None
    except (PrintError, QrError, OSError) as error:
        raise click.ClickException(str(error)) from None


_SENTENCES = {
    "badge_unknown": "there is no such badge",
    "unit_unknown": "there is no unit with this code",
    "badge_ended": "this badge has ended already",
    "already_replaced": "this badge was replaced already",
    "has_badge": "its holder has another working badge",
    "subject_left": "its holder is no longer in the directory",
    "reason": "the reason must have 3 to 400 characters",
    "key_signs": "this key signs new badges: rotate the keys first",
}
