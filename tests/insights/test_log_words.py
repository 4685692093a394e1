"""The words of the staff log: every act the house writes down can be read."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import app
from app.db import Database
from app.insights.log_acts import ACTS
from app.insights.log_words import act_said, detail_said
from tests.web import application, found

pytestmark = pytest.mark.usefixtures("in_persian")
HOUSE = Path(app.__file__).parent
WRITTEN = re.compile(r"(?:audit\.append|_log|append)\(\s*\w+,\s*\"([a-z_]+\.[a-z_.]+)\"")


@pytest.fixture
def in_persian(sqlite_database: Database, tmp_path: Path) -> Iterator[None]:
    house = application(found(sqlite_database, tmp_path))
    with house.test_request_context("/?lang=fa"):
        yield


def written() -> set[str]:
    """Every act whose word stands in the code as it is kept."""
    return {act for file in HOUSE.rglob("*.py") for act in WRITTEN.findall(file.read_text("utf-8"))}


def test_every_act_the_code_writes_down_has_words():
    assert len(written()) > 40
    assert {act for act in written() if not act_said(act)} == set()


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("case.accepted", "پذیرفته شد"),
        ("decision.tell", "به کارمند گفته شد"),
        ("file.look.score", "دید: نتیجه و توضیح"),
        ("of.another.age", ""),
    ],
)
def test_steps_and_looks_are_said_as_on_their_own_pages(action, said):
    assert act_said(action) == said


def test_a_detail_is_said_and_what_has_no_words_stays_as_kept():
    assert detail_said("role", "auditor") == ("نقش", "حسابرس")
    assert detail_said("badges", "32") == ("کارت", "۳۲")
    assert detail_said("strange", "value") == ("strange", "value")


def test_no_act_is_said_twice_in_the_same_words():
    assert len(set(map(str, ACTS.values()))) == len(ACTS)
