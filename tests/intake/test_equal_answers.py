"""A code with a slip, one nobody has and a wrong one cannot be told apart: words, way, time.

The way is the list of the product's own functions a request goes through, so a shortcut shows
itself on any machine; the time is the processor's, of tries that take turns.
"""

import re
import sys
from collections.abc import Callable
from itertools import count
from statistics import median
from time import thread_time

import pytest
from sqlmodel import select

from app.feedback.models import Feedback
from app.intake import guard
from app.notices.models import Notice
from qr import payload
from qr.codes import tracking_code, typed_code
from tests.intake.conftest import tap_face, tell
from tests.statements import statements

PHONE = "09123456789"
TRIES = 15
_ADDRESSES = count(1)
_ROWS = "columns.py:process_result_value"  # a stored instant is read or is not there
_FRESH = re.compile(r'nonce="[^"]*"|name="key" value="[^"]*"|<bdi class="n" lang="en">\w{16}</bdi>')


class Try:
    """One POST of a stranger, each from an address of its own, so that no pause comes between."""

    def __init__(self, web, path: str, **fields: str) -> None:
        self.web, self.path, self.fields = web, path, fields

    def __call__(self):
        number = next(_ADDRESSES)
        address = f"198.18.{number // 250}.{number % 250 + 1}"
        return self.web.post(self.path, data=self.fields, environ_base={"REMOTE_ADDR": address})


def slip(code: str) -> str:
    """The same code with its last digit wrong."""
    return code[:-1] + str((int(code[-1]) + 1) % 10)


@pytest.fixture(autouse=True)
def codes_for_all(monkeypatch):
    """Let every wish for a code be granted, as the first three of an hour are."""
    for name in ("SMS_ADDRESS", "SMS_CITY"):
        monkeypatch.setattr(guard, name, "9999/hour")
    monkeypatch.setattr(guard, "SMS_NUMBER", ("9999/hour",))


@pytest.fixture
def message(web, city) -> str:
    """A message with a number, which was asked for its six digits; its code."""
    tell(web, tap_face(web, city.url(city.desk), 1).location, want="1", phone=PHONE)
    with city.db.reading() as session:
        code = session.exec(select(Feedback.tracking_code)).one()
    web.post(f"/t/{code}/code")
    return code


def unknown_tracking(taken: str) -> str:
    return next(c for c in (tracking_code(f"{n:09d}") for n in range(2)) if c != taken)


@pytest.fixture
def pair(request, web, city, message) -> tuple[Try, Try]:
    """Two tries that must look alike, by the name of the door."""
    unknown = unknown_tracking(message)
    taken = {city.desk.typed_code, city.station.typed_code}
    nobody = [c for c in (typed_code(f"{n:08d}") for n in range(4)) if c not in taken]
    with city.db.reading() as session:
        (otp,) = session.exec(select(Notice.params).where(Notice.template == "C17")).all()
    ring = city.instance.keys.ring
    stranger = payload.sign(bytes(5), ring)
    forged = ("0" if stranger[0] != "0" else "1") + stranger[1:]
    doors = {
        "tracking code": ("/track", {"code": unknown}, {"code": slip(unknown)}),
        "receipt": ("/track", {"code": "1" * 16}, {"code": "2" * 15 + "x"}),
        "own data": ("/mine/data", {"code": "1" * 16}, {"code": "2" * 15 + "x"}),
        "six digits of a code": (
            "/mine/open",
            {"code": message, "otp": slip(otp["otp"])},
            {"code": unknown, "otp": slip(otp["otp"])},
        ),
        "six digits of a number": (
            "/mine/open",
            {"phone": PHONE, "otp": slip(otp["otp"])},
            {"phone": "09350000000", "otp": slip(otp["otp"])},
        ),
        "wish by number": ("/mine", {"phone": PHONE}, {"phone": "09350000000"}),
        "wish by code": (f"/t/{message}/code", {}, {"path": f"/t/{unknown}/code"}),
        "badge number": ("/check", {"code": nobody[0]}, {"code": nobody[1]}),
        "symbol": ("/check", {"code": stranger}, {"code": forged}),
    }
    path, one, other = doors[request.param]
    return Try(web, path, **one), Try(web, other.pop("path", path), **other)


DOORS = [
    "tracking code",
    "receipt",
    "own data",
    "six digits of a code",
    "six digits of a number",
    "wish by number",
    "wish by code",
    "badge number",
    "symbol",
]
every_door = pytest.mark.parametrize("pair", DOORS, indirect=True)


def plain(sent: Try) -> tuple[int, str, set[str]]:
    """Status, page and names of headers, without what is drawn anew or was typed."""
    answer = sent()
    page = _FRESH.sub("", answer.text)
    for word in (*sent.fields.values(), *re.findall(r"\d{10}", sent.path)):
        page = page.replace(word, "")
        page = page.replace(f"{word[:3]}-{word[3:6]}-{word[6:]}".translate(_PERSIAN), "")
    return answer.status_code, page, set(answer.headers.keys())


_PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def way(sent: Callable[[], object]) -> list[str]:
    """The product's own functions a request calls, in their order."""
    seen: list[str] = []

    def note(frame, event, _arg) -> None:
        if event == "call" and "/app/" in frame.f_code.co_filename:
            code = frame.f_code
            seen.append(f"{code.co_filename.rpartition('/app/')[2]}:{code.co_name}")

    sys.setprofile(note)
    try:
        sent()
    finally:
        sys.setprofile(None)
    return [name for name in seen if name != _ROWS]


@every_door
def test_wrong_and_missing_read_the_same(pair):
    one, other = map(plain, pair)

    assert one == other
    assert one[0] in {200, 404, 422}


@every_door
def test_wrong_and_missing_ask_the_database_the_same(pair, city):
    asked = []
    for sent in pair:
        sent()
        with statements(city.db.engine) as seen:
            sent()
        asked.append(list(seen))

    assert asked[0] == asked[1]


@pytest.mark.parametrize("pair", DOORS[:-1], indirect=True)  # a symbol is named for the desk's list
def test_wrong_and_missing_go_the_same_way(pair):
    for sent in pair:
        sent()
    one, other = map(way, pair)

    assert one == other
    assert len(one) > 50


@every_door
def test_wrong_and_missing_take_as_long(pair):
    spent: tuple[list[float], list[float]] = ([], [])
    for turn in range(2 * TRIES):
        started = thread_time()
        pair[turn % 2]()
        spent[turn % 2].append(thread_time() - started)

    assert abs(median(spent[0]) - median(spent[1])) < 0.020


def test_tries_at_a_code_do_not_tell_whose_it_is(web, message):
    """Five misses of a code leave its number alone, so nobody learns that they belong together."""
    for _ in range(5):
        Try(web, "/mine/open", code=message, otp="x")()

    assert Try(web, "/mine/open", code=message, otp="x")().status_code == 429
    assert Try(web, "/mine/open", phone=PHONE, otp="x")().status_code == 422


def test_a_number_is_one_however_it_is_written(web, message):
    assert message
    for spelled in (PHONE, "+98 912 345 6789", "۰۹۱۲۳۴۵۶۷۸۹", PHONE, PHONE):
        assert Try(web, "/mine/open", phone=spelled, otp="x")().status_code == 422

    assert Try(web, "/mine/open", phone="0912-345-6789", otp="x")().status_code == 429


def test_a_number_nobody_left_is_written_to_by_nobody(web, city, message):
    assert message
    before = told(city)
    assert Try(web, "/mine", phone="09350000000")().status_code == 200
    assert told(city) == before


def told(city) -> int:
    with city.db.reading() as session:
        return len(session.exec(select(Notice.id)).all())
