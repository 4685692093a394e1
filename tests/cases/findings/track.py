"""A complaint about the clerk's manners, and the finding taken as far as a test wants."""

from datetime import timedelta

from sqlmodel import Session, select

from app.cases.findings import service
from app.cases.findings.models import Finding
from app.cases.findings.states import FindingState, Measure, Result
from app.cases.models import Case, CaseStep
from app.notices.models import Notice
from app.people.models import Account
from app.rights import Person, Role
from tests.cases.city import City, desk, open_case
from tests.conftest import NOON

RUDE = "وقتی پرسیدم چرا نوبت من گذشته است گفت تو هیچ حقی در این اداره نداری و رفت"
SUMMARY = "گزارشی دربارهٔ لحن گفت‌وگو با یک مراجعه‌کننده در باجهٔ خدمات رسیده است."
REPLY = "آن روز باجه شلوغ بود و من عذرخواهی کردم."
REASONS = "پس از شنیدن هر دو طرف، لحن گفت‌وگو در باجه شایسته دانسته نشد."
LATER = NOON + timedelta(hours=1)


def notices(session: Session, template: str) -> list[Notice]:
    """Return what was queued under a template."""
    return list(session.exec(select(Notice).where(Notice.template == template)))


class Track:
    """The people of a finding and the verbs in order; each returns the finding."""

    def __init__(self, session: Session, city: City, **said: object) -> None:
        self.session, self.city = session, city
        self.case: Case = open_case(session, city, **{"category": "DIS", "text": RUDE, **said})
        self.code = self.case.tracking_code
        self.clerk: Person = city.clerk_desk
        self.reviewer = desk(session, "reviewer", Role.APPEAL_REVIEWER, city.root)

    def alleged(self) -> Finding:
        return service.allege(self.session, self.code, by=self.city.team, now=NOON)

    def notified(self) -> Finding:
        self.alleged()
        return service.notify(self.session, self.code, summary=SUMMARY, by=self.city.team, now=NOON)

    def replied(self) -> Finding:
        found = self.notified()
        return service.reply(self.session, found.public_id, words=REPLY, by=self.clerk, now=LATER)

    def proposed(
        self,
        result: Result = Result.PARTLY,
        measure: Measure = Measure.GUIDANCE,
        by: Person | None = None,
    ) -> Finding:
        self.replied()
        return service.propose(
            self.session,
            self.code,
            result=result,
            measure=measure,
            reasons=REASONS,
            by=by or self.city.handler,
            now=LATER,
        )

    def decided(self, **said: object) -> Finding:
        self.proposed(**said)
        return service.decide(self.session, self.code, by=self.city.inspector, now=LATER)

    def appealed(self, **said: object) -> Finding:
        found = self.decided(**said)
        return service.appeal(
            self.session, found.public_id, words="لحن من تند نبود.", by=self.clerk, now=LATER
        )

    def to(self, state: FindingState) -> Finding:
        if state is FindingState.EXPIRED:
            found = self.notified()
            found.state = state
            self.session.flush()
            return found
        if state is FindingState.FINAL:
            found = self.decided()
            found.state, found.final_at = state, LATER
            self.session.flush()
            return found
        return {
            FindingState.ALLEGED: self.alleged,
            FindingState.NOTIFIED: self.notified,
            FindingState.REPLIED: self.replied,
            FindingState.PROPOSED: self.proposed,
            FindingState.DECIDED: self.decided,
            FindingState.STAFF_APPEAL: self.appealed,
        }[state]()

    def history(self) -> list[CaseStep]:
        steps = select(CaseStep).where(CaseStep.case_id == self.case.id).order_by(CaseStep.seq)
        return [step for step in self.session.exec(steps) if step.type.startswith("finding")]

    def fire_account(self) -> None:
        account = self.session.get(Account, self.clerk.id)
        assert account is not None
        account.disabled_at = NOON
        self.session.flush()
