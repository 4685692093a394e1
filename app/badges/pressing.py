"""Making what is left of a run: part after part, beside others or alone, then check and release."""

import errno
import hashlib
import os
import secrets
import socket
import time
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from app.badges.issuing import Progress
from app.badges.making import Press, make_part
from app.badges.models import PrintRun
from app.badges.parts import Claim, claim, give_back, release_dead, state_of
from app.badges.releasing import begin_check, part_files, redo, release
from app.badges.rules import RunState
from app.errors import Refused, TakrimError, Unwritable
from printables.errors import PrintError
from qr.errors import QrError

__all__ = ["finish_run", "is_gone", "remove_files"]

PAUSE_S = 0.3


def finish_run(
    press: Press,
    run_id: int,
    *,
    clock: Callable[[], datetime],
    progress: Progress | None = None,
    go_on: Callable[[], bool] = lambda: True,
) -> RunState:
    """Make every part of a run that is not made yet, check the whole and release it.

    Parts that other workers are making are waited for.  A worker that died gives its part back.

    Args:
        press: Database, keys, folder.
        run_id: The run's number.
        clock: Gives the aware time.
        progress: Called with the number of badges after each part this call made.
        go_on: Asked before each part; ``False`` leaves the rest for later.

    Returns:
        The state the run is left in.

    Raises:
        Refused: A misprint, or a badge whose key is retired; kept as the run's fault.
        OSError: A file could not be written; the part is given back, the run waits.
    """
    holder = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
    with press.db.writing() as session:
        _clear_fault(session, run_id)
    while go_on():
        with press.db.writing() as session:
            release_dead(session, run_id, is_gone)
            taken = claim(session, run_id, holder=holder, now=clock())
        if taken is not None:
            _make(press, taken)
            if progress:
                progress(len(taken.badge_ids))
        elif (state := _settle(press, run_id, clock())) is not None:
            return state
        else:
            time.sleep(PAUSE_S)
    with press.db.reading() as session:
        return state_of(session, run_id)


def remove_files(press: Press, run_id: int) -> None:
    """Remove the files of a run that was cancelled."""
    with press.db.reading() as session:
        names = [name for _, name, _ in part_files(session, run_id)]
    for name in names:
        (press.folder / name).unlink(missing_ok=True)


def is_gone(holder: str) -> bool:
    """Return whether a holder is a process of this machine that no longer runs."""
    host, pid, _ = holder.rsplit(":", 2)
    if host != socket.gethostname() or not pid.isdecimal():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _make(press: Press, taken: Claim) -> None:
    try:
        make_part(press, taken)
    except Refused as refused:
        if refused.code == "part_lost":
            return
        _let_go(press, taken, str(refused).partition(": ")[2] or refused.code)
        raise
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        _let_go(press, taken, "the disk is full" if full else f"{error.strerror or error}")
        raise
    except (PrintError, QrError, TakrimError) as error:
        _let_go(press, taken, str(error))
        raise
    except BaseException:
        _let_go(press, taken, "")
        raise


def _let_go(press: Press, taken: Claim, fault: str) -> None:
    try:
        with press.db.writing() as session:
            give_back(session, taken, fault=fault)
    except Unwritable:  # the same full disk: the claim runs out by itself
        return


def _settle(press: Press, run_id: int, now: datetime) -> RunState | None:
    """Check and release a run whose parts are made; ``None`` while others still make some."""
    with press.db.writing() as session:
        if not begin_check(session, run_id):
            state = state_of(session, run_id)
            return None if state in {RunState.DRAFTED, RunState.PRINTING} else state
        files = part_files(session, run_id)
    wrong = [number for number, name, wanted in files if _hash(press, name) != wanted]
    with press.db.writing() as session:
        if wrong:
            redo(session, run_id, wrong)
            return None
        release(session, run_id, now=now)
        return state_of(session, run_id)


def _hash(press: Press, name: str) -> str:
    path = press.folder / name
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _clear_fault(session: Session, run_id: int) -> None:
    session.execute(update(PrintRun).where(col(PrintRun.id) == run_id).values(fault=""))
