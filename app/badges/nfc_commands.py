"""``takrim badges nfc``: the links an encoder writes on NFC tags."""

from pathlib import Path

import click

from app import clock
from app.badges.card_queries import every_line
from app.badges.command_parts import kind_option, named_run, one_sentence, scope_of, unit_option
from app.badges.nfc import lines, log_export, tag_rows
from app.badges.rules import RunState
from app.errors import Refused
from app.instance import open_instance

__all__ = ["nfc"]


@click.command("nfc")
@unit_option
@kind_option
@click.option("--subject", "codes", multiple=True, metavar="CODE", help="Only this one; repeat it.")
@click.option("--of-run", type=click.IntRange(1), metavar="RUN", help="Badges of a released run.")
@click.option(
    "--out", "path", required=True, type=click.Path(dir_okay=False, path_type=Path),
    help="CSV file to write.",
)  # fmt: skip
def nfc(
    unit_code: str | None, kind: str, *, codes: tuple[str, ...], of_run: int | None, path: Path
) -> None:
    r"""Write the printed link of every working badge, for an NFC encoder; the staff log notes it.

    \b
    Example: takrim badges nfc --unit 101 --kind facility --out tags.csv
    """
    with one_sentence():
        city = open_instance()
        with city.db.writing() as session:
            scope = scope_of(session, unit_code, kind, codes)
            serials: tuple[str, ...] = ()
            if of_run is not None:
                if named_run(session, of_run).state is not RunState.RELEASED:
                    raise Refused("run_open", "this run is not released yet")
                serials = tuple(line.serial for line in every_line(session, of_run))
            rows = tag_rows(session, scope, serials)
            what = f"run:{of_run}" if of_run else f"unit:{unit_code or 'all'}"
            log_export(session, len(rows), what=what, actor_id=None, now=clock.now())
        text = list(lines(rows, city.keys.ring, public_url=city.settings.public_url))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(text), encoding="utf-8", newline="")
    click.echo(f"{len(text) - 1} links written to {path}")
