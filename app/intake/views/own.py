"""The own message: opened by the receipt, or by a pass for a proven number; and what one may do.

Receipt and pass are read from the body of a POST and answered in that same answer, so neither
stands in an address or in a log.
"""

from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import clock
from app.cases.recoding.wording import short_name
from app.cases.taxonomy import category
from app.errors import Invalid, Missing, Refused
from app.intake import guard, queries, service
from app.intake.forms import TEXT_MAX, face_of
from app.intake.own_photos import own_photos
from app.intake.queries import Own
from app.web import house, reading, writing

__all__ = ["Proof", "show_own"]


_AGAIN = "rated_again"
_NEEDED = {
    "add": _l("Write what you want to add"),
    "appeal": _l("Write why you do not agree; you can appeal only once"),
    "ask_redaction": _l("Write which words or which photo you mean"),
    "rate": _l("Choose one of the five faces"),
}


@dataclass(frozen=True, slots=True)
class Proof:
    """What opens a message: fields the next form carries, and what they are worth."""

    fields: dict[str, str]
    receipt_hash: str = ""
    phone_index: str = ""
    tracking_code: str = ""


def show_own(proof: Proof, action: str) -> ResponseReturnValue | None:
    """Do what the form asks for, then show the message; ``None`` if the proof opens none.

    Args:
        proof: Receipt or proven number.
        action: Address the forms of the page go to.
    """
    own = _open(proof)
    if own is None:
        return None
    note = problem = ""
    way, typed = _way(), _typed()
    words = typed.get(way) or request.form.get("words", "")[: TEXT_MAX + 1]
    if way in service.WAYS or way == "rate":
        note, problem = _done(own, way, words)
        own = _open(proof) or own
        typed[way] = words if problem else ""
    city = house()
    with reading() as session:
        ids, device = [own.feedback_id], guard.client(city).device
        photos = own_photos(session, ids, city.keys.vault, device)
    body = render_template(
        "citizen/own.html",
        own=own,
        photos=photos.get(own.feedback_id, []),
        proof=proof.fields,
        action=action,
        note=note,
        problems={f"w-{way}": problem} if problem else {},
        typed=typed,
        subject_named=_subject_named,
    )
    return body, 422 if problem else 200


def _subject_named(slug: str) -> str:
    """Return the short name of a category, for a case put under another one."""
    entry = category(slug)
    return short_name(entry) if entry else ""


def _way() -> str:
    """Return what the form asks for; "was it solved" is answered yes or no."""
    solved = {"yes": "confirm", "no": "refute"}.get(request.form.get("solved", ""))
    return solved or request.form.get("way", "")


def _typed() -> dict[str, str]:
    """Return what stands in the boxes of the page, by what it is for."""
    return {
        name.removeprefix("words-"): said[: TEXT_MAX + 1]
        for name, said in request.form.items()
        if name.startswith("words-")
    }


def _open(proof: Proof) -> Own | None:
    with reading() as session:
        return queries.own_case(
            session,
            now=clock.now(),
            receipt_hash=proof.receipt_hash,
            phone_index=proof.phone_index,
            code=proof.tracking_code,
        )


def _done(own: Own, way: str, words: str) -> tuple[str, str]:
    """Return what was done, or what must be put right before it can be."""
    if len(words) > TEXT_MAX:
        return "", str(_("The text may have 4,000 letters at most"))
    try:
        if way == "appeal" and not words.strip():
            raise Invalid("words_missing", field="words-appeal")
        with writing() as session:
            if way == "rate":
                score = face_of(request.form) or 0
                new = service.rate(session, own.feedback_id, score, now=clock.now())
                way = way if new else _AGAIN
            else:
                service.act(session, own.feedback_id, way, words=words, now=clock.now())
    except Invalid:
        return "", str(_NEEDED.get(way) or _("Write your answer first"))
    except (Refused, Missing):
        return str(_("Nothing waits for your answer just now")), ""
    return _said(way), ""


def _said(way: str) -> str:
    done = {
        "confirm": _("Thank you. The case is closed with your confirmation."),
        "refute": _("The case is open again, with somebody else and one level up."),
        "reply": _("Your answer was received; the case goes on."),
        "withdraw": _("Your complaint is withdrawn."),
        "reopen": _("The case is open again, with somebody else."),
        "add": _("What you added was received; whoever works on the case reads it."),
        "ask_redaction": _("Your wish was received; the desk decides and blackens what you named."),
        "rate": _("Thank you; your rating of the handling is stored."),
        _AGAIN: _("You rated the handling before; your first rating stands."),
        "appeal": _("Your appeal was received. Somebody who had no part in the case decides it."),
    }
    return str(done[way])
