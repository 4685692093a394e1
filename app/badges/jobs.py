"""Print runs from the first read to released files, as the desk, the command and the worker do."""

import json
import os
import subprocess  # nosec B404  the product's own module, never a shell
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session, col

from app import clock
from app.badges import drafting
from app.badges.asking import Ask
from app.badges.card_queries import every_line
from app.badges.design_versions import designs_at
from app.badges.handing_out import copy_files
from app.badges.issuing import Progress
from app.badges.making import Press
from app.badges.manifest import cells, write_csv
from app.badges.models import PrintPart, PrintRun
from app.badges.parts import state_of
from app.badges.press_process import settings_as_text
from app.badges.pressing import finish_run, remove_files
from app.badges.rules import OPEN_RUNS, PartState, RunState
from app.badges.run_queries import run_parts
from app.errors import Refused
from app.instance import Instance
from app.logs import log
from printables.edition import edition
from printables.sheets import sheet

__all__ = [
    "Printed",
    "badges_left",
    "cancel_run",
    "draft_run",
    "hand_out",
    "print_run",
    "print_waiting",
    "resume_run",
]


@dataclass(frozen=True, slots=True)
class Printed:
    """What came of a run.

    Attributes:
        run_id: The run's number; 0 when there was nothing to print.
        public_id: The run's id in addresses.
        badges: Drawn, read back and released.
        files: The PDF parts.
        shortened: Names too long even for the smallest type.
    """

    run_id: int
    public_id: str
    badges: int
    files: tuple[Path, ...]
    shortened: int


def draft_run(press: Press, ask: Ask, *, now: datetime, actor_id: int | None) -> PrintRun:
    """Write a run down in a unit of work of its own.

    Raises:
        Refused: ``nothing_to_print``.
    """
    with press.db.writing() as session:
        imprint = replace(press.imprint, designs=designs_at(session, now, dict(ask.designs)))
        return drafting.draft(
            session, ask, press.ring, imprint,
            template_version=edition(sheet(ask.stock), imprint.designs.values()),
            now=now, actor_id=actor_id,
        )  # fmt: skip


def print_run(
    press: Press,
    ask: Ask,
    *,
    now: datetime,
    actor_id: int | None,
    progress: Progress | None = None,
) -> Printed:
    """Draft a run and make it here and now, part by part.

    Raises:
        Refused: There is nothing to print, or a symbol could not be read back; the run then
            stands with its fault and can be resumed or cancelled.
        OSError: A file could not be written; likewise.
    """
    run = draft_run(press, ask, now=now, actor_id=actor_id)
    return resume_run(press, run.id or 0, progress=progress)


def resume_run(
    press: Press,
    run_id: int,
    *,
    progress: Progress | None = None,
    go_on: Callable[[], bool] = lambda: True,
) -> Printed:
    """Make what is left of a run and say what it holds.

    Raises:
        Missing: There is no such run.
        Refused: ``run_cancelled``, or as ``print_run``.
    """
    state = finish_run(press, run_id, clock=clock.now, progress=progress, go_on=go_on)
    if state is RunState.CANCELLED:
        remove_files(press, run_id)
        raise Refused("run_cancelled", f"run {run_id} was cancelled")
    with press.db.reading() as session:
        return _printed(session, press, run_id)


def cancel_run(press: Press, run_id: int, *, now: datetime, actor_id: int | None) -> None:
    """Cancel a run and remove its files.

    Raises:
        Missing: ``run_unknown``.
        Refused: ``run_over``.
    """
    with press.db.writing() as session:
        drafting.cancel(session, run_id, now=now, actor_id=actor_id)
    remove_files(press, run_id)


def hand_out(press: Press, run_id: int, folder: Path, manifest: Path | None) -> list[Path]:
    """Copy the files of a released run into a folder and write its manifest last.

    Raises:
        Refused: ``run_open``: the run is not released.
        OSError: There is no room; nothing of this run is left in the folder.
    """
    with press.db.reading() as session:
        if state_of(session, run_id) is not RunState.RELEASED:
            raise Refused("run_open", f"run {run_id} is not released yet")
        files = [press.folder / part.file for part in run_parts(session, run_id)]
    copies = copy_files(files, folder)
    if manifest is None:
        return copies
    try:
        with press.db.reading() as session:
            lines = every_line(session, run_id)
            write_csv(cells(lines, press.ring, public_url=press.imprint.public_url), manifest)
    except BaseException:
        for copy in copies:
            copy.unlink(missing_ok=True)
        raise
    return copies


def print_waiting(city: Instance) -> int:
    """Make the open runs of the desk, one after the other, each in a process of its own.

    Runs that stand still with a fault wait for a person.  Returns how many were worked on.
    """
    with city.db.reading() as session:
        found = select(col(PrintRun.id)).where(
            col(PrintRun.state).in_(OPEN_RUNS), col(PrintRun.fault) == ""
        )
        waiting = [int(row[0] or 0) for row in session.execute(found.order_by(col(PrintRun.id)))]
    for run_id in waiting:
        code = _in_a_process(city, run_id)
        if code:
            log.error("press", run=run_id, code=code)
    return len(waiting)


def badges_left(session: Session, run_id: int) -> int:
    """Return how many badges of a run stand in parts that are not made yet.

    Raises:
        Missing: There is no such run.
    """
    state_of(session, run_id)
    parts = run_parts(session, run_id)
    return sum(part.badges for part in parts if part.state is PartState.WAITING)


def _in_a_process(city: Instance, run_id: int) -> int:
    """Print in a child, so that the worker stays small and a crash of the press harms nobody."""
    command = [sys.executable, "-m", "app.badges.press_process", str(run_id), str(os.getpid())]
    done = subprocess.run(  # noqa: S603  # nosec B603  fixed words and two numbers
        command, input=json.dumps(settings_as_text(city.settings)), text=True, check=False
    )
    return done.returncode


def _printed(session: Session, press: Press, run_id: int) -> Printed:
    run = session.get(PrintRun, run_id)
    assert run is not None  # its state was read a moment ago
    parts = session.execute(
        select(col(PrintPart.file), col(PrintPart.shortened))
        .where(col(PrintPart.run_id) == run_id)
        .order_by(col(PrintPart.number))
    ).all()
    files = tuple(press.folder / file for file, _ in parts)
    return Printed(run_id, run.public_id, run.badges, files, sum(short for _, short in parts))
