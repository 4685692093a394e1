"""Check a badge: type its number, see whose it is and whether it is valid."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.badges.photos_files import PhotoFiles
from app.badges.queries import SubjectPage, subject_for_serial, subject_for_typed_code
from app.badges.rules import BadgeStatus
from app.errors import TooMany
from app.feedback.rules import Channel
from app.intake import guard
from app.intake.checked import Typed, read_checked
from app.intake.portrait import portrait
from app.intake.submission import Purpose, fresh
from app.intake.views.blueprint import bp, patience
from app.web import house, public, reading
from qr.errors import BadCode

__all__: list[str] = []


@bp.route("/check", methods=["GET", "POST"])
@public
def check() -> ResponseReturnValue:
    """Ask for a badge number and say whose badge it is, if it is one."""
    if request.method == "GET" or "switch" in request.form:
        return _ask()
    written = request.form.get("code", "")[:200]
    try:
        typed = read_checked(written, house().keys.ring)
    except BadCode:
        return _ask(_("A badge number has nine digits; compare it with the card once more"), 422)
    return _found(typed)


def _found(typed: Typed) -> ResponseReturnValue:
    city = house()
    who, tried = guard.client(city), typed.number or typed.serial or typed.strange
    try:
        guard.allow_try(city, who, tried)
    except TooMany as error:
        return *_ask(patience(error), 429), {"Retry-After": str(error.retry_after_s)}
    page = _page(typed)
    if page is None:
        guard.count_miss(city, who, tried)
        return render_template("citizen/checked_unknown.html", typed=typed), 404
    standing = page.standing(clock.now())
    valid = standing is BadgeStatus.ACTIVE
    body = render_template(
        "citizen/checked.html",
        page=page,
        standing=standing,
        valid=valid,
        photo=portrait(PhotoFiles.of(city.settings), page.photo) if valid else "",
        since=page.expires_at if standing is BadgeStatus.EXPIRED else page.ended_at,
        ticket=_ticket(page),
    )
    return body, 200 if valid else 410


def _page(typed: Typed) -> SubjectPage | None:
    """Return the badge; one read whatever was typed, so that no answer is faster than another."""
    with reading() as session:
        if typed.number:
            return subject_for_typed_code(session, typed.number)
        page = subject_for_serial(session, typed.serial)
        return page if page and typed.key_id == page.key_id else None


def _ticket(page: SubjectPage) -> str:
    secret = house().keys.vault.submission
    return fresh(secret, Purpose.TICKET, channel=Channel.TYPED, serial=page.serial, now=clock.now())


def _ask(problem: str = "", status: int = 200) -> tuple[str, int]:
    written = request.form.get("code", "")[:200]
    return render_template("citizen/check.html", problem=problem, written=written), status
