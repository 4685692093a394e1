"""A lost slip is made anew, for one employee in reach whose account nobody uses yet."""

import pypdfium2
import pytest
from sqlmodel import col, select

from app.badges.design_versions import save_design
from app.directory.models import Organisation
from app.people.models import Account, OneUseLink
from app.people.service import create_account
from app.rights import Role
from printables.design import Design
from printables.reading import read_back
from tests.badges.conftest import Desk
from tests.conftest import NOON


@pytest.fixture
def issued(desk: Desk) -> Desk:
    with desk.db.writing() as session:
        create_account(session, "officer", actor_id=None, now=NOON)
    return desk


def open_codes(desk: Desk) -> list[str]:
    with desk.db.reading() as session:
        return list(
            session.exec(select(OneUseLink.token_hash).where(col(OneUseLink.used_at).is_(None)))
        )


@pytest.mark.parametrize("number", ["0012", "۰۰۱۲", " 0012 "])
def test_a_slip_is_one_pdf_whose_symbol_leads_to_the_start(issued: Desk, number: str) -> None:
    answer = issued.post("/slip", number=number)

    assert answer.mimetype == "application/pdf"
    [seen] = read_back(answer.data)
    assert seen.text.startswith("https://qr.city.ir/start/")


def test_a_second_slip_ends_the_first(issued: Desk) -> None:
    issued.post("/slip", number="0012")
    [first] = open_codes(issued)

    issued.post("/slip", number="0012")

    [second] = open_codes(issued)
    assert second != first


def test_an_account_in_use_gets_no_slip(issued: Desk) -> None:
    issued.post("/slip", number="0012")
    with issued.db.writing() as session:
        held = select(Account).where(Account.username == "0012")
        session.exec(held).one().password_hash = "set"

    answer = issued.post("/slip", number="0012")

    assert answer.status_code == 422
    assert "open already" in answer.text
    assert 'value="0012"' in answer.text


@pytest.mark.parametrize("number", ["9999", "", "x" * 41, "0014'--"])
def test_whoever_is_unknown_is_named_at_the_field(issued: Desk, number: str) -> None:
    assert issued.post("/slip", number=number).status_code == 422


def test_out_of_reach_is_unknown(issued: Desk) -> None:
    issued.sit(issued.city.south)

    assert issued.post("/slip", number="0012").status_code == 422
    assert issued.post("/slip", number="0014").status_code == 200


def test_human_resources_may_make_one_too(issued: Desk) -> None:
    issued.sit(issued.city.root, role=Role.HR_REVIEWER)

    assert "0012" in issued.get("/slip?number=0012").text
    assert issued.post("/slip", number="0012").status_code == 200


def test_a_slip_is_in_the_language_that_stands_first_on_the_card(issued: Desk) -> None:
    def said() -> str:
        page = pypdfium2.PdfDocument(issued.post("/slip", number="0012").data)[0]
        return page.get_textpage().get_text_range()

    assert "Works once" not in said()
    with issued.db.writing() as session:
        organisation = session.exec(select(Organisation).where(Organisation.code == "town")).one()
        english = Design(english=True, name_en="Island Municipality")
        save_design(session, organisation.id, english, now=NOON, actor_id=None)
    assert "Works once" in said()
    assert "Island Municipality" in said()
