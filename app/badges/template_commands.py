"""``takrim badges template``: whole templates of an organisation, in place of the house's own."""

from pathlib import Path

import click
from sqlmodel import Session

from app import clock
from app.badges.command_parts import one_sentence
from app.badges.designs import DesignRow, design_rows
from app.badges.own_templates import service
from app.errors import Missing
from app.instance import open_instance
from printables.design import HOUSE
from printables.own_templates import names, read_own, shown_text

__all__ = ["template"]

_CITY = ("/",)

_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
_place = click.option(
    "--as", "name", type=click.Choice(names()), required=True, help="Which template it replaces."
)
_organisation = click.option("--organisation", "code", metavar="CODE", required=True, help="Whose.")


@click.group()
def template() -> None:
    """Give an organisation whole card and placard templates of its own.

    What colours, words and a logo cannot change, a template can: what stands where.  Each is
    kept as the next version of the organisation's design; older versions stay.

    \b
    Example: takrim badges template show card-front > card.json
    """


@template.command()
@click.argument("name", type=click.Choice(names()))
@click.option("--organisation", "code", metavar="CODE", help="The one in force there.")
def show(name: str, code: str | None) -> None:
    """Print a template, to start an own one from.

    \b
    Example: takrim badges template show card-front --organisation metro
    """
    design = HOUSE
    if code:
        with one_sentence(), open_instance().db.reading() as session:
            design = _design(session, code).design
    click.echo(shown_text(name, design), nl=False)


@template.command()
@_file
@_place
def check(file: Path, name: str) -> None:
    """Say whether a template can be printed, and if not, which element is at fault.

    \b
    Example: takrim badges template check card.json --as card-front
    """
    with one_sentence():
        read_own(name, file.read_bytes())
    click.echo("it can be printed")


@template.command("import")
@_file
@_place
@_organisation
def take_in(file: Path, name: str, code: str) -> None:
    """Put a template of a file in place of the house's, for one organisation.

    \b
    Example: takrim badges template import card.json --as card-front --organisation metro
    """
    with one_sentence():
        own = read_own(name, file.read_bytes())
        with open_instance().db.writing() as session:
            _design(session, code)
            version = service.keep(
                session, code, name, own, roots=_CITY, now=clock.now(), actor_id=None
            )
    click.echo(f"version {version} of the design of {code} has its own {name}")


@template.command()
@click.argument("name", type=click.Choice(names()))
@_organisation
def remove(name: str, code: str) -> None:
    """Give an organisation the house's template back.

    \b
    Example: takrim badges template remove card-front --organisation metro
    """
    with one_sentence(), open_instance().db.writing() as session:
        _design(session, code)
        version = service.give_up(session, code, name, roots=_CITY, now=clock.now(), actor_id=None)
    click.echo(f"version {version} of the design of {code} has the house's {name}")


def _design(session: Session, code: str) -> DesignRow:
    for row in design_rows(session, _CITY):
        if row.code == code:
            return row
    raise Missing("organisation_unknown", f"there is no organisation {code}")
