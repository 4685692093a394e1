"""What is reported as false: a badge, a symbol that is not ours, or a number somebody typed."""

from dataclasses import dataclass

from flask import request

from app import clock
from app.badges.queries import SubjectPage, subject_for_serial
from app.badges.rules import BadgeStatus
from app.errors import Missing
from app.feedback.rules import Channel
from app.intake.failed_scans import strange_code
from app.intake.submission import Purpose, read
from app.web import house, reading
from qr import codes, payload
from qr.errors import BadCode, BadPayload

__all__ = ["About", "by_number", "by_symbol", "by_ticket"]


@dataclass(frozen=True, slots=True)
class About:
    """What is reported: a badge of ours, a number nobody has, or a symbol that is not ours."""

    page: SubjectPage | None = None
    channel: Channel = Channel.QR
    typed: str = ""
    strange: str = ""

    @property
    def valid(self) -> bool:
        """Whether the badge works; of one that has ended no name is shown."""
        return self.page is not None and self.page.standing(clock.now()) is BadgeStatus.ACTIVE


def by_symbol(token: str) -> About:
    """Return what a symbol speaks for: a badge of ours, or a strange symbol."""
    city = house()
    try:
        seen = payload.verify(token, city.keys.ring)
    except BadPayload:
        return About(strange=strange_code(city, token))
    page = _page(seen.serial.hex())
    known = page is not None and page.key_id == seen.key_id
    return About(page) if known else About(strange=strange_code(city, token))


def by_ticket(ticket: str) -> About:
    """Return the badge behind the page of a typed number.

    Raises:
        Missing: The page has grown old, or there is no such badge.
    """
    key = read(ticket, house().keys.vault.submission)
    if key.purpose is not Purpose.TICKET or not key.sent_in_time(clock.now()):
        raise Missing("ticket_old")
    page = _page(key.serial)
    if page is None:
        raise Missing("unknown_badge")
    return About(page, Channel.TYPED)


def by_number() -> About:
    """Return what a number says; a known one is not looked up, so that this tells nothing."""
    try:
        number = codes.read_typed(request.values.get("code", "")[:40])
    except BadCode:
        number = ""
    return About(channel=Channel.WEB, typed=number)


def _page(serial: str) -> SubjectPage | None:
    with reading() as session:
        return subject_for_serial(session, serial)
