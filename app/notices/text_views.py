"""The desk of texts: what each notice says, in both languages, and how many SMS parts it takes."""

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import clock
from app.errors import Invalid, Refused
from app.notices import editing
from app.notices.forms import EMPTY, TextForm
from app.notices.rules import segments
from app.notices.texts import TEXTS, Text
from app.notices.views import bp
from app.notices.wording import said
from app.rights import Action
from app.web import house, me, reading, require, writing

__all__ = ["bp"]

_SENTENCES = {
    "text_missing": EMPTY,
    "text_long": _l("This text is longer than 300 characters."),
    "text_names": _l("It uses a name in braces that this notice does not fill in."),
    "text_braces": _l("A brace stands alone. Names are written as {code}."),
    "text_languages": _l("Both languages must use the same names in braces."),
    "changed_meanwhile": _l("Somebody else changed this text meanwhile. Compare it below."),
}


@bp.get("/texts")
@require(Action.EDIT_TEXTS)
def texts() -> ResponseReturnValue:
    """List every text as it is in force."""
    with reading() as session:
        found = editing.texts_in_force(session)
    rows = [
        (text, {locale: _parts(text, locale) for locale in editing.LOCALES})
        for text in found.values()
    ]
    return render_template("notices/texts.html", rows=rows)


@bp.route("/texts/<template>", methods=["GET", "POST"])
@require(Action.EDIT_TEXTS)
def text(template: str) -> ResponseReturnValue:
    """Show one text with its versions; on sending, store the next version or only look at it."""
    with reading() as session:
        history = editing.versions(session, template)
    current, form = history[0][0], TextForm()
    if form.validate_on_submit() and "look" not in request.form:
        try:
            _store(template, form)
        except (Invalid, Refused) as error:
            field = form[error.field] if isinstance(error, Invalid) else form.fa
            field.errors = [*field.errors, _SENTENCES[error.code]]
        else:
            flash(_("The text is in force from the next sending on."))
            return redirect(url_for("notices.text", template=template), 303)
    elif not form.is_submitted():
        form.fa.data, form.en.data = current.wording["fa"], current.wording["en"]
        form.seen.data = str(current.version)
    shown = [_shown(current, locale, form[locale].data or "") for locale in editing.LOCALES]
    page = render_template(
        "notices/text.html", form=form, text=current, history=history, shown=shown,
        names=sorted(TEXTS[template].names),
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _store(template: str, form: TextForm) -> None:
    seen = form.seen.data or ""
    with writing() as session:
        editing.reword(
            session,
            template,
            {"fa": form.fa.data or "", "en": form.en.data or ""},
            seen=int(seen) if seen.isdecimal() and len(seen) < 9 else -1,
            actor_id=me().id,
            now=clock.now(),
        )


def _shown(current: Text, locale: str, sentence: str) -> dict[str, Any]:
    """Return the sentence with typical values, its length and parts; as typed if it is unsound."""
    try:
        editing.check(current.id, locale, sentence)
        finished = _finished(current.id, locale, {**current.wording, locale: sentence})
    except Invalid:
        finished = sentence
    return {
        "locale": locale,
        "text": finished,
        "length": len(finished),
        "parts": segments(finished),
    }


def _parts(text: Text, locale: str) -> int:
    return segments(_finished(text.id, locale, text.wording))


def _finished(template: str, locale: str, wording: Any) -> str:
    now, settings = clock.now(), house().settings
    typical = dict.fromkeys(TEXTS[template].names, "1405") | _TYPICAL
    typical |= {name: (now + timedelta(hours=26)).isoformat() for name in ("due", "until")}
    typical["date"] = now.date().isoformat()
    asked = Text(template, 0, "", wording)
    return said(
        template, locale, {name: typical[name] for name in TEXTS[template].names},
        zone=settings.zone, now=now, brief=True, site=settings.public_url,
        texts={template: asked},
    )  # fmt: skip


_TYPICAL = {
    "code": "4839027152",
    "master": "7302914866",
    "link": "/t/4839027152",
    "otp": "482913",
    "org": "شرکت آب و فاضلاب",
    "ext": "140512345",
    "text": "سپاس از برخورد خوب شما",
    "level": "2",
    "id": "1204",
}
