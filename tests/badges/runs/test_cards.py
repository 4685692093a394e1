"""What became of each card of a run, and the numbers an officer types."""

import pytest

from app.badges.card_queries import run_lines, stock_rows
from app.badges.cards import cards_of, mark, mark_part, read_numbers
from app.badges.making import Press
from app.badges.rules import CardState
from app.badges.run_queries import run_page
from app.errors import Refused
from qr.codes import group_typed
from tests.badges.city import City, badge_of
from tests.badges.runs.made import drafted, printed, serials, stored
from tests.conftest import NOON
from tests.statements import statements


@pytest.mark.usefixtures("city")
def test_cards_are_marked_all_or_none_and_never_a_spoiled_one_as_handed_over(press: Press) -> None:
    run_id = printed(press)
    cards = serials(press, run_id)

    def set_to(state: CardState, *some: str) -> int:
        with press.db.writing() as session:
            return mark(session, run_id, some, state, now=NOON, actor_id=None)

    assert set_to(CardState.ISSUED, *cards[:3]) == 3
    assert set_to(CardState.ISSUED, *cards[:4]) == 1
    assert set_to(CardState.SPOILED, cards[5]) == 1
    with pytest.raises(Refused, match="card_move"):
        set_to(CardState.ISSUED, cards[4], cards[5])
    with pytest.raises(Refused, match="card_unknown"):
        set_to(CardState.RETURNED, cards[0], "0011223344")
    assert set_to(CardState.RETURNED, cards[0]) == 1
    with press.db.writing() as session:
        assert mark_part(session, run_id, 3, CardState.ISSUED, now=NOON, actor_id=None) == 1
        page = run_page(session, stored(press, run_id).public_id, ("/",), reader_id=0)
        [stock] = stock_rows(session, ("/",))
    counts = {state.value: n for state, n in page.cards.items()}
    assert counts == {"waiting": 0, "printed": 0, "issued": 4, "spoiled": 1, "returned": 1}
    assert (stock.stock, stock.sheets, stock.cards) == ("cr80", 6, 6)
    assert (stock.issued, stock.spoiled, stock.returned) == (4, 1, 1)


def test_cards_of_an_open_run_cannot_be_handed_over(press: Press, city: City) -> None:
    run_id = drafted(press)

    with press.db.writing() as session:
        serial = badge_of(session, city.ali).serial
        with pytest.raises(Refused, match="card_move"):
            mark(session, run_id, [serial], CardState.ISSUED, now=NOON, actor_id=None)


def test_numbers_are_read_in_any_digits_and_strange_words_come_back(
    press: Press, city: City
) -> None:
    run_id = printed(press)
    with press.db.reading() as session:
        ali, sara = badge_of(session, city.ali), badge_of(session, city.sara)
        persian = group_typed(ali.typed_code).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
        blanks = group_typed(ali.typed_code).replace("-", " ")
        good, bad = read_numbers(f"{persian}، {sara.serial.upper()}\n{blanks}; 12 خراب")
        known = cards_of(session, run_id, good)

    assert bad == ["12", "خراب"]
    assert set(known.values()) == {ali.serial, sara.serial}


@pytest.mark.usefixtures("city")
def test_reading_a_run_takes_as_many_statements_whatever_its_length(press: Press) -> None:
    run = stored(press, printed(press))
    with press.db.reading() as session, statements(press.db.engine) as seen:
        run_page(session, run.public_id, ("/",), reader_id=0)
        run_lines(session, run.id or 0)
        stock_rows(session, ("/",))

    assert len([one for one in seen if one.startswith("SELECT")]) == 8
