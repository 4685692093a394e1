"""Emptying the outbox: lease in one unit of work, send outside any, settle in another."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from app.db import Database
from app.errors import TakrimError
from app.logs import log
from app.notices import rules, service
from app.notices.channels import Channel, Message, NotSent, Receipt
from app.notices.rules import NoticeChannel, NoticeState
from app.notices.service import Lease
from app.notices.wording import said

__all__ = ["Resolve", "drain"]

Resolve = Callable[[str, NoticeChannel], str | None]
_MOST = 500


def drain(
    db: Database,
    *,
    resolve: Resolve,
    channels: Mapping[NoticeChannel, Channel],
    zone: ZoneInfo,
    clock: Callable[[], datetime],
    limit: int = _MOST,
) -> Counter[str]:
    """Send what is due, one at a time, and return how many ended in which state.

    One bad recipient never blocks another: a failed try moves its row into the future.  Any
    number of workers may drain the same outbox.

    Args:
        db: Where the outbox is.
        resolve: Finds the address of a recipient at the moment of sending, ``None`` if there is
            none (any more).
        channels: The roads there are; a notice for another road is suppressed.
        zone: The city's time zone, for quiet hours and promised days.
        clock: Asked before and after each sending.
        limit: Most notices in one call.
    """
    ended: Counter[str] = Counter()
    for _ in range(limit):
        now = clock()
        with db.writing() as session:
            quiet = rules.quiet_until(now, zone)
            held = service.lease(session, now=now, limit=1, quiet_until=quiet)
        if not held:
            break
        ended[_work(db, held[0], resolve, channels, zone, clock)] += 1
    return ended


def _work(
    db: Database,
    held: Lease,
    resolve: Resolve,
    channels: Mapping[NoticeChannel, Channel],
    zone: ZoneInfo,
    clock: Callable[[], datetime],
) -> str:
    road, address = channels.get(held.channel), None
    try:
        if rules.outlived(held.template, created=held.created_at, now=clock()):
            raise NotSent("too_late", for_good=True)
        address = resolve(held.recipient, held.channel)
        if road is None or address is None:
            return _suppress(db, held, "no_channel" if road is None else "no_address")
        text = said(held.template, held.locale, held.params, zone=zone, now=clock())
        receipt = road.send(Message(held.key, address, text, held.template))
    except NotSent as error:
        return _fail(db, held, error.code, for_good=error.for_good, now=clock())
    except TakrimError as error:
        return _fail(db, held, error.code, for_good=True, now=clock())
    except Exception as error:  # a fault of one road must not stop the others
        return _fail(db, held, type(error).__name__, for_good=False, now=clock())
    return _accept(db, held, receipt, now=clock())


def _accept(db: Database, held: Lease, receipt: Receipt, *, now: datetime) -> str:
    with db.writing() as session:
        service.accept(
            session, held, now=now, reference=receipt.reference, delivered=receipt.delivered
        )
    return _told(held, NoticeState.DELIVERED if receipt.delivered else NoticeState.ACCEPTED)


def _fail(db: Database, held: Lease, error: str, *, for_good: bool, now: datetime) -> str:
    with db.writing() as session:
        state = service.fail(session, held, now=now, error=error, for_good=for_good)
    return _told(held, state or NoticeState.SENDING, error)


def _suppress(db: Database, held: Lease, reason: str) -> str:
    with db.writing() as session:
        service.suppress(session, held, reason=reason)
    return _told(held, NoticeState.SUPPRESSED, reason)


def _told(held: Lease, state: NoticeState, error: str = "") -> str:
    log.info(
        "notice",
        notice=held.id,
        template=held.template,
        channel=held.channel.value,
        attempt=held.attempt,
        state=state.value,
        error=error,
    )
    return state.value
