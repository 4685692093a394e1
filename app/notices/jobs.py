"""Emptying the outbox: lease in one unit of work, send outside any, settle in another."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from app.db import Database
from app.errors import TakrimError, Unwritable
from app.logs import log
from app.notices import leasing, rules
from app.notices.channels import Channel, Message, NotSent, Receipt
from app.notices.editing import texts_in_force
from app.notices.failing import fall_back
from app.notices.leasing import Lease
from app.notices.rules import NoticeChannel, NoticeState
from app.notices.texts import Text
from app.notices.wording import said

__all__ = ["Operators", "Resolve", "drain"]

Resolve = Callable[[str, NoticeChannel], str | None]
Operators = Callable[[Session], Iterable[tuple[int, str]]]
_OTHER_ROADS = {NoticeChannel.SMS: NoticeChannel.EMAIL}
_MOST = 500


def drain(
    db: Database,
    *,
    resolve: Resolve,
    channels: Mapping[NoticeChannel, Channel],
    zone: ZoneInfo,
    clock: Callable[[], datetime],
    limit: int = _MOST,
    site: str = "",
    operators: Operators = lambda _session: (),
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
        site: Public address before links that are paths.
        operators: Who is told of a citizen's notice that arrived by no road.
    """
    with db.reading() as session:
        texts = texts_in_force(session)
    room = _PostRoom(db, resolve, channels, zone, clock, site, operators, texts)
    ended: Counter[str] = Counter()
    for _ in range(limit):
        held = room.next()
        if held is None:
            break
        ended[room.work(held)] += 1
    return ended


@dataclass(frozen=True, slots=True)
class _PostRoom:
    """What every sending needs, and the three units of work around it."""

    db: Database
    resolve: Resolve
    channels: Mapping[NoticeChannel, Channel]
    zone: ZoneInfo
    clock: Callable[[], datetime]
    site: str
    operators: Operators
    texts: Mapping[str, Text]

    def next(self) -> Lease | None:
        """Claim the notice that has been due longest."""
        now = self.clock()
        with self.db.writing() as session:
            quiet = rules.quiet_until(now, self.zone)
            held = leasing.lease(session, now=now, limit=1, quiet_until=quiet)
        return held[0] if held else None

    def work(self, held: Lease) -> str:
        """Send one notice and return the state it ended in."""
        try:
            sent = self._send(held)
        except Unwritable:
            raise  # the store is away: the lease runs out and the same key is tried again
        except NotSent as error:
            return self._fail(held, error.code, for_good=error.for_good)
        except TakrimError as error:
            return self._fail(held, error.code, for_good=True)
        except Exception as error:  # a fault of one road must not stop the others
            return self._fail(held, type(error).__name__, for_good=False)
        return self._accept(held, *sent) if sent else self._suppress(held)

    def _send(self, held: Lease) -> tuple[Receipt, str] | None:
        now, road = self.clock(), self.channels.get(held.channel)
        if rules.outlived(held.template, created=held.created_at, now=now):
            raise NotSent("too_late", for_good=True)
        address = self.resolve(held.recipient, held.channel)
        if road is None or address is None:
            return None
        brief = held.channel is NoticeChannel.SMS
        text = said(
            held.template,
            held.locale,
            held.params,
            zone=self.zone,
            now=now,
            brief=brief,
            site=self.site,
            texts=self.texts,
        )
        return road.send(Message(held.key, address, text, held.template)), text

    def _accept(self, held: Lease, receipt: Receipt, text: str) -> str:
        now, arrived = self.clock(), receipt.delivered
        with self.db.writing() as session:
            leasing.accept(
                session,
                held,
                now=now,
                reference=receipt.reference,
                delivered=arrived,
                rendered=text,
                version=self.texts[held.template].version,
            )
        return _told(held, NoticeState.DELIVERED if arrived else NoticeState.ACCEPTED)

    def _fail(self, held: Lease, error: str, *, for_good: bool) -> str:
        now, other = self.clock(), self._other(held)
        with self.db.writing() as session:
            state = leasing.fail(session, held, now=now, error=error, for_good=for_good)
            if state is NoticeState.FAILED:
                told = self.operators(session)
                fall_back(session, held.id, other=other, operators=told, now=now)
        return _told(held, state or NoticeState.SENDING, error)

    def _other(self, held: Lease) -> NoticeChannel | None:
        """Return another road on which the recipient can be reached."""
        other = _OTHER_ROADS.get(held.channel)
        if other is None or other not in self.channels:
            return None
        return other if self.resolve(held.recipient, other) else None

    def _suppress(self, held: Lease) -> str:
        reason = "no_address" if held.channel in self.channels else "no_channel"
        with self.db.writing() as session:
            leasing.suppress(session, held, reason=reason)
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
