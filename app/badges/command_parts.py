"""What the badge commands share: options, the bar of progress, errors in one sentence."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlmodel import Session

from app.badges.issuing import Progress
from app.badges.models import PrintRun
from app.badges.rules import ALL, FACILITY
from app.badges.scope import Scope
from app.directory.queries import unit_by_code
from app.directory.rules import EMPLOYEE
from app.errors import Missing, TakrimError
from app.sentence import sentence_of
from printables.errors import PrintError
from qr.errors import QrError

__all__ = [
    "kind_option",
    "named_run",
    "one_sentence",
    "progress_bar",
    "scope_of",
    "unit_option",
]

unit_option = click.option(
    "--unit", "unit_code", metavar="CODE", help="This unit and all below it."
)
kind_option = click.option(
    "--kind", type=click.Choice([EMPLOYEE, FACILITY, ALL]), default=ALL, show_default=True
)


def scope_of(
    session: Session, unit_code: str | None, kind: str, codes: tuple[str, ...] = ()
) -> Scope:
    """Return the subjects a command speaks of.

    Raises:
        Missing: There is no unit with this code.
    """
    if unit_code is None:
        return Scope(kind=kind, codes=codes)
    return Scope(roots=(unit_by_code(session, unit_code).path,), kind=kind, codes=codes)


def named_run(session: Session, run_id: int) -> PrintRun:
    """Return the print run a command names.

    Raises:
        Missing: ``run_unknown``.
    """
    run = session.get(PrintRun, run_id)
    if run is None:
        raise Missing("run_unknown")
    return run


@contextmanager
def progress_bar(expected: int, label: str) -> Iterator[Progress | None]:
    """Show a bar on a terminal; elsewhere give no progress at all."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=expected, label=label, file=sys.stderr, show_pos=True) as bar:
        yield bar.update


@contextmanager
def one_sentence() -> Iterator[None]:
    """Let every error leave as one sentence on standard error, exit 1."""
    try:
        yield
    except (TakrimError, PrintError, QrError, OSError) as error:
        raise click.ClickException(sentence_of(error, _SENTENCES)) from None


_SENTENCES = {
    "badge_unknown": "there is no such badge",
    "unit_unknown": "there is no unit with this code",
    "badge_ended": "this badge has ended already",
    "already_replaced": "this badge was replaced already",
    "has_badge": "its holder has another working badge",
    "subject_left": "its holder is no longer in the directory",
    "reason": "the reason must have 3 to 400 characters",
    "key_unknown": "there is no such key",
    "key_signs": "this key signs new badges: rotate the keys first",
    "run_unknown": "there is no such print run",
    "run_over": "this run is released or cancelled already",
    "nothing_to_print": "there is nothing to print here: no working badge, or none that is new",
}
