"""Every address of the product, walked by every role that may open it, in a city of known scores.

No person stands in the order of scores, no number is told below ten effective answers, and no
cell is broken down below five devices: on pages, in exports, in interfaces, in papers.
"""

import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from app import clock
from app.badges import service as badges
from app.badges.models import Badge
from app.badges.scope import Scope
from app.db import Database
from app.directory.models import Subject
from app.feedback.rules import Kind
from app.people.service import whole_city
from app.rights import Role
from tests.conftest import NOON
from tests.insights.city import City, hear, make_city, person, place, tell
from tests.scores.nights import night
from tests.walk_files import file_away
from tests.web import application, found, sit

TABLE: dict[str, list[str]] = json.loads(Path(__file__).with_name("rights.json").read_text("utf-8"))
FA = str.maketrans("0123456789.", "۰۱۲۳۴۵۶۷۸۹٫")
DRAWN = re.compile(
    r"""\s(?:d|viewBox|x|y|x1|x2|y1|y2|width|height|cx|cy|points)=("[^"]*"|'[^']*')"""
)
HIDDEN = re.compile(r"<(style|script|symbol)\b.*?</\1>", re.S)
# effective answers -> score; neither by name nor by unit nor by waiting time are they in order
SCORES = {4: 31.7, 5: 83.4, 9: 27.9, 10: 64.3, 29: 51.8, 30: 77.6, 60: 58.2}
NAMES = {4: "آ", 5: "ب", 9: "پ", 10: "ت", 29: "ث", 30: "ج", 60: "چ"}
FORMATS = ("", "?lang=en", "?format=csv", "?format=xlsx", "?format=json")
WISHES = ("?sort=score", "?order=-score", "?by=score&desc=1", "?sort=n_effective", "?o=score")
MANY, VOICES = 163, 3


class Walk:
    """The city, its people by effective answers, and a client for every role."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.db = database
        instance = found(database, folder)
        self.app: Flask = application(instance)
        with database.writing() as session:
            self.city: City = make_city(session)
            self.top = whole_city(session, "شهر")
            self.people = {n: self._person(session, n) for n in SCORES}
            self.park = place(session, self.city.south, "P1")
            badges.issue(session, instance.keys.ring, Scope(), now=NOON, actor_id=None)
            loud = self.people[60]
            for n in range(MANY):
                hear(session, loud, 5, kind=Kind.APPRECIATION, device=f"d{n % VOICES}")
            for n in range(41):
                hear(session, loud, 4, kind=Kind.COMMENT, device=f"e{n}")
                hear(session, loud, 4, kind=Kind.SUGGESTION, device=f"f{n % 23}")
            for one in self.people.values():
                tell(session, one, "خیلی ممنون", kind=Kind.APPRECIATION)
            for days in (40, 1):
                night(session, *self._scores(), at=NOON - timedelta(days=days))
            key = instance.keys.ring.signing.key_id
            self.files = file_away(session, self.people, self.top, key_id=key, now=NOON)
            self.serials = list(session.exec(select(Badge.serial).order_by(Badge.id)))

    def _person(self, session, n: int) -> Subject:
        unit = (self.city.counter, self.city.south, self.city.north)[n % 3]
        return person(session, unit, f"00{n:02d}", NAMES[n], f"نامدار{NAMES[n]}", title="متصدی")

    def _scores(self) -> Iterator[tuple[Subject, dict[str, object]]]:
        for n, subject in self.people.items():
            queue = {"flagged": n % 2 == 0, "commendable": n % 2 == 1} if n >= 10 else {}
            waits = {10: 2, 30: 9, 60: 5, 29: 3}.get(n, 1)
            yield (
                subject,
                {
                    "score": SCORES[n],
                    "n_effective": float(n),
                    "queued_since": NOON - timedelta(days=waits),
                    **queue,
                },
            )

    @cache  # noqa: B019  lives as long as its test
    def client(self, role: str, who: int = 0) -> FlaskClient:
        if role == "everybody":
            return self.app.test_client()
        subject = self.people[who] if who else None
        name = f"{role}-{who}"
        return sit(self.app, Role(role), unit=self.top, subject=subject, name=name)

    def addresses(self) -> Iterator[tuple[str, str, int]]:
        """Yield every GET address, each role that may open it, and whose it is if one's own."""
        ids = [one.public_id for one in (*self.people.values(), self.park)]
        for rule in self.app.url_map.iter_rules():
            if rule.endpoint == "static" or "GET" not in (rule.methods or ()):
                continue
            roles = TABLE.get(rule.endpoint, [])  # test_rights holds the table
            if roles == ["staff"]:
                roles = [role.value for role in Role]
            for path in self._filled(rule.rule, ids):
                for role in roles:
                    yield path, role, 0
                if owner := self._owner(path):
                    yield path, "employee", owner

    def paths_on_file(self) -> list[str]:
        """Return one address of everything on file, all of which the walk must have opened."""
        pages = {
            "decisions": ("/desk/decisions/{}", "/desk/mine/decisions/{}"),
            "appeals": ("/desk/appeals/{}",),
            "integrity": ("/desk/integrity/{}",),
            "cases": ("/desk/cases/{}",),
            "findings": ("/desk/my/findings/{}",),
            "commendations": tuple(
                f"/desk{mine}/commendations/{{}}{paper}"
                for mine in ("", "/mine")
                for paper in ("", "/letter.pdf", "/certificate.pdf")
            ),
        }
        return [
            page.format(name)
            for folder, names in self.files.names.items()
            for name in names
            for page in pages[folder]
        ]

    def _owner(self, path: str) -> int:
        own = path.startswith(("/desk/mine/", "/desk/my/"))
        return self.files.owners.get(path.split("/")[4], 0) if own and path.count("/") > 3 else 0

    def _filled(self, rule: str, ids: list[str]) -> list[str]:
        folder = re.sub("^(mine|my)/", "", rule.removeprefix("/desk/")).split("/", 1)[0]
        if "<" in rule and folder in self.files.names:
            filled = [re.sub("<[^>]+>", one, rule, count=1) for one in self.files.names[folder]]
            papers = ("letter", "certificate") if "<paper>" in rule else ("1",)
            return [re.sub("<[^>]+>", paper, one) for one in filled for paper in papers]
        if "<public_id>" in rule:
            return [re.sub("<[^>]+>", "1", rule.replace("<public_id>", one)) for one in ids]
        if "<serial>" in rule:
            return [rule.replace("<serial>", one) for one in self.serials]
        if rule == "/desk/queues/<name>":
            return [f"/desk/queues/{name}" for name in ("attention", "praise", "growth")]
        return [re.sub("<[^>]+>", "1", rule)]


@pytest.fixture
def walk(sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Walk:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return Walk(sqlite_database, tmp_path)


def words(answer) -> str:
    """Return everything a reader could read: pages without their drawings, sheets, papers."""
    body, kind = answer.get_data(), answer.mimetype
    if kind == "application/pdf":
        pages = pypdfium2.PdfDocument(body)
        return "\n".join(page.get_textpage().get_text_range() for page in pages)
    if body[:2] == b"PK":
        sheets = zipfile.ZipFile(io.BytesIO(body))
        return "\n".join(sheets.read(n).decode("utf-8", "replace") for n in sheets.namelist())
    return DRAWN.sub(" ", HIDDEN.sub(" ", body.decode("utf-8", "replace")))


def told(text: str, number: float) -> bool:
    """Return whether a number stands in a text, in either digits, not as a part of another."""
    spelt = f"{number:.1f}"
    return any(
        re.search(rf"(?<![\d۰-۹.٫]){re.escape(form)}(?![\d۰-۹])", text)
        for form in (spelt, spelt.translate(FA))
    )


def counted(text: str, number: int) -> bool:
    """Return whether a count stands in a text, in either digits, not as a group of a code."""
    latin = rf"(?<![\w.-])(?<!\d ){number}(?![\w.-]| \d)"
    persian = rf"(?<![۰-۹])(?<![۰-۹][ -]){str(number).translate(FA)}(?![۰-۹]|[ -][۰-۹])"
    return re.search(f"{latin}|{persian}", text) is not None


def order(text: str) -> list[float]:
    """Return the scores of the people a text names, in the order it names them."""
    places = {n: text.find(f"نامدار{name}") for n, name in NAMES.items()}
    return [SCORES[n] for n in sorted(places, key=places.__getitem__) if places[n] >= 0]


def forbidden() -> Iterator[float]:
    for n, score in SCORES.items():
        if n < 10:
            yield from (score, round(score - 12, 1), round(score + 12, 1))


def test_no_address_says_a_number_below_ten_or_stands_in_the_order_of_scores(walk):
    opened, named = Counter(), 0
    for path, role, who in walk.addresses():
        tails = FORMATS if "<" not in path and path.count("/") <= 3 else FORMATS[:1]
        for tail in tails:
            answer = walk.client(role, who).get(path + tail)
            assert answer.status_code < 500, (path + tail, role)
            if answer.status_code != 200:
                continue
            opened[path] += 1
            text = words(answer)
            assert not [n for n in forbidden() if told(text, n)], (path + tail, role)
            assert not counted(text, MANY), (path + tail, role)
            seen = order(text)
            if len(seen) >= 3:
                named += 1
                assert seen not in (sorted(seen), sorted(seen, reverse=True)), (path + tail, role)
    assert opened.total() > 150
    assert named >= 3
    on_file = [path for path in walk.paths_on_file() if not opened[path]]
    assert not on_file, "files nobody opened: the walk has not seen them"


def test_a_count_is_seen_where_it_stands_alone_and_not_inside_a_code():
    assert counted("<td>163</td>", MANY)
    assert counted("<td>۱۶۳</td>", MANY)
    assert not counted("۴۰۱-۱۰۲-۱۶۳ ۱۶۳ ۷۸۵ ۶۶۴۱ 401-163-102 163 785 6641 ۱۶۳۲", MANY)


def test_no_wish_in_an_address_changes_the_order_of_people(walk):
    for path in ("/desk/employees", "/desk/queues/attention", "/desk/queues/praise",
                 "/desk/commendations", "/desk/funnel", "/desk/decisions"):  # fmt: skip
        reader = walk.client("hr_reviewer")
        plain = order(words(reader.get(path)))
        for wish in WISHES:
            assert order(words(reader.get(path + wish))) == plain, path + wish


@pytest.mark.parametrize("n", SCORES)
def test_the_person_reads_what_hr_reads_and_not_more(walk, n):
    own = walk.client("employee", n)
    pages = [own.get(path) for path in ("/desk/mine", "/desk/mine/explanation.pdf")]
    theirs = walk.client("hr_reviewer").get(f"/desk/employees/{walk.people[n].public_id}")
    manager = walk.client("unit_manager").get("/desk/unit")

    for text in map(words, [one for one in (*pages, theirs) if one.status_code == 200]):
        assert not [hidden for hidden in forbidden() if told(text, hidden)]
    assert told(words(pages[0]), SCORES[n]) == told(words(theirs), SCORES[n]) == (n >= 10)
    assert not any(told(words(manager), score) for score in SCORES.values())


def test_the_walk_would_see_a_number_and_an_order():
    assert told("<b>۸۳٫۴</b>", 83.4)
    assert told("83.4,", 83.4)
    assert not told("183.45", 83.4)
    assert order("نامدارپ نامدارآ نامدارث") == [27.9, 31.7, 51.8]
