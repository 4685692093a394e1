"""The call centre: a message taken by telephone or from a letter is one like any other."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from app import clock
from app.audit import AuditEntry
from app.badges.models import Badge
from app.cases.models import Case, CaseStep
from app.cases.taking.models import TakenMessage
from app.cases.taking.rules import Medium
from app.db import Database
from app.directory.models import Unit
from app.errors import Invalid, Refused
from app.feedback.models import Contact, Feedback
from app.feedback.rules import Channel, Identity, Kind
from app.feedback.words import Words
from app.intake.submission import Purpose, Submission
from app.intake.taking import queries
from app.intake.taking.service import Slip, take
from app.rights import Role
from qr.codes import check_tracking, new_typed_code
from tests.cases.city import City, make_city, told
from tests.conftest import NOON
from tests.feedback.making import TEHRAN, VAULT
from tests.statements import statements
from tests.web import application, found, post, sit

CALL = Slip(Medium.CALL, "1888", "k-2291", NOON - timedelta(minutes=6))
SAID = Words(
    kind=Kind.COMPLAINT,
    category="DLY",
    text="سه روز پشت سر هم گفتند فردا بیایید.",
    wants_answer=True,
    identity=Identity.CONFIDENTIAL,
    phone="+989123456789",
)


def key(nonce: str = "n" * 16) -> Submission:
    return Submission(Purpose.CITY, "0" * 10, Channel.PHONE, NOON, nonce)


def about_clerk(session: Session, city: City) -> queries.About:
    found_one = queries.about_subject(session, city.clerk.public_id)
    assert found_one is not None
    return found_one


def taken(session: Session, city: City, words: Words = SAID, slip: Slip = CALL, **other):
    known = {"by": city.team, "vault": VAULT, "now": NOON, "zone": TEHRAN}
    about = other.pop("about", None) or about_clerk(session, city)
    return take(session, other.pop("key", key()), about, words, slip, **known | other)


def test_a_call_gives_the_same_code_case_and_notices_as_a_scan(session: Session) -> None:
    city = make_city(session)

    taken(session, city)

    row = session.exec(select(Feedback)).one()
    case = session.exec(select(Case)).one()
    assert row.channel is Channel.PHONE
    assert check_tracking(row.tracking_code)
    assert (case.tracking_code, case.named_subject_id) == (row.tracking_code, city.clerk.id)
    assert ("C01", f"feedback:{row.id}") in told(session)
    assert session.exec(select(CaseStep.type).order_by(col(CaseStep.seq))).first() == "registered"


def test_the_number_of_the_call_and_its_start_are_kept_and_the_clock_runs_from_saving(
    session: Session,
) -> None:
    city = make_city(session)

    taken(session, city)

    slip = session.exec(select(TakenMessage)).one()
    assert (slip.line, slip.reference, slip.operator_id) == ("1888", "k-2291", city.team.id)
    assert slip.started_at == CALL.started_at
    assert session.exec(select(Case.registered_at)).one() == NOON
    assert "message.taken" in session.exec(select(AuditEntry.action)).all()


def test_saving_the_same_form_twice_takes_one_message(session: Session) -> None:
    city = make_city(session)

    taken(session, city)
    taken(session, city)

    assert len(session.exec(select(Feedback)).all()) == 1
    assert len(session.exec(select(TakenMessage)).all()) == 1
    assert session.exec(select(AuditEntry.action)).all().count("message.taken") == 1


def test_an_anonymous_caller_leaves_no_number_and_gets_a_receipt(session: Session) -> None:
    city = make_city(session)
    quiet = Words(kind=Kind.COMPLAINT, category="DIS", text="بی‌احترامی شد", wants_answer=True)

    taken(session, city, quiet)

    assert session.exec(select(Contact)).all() == []
    assert session.exec(select(Feedback.receipt_hash)).one()
    assert [template for template, _ in told(session)][:1] != ["C01"]


def test_a_letter_about_a_unit_or_the_city_is_taken_too(session: Session) -> None:
    city = make_city(session)
    letter = Slip(Medium.PAPER, reference="ن-۱۴۰۵-۲۲")
    office = queries.about_unit(session, "office")

    taken(session, city, slip=letter, about=office, key=key("a" * 16))
    taken(session, city, slip=letter, about=queries.About(), key=key("b" * 16))

    units = session.exec(select(Feedback.unit_id).order_by(col(Feedback.id))).all()
    assert units == [city.office.id, None]


def test_nobody_takes_a_message_about_themself(session: Session) -> None:
    city = make_city(session)

    with pytest.raises(Refused, match="about_yourself"):
        taken(session, city, by=city.clerk_desk)


def test_a_made_up_line_and_a_call_from_the_future_are_refused(session: Session) -> None:
    city = make_city(session)

    with pytest.raises(Invalid):
        taken(session, city, slip=Slip(Medium.CALL, "115"))
    with pytest.raises(Invalid):
        taken(session, city, slip=Slip(Medium.CALL, "137", "", NOON + timedelta(hours=1)))


def test_the_search_finds_by_badge_number_name_and_unit_in_two_statements(
    session: Session,
) -> None:
    city = make_city(session)
    number = new_typed_code()
    session.add(
        Badge(
            serial="ab" * 5,
            key_id=1,
            typed_code=number,
            subject_id=city.clerk.id or 0,
            issued_at=NOON,
        )
    )
    city.office.search = "دفتر خدمات شهر"
    session.add(city.office)
    session.flush()

    by_number = queries.find(session, f"{number[:3]}-{number[3:6]} {number[6:]}")
    by_unit = queries.find(session, "خدمات دفتر")
    with statements(session) as seen:
        by_name = queries.find(session, "كارمند باجه")

    assert [one.public_id for one in by_number] == [city.clerk.public_id]
    assert [one.unit_code for one in by_unit if one.subject_id is None] == ["office"]
    assert [one.public_id for one in by_name] == [city.clerk.public_id]
    assert len(seen) == 2


@pytest.fixture
def app(sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return application(found(sqlite_database, tmp_path))


@pytest.fixture
def town(app: Flask) -> City:
    with app.extensions["takrim"].db.writing() as session:
        return make_city(session)


@pytest.fixture
def operator(app: Flask, town: City) -> FlaskClient:
    with app.extensions["takrim"].db.reading() as session:
        root = session.get(Unit, town.root.id)
    return sit(app, Role.OPERATOR, unit=root, locale="en")


def fields(client: FlaskClient, path: str, **typed: str) -> dict[str, str]:
    page = client.get(path).text
    found_key = re.search(r'name="key" value="([^"]+)"', page)
    assert found_key, page[:400]
    known = {
        "key": found_key[1],
        "medium": "call",
        "line": "137",
        "kind": "crt",
        "about": "postponed",
        "text": "سه روز گفتند فردا",
        "identity": "confidential",
        "phone": "۰۹۱۲ ۳۴۵ ۶۷۸۹",
        "want": "1",
    }
    return known | typed


def test_the_operator_finds_saves_and_reads_the_code_out(operator: FlaskClient, app: Flask) -> None:
    direct = operator.get("/desk/take?q=همکار")
    path = direct.headers["Location"]

    saved = post(operator, path, **fields(operator, path))
    done = operator.get(saved.headers["Location"])

    with app.extensions["takrim"].db.reading() as session:
        code = session.exec(select(Feedback.tracking_code)).one()
    assert (direct.status_code, saved.status_code, done.status_code) == (303, 303, 200)
    assert all(part in done.text for part in (code[:3], code[3:6], code[6:]))
    assert "0912•••6789" in done.text
    assert "3456789" not in done.text


def test_an_anonymous_caller_hears_sixteen_digits(operator: FlaskClient, town: City) -> None:
    path = f"/desk/take/new?subject={town.clerk.public_id}"

    saved = post(operator, path, **fields(operator, path, identity="anonymous", phone=""))
    done = operator.get(saved.headers["Location"]).text

    assert len(re.findall(r'<bdi class="n">\d{4}</bdi>', done)) == 4
    listed = operator.get("/desk/take").text
    assert "known to the caller alone" in listed


@pytest.mark.parametrize(
    ("wrong", "told_at"),
    [
        ({"text": "", "about": ""}, "#text"),
        ({"phone": "0912"}, "#phone"),
        ({"kind": ""}, "#kind"),
        ({"started": "25:00"}, "#started"),
        ({"medium": "paper", "reference": ""}, "#reference"),
        ({"line": "115"}, "#line"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    operator: FlaskClient, town: City, wrong: dict[str, str], told_at: str
) -> None:
    path = f"/desk/take/new?subject={town.clerk.public_id}"
    typed = fields(operator, path, name="نام شهروند", **wrong)

    answer = post(operator, path, **typed)

    assert answer.status_code == 422
    assert f'href="{told_at}"' in answer.text
    assert "نام شهروند" in answer.text


def test_a_caller_with_a_code_hears_one_word_and_the_promise(
    operator: FlaskClient, town: City, app: Flask
) -> None:
    path = f"/desk/take/new?subject={town.clerk.public_id}"
    post(operator, path, **fields(operator, path))
    with app.extensions["takrim"].db.reading() as session:
        code = session.exec(select(Feedback.tracking_code)).one()

    page = operator.get(f"/desk/take?q={code}").text

    assert "In progress" in page
    assert "سه روز گفتند" not in page


def test_an_hour_of_the_clock_still_to_come_was_yesterdays() -> None:
    from werkzeug.datastructures import MultiDict

    from app.intake.taking.forms import TakeForm

    form = TakeForm(
        MultiDict({"medium": "call", "line": "137", "started": "۲۳:۵۰"}), subject_kind=""
    )
    started = form.slip(NOON, TEHRAN).started_at

    assert started == datetime(2026, 11, 21, 23, 50, tzinfo=TEHRAN)
