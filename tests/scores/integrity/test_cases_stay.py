"""What a rule sets aside is read and answered as ever; serious matters wait for no statistics."""

from datetime import timedelta

from sqlmodel import select

from app.cases.models import Case
from app.cases.rules import CaseState
from app.db import Database
from app.feedback.models import Feedback
from app.scores.integrity.models import SuspectAnswer
from app.scores.models import AnswerWeight
from app.scores.nightly.run import run_night
from app.scores.rules import About
from tests.cases.city import make_city, open_case
from tests.conftest import NOON
from tests.scores.engine.answers import city
from tests.scores.stored_city import LATER, night_of, store_city


def test_suspect_answers_have_their_cases_and_the_next_one_gets_its_own(database: Database):
    with database.writing() as session:
        store_city(session, city())
        town = make_city(session)
        for minute in range(12):
            open_case(session, town, now=LATER - timedelta(days=3, minutes=minute))

    run_night(night_of(database), About.EMPLOYEES)

    with database.writing() as session:
        suspects = (
            select(SuspectAnswer.feedback_id)
            .join(Feedback, Feedback.id == SuspectAnswer.feedback_id)
            .where(Feedback.subject_id == town.clerk.id)
        )
        found = set(session.exec(suspects))
        cases = select(Case.feedback_id).where(Case.named_subject_id == town.clerk.id)
        assert len(found) == 12
        assert found <= set(session.exec(cases))
        light = select(AnswerWeight.weight).where(AnswerWeight.feedback_id.in_(found))
        assert max(session.exec(light)) < 0.5

        again = open_case(session, town, now=LATER)

        assert again.state not in {CaseState.QUARANTINE, CaseState.WITHDRAWN}


def test_one_report_of_bribery_goes_to_inspection_in_a_city_without_a_score(database: Database):
    with database.writing() as session:
        town = make_city(session)
        case = open_case(session, town, category="BRB", now=NOON)

        assert case.to_inspection

    run_night(night_of(database), About.EMPLOYEES)

    with database.reading() as session:
        assert session.get(Case, case.id).to_inspection
