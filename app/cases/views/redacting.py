"""Blackening words and pictures of a citizen, and inspection's look at the original."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.cases import queries
from app.cases.desk.picturing import Frame, original_photo, ready_photos, redact_photo
from app.cases.desk.redacting import original_words, redact_words, words_at
from app.cases.desk.rules import words_of
from app.cases.desk.wording import refused_said
from app.cases.rules import CaseRole
from app.cases.views.blueprint import bp
from app.errors import Invalid, Missing, Refused
from app.rights import Action
from app.text import latin_digits
from app.web import house, me, reading, require, writing


@bp.get("/cases/<code>/words/<int:seq>")
@require(Action.WORK_CASES)
def redacting(code: str, seq: int) -> ResponseReturnValue:
    """Show the words of one event, each of them to choose."""
    return _words(code, seq)


@bp.post("/cases/<code>/words/<int:seq>")
@require(Action.WORK_CASES)
def redact(code: str, seq: int) -> ResponseReturnValue:
    """Blacken the chosen words."""
    chosen = {int(n) for n in request.form.getlist("w") if n.isdecimal() and len(n) < 6}
    try:
        with writing() as session:
            vault = house().keys.vault
            redact_words(session, vault, code, seq, chosen, by=me(), now=clock.now())
    except (Invalid, Refused) as error:
        return _words(code, seq, refused_said(error.code), error.status)
    flash(_("The words are gone from every page, search and export."))
    return redirect(url_for("cases.show", code=code), 303)


@bp.post("/cases/<code>/words/<int:seq>/original")
@require(Action.WORK_CASES)
def original(code: str, seq: int) -> ResponseReturnValue:
    """Show inspection the words as they were, once, with a reason."""
    reason = request.form.get("reason", "")[:400]
    try:
        with writing() as session:
            vault = house().keys.vault
            text = original_words(
                session, vault, code, seq, reason=reason, by=me(), now=clock.now()
            )
    except (Invalid, Refused) as error:
        return _words(code, seq, refused_said(error.code), error.status, reason=reason)
    return _words(code, seq, original=text)


@bp.get("/cases/<code>/photos/<name>/black")
@require(Action.WORK_CASES)
def redacting_photo(code: str, name: str) -> ResponseReturnValue:
    """Show a photo on which a part can be marked."""
    return _photo(code, name)


@bp.post("/cases/<code>/photos/<name>/black")
@require(Action.WORK_CASES)
def black_photo(code: str, name: str) -> ResponseReturnValue:
    """Blacken the marked part."""
    frame = Frame(*(_percent(side) for side in ("left", "top", "width", "height")))
    city = house()
    try:
        with writing() as session:
            redact_photo(
                session,
                city.photos,
                city.keys.vault,
                code,
                name,
                frame=frame,
                by=me(),
                now=clock.now(),
            )
    except (Invalid, Refused) as error:
        return _photo(code, name, refused_said(error.code), error.status)
    flash(_("The part is black now; the picture was drawn anew without it."))
    return redirect(url_for("cases.redacting_photo", code=code, name=name), 303)


@bp.post("/cases/<code>/photos/<name>/original")
@require(Action.WORK_CASES)
def photo_original(code: str, name: str) -> ResponseReturnValue:
    """Hand inspection the photo as it was, once, with a reason."""
    city, reason = house(), request.form.get("reason", "")[:400]
    try:
        with writing() as session:
            picture = original_photo(
                session,
                city.photos,
                city.keys.vault,
                code,
                name,
                reason=reason,
                by=me(),
                now=clock.now(),
            )
    except (Invalid, Refused) as error:
        return _photo(code, name, refused_said(error.code), error.status, reason)
    headers = {"Content-Disposition": 'attachment; filename="photo-original.jpg"'}
    return Response(picture, mimetype="image/jpeg", headers=headers)


def _words(
    code: str,
    seq: int,
    problem: str = "",
    status: int = 200,
    *,
    reason: str = "",
    original: str = "",
) -> ResponseReturnValue:
    with reading() as session:
        page = queries.case_page(session, me(), code, now=clock.now())
        if page.veiled:
            raise Missing("unknown")
        _step, text = words_at(session, page.case, seq)
    body = render_template(
        "cases/redact.html",
        page=page,
        seq=seq,
        words=[text[start:end] for start, end in words_of(text)],
        problem=problem,
        reason=reason,
        original=original,
        chosen=request.form.getlist("w"),
        inspects=page.role is CaseRole.INS,
        blackened=any(step.blackened for step in page.steps if step.seq == seq),
    )
    return body, status


def _photo(
    code: str, name: str, problem: str = "", status: int = 200, reason: str = ""
) -> ResponseReturnValue:
    with reading() as session:
        page = queries.case_page(session, me(), code, now=clock.now())
        known = {} if page.veiled else ready_photos(session, page.case.feedback_id)
    if name not in known:
        raise Missing("unknown")
    body = render_template(
        "cases/redact_photo.html",
        page=page,
        name=name,
        problem=problem,
        reason=reason,
        typed=request.form,
        inspects=page.role is CaseRole.INS,
        blackened=known[name],
    )
    return body, status


def _percent(side: str) -> float:
    typed = latin_digits(request.form.get(side, "")).replace("٫", ".").strip()
    try:
        value = float(typed[:12])
    except ValueError:
        return -1.0
    return value if 0 <= value <= 100 else -1.0
