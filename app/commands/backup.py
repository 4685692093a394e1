"""``takrim backup`` and ``takrim restore``."""

from pathlib import Path

import click

from app import clock
from app.backing_up import Manifest, back_up
from app.backing_up import restore as bring_back
from app.commands.opening import opened
from app.settings import Settings

__all__ = ["backup", "restore"]

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("folder", metavar="DIR", type=_FOLDER)
def backup(folder: Path) -> None:
    """Write an encrypted copy of database and files while the city runs.

    The keys are not in it: keep their recovery file elsewhere (takrim keys export).

    \b
    Example: takrim backup /var/backups/takrim/2026-11-22T12
    """
    _tell(back_up(opened(), folder, now=clock.now()))
    click.echo(f"written to {folder}")


@click.command()
@click.argument("folder", metavar="DIR", type=_FOLDER)
@click.option("--replace", is_flag=True, help="Put the copy in the place of a city that is there.")
def restore(folder: Path, replace: bool) -> None:
    """Bring a copy back; the keys must be there already, web and worker must be stopped.

    \b
    Example: takrim keys import takrim.recovery
             takrim restore /var/backups/takrim/2026-11-22T12
    """
    _tell(bring_back(Settings.from_env(), folder, replace=replace))
    click.echo("restored; counts and the head of the staff log agree with the manifest")


def _tell(manifest: Manifest) -> None:
    for name, count in manifest.rows.items():
        click.echo(f"{count:>10}  {name}")
    click.echo(f"{manifest.files:>10}  files")
    click.echo(f"staff log head {manifest.audit_head}")
