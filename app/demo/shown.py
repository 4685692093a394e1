"""What the demo prints: addresses to open, badges to scan, sign-ins to try."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from sqlmodel import Session, col, select

from app.badges.models import Badge
from app.badges.rules import BadgeStatus
from app.badges.tokens import token
from app.demo.staff import SignIn
from app.directory.models import Subject
from app.instance import Instance
from app.people.models import Account
from app.rights import Role

__all__ = ["Links", "links_of", "say"]

STATION = "MS312"


@dataclass(frozen=True, slots=True)
class Links:
    """One badge link of an employee and one of a station."""

    employee: str
    station: str


def links_of(city: Instance) -> Links:
    """Return the links of the sample employee and of the interchange station."""
    with city.db.reading() as session:
        own = select(Account.subject_id).where(Account.username == Role.EMPLOYEE.value)
        employee = session.exec(own).one()
        station = session.exec(select(Subject.id).where(Subject.code == STATION)).one()
        return Links(_link(session, city, employee), _link(session, city, station))


def say(
    links: Links, papers: Sequence[Path], sign_ins: Sequence[SignIn], *, public_url: str
) -> None:
    """Print everything a newcomer needs, one thing a line."""
    click.echo(f"Takrim     {public_url}/")
    click.echo(f"Desks      {public_url}/sign-in")
    click.echo(f"Employee   {links.employee}")
    click.echo(f"Station    {links.station}")
    for paper in papers:
        click.echo(f"Printed    {paper}")
    click.echo("")
    width = max(len(line.role) for line in sign_ins)
    click.echo(f"{'role':{width}}  {'user':{width}}  {'password':32}  TOTP secret")
    for line in sign_ins:
        row = f"{line.role:{width}}  {line.role:{width}}  {line.password:32}  {line.totp_secret}"
        click.echo(row.rstrip())
    click.echo("\nOpen the employee's badge, touch a face, write a complaint; sign in as handler.")
    click.echo("The TOTP secret goes into an authenticator app (or: oathtool --totp -b SECRET).")
    click.echo("Ctrl-C stops it; the same command goes on where it was, --fresh starts over.")


def _link(session: Session, city: Instance, subject_id: int | None) -> str:
    badge = session.exec(
        select(Badge).where(
            col(Badge.subject_id) == subject_id, col(Badge.status) == BadgeStatus.ACTIVE
        )
    ).one()
    mark = token(badge.serial, badge.key_id, city.keys.ring)
    return f"{city.settings.public_url}/B/{mark}"
