"""``takrim audit``."""

import sys

import click
from sqlmodel import Session, col, select

from app import audit as log
from app.cases import chain
from app.cases.models import Case
from app.commands.opening import opened
from app.errors import Refused

__all__ = ["audit"]

_LONG = 1000


@click.group()
def audit() -> None:
    """Check that no record was changed.

    \b
    Example: takrim audit verify
    """


@audit.command()
def verify() -> None:
    """Walk the staff log and the history of every case; name the first broken row.

    \b
    Example: takrim audit verify
    """
    city = opened()
    with city.db.reading() as session:
        if broken := log.first_break(session):
            raise Refused("broken", f"staff log, row {broken.row}: {broken.reason}")
        click.echo(f"staff log holds, head {log.head(session)}")
        count = _verify_cases(session)
    click.echo(f"{count} case histories hold")


def _verify_cases(session: Session) -> int:
    cases = session.exec(select(Case.id, Case.tracking_code).order_by(col(Case.id))).all()
    shown = len(cases) > _LONG and sys.stderr.isatty()
    with click.progressbar(cases, label="Cases", file=sys.stderr, hidden=not shown) as bar:
        for case_id, code in bar:
            if case_id and (broken := chain.first_break(session, case_id)):
                raise Refused("broken", f"case {code}, row {broken.row}: {broken.reason}")
            session.expunge_all()
    return len(cases)
