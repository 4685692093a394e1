"""The pages of the desks: what they answer, what stays typed, what nobody may open."""

import re

import pytest
from sqlmodel import select

from app.cases import service
from app.cases.desk import canned
from app.cases.desk.models import CannedAnswer, SavedView
from app.cases.desk.rules import Purpose
from app.cases.models import Case
from app.cases.taking.models import TakenMessage
from app.cases.taking.rules import Medium
from tests.cases.city import ANSWER, open_case
from tests.cases.conftest import Desk
from tests.conftest import NOON
from tests.statements import statements

READY = canned.Ready(
    name_fa="پوزش",
    text_fa="{unit}: تا {due} پاسخ می‌گیرید. کد {code}",
    purpose=Purpose.NEWS,
    category="DLY",
)


def page(at_desk: Desk, path: str) -> str:
    answer = at_desk.get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)[:500]
    return answer.get_data(as_text=True)


def stored(at_desk: Desk, code: str = "") -> Case:
    with at_desk.instance.db.reading() as session:
        found = select(Case).where(Case.tracking_code == (code or at_desk.code))
        return session.exec(found).one()


def written(at_desk: Desk, ready: canned.Ready = READY) -> str:
    with at_desk.instance.db.writing() as session:
        return canned.reword(session, ready, by=at_desk.city.team, now=NOON).key


def test_many_cases_are_taken_at_once_and_the_undo_puts_them_back(at_desk: Desk) -> None:
    with at_desk.instance.db.writing() as session:
        second = open_case(session, at_desk.city).tracking_code
    chosen = [f"{code}:{stored(at_desk, code).version}" for code in (at_desk.code, second)]

    done = at_desk.post("/desk/cases/many", "/desk/words", verb="accept", code=chosen)
    body = done.get_data(as_text=True)
    undo = re.findall(r'name="code" value="([^"]+)"', body)
    back = at_desk.post("/desk/cases/put-back", "/desk/words", code=undo)

    assert done.status_code == back.status_code == 200
    assert len(undo) == 2
    assert stored(at_desk).handler_id is None


def test_a_batch_that_was_refused_wholly_answers_409_with_reasons(at_desk: Desk) -> None:
    answer = at_desk.post(
        "/desk/cases/many", "/desk/words", verb="accept", code=[f"{at_desk.code}:99"]
    )

    assert answer.status_code == 409
    assert "Somebody changed this case meanwhile" in answer.get_data(as_text=True)


@pytest.mark.parametrize("fields", [{}, {"verb": "decline"}, {"verb": "accept", "code": "x:y"}])
def test_a_made_up_batch_changes_nothing(at_desk: Desk, fields: dict[str, str]) -> None:
    before = stored(at_desk).version

    answer = at_desk.post("/desk/cases/many", "/desk/words", **fields)

    assert answer.status_code == 303
    assert stored(at_desk).version == before


def test_a_view_is_kept_found_again_and_forgotten(at_desk: Desk) -> None:
    kept = at_desk.post("/desk/cases/views", "/desk/words", view="late", category="DIS", name="دیر")

    assert kept.headers["Location"].endswith("view=late&category=DIS")
    assert "view=late&amp;category=DIS" in page(at_desk, "/desk/cases")
    with at_desk.instance.db.reading() as session:
        number = session.exec(select(SavedView.id)).one()
    at_desk.person = at_desk.city.second
    at_desk.post(f"/desk/cases/views/{number}/forget", "/desk/words")
    at_desk.person = at_desk.city.handler
    assert "دیر" in page(at_desk, "/desk/cases")
    at_desk.post(f"/desk/cases/views/{number}/forget", "/desk/words")
    assert "category=DIS" not in page(at_desk, "/desk/cases")


def test_a_view_without_a_name_is_refused_and_the_filters_stay(at_desk: Desk) -> None:
    answer = at_desk.post("/desk/cases/views", "/desk/words", view="all", category="DIS", name=" ")

    assert answer.status_code == 422
    assert 'name="category" value="DIS"' in answer.get_data(as_text=True)


def test_unchanged_counts_answer_304(at_desk: Desk) -> None:
    first = at_desk.get("/desk/cases/counts")
    client = at_desk._client()

    again = client.get("/desk/cases/counts", headers={"If-None-Match": first.headers["ETag"]})

    assert first.get_json()["unassigned"] == "1"
    assert again.status_code == 304


def test_the_inbox_stays_at_its_statements_with_views_and_a_team(at_desk: Desk) -> None:
    at_desk.person = at_desk.city.team

    def count() -> int:
        with statements(at_desk.instance.db.engine) as seen:
            page(at_desk, "/desk/cases?view=all")
        return len(seen)

    few = count()
    with at_desk.instance.db.writing() as session:
        for _ in range(20):
            open_case(session, at_desk.city)

    assert count() == few <= 12


def test_the_case_page_stays_at_its_statements_however_long_its_history(at_desk: Desk) -> None:
    path = f"/desk/cases/{at_desk.code}"

    def count() -> int:
        with statements(at_desk.instance.db.engine) as seen:
            page(at_desk, path)
        return len(seen)

    few = count()
    for number in range(9):
        written(at_desk)
        with at_desk.instance.db.writing() as session:
            service.note(
                session, at_desk.code, text=f"n{number}", by=at_desk.city.handler, now=NOON
            )

    assert count() == few <= 12


def test_a_ready_answer_fills_the_composer_and_sends_nothing(at_desk: Desk) -> None:
    key, before = written(at_desk), stored(at_desk).version

    body = page(at_desk, f"/desk/cases/{at_desk.code}?ready={key}")

    shown = re.search(r'<textarea[^>]*name="answer"[^>]*>\s*([^<]*)<', body)
    assert shown is not None
    assert shown[1].startswith("دفتر خدمات شهر: تا یکشنبه ۱ آذر، ساعت ۱۵:۱۰")
    assert re.search(r'<input checked[^>]*value="news"', body)
    assert stored(at_desk).version == before


def test_a_refused_answer_is_not_overwritten_by_a_ready_one(at_desk: Desk) -> None:
    key = written(at_desk)

    answer = at_desk.post(
        f"/desk/cases/{at_desk.code}/answer?ready={key}", purpose="news", answer="کوتاه"
    )

    assert answer.status_code == 422
    assert "کوتاه" in answer.get_data(as_text=True)


def test_ready_answers_are_written_changed_and_retired_at_their_desk(at_desk: Desk) -> None:
    at_desk.person = at_desk.city.team
    fields = {
        "name_fa": "پوزش",
        "category": "DIS",
        "purpose": "news",
        "remedy": "",
        "text_fa": ANSWER,
    }

    new = at_desk.post("/desk/answers/new", "/desk/words", **fields)
    with at_desk.instance.db.reading() as session:
        key = session.exec(select(CannedAnswer.key)).one()
    changed = at_desk.post(f"/desk/answers/{key}", "/desk/words", **fields, seen="1")
    stale = at_desk.post(f"/desk/answers/{key}", "/desk/words", **fields, seen="1")
    wrong = at_desk.post(
        "/desk/answers/new", "/desk/words", **{**fields, "text_fa": "{phone} " + ANSWER}
    )

    assert [a.status_code for a in (new, changed, stale, wrong)] == [303, 303, 409, 422]
    assert "{phone}" in wrong.get_data(as_text=True)
    assert page(at_desk, f"/desk/answers/{key}").count("Version") >= 2
    at_desk.post(f"/desk/answers/{key}/retire", "/desk/words")
    assert key not in page(at_desk, "/desk/answers")
    at_desk.person = at_desk.city.handler
    assert at_desk.get("/desk/answers").status_code == 403


def test_words_are_blackened_at_the_desk_and_the_original_asks_for_a_reason(
    at_desk: Desk,
) -> None:
    path = f"/desk/cases/{at_desk.code}/words/1"

    nothing = at_desk.post(path, path)
    done = at_desk.post(path, path, w=["1", "2"])
    body = page(at_desk, f"/desk/cases/{at_desk.code}")

    assert (nothing.status_code, done.status_code) == (422, 303)
    assert "مهر نقشه" not in body
    assert "███" in body
    at_desk.person = at_desk.city.inspector
    refused = at_desk.post(f"{path}/original", path, reason="")
    seen = at_desk.post(f"{path}/original", path, reason="شکایت تازه رسیده")
    assert (refused.status_code, seen.status_code) == (422, 200)
    assert "برای مهر نقشه سه روز معطل شدم" in seen.get_data(as_text=True)


@pytest.mark.parametrize("path", ["words/1", "words/1/original", "photos/x/black"])
def test_blackening_hides_what_the_reader_may_not_know(at_desk: Desk, path: str) -> None:
    at_desk.person = at_desk.city.clerk_desk

    answer = at_desk.post(f"/desk/cases/{at_desk.code}/{path}", "/desk/words", w="1", reason="چرا")

    assert answer.status_code == 404


def test_the_case_says_by_which_call_it_came(at_desk: Desk) -> None:
    with at_desk.instance.db.writing() as session:
        case = session.exec(select(Case)).first()
        session.add(
            TakenMessage(
                feedback_id=case.feedback_id,
                operator_id=at_desk.city.team.id,
                medium=Medium.CALL,
                line="1888",
                reference="k-7",
                taken_at=NOON,
            )
        )

    body = page(at_desk, f"/desk/cases/{at_desk.code}")

    assert "Line 1888" in body
    assert "k-7" in body


@pytest.mark.parametrize("locale", ["fa", "en"])
@pytest.mark.parametrize(
    ("who", "path", "status"),
    [
        ("inspector", "/desk/oversight", 200),
        ("inspector", "/desk/oversight?format=csv&month=1405-09", 200),
        ("inspector", "/desk/load", 200),
        ("manager", "/desk/load", 200),
        ("manager", "/desk/oversight", 403),
        ("handler", "/desk/load", 403),
    ],
)
def test_leaders_see_load_and_oversight_and_nobody_else(
    at_desk: Desk, who: str, path: str, status: int, locale: str
) -> None:
    at_desk.person, at_desk.locale = getattr(at_desk.city, who), locale

    assert at_desk.get(path).status_code == status
