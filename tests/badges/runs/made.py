"""Runs of a small city: drafted, printed, looked at."""

from app.badges import jobs
from app.badges.asking import Ask
from app.badges.card_queries import run_lines
from app.badges.faces import Imprint
from app.badges.making import Press
from app.badges.models import PrintRun
from tests.badges.city import URL
from tests.conftest import NOON

IMPRINT = Imprint(URL, "qr.city.ir", "شهر نمونه", "Sample City")


def drafted(press: Press, stock: str = "cr80", **asked: object) -> int:
    ask = Ask(stock, **asked)  # type: ignore[arg-type]
    return jobs.draft_run(press, ask, now=NOON, actor_id=None).id or 0


def printed(press: Press, stock: str = "cr80", **asked: object) -> int:
    run_id = drafted(press, stock, **asked)
    jobs.resume_run(press, run_id)
    return run_id


def stored(press: Press, run_id: int) -> PrintRun:
    with press.db.reading() as session:
        run = session.get(PrintRun, run_id)
    assert run is not None
    return run


def names(press: Press) -> list[str]:
    return sorted(path.name for path in press.folder.iterdir())


def serials(press: Press, run_id: int) -> list[str]:
    with press.db.reading() as session:
        return [line.serial for line in run_lines(session, run_id, limit=1000)]
