"""When things are done again and again: jobs as data, slots of time, one claim a slot.

A job's slot is the latest instant at which it was due.  Whoever first claims the slot in the
queue's store runs it, so many workers run it once, and after an hour of absence it runs once and
not sixty times.  The queue is huey on its own SQLite file, on Redis or on PostgreSQL.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey

from app.errors import BadSettings
from app.logs import log

__all__ = ["Clockwork", "Job", "latest_slot", "make_huey"]


@dataclass(frozen=True, slots=True)
class Job:
    """One thing done again and again, harmless when it is done twice.

    Attributes:
        name: Stable word for logs and the queue.
        run: What is done.
        every: How often; for a nightly job, a day.
        at: City time of a nightly job, empty for the others.
    """

    name: str
    run: Callable[[], object]
    every: timedelta = timedelta(days=1)
    at: time | None = None


def latest_slot(job: Job, now: datetime, zone: ZoneInfo) -> datetime:
    """Return the latest instant at or before ``now`` when the job was due.

    >>> nightly = Job("night", print, at=time(2))
    >>> latest_slot(nightly, datetime(2026, 11, 22, 8, tzinfo=UTC), ZoneInfo("UTC")).hour
    2
    >>> often = Job("often", print, every=timedelta(seconds=10))
    >>> latest_slot(often, datetime(2026, 11, 22, 8, 0, 19, tzinfo=UTC), ZoneInfo("UTC")).second
    10
    """
    if job.at is None:
        step = int(job.every.total_seconds())
        return datetime.fromtimestamp(int(now.timestamp()) // step * step, UTC)
    local = now.astimezone(zone)
    today = datetime.combine(local.date(), job.at, zone)
    if today > local:
        today = datetime.combine(local.date() - timedelta(days=1), job.at, zone)
    return today.astimezone(UTC)


class Clockwork:
    """Puts each due job into the queue once, and runs it when a worker takes it out.

    Args:
        huey: The queue; its store also keeps which slot was claimed.
        jobs: What there is to do.
        zone: The city's zone, for nightly jobs.
    """

    def __init__(self, huey: Huey, jobs: Sequence[Job], zone: ZoneInfo) -> None:
        self._huey, self._zone = huey, zone
        self._jobs = {job.name: job for job in jobs}
        self._busy = {job.name: threading.Lock() for job in jobs}
        self._task = huey.task(name="job")(self.run)

    def tick(self, now: datetime) -> list[str]:
        """Enqueue every job whose latest slot nobody claimed yet; return their names."""
        due = [job for job in self._jobs.values() if self._claim(job, now)]
        for job in due:
            self._task(job.name)
        return [job.name for job in due]

    def run(self, name: str) -> None:
        """Do one job now, unless this process is still busy with the same one."""
        lock = self._busy[name]
        if not lock.acquire(blocking=False):
            return
        try:
            self._jobs[name].run()
        except Exception as error:  # the next slot tries again; the worker lives on
            log.error("job", job=name, kind=type(error).__name__, error=str(error))
        finally:
            lock.release()

    def keep(self, stop: threading.Event, clock: Callable[[], datetime]) -> None:
        """Tick every second until told to stop."""
        while not stop.wait(1.0):
            try:
                self.tick(clock())
            except Exception as error:  # the queue is away: the slot stays unclaimed
                log.error("clockwork", kind=type(error).__name__)

    def _claim(self, job: Job, now: datetime) -> bool:
        store = self._huey.storage
        slot = f"slot.{job.name}.{latest_slot(job, now, self._zone).isoformat()}"
        if not store.put_if_empty(slot, b"1"):
            return False
        last = f"last.{job.name}"
        if isinstance(before := store.peek_data(last), bytes | memoryview):
            store.delete_data(bytes(before).decode())
        store.put_data(last, slot.encode())
        return True


def make_huey(url: str, instance: Path) -> Huey:
    """Return the queue of a city: of ``url``, else a SQLite file of its own.

    Raises:
        BadSettings: An address of another kind.
    """
    if not url:
        instance.mkdir(parents=True, exist_ok=True)
        return SqliteHuey("takrim", filename=str(instance / "queue.db"), results=False)
    if url.startswith(("redis://", "rediss://")):
        return RedisHuey("takrim", url=url, results=False)
    if url.startswith(("postgresql://", "postgresql+psycopg://")):
        plain = url.replace("postgresql+psycopg://", "postgresql://", 1)
        return PostgresHuey("takrim", dsn=plain, results=False)
    raise BadSettings("setting", "TAKRIM_QUEUE_URL must be redis://HOST or postgresql://HOST/NAME")
