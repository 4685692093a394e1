"""A print run before the press starts: numbered, its badges in order, cut into parts."""

import json
import re
import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from os.path import commonpath

from sqlalchemy import insert, select, update
from sqlmodel import Session, col

from app import audit
from app.badges.asking import Ask
from app.badges.faces import Imprint
from app.badges.models import PrintedBadge, PrintPart, PrintRun
from app.badges.print_queue import Queued, queue
from app.badges.rules import OPEN_RUNS, RunState
from app.directory.models import Unit
from app.errors import Missing, Refused, TakrimError
from printables.imposition import pages_for
from printables.press import part_size
from printables.sheets import Sheet, sheet
from qr.key_ring import KeyRing

__all__ = ["cancel", "draft", "file_name", "resume"]


def draft(
    session: Session,
    ask: Ask,
    ring: KeyRing,
    imprint: Imprint,
    *,
    template_version: str,
    now: datetime,
    actor_id: int | None,
) -> PrintRun:
    """Write a run down, its badges in order and its parts still to be made.

    Args:
        session: Open unit of work.
        ask: Which badges on what.
        ring: Each badge is signed by the key it was issued with.
        imprint: What is the same on every badge.
        template_version: Of the templates the run will be drawn with.
        now: Aware instant of the draft.
        actor_id: Account of the officer; ``None`` for the command line.

    Raises:
        Refused: ``nothing_to_print``: the scope holds no badge, or none that has changed.
        UnknownSheet: There is no such stock.
    """
    stock = sheet(ask.stock)
    queued = queue(session, ask, ring, imprint, now=now)
    if not queued:
        raise Refused("nothing_to_print")
    cut = list(_cut(queued, stock, by_unit=ask.by_unit))
    run = PrintRun(
        public_id=secrets.choice("abcdefghijkmnpqrstuvwxyz") + secrets.token_urlsafe(9),
        scope_path=_common(queued),
        asked=ask.as_json(),
        stock=stock.name,
        template_version=template_version,
        designs=json.dumps(dict(ask.designs)),
        made_by=actor_id,
        made_at=now,
        badges=len(queued),
        parts=len(cut),
    )
    session.add(run)
    session.flush()
    _store_parts(session, run, cut, stock, by_unit=ask.by_unit)
    detail = {"stock": run.stock, "badges": run.badges, "parts": run.parts}
    _log(session, "badge.print_draft", run, now=now, actor_id=actor_id, detail=detail)
    return run


def cancel(session: Session, run_id: int, *, now: datetime, actor_id: int | None) -> PrintRun:
    """Stop a run for good; the caller removes its files after the unit of work.

    Whoever is drawing a part of it learns of it when the part is to be stored.

    Raises:
        Missing: ``run_unknown``.
        Refused: ``run_over``: it is released or cancelled.
    """
    stop = (
        update(PrintRun)
        .where(col(PrintRun.id) == run_id, col(PrintRun.state).in_(OPEN_RUNS))
        .values(state=RunState.CANCELLED, ended_at=now)
    )
    if session.connection().execute(stop).rowcount != 1:
        raise _closed(session, run_id)
    run = _fresh(session, run_id)
    _log(session, "badge.print_cancel", run, now=now, actor_id=actor_id, detail={})
    return run


def resume(session: Session, run_id: int, *, now: datetime, actor_id: int | None) -> PrintRun:
    """Let an open run that stands still with a fault go on.

    Raises:
        Missing: ``run_unknown``.
        Refused: ``run_over``: it is released or cancelled.
    """
    go_on = (
        update(PrintRun)
        .where(col(PrintRun.id) == run_id, col(PrintRun.state).in_(OPEN_RUNS))
        .values(fault="")
    )
    if session.connection().execute(go_on).rowcount != 1:
        raise _closed(session, run_id)
    run = _fresh(session, run_id)
    _log(session, "badge.print_resume", run, now=now, actor_id=actor_id, detail={})
    return run


def file_name(stock: str, run_id: int, part: int, unit: str = "") -> str:
    """Return the name of a part's file.

    >>> file_name("cr80", 7, 2), file_name("cr80", 7, 2, "101/07")
    ('cr80-run7-002.pdf', 'cr80-run7-002-101_07.pdf')
    """
    tail = f"-{re.sub(r'[^A-Za-z0-9_-]', '_', unit)}" if unit else ""
    return f"{stock}-run{run_id}-{part:03d}{tail}.pdf"


def _fresh(session: Session, run_id: int) -> PrintRun:
    found = select(PrintRun).where(col(PrintRun.id) == run_id)
    return session.scalars(found, execution_options={"populate_existing": True}).one()


def _closed(session: Session, run_id: int) -> TakrimError:
    """Return why a run that is not open cannot be changed."""
    there = session.get(PrintRun, run_id) is not None
    return Refused("run_over") if there else Missing("run_unknown")


def _cut(queued: Sequence[Queued], stock: Sheet, *, by_unit: bool) -> Iterator[Sequence[Queued]]:
    """Cut into parts of whole sheets; with ``by_unit`` no file holds two units."""
    size = part_size(stock)
    piles = [list(pile) for _, pile in groupby(queued, lambda one: one[1] if by_unit else "")]
    for pile in piles:
        for start in range(0, len(pile), size):
            yield pile[start : start + size]


def _store_parts(
    session: Session, run: PrintRun, cut: Sequence[Sequence[Queued]], stock: Sheet, *, by_unit: bool
) -> None:
    codes = _unit_codes(session, {path for part in cut for _, path in part}) if by_unit else {}
    run_id, first = run.id or 0, 1
    for number, some in enumerate(cut, 1):
        part = PrintPart(
            run_id=run_id,
            number=number,
            scope_path=_common(some),
            file=file_name(stock.name, run_id, number, codes.get(some[0][1], "")),
            first=first,
            last=first + len(some) - 1,
            sheets=pages_for(len(some), stock),
        )
        session.add(part)
        session.flush()
        session.execute(insert(PrintedBadge), list(_cards(part, some)))
        first += len(some)


def _cards(part: PrintPart, some: Sequence[Queued]) -> Iterator[dict[str, object]]:
    for seq, (badge_id, _) in enumerate(some, part.first):
        yield {"run_id": part.run_id, "badge_id": badge_id, "seq": seq, "part": part.number}


def _unit_codes(session: Session, paths: set[str]) -> dict[str, str]:
    found = select(col(Unit.path), col(Unit.code)).where(col(Unit.path).in_(paths))
    return {row[0]: row[1] for row in session.execute(found)}


def _common(queued: Sequence[Queued]) -> str:
    """Return the path of the smallest unit that holds all of them."""
    return f"{commonpath({path for _, path in queued}).rstrip('/')}/"


def _log(
    session: Session,
    act: str,
    run: PrintRun,
    *,
    now: datetime,
    actor_id: int | None,
    detail: dict[str, object],
) -> None:
    audit.append(
        session, act, actor_id=actor_id, now=now, object=f"print_run:{run.id}", detail=detail
    )
