"""Starting a run from the desk: small ones at once, large ones by the worker."""

from app import clock
from app.badges import jobs
from app.badges.asking import Ask
from app.badges.making import Press
from app.web import house, me

__all__ = ["AT_ONCE", "start"]

AT_ONCE = 50
"""Up to this many badges are made within the request: a lost card does not wait for a worker."""


def start(ask: Ask) -> str:
    """Draft a run, make a small one here and now, and return its public id.

    Raises:
        Refused: ``nothing_to_print``, or a misprint; the run then stands with its fault.
        OSError: The file of a small run could not be written.
    """
    press = Press.of(house())
    run = jobs.draft_run(press, ask, now=clock.now(), actor_id=me().id)
    if run.badges <= AT_ONCE:
        jobs.resume_run(press, run.id or 0)
    return run.public_id
