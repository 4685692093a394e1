"""One print run from the first read to the released files, as the desk and the command do it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.badges.faces import Imprint
from app.badges.issuing import Progress
from app.badges.print_queue import count_unprintable, ready
from app.badges.printing import draw, record, release, write_manifest
from app.badges.scope import Scope
from app.db import Database
from printables.sheets import Sheet
from qr.key_ring import KeyRing

__all__ = ["Printed", "print_run"]


@dataclass(frozen=True, slots=True)
class Printed:
    """What came of a run.

    Attributes:
        badges: Drawn, read back and released.
        files: The PDF parts; empty when there was nothing to print.
        public_id: The run's id in addresses; empty without a run.
        shortened: Names too long even for the smallest type.
        retired: Badges left out because their key is retired.
    """

    badges: int
    files: tuple[Path, ...]
    public_id: str
    shortened: int
    retired: int


def print_run(
    db: Database,
    ring: KeyRing,
    scope: Scope,
    sheet: Sheet,
    imprint: Imprint,
    *,
    folder: Path,
    manifest: Path | None,
    now: datetime,
    actor_id: int | None,
    changed: bool = False,
    progress: Progress | None = None,
) -> Printed:
    """Print the badges of a scope: draw and read back outside, record in one unit of work.

    Args:
        db: Read while drawing, written once at the end.
        ring: The keys of the city.
        scope: Whose badges.
        sheet: The stock.
        imprint: What is the same on every badge.
        folder: Where the PDF parts go.
        manifest: The CSV that lists them; the desk makes it when it is asked for.
        now: Aware instant of the run.
        actor_id: Account of the officer; ``None`` for the command line.
        changed: Only new and changed badges.
        progress: Called with the number of badges drawn and read back, part by part.

    Raises:
        Refused: A symbol could not be read back; no file is left, nothing recorded.
        OSError: A file could not be written; likewise.
    """
    with db.reading() as session:
        retired = count_unprintable(session, scope, ring, now=now)
        badges = ready(session, scope, ring, imprint, now=now, changed=changed)
        drawn = draw(badges, sheet, folder, progress=progress)
    if not drawn.lines:
        if manifest:
            write_manifest([], None, manifest)
        return Printed(0, (), "", 0, retired)
    try:
        with db.writing() as session:
            run = record(session, drawn, now=now, actor_id=actor_id)
            release(drawn, run, manifest)
            public_id = run.public_id
    except BaseException:
        drawn.remove()
        raise
    return Printed(len(drawn.lines), tuple(drawn.parts), public_id, drawn.shortened, retired)
