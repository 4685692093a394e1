"""Words stored by rows alone are the words stored by models: every row of every table, both ways.

A citizen's words go by rows; the desk's phone and the kiosk by a session.  What differs are drawn
numbers, codes, salts, sealed boxes and the hashes over them.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest
from sqlmodel import Session, select

from app.cases.hops.models import CaseHop
from app.cases.models import Case, CaseStep
from app.db import Database
from app.directory.models import Subject
from app.feedback.models import Attachment, Contact, Feedback, Release, StatisticsDelta
from app.feedback.rules import Identity, Kind
from app.feedback.service import record
from app.feedback.words import Words
from app.intake import service
from app.notices.models import Notice
from app.quick_sql import Store
from tests.cases.city import make_city
from tests.conftest import NOON
from tests.feedback.making import TEHRAN, VAULT, tap

TABLES = (
    *(Feedback, StatisticsDelta, Release, Contact, Attachment),
    *(Case, CaseStep, CaseHop, Notice),
)
DRAWN = {
    *("id", "submission", "tracking_code", "feedback_id", "case_id", "event", "recipient"),
    *("receipt_hash", "phone_sealed", "name_sealed", "salt", "hash", "previous", "name"),
    *("public_digest", "internal_digest", "params", "offered_id"),
}
SAID = {
    "a complaint without a name": Words(
        kind=Kind.COMPLAINT, category="DLY", text="سه روز معطل شدم", wants_answer=True
    ),
    "bribery": Words(kind=Kind.COMPLAINT, category="BRB", text="پول خواست", wants_answer=True),
    "danger": Words(kind=Kind.COMPLAINT, category="SAF", text="سیم لخت", wants_answer=True),
    "thanks with a number and a photo": Words(
        kind=Kind.APPRECIATION,
        mood=5,
        text="دستتان درد نکند",
        identity=Identity.CONFIDENTIAL,
        phone="+989123456789",
        name="حسین رضایی",
        photos=("a-photo",),
        topics=("friendly",),
    ),
    "a complaint with a name": Words(
        kind=Kind.COMPLAINT,
        text="در را بستند",
        wants_answer=True,
        identity=Identity.OPEN,
        phone="+989123456789",
    ),
}


def rows(session: Session) -> dict[str, list[dict[str, object]]]:
    """Every row of every table, oldest first, without what is drawn."""
    return {
        model.__tablename__: [
            row.model_dump(exclude=DRAWN)
            for row in session.exec(select(model).order_by(*model.__table__.primary_key))
        ]
        for model in TABLES
    }


def made_by(
    database: Database,
    way: Callable[[], AbstractContextManager[Store]],
    subject: Subject,
    said: Words,
) -> dict[str, list[dict[str, object]]]:
    """Return what words to a fresh tap leave in every table, when they come by this way."""
    with database.writing() as session:
        submission = record(session, tap(subject, 2), now=NOON, zone=TEHRAN).submission
        before = rows(session)
    with way() as store:
        assert service.tell(store, submission, said, vault=VAULT, now=NOON, zone=TEHRAN)
    with database.reading() as session:
        after = rows(session)
    new = {name: found[len(before[name]) :] for name, found in after.items()}
    return new | {"feedback": after["feedback"][-1:]}


@pytest.mark.parametrize("who", ["clerk", "manager", "station"])
@pytest.mark.parametrize("said", SAID)
def test_words_are_the_same_rows_by_either_way(database: Database, said: str, who: str) -> None:
    with database.writing() as session:
        city = make_city(session)
        subject = city.boss if who == "manager" else getattr(city, who)
    words = SAID[said]
    photos = [tuple(f"{way}-{name}" for name in words.photos) for way in "ab"]

    by_models, by_rows = (
        made_by(database, way, subject, replace(words, photos=named))
        for way, named in zip((database.writing, database.writing_rows), photos, strict=True)
    )

    assert by_rows == by_models
    assert bool(by_rows["case_file"]) == words.wants_answer
