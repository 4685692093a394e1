"""A print run: draw parts of 500, read every symbol back, then record and release.

Until every symbol of the run was decoded from the drawn pages and said what the manifest says,
its files are called ``.part``; if one did not, they are removed and nothing is recorded.
"""

import csv
import hashlib
import os
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from os.path import commonpath
from pathlib import Path

from sqlalchemy import insert
from sqlmodel import Session

from app import audit
from app.badges.faces import Ready
from app.badges.issuing import Progress
from app.badges.models import PrintedBadge, PrintRun
from app.errors import Refused
from app.spreadsheet import inert
from printables.errors import Misprint
from printables.press import Landing, part_size, press_part
from printables.reading import check
from printables.sheets import Sheet

__all__ = ["MANIFEST", "Drawn", "Line", "draw", "file_name", "record", "release"]

MANIFEST = ("serial", "url", "typed_code", "subject_code", "name", "file", "page", "position")


@dataclass(frozen=True, slots=True)
class Line:
    """Where one badge landed and what was drawn; a line of the manifest."""

    badge_id: int
    serial: str
    url: str
    typed_code: str
    subject_code: str
    name: str
    part: int
    page: int
    position: int
    face: str


@dataclass(slots=True)
class Drawn:
    """A run that was drawn and read back, not yet released."""

    sheet: Sheet
    parts: list[Path] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    hashes: list[str] = field(default_factory=list)
    paths: set[str] = field(default_factory=set)
    shortened: int = 0

    @property
    def scope_path(self) -> str:
        """Path of the smallest unit that holds every badge of the run."""
        return f"{commonpath(self.paths).rstrip('/')}/" if self.paths else ""

    def remove(self) -> None:
        """Remove the files of a run that is not released."""
        for part in self.parts:
            part.unlink(missing_ok=True)


def draw(
    badges: Iterable[Ready], sheet: Sheet, folder: Path, *, progress: Progress | None = None
) -> Drawn:
    """Draw badges into PDF parts in ``folder`` and decode every symbol back from the pages.

    Raises:
        Refused: A symbol could not be read back or says something else; names page and badge.
        TooSmall: A module would be under half a millimetre on this sheet.
        PhotoRefused: A photo cannot be used.
    """
    folder.mkdir(parents=True, exist_ok=True)
    drawn, rest = Drawn(sheet), iter(badges)
    try:
        while some := list(islice(rest, part_size(sheet))):
            _draw_part(drawn, some, folder)
            if progress:
                progress(len(some))
    except Misprint as fault:
        drawn.remove()
        raise Refused("misprint", f"part {len(drawn.parts)}: {fault}") from fault
    except BaseException:
        drawn.remove()
        raise
    return drawn


def record(session: Session, drawn: Drawn, *, now: datetime, actor_id: int | None) -> PrintRun:
    """Write down a run that was read back: who, what, on which page; appended to the staff log.

    Raises:
        Refused: There is nothing in the run.
    """
    if not drawn.lines:
        raise Refused("nothing_to_print")
    run = PrintRun(
        public_id=secrets.choice("abcdefghijkmnpqrstuvwxyz") + secrets.token_urlsafe(9),
        scope_path=drawn.scope_path,
        stock=drawn.sheet.name,
        made_by=actor_id,
        made_at=now,
        badges=len(drawn.lines),
        parts=len(drawn.parts),
        file_hash=hashlib.sha256("".join(drawn.hashes).encode()).hexdigest(),
    )
    session.add(run)
    session.flush()
    session.execute(insert(PrintedBadge), [_printed(run, line) for line in drawn.lines])
    detail = {"stock": run.stock, "badges": run.badges, "hash": run.file_hash}
    about = f"print_run:{run.id}"
    audit.append(session, "badge.print", actor_id=actor_id, now=now, object=about, detail=detail)
    return run


def release(drawn: Drawn, run: PrintRun, manifest: Path | None) -> None:
    """Give the parts their names and write the manifest.

    Raises:
        OSError: A file could not be written; the caller removes what there is (``remove``).
    """
    for index, part in enumerate(drawn.parts):
        drawn.parts[index] = part.replace(
            part.with_name(file_name(run.stock, run.id or 0, index + 1))
        )
    if manifest:
        write_manifest(drawn.lines, run, manifest)


def write_manifest(lines: Sequence[Line], run: PrintRun | None, manifest: Path) -> None:
    """Write the list of a run's badges, whole or not at all.

    UTF-8 without a byte order mark, because machines read it first; cells are inert.
    """
    manifest.parent.mkdir(parents=True, exist_ok=True)
    draft = manifest.with_name(f"{manifest.name}.part")
    with draft.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(MANIFEST)
        rows.writerows(map(inert, _cells(line, run)) for line in lines)
    draft.replace(manifest)


def file_name(stock: str, run_id: int, part: int) -> str:
    """Return the name of a part's file.

    >>> file_name("cr80", 7, 2)
    'cr80-run7-002.pdf'
    """
    return f"{stock}-run{run_id}-{part:03d}.pdf"


def _draw_part(drawn: Drawn, badges: list[Ready], folder: Path) -> None:
    number = len(drawn.parts) + 1
    path = folder / f"{drawn.sheet.name}-{secrets.token_hex(6)}-{number:03d}.pdf.part"
    drawn.parts.append(path)
    with path.open("xb") as out:
        landings = press_part([one.face for one in badges], drawn.sheet, out, part=number)
        out.flush()
        os.fsync(out.fileno())
    pdf = path.read_bytes()
    check(pdf, landings)
    drawn.hashes.append(hashlib.sha256(pdf).hexdigest())
    drawn.shortened += sum(landing.shortened for landing in landings)
    drawn.paths.update(one.unit_path for one in badges)
    drawn.lines.extend(map(_line, badges, landings))


def _line(one: Ready, landing: Landing) -> Line:
    face = one.face
    return Line(
        badge_id=one.badge_id,
        serial=face.serial,
        url=face.url,
        typed_code=face.typed_code,
        subject_code=one.subject_code,
        name=face.name_fa or face.name_en,
        part=landing.part,
        page=landing.page,
        position=landing.position,
        face=one.hash,
    )


def _cells(line: Line, run: PrintRun | None) -> tuple[object, ...]:
    name = file_name(run.stock, run.id or 0, line.part) if run else ""
    return (
        line.serial, line.url, line.typed_code, line.subject_code, line.name,
        name, line.page, line.position,
    )  # fmt: skip


def _printed(run: PrintRun, line: Line) -> dict[str, object]:
    return {
        "run_id": run.id,
        "badge_id": line.badge_id,
        "part": line.part,
        "page": line.page,
        "position": line.position,
        "face": line.face,
    }
