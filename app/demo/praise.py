"""A commendation of the demo: offered to whoever the night found worthy, written in Persian."""

from datetime import datetime

from sqlmodel import Session, col, select

from app.directory.models import Employee, Subject
from app.instance import Instance
from app.jalali import jalali_month, localised
from app.people.queries import person_named
from app.rights import Action, Role, reach
from app.scores import queries as scores
from app.scores.letters import service
from app.scores.letters.rules import Language
from app.scores.letters.wording import Person, body
from app.scores.queries import Queued
from printables.design import HOUSE, dumps

__all__ = ["offer_praise"]

_OWN = "پیگیری کار مراجعان سالمند را خودتان آغاز کردید و همکاران تازه از شما آموختند."


def offer_praise(session: Session, city: Instance, *, now: datetime) -> int:
    """Offer a commendation to each commendable person; return how many."""
    hr = person_named(session, Role.HR_REVIEWER.value)
    worthy = [
        one
        for one in scores.commendable(session, reach(hr, Action.REVIEW_SCORES))
        if service.may_be_praised(one.shown)
    ]
    for one in worthy:
        _offer(session, city, one, hr.id, now)
    return len(worthy)


def _offer(session: Session, city: Instance, one: Queued, actor_id: int, now: datetime) -> None:
    subject = session.get_one(Subject, one.subject_id)
    title = select(Employee.job_title).where(col(Employee.subject_id) == subject.id)
    who = Person(one.name_fa, session.exec(title).one(), one.unit_fa)
    n = localised(round(one.shown.n_effective or 0), "fa")
    said = body(Language.FA, who, n=n, own_words=_OWN, quote="", week="")
    service.offer(
        session,
        subject,
        year=int(jalali_month(now, city.settings.zone)[:4]),
        language=Language.FA,
        said=said
        | {
            "city": city.settings.city_fa,
            "office": "معاونت منابع انسانی",
            "signer": "حمید اکبری",
            "signer_title": "مدیر منابع انسانی",
        },
        design=dumps(HOUSE),
        key_id=city.keys.ring.signing.key_id,
        actor_id=actor_id,
        now=now,
    )
