"""``takrim import photos``: photos of employees from a ZIP, matched by personnel number."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from app import clock
from app.badges.photos import Plan, import_photos
from app.badges.photos_archive import entries
from app.badges.photos_files import PhotoFiles
from app.badges.photos_words import PHOTO_REASONS
from app.errors import Invalid, Missing
from app.i18n import catalog
from app.instance import open_instance

__all__ = ["photos"]

_SHOWN = 20


@click.command(epilog="Example: takrim import photos photos.zip --dry-run")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Look at every photo; keep none.")
@click.option(
    "--organisation", default="", metavar="CODE", help="Whose personnel numbers these are."
)
@click.option("--lang", type=click.Choice(["fa", "en"]), help="Language of the reasons.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def photos(
    file: Path, organisation: str, lang: str | None, *, dry_run: bool, as_json: bool
) -> None:
    """Import photos of employees from a ZIP; each file is named by a personnel number.

    A photo that cannot be used is refused with its reason, the others are taken.
    """
    city = open_instance()
    locale = lang or city.settings.locale
    try:
        with _progress(file) as progress:
            plan = import_photos(
                city.db, entries(file), PhotoFiles.of(city.settings), organisation=organisation,
                dry_run=dry_run, now=clock.now(), actor_id=None, progress=progress,
            )  # fmt: skip
    except (Invalid, Missing) as error:
        raise click.ClickException(_say(error.code, locale)) from None
    click.echo(_as_json(plan, file, locale, dry_run) if as_json else _as_text(plan, locale))


def _say(code: str, locale: str) -> str:
    sentence = PHOTO_REASONS[code]
    found = catalog(locale).get(sentence)
    return str(found.string) if found and found.string else sentence


def _as_json(plan: Plan, file: Path, locale: str, dry_run: bool) -> str:
    refused = [
        {"file": one.file, "code": one.code, "reason": _say(one.code, locale)}
        for one in plan.refused
    ]
    counts = {"new": len(plan.new), "changed": len(plan.changed), "unchanged": plan.unchanged}
    report = {"kind": "photos", "file": file.name, "dry_run": dry_run, "applied": not dry_run}
    return json.dumps(report | counts | {"refused": refused}, ensure_ascii=False, indent=2)


def _as_text(plan: Plan, locale: str) -> str:
    counts = {
        "new": len(plan.new), "changed": len(plan.changed), "unchanged": plan.unchanged,
        "refused": len(plan.refused),
    }  # fmt: skip
    lines = [f"{name:<10} {count:>8,}" for name, count in counts.items()]
    lines += [f"  {one.file!r}: {_say(one.code, locale)}" for one in plan.refused[:_SHOWN]]
    if len(plan.refused) > _SHOWN:
        lines.append(f"  and {len(plan.refused) - _SHOWN:,} more; --json lists them all")
    return "\n".join(lines)


@contextmanager
def _progress(file: Path) -> Iterator[Callable[[int], None] | None]:
    if not sys.stderr.isatty() or not file.is_file():
        yield None
        return
    with click.progressbar(length=0, label=file.name, file=sys.stderr, show_pos=True) as bar:
        yield bar.update
