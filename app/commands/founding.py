"""``takrim init``."""

import sys

import click

from app import clock
from app.commands.settings import symbols
from app.errors import Invalid, Refused
from app.founding import add_administrator, found_city, has_administrator
from app.instance import Instance
from app.people.words import sentence as words
from app.settings import Settings

__all__ = ["init"]


@click.command()
@click.option("--admin-user", envvar="TAKRIM_ADMIN_USER", help="User name; or TAKRIM_ADMIN_USER.")
@click.option(
    "--admin-password",
    envvar="TAKRIM_ADMIN_PASSWORD",
    help="Password; better TAKRIM_ADMIN_PASSWORD or the prompt.",
)
def init(admin_user: str | None, admin_password: str | None) -> None:
    """Found a city, or bring it to this version; running it again is harmless.

    Migrates the database, makes the keys if there are none, stores calendars and reference data,
    and creates the first administrator.  Needs no terminal.

    \b
    Example: TAKRIM_ADMIN_PASSWORD=... takrim init --admin-user admin
    """
    city = found_city(Settings.from_env(), now=clock.now())
    click.echo(f"Schema, keys and reference data are in {city.settings.instance}")
    click.echo(symbols(city.settings))
    with city.db.reading() as session:
        there = has_administrator(session)
    if there:
        click.echo("There is an administrator already.")
    else:
        _administrator(city, admin_user, admin_password)
    city.db.dispose()


def _administrator(city: Instance, user: str | None, password: str | None) -> None:
    if user is None or password is None:
        if not sys.stdin.isatty():
            raise click.ClickException(
                "the first administrator needs --admin-user and TAKRIM_ADMIN_PASSWORD"
            )
        user = user or click.prompt("User name of the administrator")
        password = password or click.prompt("Password", hide_input=True, confirmation_prompt=True)
    try:
        with city.db.writing() as session:
            secret = add_administrator(session, city, user, password, now=clock.now())
    except (Invalid, Refused) as error:
        raise click.ClickException(str(words(error))) from None
    click.echo(f"administrator  {user}  TOTP secret {secret}")
    click.echo("Enter the secret into an authenticator now; it is not shown again.")
    click.echo("Write the keys to a safe place: takrim keys export FILE")
