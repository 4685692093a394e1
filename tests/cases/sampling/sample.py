"""A sample whose draws a test knows beforehand, and the citizen's phone that gets the texts."""

from datetime import datetime, timedelta

from sqlmodel import Session, select

from app.cases import service
from app.cases.models import Case
from app.cases.rules import Remedy
from app.cases.sampling.models import CallDraw, CallRule
from app.cases.sampling.rules import drawn
from app.feedback.models import Contact
from app.notices.models import Notice
from app.notices.rules import NoticeState
from tests.cases.city import ANSWER, City, open_case, stored
from tests.cases.test_verifying import INDEX, SUNDAY_9

SHARE = 20
CLAIMED = SUNDAY_9 + timedelta(minutes=90)


def key_that(case: Case, *, draws: bool, cycle: int = 1) -> str:
    """Return the first key under which this case is drawn, or is not."""
    keys = (f"{number:064x}" for number in range(200))
    return next(key for key in keys if drawn(key, case.id or 0, cycle, SHARE) is draws)


def sample(session: Session, key: str, *, organisation_id: int | None = None) -> CallRule:
    """Put a sample of 20 percent in force, with a key the test knows."""
    return stored(
        session,
        CallRule(
            organisation_id=organisation_id,
            share=SHARE,
            from_at=SUNDAY_9,
            reason="کمبود نیرو",
            key=key,
            at=SUNDAY_9,
        ),
    )


def written(session: Session, city: City, **said: object) -> Case:
    """A message about a dirty station, with a number; nothing that makes a call a must."""
    told = {"about": city.station, "category": "CLN", **said}
    case = open_case(session, city, now=SUNDAY_9, **told)
    stored(
        session,
        Contact(
            feedback_id=case.feedback_id, phone_sealed=b"x", phone_index=INDEX, stored_at=SUNDAY_9
        ),
    )
    return case


def claim(session: Session, city: City, case: Case, *, now: datetime = CLAIMED) -> Case:
    """Let the desk claim that it is fixed."""
    return service.claim_fixed(
        session,
        case.tracking_code,
        remedy=Remedy.REPAIRED,
        answer=ANSWER,
        by=city.team,
        now=now,
    )


def by_text(session: Session, city: City) -> Case:
    """A claimed fix whose citizen is asked by text alone."""
    case = written(session, city)
    sample(session, key_that(case, draws=False))
    return claim(session, city, case)


def why(session: Session, case: Case) -> str:
    """What was drawn for the newest claim; empty for nothing."""
    found = select(CallDraw).where(CallDraw.case_id == case.id, CallDraw.claim == case.answered_at)
    row = session.exec(found).first()
    return row.why.value if row else ""


def text(session: Session, case: Case, template: str) -> Notice:
    """The newest message of this text to the citizen of a case."""
    found = select(Notice).where(
        Notice.recipient == f"feedback:{case.feedback_id}", Notice.template == template
    )
    return session.exec(found.order_by(Notice.id.desc())).one()  # type: ignore[union-attr]


def provider(session: Session, notice: Notice, state: NoticeState, at: datetime) -> None:
    """Let the provider take a message, or lose it."""
    notice.state = state
    notice.sent_at = at if state is NoticeState.ACCEPTED else None
    stored(session, notice)
