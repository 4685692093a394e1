"""The category of a case changed from its page."""

import pytest
from sqlmodel import select

from app.cases import service
from app.cases.models import CaseStep
from tests.cases.conftest import Desk
from tests.cases.recoding.turning import WHY
from tests.conftest import NOON

FORM = "/category"


def change(at_desk: Desk, category: str, reason: str = WHY):
    page = f"/desk/cases/{at_desk.code}"
    return at_desk.post(page + FORM, recode_category=category, recode_reason=reason)


@pytest.mark.parametrize(
    ("locale", "words", "promise"),
    [
        ("en", "Category changed: Postponed to Negligence", "Urgent, three working hours"),
        ("fa", "تغییر دسته: از «موکول کردن» به «سهل‌انگاری»", "فوری، سه ساعت کاری"),
    ],
)
def test_the_history_says_from_what_to_what_and_the_page_what_the_figures_go_by(
    at_desk: Desk, locale: str, words: str, promise: str
) -> None:
    at_desk.person, at_desk.locale = at_desk.city.team, locale

    assert change(at_desk, "NEG").status_code == 303
    shown = at_desk.get(f"/desk/cases/{at_desk.code}").text

    assert words in shown
    assert WHY in shown
    assert promise in shown


def test_whoever_sends_a_case_to_inspection_is_led_to_the_inbox(at_desk: Desk) -> None:
    at_desk.person = at_desk.city.team

    answer = change(at_desk, "BRB")

    assert (answer.status_code, answer.location) == (303, "/desk/cases")
    assert at_desk.get(f"/desk/cases/{at_desk.code}").status_code == 404


def test_the_unit_is_offered_no_such_form_and_refused_with_what_to_do(at_desk: Desk) -> None:
    page = at_desk.get(f"/desk/cases/{at_desk.code}").text

    answer = change(at_desk, "NEG")

    assert FORM not in page
    assert answer.status_code == 409
    assert "send the case back" in answer.text
    with at_desk.instance.db.reading() as session:
        tried = select(CaseStep.reason).where(CaseStep.type == "refused_transition")
        assert session.exec(tried).all() == ["recode: recode_desk"]


@pytest.mark.parametrize(
    ("category", "reason", "status", "words"),
    [
        ("", WHY, 422, "Choose from the list"),
        ("NEG", "", 422, "Say why, in a few words."),
        ("CLN", WHY, 409, "not for what the case is about"),
        ("DLY", WHY, 409, "under this category already"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_is_kept(
    at_desk: Desk, category: str, reason: str, status: int, words: str
) -> None:
    at_desk.person = at_desk.city.team

    answer = change(at_desk, category, reason)

    assert answer.status_code == status
    assert words in answer.text
    assert (reason in answer.text) or not reason


def test_only_what_fits_a_person_is_offered_for_a_person(at_desk: Desk) -> None:
    at_desk.person = at_desk.city.team

    page = at_desk.get(f"/desk/cases/{at_desk.code}").text

    offered = [part.split('"', 1)[0] for part in page.split('<option value="')[1:]]
    assert {"DIS", "BRB"} <= set(offered)
    assert not {"CLN", "FUP", "DLY"} & set(offered)


def test_a_case_changed_meanwhile_is_looked_at_again(at_desk: Desk) -> None:
    at_desk.person = at_desk.city.team
    with at_desk.instance.db.writing() as session:
        service.accept(session, at_desk.code, by=at_desk.city.handler, now=NOON)

    answer = at_desk.post(
        f"/desk/cases/{at_desk.code}/category",
        recode_category="NEG", recode_reason=WHY, version="1",
    )  # fmt: skip

    assert answer.status_code == 409
