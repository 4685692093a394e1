"""The pages of the call centre: whom is it about, what was said, the code to read out."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import clock
from app.bodies import takes_files
from app.errors import Invalid, Missing, Refused
from app.feedback.rules import Channel
from app.feedback.topics import topics_for
from app.i18n import use_locale
from app.intake import queries as own
from app.intake.submission import SECOND_STEP, Purpose, Submission, fresh, read
from app.intake.taking import queries, service
from app.intake.taking.forms import TakeForm
from app.intake.taking.queries import About
from app.rights import Action
from app.text import latin_digits
from app.web import house, me, reading, require, writing

__all__ = ["bp"]

bp = Blueprint("taking", __name__, url_prefix="/desk/take")
_CODE = 10
_REFUSALS = {
    "about_yourself": ("text", _l("This is about yourself; a colleague must take it")),
    "already_told": ("text", _l("This form was stored before with other words; start a new one")),
    "line_unknown": ("line", _l("Choose from the list")),
    "started_late": ("started", _l("The call cannot begin after now")),
}


@bp.get("")
@require(Action.TAKE_MESSAGES)
def index() -> ResponseReturnValue:
    """Find whom it is about, or tell a caller how an earlier message stands."""
    words = request.args.get("q", "")[:80]
    digits = "".join(letter for letter in latin_digits(words) if letter.isdecimal())
    tracked = len(digits) == _CODE and not any(letter.isalpha() for letter in words)
    with reading() as session:
        status = own.status(session, digits) if tracked else None
        found = queries.find(session, words) if words and not tracked else []
        rows = queries.taken_lately(session, me().id)
    if len(found) == 1:
        return redirect(url_for("taking.new", **_address(found[0])), 303)
    return render_template(
        "taking/index.html", q=words, tracked=tracked, status=status, found=found, rows=rows
    )


@bp.get("/new")
@require(Action.TAKE_MESSAGES)
def new() -> ResponseReturnValue:
    """Show an empty form about somebody, something, a unit or the city."""
    about = _about()
    form = TakeForm(subject_kind=_kind(about))
    return _page(form, about, _fresh(about), {}, 200)


@bp.post("/new")
@takes_files
@require(Action.TAKE_MESSAGES)
def save() -> ResponseReturnValue:
    """Store the message and lead to its code."""
    about, typed = _about(), request.form.get("key", "")
    form = TakeForm(request.form, subject_kind=_kind(about))
    form.take_photos(request.files.getlist("photo"))
    key, problems = _key(typed), form.problems()
    if key is None:
        old = {"text": _("This page had grown old; please send again")}
        return _page(form, about, _fresh(about), problems or old, 422 if problems else 400)
    if problems:
        return _page(form, about, typed, problems, 422)
    city = house()
    now, zone = clock.now(), city.settings.zone
    try:
        slip = form.slip(now, zone)
        photos = tuple(city.photos.put_raw(raw) for raw in form.photos)
        words = form.draft(use_locale(), photos)
        with writing() as session:
            service.take(
                session,
                key,
                about,
                words,
                slip,
                by=me(),
                vault=city.keys.vault,
                now=now,
                zone=zone,
            )
    except (Invalid, Refused) as error:
        field, sentence = _REFUSALS.get(error.code, _REFUSALS["already_told"])
        return _page(form, about, typed, {field: str(sentence)}, error.status)
    return redirect(url_for("taking.done", key=typed), 303)


@bp.get("/done/<key>")
@require(Action.TAKE_MESSAGES)
def done(key: str) -> ResponseReturnValue:
    """Show the code to read out, for half an hour."""
    vault = house().keys.vault
    with reading() as session:
        slip = own.slip(session, read(key, vault.submission).nonce, vault)
    if slip is None or clock.now() - slip.told_at > SECOND_STEP:
        raise Missing("form_unknown")
    return render_template("taking/done.html", slip=slip)


def _page(
    form: TakeForm, about: About, key: str, problems: dict[str, str], status: int
) -> ResponseReturnValue:
    body = render_template(
        "taking/new.html",
        form=form,
        about=about,
        key=key,
        problems=problems,
        topics=topics_for(_kind(about)),
        address=_address(about),
    )
    return body, status


def _about() -> About:
    """Return whom the address names.

    Raises:
        Missing: Nobody and nothing of this city.
    """
    subject, unit = request.args.get("subject", ""), request.args.get("unit", "")
    if not (subject or unit):
        return About()
    with reading() as session:
        found = (
            queries.about_subject(session, subject)
            if subject
            else queries.about_unit(session, unit)
        )
    if found is None:
        raise Missing("unknown")
    return found


def _address(about: About) -> dict[str, Any]:
    if about.subject_id is not None:
        return {"subject": about.public_id}
    return {"unit": about.unit_code} if about.unit_id is not None else {}


def _kind(about: About) -> str:
    if about.subject_id is not None:
        return about.kind
    return "service_office" if about.unit_id is not None else "other"


def _fresh(about: About) -> str:
    purpose = Purpose.BADGE if about.serial else Purpose.CITY
    return fresh(
        house().keys.vault.submission,
        purpose,
        channel=Channel.PHONE,
        serial=about.serial or "0" * 10,
        now=clock.now(),
    )


def _key(typed: str) -> Submission | None:
    try:
        key = read(typed, house().keys.vault.submission)
    except Missing:
        return None
    return key if key.channel is Channel.PHONE and key.sent_in_time(clock.now()) else None
