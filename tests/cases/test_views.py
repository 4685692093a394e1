"""The pages: what each answers, what it keeps of what was typed, what it never shows."""

import csv
from io import StringIO

import pytest
from sqlmodel import select

from app.audit import AuditEntry
from app.cases.models import Case
from app.cases.rules import CaseState
from app.feedback.models import Contact, Release
from app.feedback.rules import Identity, ReleaseState
from app.feedback.words import contact_place
from tests.cases.city import ANSWER, open_case, open_maybe
from tests.cases.conftest import Desk
from tests.conftest import NOON


def stored(at_desk: Desk) -> Case:
    with at_desk.instance.db.reading() as session:
        return session.exec(select(Case).where(Case.tracking_code == at_desk.code)).one()


def page(at_desk: Desk, path: str) -> str:
    answer = at_desk.get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)[:500]
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("locale", ["fa", "en"])
@pytest.mark.parametrize("view", ["mine", "all", "unassigned", "waiting", "late", "done", "x"])
def test_every_view_of_the_inbox_opens(at_desk: Desk, locale: str, view: str) -> None:
    at_desk.locale = locale

    assert page(at_desk, f"/desk/cases?view={view}")


def test_the_inbox_leads_with_date_and_hour_then_the_time_left(at_desk: Desk) -> None:
    body = page(at_desk, "/desk/cases?view=all")

    assert body.index("today, 15:10") < body.index("3 h left")
    assert "برای مهر نقشه سه روز معطل شدم" in body


@pytest.mark.parametrize(
    "query", ["after=x", "unit=999999999999", "state=nonsense", "category=%27", "q=%00%25", "view="]
)
def test_a_made_up_address_is_no_error(at_desk: Desk, query: str) -> None:
    assert at_desk.get(f"/desk/cases?{query}").status_code == 200


def test_the_export_is_inert_in_a_spreadsheet(at_desk: Desk) -> None:
    with at_desk.instance.db.writing() as session:
        open_case(session, at_desk.city, text='=HYPERLINK("http://x")')

    answer = at_desk.get("/desk/cases?view=all&format=csv")

    rows = list(csv.reader(StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert answer.get_data()[:3] == b"\xef\xbb\xbf"
    assert len(rows) == 3
    assert {row[-1][:1] for row in rows[1:]} == {"'", "ب"}


@pytest.mark.parametrize("who", ["outsider", "clerk_desk"])
def test_an_unknown_case_and_a_hidden_one_look_the_same(at_desk: Desk, who: str) -> None:
    at_desk.person = getattr(at_desk.city, who)

    hidden, unknown = at_desk.get(f"/desk/cases/{at_desk.code}"), at_desk.get("/desk/cases/1")

    assert hidden.status_code == unknown.status_code == 404
    assert hidden.get_data() == unknown.get_data()
    assert at_desk.code not in page(at_desk, "/desk/cases?view=all")


@pytest.mark.parametrize(
    "verb",
    [
        *("accept", "assign", "refer", "answer", "note", "bounce", "decline", "transfer"),
        *("recuse", "contact", "question-back", "hold", "let-through", "confirm-hold"),
        *("merge", "unmerge", "open-again", "appeal", "keep", "keep-no-longer"),
    ],
)
def test_no_verb_reaches_a_hidden_case(at_desk: Desk, verb: str) -> None:
    at_desk.person = at_desk.city.clerk_desk
    fields = {
        "purpose": "news",
        "answer": ANSWER,
        "note": "x",
        "bounce_reason": "x",
        "look_reason": "چرا که نه",
        "decline_reason": "abusive",
        "decline_answer": ANSWER,
        "organisation": "x",
        "reference": "x",
        "hold_reason": "x",
        "held_answer": ANSWER,
        "master": "1",
        "again_reason": "x",
        "keep_reason": "دادسرای ناحیهٔ ۳",
        "lift_reason": "دادسرای ناحیهٔ ۳",
        "decision": "again",
        "appeal_reasons": ANSWER,
        "unit_id": str(at_desk.city.other.id),
        "handler_id": str(at_desk.city.second.id),
    }

    answer = at_desk.post(f"/desk/cases/{at_desk.code}/{verb}", "/desk/words", **fields)

    assert answer.status_code == 404


def test_a_case_is_accepted_answered_and_waits_for_the_citizen(at_desk: Desk) -> None:
    path = f"/desk/cases/{at_desk.code}"

    taken = at_desk.post(f"{path}/accept", version=str(stored(at_desk).version))
    answered = at_desk.post(
        f"{path}/answer",
        purpose="fix",
        remedy="served_now",
        answer=ANSWER,
        version=str(stored(at_desk).version),
    )

    assert (taken.status_code, answered.status_code) == (303, 303)
    assert stored(at_desk).state is CaseState.FIX_CLAIMED
    assert ANSWER in page(at_desk, path)


def test_a_short_answer_comes_back_with_what_was_typed(at_desk: Desk) -> None:
    answer = at_desk.post(
        f"/desk/cases/{at_desk.code}/answer", purpose="fix", remedy="refund", answer="درست شد"
    )

    body = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Write at least 20 characters." in body
    assert "درست شد" in body
    assert '<option selected value="refund">' in body


def test_a_claim_without_a_remedy_is_asked_for_it(at_desk: Desk) -> None:
    answer = at_desk.post(f"/desk/cases/{at_desk.code}/answer", purpose="fix", answer=ANSWER)

    assert answer.status_code == 422
    assert "Say what was done." in answer.get_data(as_text=True)


def test_who_acts_on_what_has_changed_loses_no_word_and_it_is_logged(at_desk: Desk) -> None:
    path, seen = f"/desk/cases/{at_desk.code}", str(stored(at_desk).version)
    at_desk.person = at_desk.city.second
    at_desk.post(f"{path}/accept", version=seen)
    at_desk.person = at_desk.city.handler

    answer = at_desk.post(f"{path}/answer", purpose="news", answer=ANSWER, version=seen)

    body = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Somebody changed this case meanwhile" in body
    assert ANSWER in body
    with at_desk.instance.db.reading() as session:
        assert "case.refused_transition" in session.exec(select(AuditEntry.action)).all()


def test_a_note_stays_inside(at_desk: Desk) -> None:
    path = f"/desk/cases/{at_desk.code}"

    assert at_desk.post(f"{path}/note", note="فقط میان ما").status_code == 303
    assert at_desk.post(f"{path}/note", note=" ").status_code == 422
    assert '<li class="in-note">' in page(at_desk, path)


def test_who_steps_back_is_sent_to_the_inbox_and_sees_the_case_no_more(at_desk: Desk) -> None:
    path = f"/desk/cases/{at_desk.code}"

    answer = at_desk.post(f"{path}/recuse")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/cases")
    assert at_desk.get(path).status_code == 404


def test_the_number_is_shown_once_with_a_reason(at_desk: Desk) -> None:
    case = stored(at_desk)
    vault = at_desk.instance.keys.vault
    with at_desk.instance.db.writing() as session:
        sealed = vault.seal("+989121234567", place=contact_place("phone", case.feedback_id))
        session.add(
            Contact(
                feedback_id=case.feedback_id, phone_sealed=sealed, phone_index="x", stored_at=NOON
            )
        )
    path = f"/desk/cases/{at_desk.code}"
    assert "number, with a reason" not in page(at_desk, path)
    at_desk.person = at_desk.city.team
    assert "+989121234567" not in page(at_desk, path)

    without = at_desk.post(f"{path}/contact", look_reason="")
    shown = at_desk.post(f"{path}/contact", look_reason="تماس برای پیگیری")

    assert without.status_code == 422
    assert "+989121234567" in shown.get_data(as_text=True)
    assert shown.headers["Cache-Control"] == "no-store"
    assert "+989121234567" not in page(at_desk, path)


def test_the_special_team_refers_declines_and_sends_on(at_desk: Desk) -> None:
    path = f"/desk/cases/{at_desk.code}"
    at_desk.post(f"{path}/bounce", bounce_reason="مربوط به ما نیست")
    at_desk.person = at_desk.city.team

    referred = at_desk.post(f"{path}/refer", unit_id=str(at_desk.city.other.id))
    declined = at_desk.post(
        f"{path}/decline", decline_reason="already_decided", decline_answer=ANSWER
    )

    assert (referred.status_code, declined.status_code) == (303, 303)
    assert stored(at_desk).state is CaseState.DECLINED


def test_a_manager_gives_a_case_to_a_colleague(at_desk: Desk) -> None:
    at_desk.person = at_desk.city.manager
    path = f"/desk/cases/{at_desk.code}"

    wrong = at_desk.post(f"{path}/assign", handler_id=str(at_desk.city.outsider.id))
    right = at_desk.post(f"{path}/assign", handler_id=str(at_desk.city.second.id))

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert stored(at_desk).handler_id == at_desk.city.second.id


def test_inspection_alone_reads_a_bribery_case(at_desk: Desk) -> None:
    with at_desk.instance.db.writing() as session:
        at_desk.code = open_case(session, at_desk.city, category="BRB").tracking_code
    path = f"/desk/cases/{at_desk.code}"

    for person in (at_desk.city.handler, at_desk.city.manager, at_desk.city.team):
        at_desk.person = person
        assert at_desk.get(path).status_code == 404
    at_desk.person = at_desk.city.inspector
    body = page(at_desk, path)
    assert "with inspection alone" in body
    assert "Referred to inspection alone" in body
    assert "Referred to the unit" not in body


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"verb": "release"}, ReleaseState.RELEASED),
        ({"verb": "mask", "masked": "سه روز معطل شدم"}, ReleaseState.MASKED),
        ({"verb": "withhold"}, ReleaseState.WITHHELD),
    ],
)
def test_words_are_released_masked_or_kept_back(
    at_desk: Desk, fields: dict[str, str], state: ReleaseState
) -> None:
    number = waiting(at_desk)
    assert "برای مهر نقشه" in page(at_desk, "/desk/words")

    answer = at_desk.post("/desk/words", "/desk/words", message=str(number), **fields)

    assert answer.status_code == 303
    with at_desk.instance.db.reading() as session:
        row = session.get(Release, number)
        assert row is not None
        assert row.state is state


def test_empty_masked_words_and_a_second_decision_are_refused(at_desk: Desk) -> None:
    number = str(waiting(at_desk))

    empty = at_desk.post("/desk/words", "/desk/words", message=number, verb="mask", masked=" ")
    at_desk.post("/desk/words", "/desk/words", message=number, verb="release")
    again = at_desk.post("/desk/words", message=number, verb="withhold")
    odd = at_desk.post("/desk/words", message="x", verb="release")

    assert (empty.status_code, again.status_code, odd.status_code) == (422, 404, 422)


def waiting(at_desk: Desk) -> int:
    with at_desk.instance.db.writing() as session:
        case = open_maybe(session, at_desk.city.colleague, identity=Identity.ANONYMOUS)
        assert case is not None
        session.add(
            Release(feedback_id=case.feedback_id, unit_id=at_desk.city.office.id, queued_at=NOON)
        )
        return case.feedback_id


def test_a_question_is_asked_and_taken_back_at_the_desk(at_desk: Desk) -> None:
    at_desk.post(f"/desk/cases/{at_desk.code}/accept")
    at_desk.post(f"/desk/cases/{at_desk.code}/answer", purpose="ask", answer=ANSWER)
    assert stored(at_desk).state is CaseState.WAITING_CITIZEN

    answer = at_desk.post(f"/desk/cases/{at_desk.code}/question-back")

    assert answer.status_code == 303
    assert stored(at_desk).state is CaseState.IN_PROGRESS


def test_a_case_is_joined_held_and_opened_again_at_the_desk(at_desk: Desk) -> None:
    at_desk.person = at_desk.city.team
    with at_desk.instance.db.writing() as session:
        other = open_case(session, at_desk.city).tracking_code
    place = f"/desk/cases/{at_desk.code}"

    wrong = at_desk.post(f"{place}/merge", master="۱۲۳")
    joined = at_desk.post(f"{place}/merge", master=f"{other[:3]} {other[3:6]} {other[6:]}")
    apart = at_desk.post(f"{place}/unmerge")

    assert (wrong.status_code, joined.status_code, apart.status_code) == (422, 303, 303)
    assert "۱۲۳" in wrong.get_data(as_text=True)
    assert stored(at_desk).state is CaseState.REFERRED


def test_after_a_claim_the_handlers_next_case_opens_and_without_one_the_same(
    at_desk: Desk,
) -> None:
    with at_desk.instance.db.writing() as session:
        other = open_case(session, at_desk.city).tracking_code
    for code in (at_desk.code, other):
        at_desk.post(f"/desk/cases/{code}/accept")
    fields = {"purpose": "fix", "remedy": "served_now", "answer": ANSWER}

    first = at_desk.post(f"/desk/cases/{at_desk.code}/answer", **fields)
    last = at_desk.post(f"/desk/cases/{other}/answer", page=f"/desk/cases/{other}", **fields)

    assert first.headers["Location"].endswith(other)
    assert last.headers["Location"].endswith(other)
