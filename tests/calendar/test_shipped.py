"""The days off that travel with the product."""

from datetime import date

import pytest

from app.calendar import shipped
from app.errors import Missing
from tests.calendar.clocks import day

REVIEWED_1405 = (
    "01-01 01-02 01-03 01-04 01-12 01-13 01-25 03-06 03-14 03-15 04-03 04-04 05-13 05-21 05-22 "
    "05-30 06-08 08-22 10-02 10-16 11-04 11-22 12-09 12-19 12-20 12-29"
)


def test_1405_is_the_reviewed_list_and_every_day_has_both_names() -> None:
    found = [h for h in shipped.holidays() if day("01-01") <= h.day <= day("12-29")]

    assert [h.day for h in found] == [day(text) for text in REVIEWED_1405.split()]
    assert all(h.name_fa and h.name_en and h.source for h in found)


def test_lunar_days_still_to_come_are_tentative_and_solar_ones_certain() -> None:
    tentative = {h.day for h in shipped.holidays() if h.tentative}

    assert tentative == {
        day(text) for text in ("10-02", "10-16", "11-04", "12-09", "12-19", "12-20")
    }


@pytest.mark.parametrize("year", [1404, 1406, 1407])
def test_the_years_beside_it_hold_solar_days_and_say_that_lunar_ones_are_missing(year: int) -> None:
    found = [
        h for h in shipped.holidays() if day(f"{year}-01-01") <= h.day < day(f"{year + 1}-01-01")
    ]

    assert len(found) == 10
    assert all("missing" in h.source for h in found)


def test_a_wrong_date_of_the_holidays_package_is_not_shipped() -> None:
    assert date(2027, 3, 1) not in {h.day for h in shipped.holidays()}


def test_an_unknown_code_is_not_shipped() -> None:
    with pytest.raises(Missing):
        shipped.shipped("B")
