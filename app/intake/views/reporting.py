"""This is not the person, or the sticker looks false: reported from a badge page or by number."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.badges.suspicion.rules import ReportReason
from app.badges.suspicion.words import REASON_NAMES
from app.bodies import takes_files
from app.errors import Missing, TooMany
from app.i18n import use_locale
from app.intake import guard, queries
from app.intake.false_badges.forms import ReportForm, reasons_for
from app.intake.false_badges.service import Said, report_false
from app.intake.service import Tap
from app.intake.submission import Purpose, Submission, fresh, read
from app.intake.views.blueprint import bp
from app.intake.views.report_subject import About, by_number, by_symbol, by_ticket
from app.web import house, public, reading, writing

__all__: list[str] = []


@bp.route("/b/<token>/false", methods=["GET", "POST"])
@bp.route("/B/<token>/false", methods=["GET", "POST"])
@bp.route("/n/<ticket>/false", methods=["GET", "POST"])
@bp.route("/report", methods=["GET", "POST"])
@takes_files
@public
def report_badge(token: str = "", ticket: str = "") -> ResponseReturnValue:
    """Ask what is wrong with a badge, and take the report."""
    about = by_symbol(token) if token else by_ticket(ticket) if ticket else by_number()
    return _take(about) if request.method == "POST" else _ask(about, ReportForm())


@bp.get("/reported/<key>")
@public
def reported(key: str) -> ResponseReturnValue:
    """Thank for a report; words with an answer may follow for half an hour."""
    nonce = read(key, house().keys.vault.submission).nonce
    with reading() as session:
        tap = queries.tapped(session, nonce)
    if tap is None:
        raise Missing("form_unknown")
    return render_template("citizen/reported.html", key=key, tap=tap)


def _take(about: About) -> ResponseReturnValue:
    form, now, city = ReportForm(request.form), clock.now(), house()
    if "switch" in request.form:
        return _ask(about, form)
    form.take_photo(request.files.get("photo"))
    key = _own_key(about)
    if key is None or not key.sent_in_time(now):
        old = {"reason": _("This page had grown old; please send again")}
        return _ask(about, form, old, 400)
    if problems := form.problems():
        return _ask(about, form, problems, 422)
    who = guard.client(city)
    try:
        guard.allow_rating(city, who, about.page.serial if about.page else "report")
    except TooMany as error:
        many = {"reason": _("That was very fast; wait a minute and send again")}
        return *_ask(about, form, many, 429), {"Retry-After": str(error.retry_after_s)}
    said = Said(
        reason=ReportReason(form.reason.data),
        place=form.place.data or "",
        text=form.text.data or "",
        photo=city.photos.put_raw(form.photo) if form.photo else "",
        typed=about.typed,
        strange=about.strange,
    )
    tap = Tap(None, report=True, locale=use_locale(), device=who.device, network=who.network)
    with writing() as session:
        report_false(session, key, tap, said, about.page, now=now, zone=city.settings.zone)
    return redirect(url_for("intake.reported", key=request.form["key"]), 303)


def _ask(
    about: About, form: ReportForm, problems: dict[str, str] | None = None, status: int = 200
) -> tuple[str, int]:
    person = about.page is None or about.page.is_employee
    body = render_template(
        "citizen/report_badge.html",
        about=about,
        form=form,
        key=_fresh(about),
        problems=problems or {},
        reasons=[(reason, REASON_NAMES[reason]) for reason in reasons_for(person=person)],
    )
    return body, status


def _fresh(about: About) -> str:
    secret, serial = house().keys.vault.submission, about.page.serial if about.page else "0" * 10
    purpose = Purpose.BADGE if about.page else Purpose.UNKNOWN
    return fresh(secret, purpose, channel=about.channel, serial=serial, now=clock.now())


def _own_key(about: About) -> Submission | None:
    try:
        key = read(request.form.get("key", ""), house().keys.vault.submission)
    except Missing:
        return None
    wanted = (Purpose.BADGE, about.page.serial) if about.page else (Purpose.UNKNOWN, "0" * 10)
    return key if (key.purpose, key.serial) == wanted else None
