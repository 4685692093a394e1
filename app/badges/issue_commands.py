"""``takrim badges issue``, ``revoke``, ``replace`` and ``replace-key``."""

import click

from app import clock
from app.badges import service
from app.badges.command_parts import kind_option, one_sentence, progress_bar, scope_of, unit_option
from app.badges.issuing import preview
from app.badges.lookup import serial_of
from app.instance import open_instance

__all__ = ["issue", "replace", "replace_key", "revoke"]

_SERIAL = click.argument("serial")


@click.command()
@unit_option
@kind_option
def issue(unit_code: str | None, kind: str) -> None:
    """Issue a badge to everybody who has no working one.

    \b
    Example: takrim badges issue --unit 101 --kind employee
    """
    with one_sentence():
        city = open_instance()
        with city.db.reading() as session:
            scope = scope_of(session, unit_code, kind)
            expected = preview(session, scope)
        with progress_bar(expected.issued, "issuing") as progress, city.db.writing() as session:
            done = service.issue(
                session, city.keys.ring, scope,
                now=clock.now(), actor_id=None, progress=progress,
            )  # fmt: skip
    click.echo(f"issued {done.issued}\nhad {done.had}")


@click.command()
@_SERIAL
@click.option("--reason", required=True, metavar="TEXT", help="Why; for the office only.")
def revoke(serial: str, reason: str) -> None:
    """End a badge at once; SERIAL is its serial or the number printed on it.

    \b
    Example: takrim badges revoke 482-105-772 --reason "lost on the bus"
    """
    with one_sentence():
        city = open_instance()
        with city.db.writing() as session:
            found = serial_of(session, serial)
            service.revoke(session, found, reason, now=clock.now(), actor_id=None)
    click.echo("revoked 1")


@click.command()
@_SERIAL
@click.option("--reason", default="", metavar="TEXT", help="Why; for the office only.")
def replace(serial: str, reason: str) -> None:
    """Give the holder a new badge in place of this one and print the new serial.

    \b
    Example: takrim badges replace 482-105-772
    """
    with one_sentence():
        city = open_instance()
        with city.db.writing() as session:
            found = serial_of(session, serial)
            new = service.replace(
                session, city.keys.ring, found, reason=reason, now=clock.now(), actor_id=None
            ).serial
    click.echo(f"replaced 1\nserial {new}")


@click.command("replace-key")
@click.argument("key_id", type=click.IntRange(0, 255))
def replace_key(key_id: int) -> None:
    """Replace every working badge of one key, before the key is retired.

    \b
    Example: takrim badges replace-key 1
    """
    with one_sentence():
        city = open_instance()
        with city.db.writing() as session:
            count = service.replace_key(
                session, city.keys.ring, key_id, now=clock.now(), actor_id=None
            )
    click.echo(f"replaced {count}")
