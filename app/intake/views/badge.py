"""The badge page, by symbol or by typed code: one GET that writes nothing, one POST for a tap."""

from dataclasses import dataclass
from typing import Any

from flask import current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session

from app import clock
from app.badges.photos_files import PhotoFiles
from app.badges.queries import SubjectPage, subject_for_serial
from app.badges.rules import BadgeStatus
from app.errors import Missing, TooMany
from app.feedback.rules import Channel
from app.i18n import use_locale
from app.intake import guard, service, signs
from app.intake.forms import face_of
from app.intake.front import offer
from app.intake.portrait import portrait
from app.intake.scanned import Scanned
from app.intake.submission import Purpose, Submission, fresh, read
from app.intake.views.blueprint import bp, slower, stale
from app.intake.views.letters import letter_page
from app.web import house, public, reading, writing
from qr import payload
from qr.errors import BadPayload

__all__ = ["unknown_page"]


@dataclass(frozen=True, slots=True)
class Door:
    """How a citizen came to a badge; ``place`` is what its addresses are made of."""

    serial: str
    key_id: int | None
    channel: Channel
    place: dict[str, Any]

    @property
    def page_url(self) -> str:
        """The address of the page."""
        return url_for("intake.badge" if "token" in self.place else "intake.typed", **self.place)

    @property
    def report_url(self) -> str:
        """The address at which a false badge is reported."""
        symbol = "token" in self.place
        return url_for("intake.report" if symbol else "intake.typed_report", **self.place)

    def subject(self, session: Session | None = None) -> SubjectPage:
        """Return the badge behind the door, as it was at most two seconds ago.

        Args:
            session: Where to read it, if a unit of work is open.

        Raises:
            Missing: There is none; such a badge looks like a forged one.
        """
        page = _scanned().page(self.serial, lambda: self._found(session))
        if page is None or self.key_id not in {None, page.key_id}:
            raise Missing("unknown_badge")
        return page

    def _found(self, session: Session | None) -> SubjectPage | None:
        if session is not None:
            return subject_for_serial(session, self.serial)
        with reading() as own:
            return subject_for_serial(own, self.serial)


@bp.route("/b/<token>", methods=["GET", "POST"])
@bp.route("/B/<token>", methods=["GET", "POST"])
@public
def badge(token: str) -> ResponseReturnValue:
    """Show whom a symbol speaks for, or take a tap."""
    try:
        return _answer(_by_symbol(token))
    except BadPayload:
        return unknown_page()
    except Missing:
        return letter_page(token) or unknown_page()


@bp.get("/b/<token>/report")
@bp.get("/B/<token>/report")
@public
def report(token: str) -> ResponseReturnValue:
    """Ask whether the badge looks false, before anything is stored."""
    try:
        return _report_page(_by_symbol(token))
    except (BadPayload, Missing):
        return unknown_page()


@bp.route("/n/<ticket>", methods=["GET", "POST"])
@public
def typed(ticket: str) -> ResponseReturnValue:
    """Show the same page to somebody who typed the number under the symbol."""
    return _answer(_by_number(ticket))


@bp.get("/n/<ticket>/report")
@public
def typed_report(ticket: str) -> ResponseReturnValue:
    """As ``report``."""
    return _report_page(_by_number(ticket))


def unknown_page() -> ResponseReturnValue:
    """Answer a symbol that is not ours: say so, and take a rating for the city."""
    city, now = house(), clock.now()
    key = fresh(city.keys.vault.submission, Purpose.UNKNOWN, channel=Channel.QR, now=now)
    return render_template("citizen/unknown.html", key=key), 404


def _by_symbol(token: str) -> Door:
    seen = payload.verify(token, house().keys.ring)
    return Door(seen.serial.hex(), seen.key_id, Channel.QR, {"token": token})


def _by_number(ticket: str) -> Door:
    key = read(ticket, house().keys.vault.submission)
    if key.purpose is not Purpose.TICKET or not key.sent_in_time(clock.now()):
        raise Missing("ticket_old")
    return Door(key.serial, None, Channel.TYPED, {"ticket": ticket})


def _scanned() -> Scanned:
    kept: Scanned = current_app.extensions[Scanned.NAME]
    return kept


def _answer(door: Door) -> ResponseReturnValue:
    return _take(door) if request.method == "POST" else _show(door)


def _show(
    door: Door, *, problems: dict[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    page = door.subject()
    standing = page.standing(clock.now())
    if standing is not BadgeStatus.ACTIVE:
        return _ended(door, page, standing, problems), 429 if status == 429 else 410
    photo, key = portrait(PhotoFiles.of(house().settings), page.photo), _key(door)

    def draw(page: SubjectPage, photo: str) -> str:
        return render_template(
            "citizen/badge.html",
            page=page,
            door=door,
            key=key,
            photo=photo,
            sign=signs.sign_of(page),
            question=signs.question_of(page.kind),
            problems=problems or {},
            chosen=face_of(request.form),
        )

    if status == 200:
        offer(key, page, photo, draw)
    return draw(page, photo), status


def _take(door: Door) -> ResponseReturnValue:
    key, reported = _own_key(door), "report" in request.form
    mood, now = face_of(request.form), clock.now()
    if key is None or not key.sent_in_time(now):
        return _show(door, problems=stale(), status=400)
    if mood is None and not reported:
        return _show(door, problems={"mood": _("Choose one of the five faces")}, status=422)
    city = house()
    who = guard.client(city)
    try:
        if guard.COUNTED not in request.environ:
            guard.allow_rating(city, who, door.serial)
    except TooMany as error:
        answer = make_response(_show(door, problems=slower(error), status=429))
        answer.headers["Retry-After"] = str(error.retry_after_s)
        return answer
    tap = service.Tap(mood, reported, use_locale(), who.device, who.network)
    with writing() as session:
        service.submit(session, key, tap, door.subject(session), now=now, zone=city.settings.zone)
    return redirect(url_for("intake.thanks", key=request.form["key"]), 303)


def _report_page(door: Door) -> ResponseReturnValue:
    page = door.subject()
    standing = page.standing(clock.now())
    if standing is not BadgeStatus.ACTIVE:
        return _ended(door, page, standing), 410
    return render_template("citizen/report.html", page=page, door=door, key=_key(door))


def _ended(
    door: Door,
    page: SubjectPage,
    standing: BadgeStatus,
    problems: dict[str, str] | None = None,
) -> str:
    return render_template(
        "citizen/ended.html",
        page=page,
        door=door,
        key=_key(door),
        standing=standing,
        since=page.expires_at if standing is BadgeStatus.EXPIRED else page.ended_at,
        problems=problems or {},
        chosen=face_of(request.form),
    )


def _key(door: Door) -> str:
    secret = house().keys.vault.submission
    return fresh(secret, Purpose.BADGE, channel=door.channel, serial=door.serial, now=clock.now())


def _own_key(door: Door) -> Submission | None:
    try:
        key = read(request.form.get("key", ""), house().keys.vault.submission)
    except Missing:
        return None
    return key if (key.purpose, key.serial) == (Purpose.BADGE, door.serial) else None
