"""The facility manager's screens: own places alone, counts that equal a recount."""

from collections import Counter, defaultdict
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from app.db import Database
from app.directory import service as directory
from app.errors import Missing
from app.feedback.folding import fold_deltas
from app.feedback.models import Feedback
from app.feedback.rules import Kind
from app.insights.queries.facilities import facilities, facility_page, kinds
from app.jalali import jalali_month
from app.scores.rules import About
from tests.conftest import NOON
from tests.feedback.making import TEHRAN
from tests.insights.city import MONTH, City, hear, make_city, person, place, tell
from tests.scores.nights import night
from tests.statements import statements


@pytest.fixture
def city(session) -> City:
    return make_city(session)


def codes(session, *units, **asked):
    return [row.code for row in facilities(session, [u.path for u in units], month=MONTH, **asked)]


def page_of(session, subject, unit, month=MONTH):
    return facility_page(session, subject.public_id, [unit.path], month=month, zone=TEHRAN)


def test_a_manager_sees_the_places_of_the_own_subtree(session, city):
    place(session, city.counter, "P1", "بوستان آب")
    place(session, city.south, "P2", "بوستان بهار")
    place(session, city.metro, "P3", "بوستان پارس")

    assert codes(session, city.root) == ["P1", "P2"]
    assert codes(session, city.north) == ["P1"]
    assert codes(session, city.metro, city.south) == ["P2", "P3"]
    assert codes(session) == []


def test_places_are_found_by_any_spelling_and_kind(session, city):
    place(session, city.south, "P1", "بوستان آینه‌ی کوچک", name_en="Little Mirror Park")
    place(session, city.south, "MS7", "ایستگاه دروازه", kind="metro_station")

    assert codes(session, city.root, text="آينه كوچك") == ["P1"]
    assert codes(session, city.root, text="mirror") == ["P1"]
    assert codes(session, city.root, text="ms۷") == ["MS7"]
    assert codes(session, city.root, kind="metro_station") == ["MS7"]
    assert codes(session, city.root, kind="no_such_kind") == []


def test_people_are_no_places_and_closed_places_are_gone(session, city):
    person(session, city.south, "0001")
    closed = place(session, city.south, "P1")
    directory.leave(session, closed, now=NOON)

    assert codes(session, city.root) == []


def test_pages_of_places_of_one_name_hold_each_once(session, city):
    wanted = [place(session, city.south, f"P{n:03d}").public_id for n in range(130)]

    seen, after = [], ""
    while True:
        rows = facilities(session, [city.root.path], month=MONTH, after=after)
        seen += [row.public_id for row in rows[:50]]
        if len(rows) <= 50:
            break
        after = rows[49].public_id

    assert len(seen) == 130
    assert sorted(seen) == sorted(wanted)


def test_each_place_has_its_own_messages_of_the_month_asked_for(session, city):
    busy, calm = place(session, city.south, "P1", "آب"), place(session, city.south, "P2", "بهار")
    hear(session, busy, 5, 1, None)
    fold_deltas(session)
    hear(session, busy, 4)
    hear(session, busy, 4, at=NOON + timedelta(days=40))

    rows = facilities(session, [city.root.path], month=MONTH)

    assert [(row.code, row.messages) for row in rows] == [("P1", 4), ("P2", 0)]
    assert page_of(session, calm, city.root).months[-1].total == 0


def test_a_place_out_of_reach_looks_like_an_unknown_one(session, city):
    station = place(session, city.metro, "MS1", "ایستگاه")

    for public_id, unit in ((station.public_id, city.root), ("nothing", city.metro)):
        with pytest.raises(Missing) as refusal:
            facility_page(session, public_id, [unit.path], month=MONTH, zone=TEHRAN)
        assert refusal.value.code == "unknown"


def test_a_person_has_no_page_among_the_places(session, city):
    clerk = person(session, city.south, "0001")

    with pytest.raises(Missing):
        page_of(session, clerk, city.south)


def test_a_page_shows_six_months_by_kind_and_rating_the_oldest_first(session, city):
    park = place(session, city.south, "P1", address="خیابان یکم")
    hear(session, park, *[5] * 5, None, kind=Kind.SUGGESTION)
    hear(session, park, 2, at=NOON - timedelta(days=60))
    hear(session, park, 1, at=NOON - timedelta(days=400))

    page = page_of(session, park, city.south)

    assert [m.month for m in page.months] == [f"1405-{n:02d}" for n in range(4, 10)]
    assert [m.total for m in page.months] == [0, 0, 0, 1, 0, 6]
    assert page.months[-1].kinds == {"apr": 0, "sug": 6, "com": 0, "crt": 0, "none": 0}
    assert set(page.months[3].kinds.values()) == {None}
    assert (page.months[-1].rated, page.months[-1].bad) == (5, 0)
    assert (page.address, page.row.messages, page.open_cases) == ("خیابان یکم", 6, 0)


def test_few_bad_ratings_of_a_place_are_not_told(session, city):
    park = place(session, city.south, "P1")
    hear(session, park, *[5] * 9, *[1] * 3)

    assert page_of(session, park, city.south).months[-1].bad is None


def test_an_interchange_names_every_line_it_lies_on(session, city):
    lines = tuple(
        place(session, city.metro, f"ML{n}", f"خط {n} مترو", kind="metro_line") for n in (4, 1)
    )
    station = place(session, city.metro, "MS1", "دروازه", kind="metro_station", lines=lines)

    assert [line.number for line in page_of(session, station, city.metro).lines] == ["1", "4"]


def test_a_page_shows_released_words_alone(session, city):
    park = place(session, city.south, "P1")
    tell(session, park, "چراغ‌ها روشن نیست")
    hear(session, park, 1)

    assert [w.text for w in page_of(session, park, city.south).words] == ["چراغ‌ها روشن نیست"]


@pytest.mark.parametrize("count", [3, 120])
def test_the_list_of_places_costs_the_same_whatever_its_length(session, city, count):
    for n in range(count):
        hear(session, place(session, city.south, f"P{n:03d}", f"بوستان {n:03d}"), 4)
    first = facilities(session, [city.root.path], month=MONTH, limit=1)[0]

    with statements(session) as seen:
        facilities(session, [city.root.path], month=MONTH, text="بوستان", after=first.public_id)
        kinds(session)

    assert len(seen) == 3


def test_an_export_of_more_rows_than_a_statement_may_name_is_read_at_once(session, city):
    place(session, city.south, "P1")

    with statements(session) as seen:
        facilities(session, [city.root.path], month=MONTH, limit=50_000)

    assert len(seen) == 1


@pytest.mark.parametrize("count", [0, 60])
def test_a_page_of_a_place_costs_at_most_eight_statements(session, city, count):
    park = place(session, city.south, "P1")
    night(session, (park, {}), about=About.PLACES)
    hear(session, park, *[3] * count)
    for n in range(min(count, 5)):
        tell(session, park, f"حرف {n}")
    asked = {"public_id": park.public_id, "paths": [city.root.path]}
    session.expunge_all()

    with statements(session) as seen:
        facility_page(session, **asked, month=MONTH, zone=TEHRAN)

    assert len(seen) <= 8


TAPS = st.tuples(
    st.integers(0, 2),
    st.one_of(st.none(), st.integers(1, 5)),
    st.sampled_from(list(Kind)),
    st.integers(-40, 40),
    st.booleans(),
)


def recount(session: Session) -> defaultdict[int, Counter]:
    """Messages of the month by subject, kind and rating, counted from the records themselves."""
    found: defaultdict[int, Counter] = defaultdict(Counter)
    for said in session.exec(select(Feedback)):
        if jalali_month(said.created_at, TEHRAN) == MONTH:
            found[said.subject_id][said.kind.value, said.mood or 0] += 1
    return found


def summed(counts: Counter, part: int) -> dict:
    total: Counter = Counter()
    for key, count in counts.items():
        total[key[part]] += count
    return dict(total)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(history=st.lists(TAPS, max_size=25))
def test_list_and_page_equal_a_recount_after_any_history(database: Database, history):
    with Session(database.engine.execution_options(writing=True)) as session:
        city = make_city(session)
        places = [place(session, city.south, f"P{n}", f"بوستان {n}") for n in range(3)]
        for which, mood, kind, days, fold in history:
            hear(session, places[which], mood, kind=kind, at=NOON + timedelta(days=days))
            if fold:
                fold_deltas(session, 2)

        truth = recount(session)
        rows = facilities(session, [city.root.path], month=MONTH)
        assert {row.id: row.messages for row in rows} == {p.id: truth[p.id].total() for p in places}
        for one in places:
            now = page_of(session, one, city.root).months[-1]
            kinds, moods = (summed(truth[one.id], place) for place in (0, 1))
            assert all(n in {None, kinds.get(kind, 0)} for kind, n in now.kinds.items())
            assert now.rated == sum(n for mood, n in moods.items() if mood)
            assert now.bad in {None, moods.get(1, 0) + moods.get(2, 0)}
        session.rollback()
