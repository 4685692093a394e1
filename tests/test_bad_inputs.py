"""The public bad inputs (P01-P46) against a running server: never a 5xx, never a lost word.

Each is sent as a stranger would send it, over a socket, and the badge page must answer afterwards.
"""

import http.client
import re
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from sqlmodel import func, select

from app import clock
from app.badges.models import Badge
from app.badges.rules import BadgeStatus
from app.db import Database
from app.feedback.models import Feedback
from tests.faults import FoundCity, found_city, served

pytestmark = pytest.mark.slow

FORM = "application/x-www-form-urlencoded"
WORDS = "سه روز پشت سر هم گفتند فردا بیایید و کسی پشت باجه نبود."
OK, REJECTED = {200, 303}, {400, 413, 415, 422}
_KEY = re.compile(r'name="key" value="([A-Za-z]{48})"')
_RECEIPT = re.compile(r'class="code[^"]*"')
_DIGITS = re.compile(r'<strong class="code.*?</strong>', re.S)


@dataclass(frozen=True)
class Answer:
    """Status, body and headers of one answer."""

    status: int
    text: str
    headers: dict[str, str]


@dataclass
class Stranger:
    """Somebody with a socket, behind an address of their own."""

    port: int
    city: FoundCity
    address: str = field(
        default_factory=lambda: ".".join(str(secrets.randbelow(250) + 1) for _ in range(4))
    )

    def ask(self, method: str, path: str, body: bytes | str = b"", **headers: str) -> Answer:
        sent = body.encode() if isinstance(body, str) else body
        known = {"X-Forwarded-For": self.address, "X-Forwarded-Proto": "https"}
        known |= {"X-Forwarded-Host": "qr.test.ir"}
        known |= {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as line:
            with suppress(BrokenPipeError):  # refused before the last byte was sent
                line.request(method, path, sent or None, known)
            answer = line.getresponse()
            text = answer.read().decode("utf-8", "replace")
            return Answer(answer.status, text, {k.lower(): v for k, v in answer.getheaders()})

    def post(self, path: str, **fields: object) -> Answer:
        return self.ask("POST", path, urlencode(fields, doseq=True), Content_Type=FORM)

    @property
    def badge(self) -> str:
        return f"/B/{self.city.token}"

    def tap(self) -> str:
        """Open the badge, touch a face, return the address of the thanks page."""
        key = _KEY.search(self.ask("GET", self.badge).text)
        assert key
        answer = self.post(self.badge, key=key[1], tap="2")
        assert answer.status == 303
        return answer.headers["location"]

    def tell(self, **fields: object) -> Answer:
        known: dict[str, object] = {"kind": "crt", "about": "postponed", "text": WORDS}
        return self.post(self.tap(), **known | fields)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, FoundCity]]:
    city = found_city(tmp_path_factory.mktemp("strange"))
    city.env["TAKRIM_TRUSTED_PROXIES"] = "1"
    city.env["TAKRIM_TRUSTED_HOSTS"] = "qr.test.ir"
    with served(city, workers=1) as (port, _server):
        yield port, city


@pytest.fixture
def stranger(place: tuple[int, FoundCity]) -> Iterator[Stranger]:
    somebody = Stranger(*place)
    yield somebody
    again = Stranger(*place).ask("GET", somebody.badge)
    assert again.status in {200, 410}


@pytest.fixture
def store(place: tuple[int, FoundCity]) -> Iterator[Database]:
    database = Database(place[1].database)
    yield database
    database.dispose()


def stored(database: Database) -> int:
    with database.reading() as session:
        return session.exec(select(func.count()).select_from(Feedback)).one()


def calm(answer: Answer) -> bool:
    return answer.status < 500 and "Traceback" not in answer.text


GOOD = {
    "P01": {},
    "P06": {"text": "<script>alert(1)</script>"},
    "P07": {"identity": "open", "want": "1", "phone": "09123456789", "name": "<img onerror=x>"},
    "P08": {"text": "'; DROP TABLE feedback; --"},
    "P09": {"text": "{{7*7191}} ${7*7191}"},
    "P10": {"text": '=HYPERLINK("http://evil.example")'},
    "P11": {"text": "كارت ملي ١٢٣ گم شد"},
    "P12": {"identity": "open", "want": "1", "phone": "09123456789", "name": "علی\u202eevil"},
    "P13": {"text": "پیش\x00پس"},
    "P14": {"text": "خانواده 👨‍👩‍👧‍👦 🇮🇷"},
    "P16": {"want": "1", "phone": "۰۹۱۲۳۴۵۶۷۸۹"},
    "P17": {"want": "1", "phone": "+98 912 000 0000"},
    "P28": {"status": "closed", "score": "99", "is_admin": "1", "employee_id": "7", "id": "1"},
}
NEVER = ("<script>alert", "<img onerror", "50337", "\u202e")


@pytest.mark.parametrize("name", GOOD)
def test_strange_words_are_taken_and_shown_as_words(name: str, stranger: Stranger) -> None:
    answer = stranger.tell(**GOOD[name])

    assert answer.status == 303, answer.text[:2000]
    receipt = stranger.ask("GET", answer.headers["location"])
    assert receipt.status == 200
    assert _RECEIPT.search(receipt.text)
    assert not [never for never in NEVER if never in receipt.text]


BAD = {
    "P02": {"text": "", "about": ""},
    "P03": {"text": "\u00a0 \u200c ", "about": ""},
    "P04": {"text": "آ" * 10_001},
    "P15": {"want": "1", "phone": "abcdef"},
    "P18": {"want": "1", "phone": "0912"},
    "P19": {"want": "1", "phone": "12"},
    "P20": {"kind": "zzz"},
    "P21": {"mood": "999"},
    "P22": {"mood": "-1"},
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_taken_is_refused_with_everything_typed(
    name: str, stranger: Stranger
) -> None:
    fields = BAD[name]
    answer = stranger.tell(**fields)

    assert answer.status in REJECTED
    assert "<title>خطا:" in answer.text
    assert str(fields.get("text", WORDS)).strip("\u00a0 \u200c")[:4000] in answer.text


def test_p05_two_megabytes_of_text_are_too_much_and_the_start_is_given_back(
    stranger: Stranger,
) -> None:
    answer = stranger.tell(text=WORDS + "x" * 2_000_000)

    assert answer.status in REJECTED
    assert WORDS in answer.text


@pytest.mark.parametrize("change", ["first", "cut", "long"])
def test_p23_to_p25_a_changed_token_shows_nobody(change: str, stranger: Stranger) -> None:
    token = stranger.city.token
    other = "A" if token[0] != "A" else "B"
    wrong = {"first": other + token[1:], "cut": token[:-1], "long": token * 160}[change]
    answer = stranger.ask("GET", f"/B/{wrong[:4096]}")

    assert 400 <= answer.status < 500
    assert "رستمی" not in answer.text


@pytest.mark.parametrize("how", ["revoked", "expired"])
def test_p26_p27_an_ended_badge_shows_no_name_and_no_text_field(
    how: str, stranger: Stranger, store: Database
) -> None:
    changes: dict[str, object] = {"status": BadgeStatus.REVOKED, "ended_at": clock.now()}
    if how == "expired":
        changes = {"expires_at": clock.now() - timedelta(days=1)}
    with store.writing() as session:
        row = session.exec(select(Badge)).one()
        before = {name: getattr(row, name) for name in changes}
        for name, value in changes.items():
            setattr(row, name, value)
    try:
        _wait_for(lambda: stranger.ask("GET", stranger.badge).status == 410)
        answer = stranger.ask("GET", stranger.badge)
        assert "رستمی" not in answer.text
        assert "<textarea" not in answer.text
        assert 'name="tap"' in answer.text
        assert 'name="report"' in answer.text
    finally:
        with store.writing() as session:
            row = session.exec(select(Badge)).one()
            for name, value in before.items():
                setattr(row, name, value)
        _wait_for(lambda: stranger.ask("GET", stranger.badge).status == 200)


def test_p29_the_same_page_sent_twice_is_one_message_and_one_receipt(
    stranger: Stranger, store: Database
) -> None:
    thanks, before = stranger.tap(), stored(store)
    fields = {"kind": "crt", "text": WORDS, "want": "1", "identity": "anonymous"}
    sent = [stranger.post(thanks, **fields) for _ in range(2)]

    assert [answer.status for answer in sent] == [303, 303]
    receipts = [stranger.ask("GET", answer.headers["location"]).text for answer in sent]
    assert len({_DIGITS.search(text)[0] for text in receipts}) == 1  # type: ignore[index]
    assert stored(store) == before


def test_p30_a_wrong_value_in_the_form_is_refused_with_the_words(stranger: Stranger) -> None:
    answer = stranger.tell(key="Z" * 48)

    assert answer.status in {400, 403}
    assert WORDS in answer.text


def test_p34_another_host_is_refused_and_not_repeated(stranger: Stranger) -> None:
    answer = stranger.ask("GET", "/", X_Forwarded_Host="evil.example", Host="evil.example")

    assert answer.status in {400, 404, 421}
    assert "evil.example" not in answer.text


def test_p35_the_door_of_the_staff_sends_nobody_elsewhere(stranger: Stranger) -> None:
    answer = stranger.ask("GET", "/sign-in?next=https://evil.example")

    assert answer.status == 200
    assert "evil.example" not in answer.headers.get("location", "")


def test_p36_p37_p46_headers_and_source_of_the_badge_page(stranger: Stranger) -> None:
    for _ in range(2):  # drawn, and handed out again
        page = stranger.ask("GET", stranger.badge)
        policy = page.headers["content-security-policy"]

        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert page.headers["x-content-type-options"] == "nosniff"
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["strict-transport-security"].startswith("max-age=31536000")
        assert not re.search(r"\d{10}|09\d{9}", page.text)


def test_p38_to_p40_odd_addresses_and_methods(stranger: Stranger, store: Database) -> None:
    before = stored(store)

    assert stranger.ask("GET", "/nothing/here").status == 404
    assert stranger.ask("GET", "/thanks/" + "A" * 48).status == 404
    assert stranger.ask("TRACE", "/").status == 405
    assert stored(store) == before


def test_p41_p42_made_up_receipts_end_in_patience(stranger: Stranger) -> None:
    found = [
        stranger.post("/track", code="".join(str(secrets.randbelow(10)) for _ in range(16)))
        for _ in range(20)
    ]

    assert [answer.status for answer in found] == [404] * 10 + [429] * 10
    assert int(found[-1].headers["retry-after"]) <= 600


def test_p44_p45_what_is_no_form_is_refused(stranger: Stranger) -> None:
    thanks = stranger.tap()
    sent = [
        stranger.ask("POST", thanks, '{"text": "x"}', Content_Type="application/json"),
        stranger.ask("POST", thanks, "--x\r\nbroken", Content_Type="multipart/form-data"),
        stranger.ask("POST", thanks, "--x\r\nbr", Content_Type="multipart/form-data; boundary=x"),
    ]

    assert [400 <= answer.status < 500 for answer in sent] == [True] * 3
    assert all(calm(answer) for answer in sent)


def _wait_for(true: Callable[[], bool], seconds: float = 6) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.2)
