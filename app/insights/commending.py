"""From a filled form to a stored commendation: its words, its look, its number."""

from datetime import datetime

from sqlmodel import Session

from app.badges.design_versions import designs_at
from app.errors import Invalid
from app.feedback.queries import ReleasedWords
from app.insights.forms import CommendForm
from app.insights.queries.commending import Commending
from app.instance import Instance
from app.jalali import jalali_month, localised, week
from app.scores.letters import service
from app.scores.letters.models import Commendation
from app.scores.letters.paper import Press, certificate_pdf, letter_pdf
from app.scores.letters.rules import Language
from app.scores.letters.wording import Person, body
from printables.design import HOUSE, Design, dumps
from printables.errors import LetterTooLong

__all__ = ["offer", "press_of"]


def press_of(city: Instance) -> Press:
    """Return what the city adds to a stored commendation when it is printed."""
    settings = city.settings
    return Press(city.keys.ring, settings.public_url, settings.host, settings.zone)


def offer(
    session: Session,
    page: Commending,
    form: CommendForm,
    *,
    city: Instance,
    actor_id: int,
    now: datetime,
) -> Commendation:
    """Write and offer a commendation, having seen that its words fit on paper.

    Raises:
        Refused: The score does not support it, or one is waiting for an answer.
        Invalid: The words do not fit on one page.
    """
    design = designs_at(session, now).get(page.subject.organisation_id, HOUSE)
    row = service.offer(
        session,
        page.subject,
        year=int(jalali_month(now, city.settings.zone)[:4]),
        language=Language(form.language.data),
        said=_said(page, form, design, city),
        design=dumps(design),
        key_id=city.keys.ring.signing.key_id,
        actor_id=actor_id,
        now=now,
    )
    try:
        letter_pdf(row, press_of(city))
        certificate_pdf(row, press_of(city))
    except LetterTooLong as error:
        raise Invalid("letter_too_long", field="own_words") from error
    return row


def _said(page: Commending, form: CommendForm, design: Design, city: Instance) -> dict[str, object]:
    language = Language(form.language.data)
    persian = language is Language.FA
    chosen = _quote(page.thanks, form.quote.data)
    words = body(
        language,
        _person(page, persian=persian, honorific=form.honorific.data or ""),
        n=localised(round(page.shown.n_effective or 0), language.value),
        own_words=form.own_words.data or "",
        quote=chosen.text if chosen else "",
        week=week(chosen.week, language.value) if chosen else "",
    )
    names = (design.name_fa, city.settings.city_fa)
    if not persian:
        names = (design.name_en or design.name_fa, city.settings.city_en)
    return words | {
        "city": names[0] or names[1],
        "office": (form.office.data or "").strip(),
        "signer": (form.signer.data or "").strip(),
        "signer_title": (form.signer_title.data or "").strip(),
    }


def _person(page: Commending, *, persian: bool, honorific: str) -> Person:
    """Return whom the paper names; English takes the English names alone, where there are any."""
    if persian:
        return Person(page.name_fa, page.title, page.unit_fa, honorific)
    return Person(page.name_en or page.name_fa, page.service_en, page.unit_en, honorific)


def _quote(thanks: tuple[ReleasedWords, ...], chosen: str | None) -> ReleasedWords | None:
    return next((one for one in thanks if str(one.feedback_id) == chosen), None)
