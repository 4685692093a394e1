"""Numbers of the score are chosen within limits and with a reason; every version is kept."""

import json

import pytest
from sqlmodel import Session, select

from app.audit import AuditEntry
from app.db import Database
from app.errors import Invalid
from app.scores.choosing.rules import LIMITS, chosen
from app.scores.choosing.service import choices, choose, settings_in_force
from app.scores.engine.settings import Settings
from app.scores.models import ScoreSettings
from app.scores.nightly.run import run_night
from app.scores.rules import About
from tests.conftest import NOON
from tests.scores.engine.answers import city
from tests.scores.stored_city import night_of, store_city

REASON = "Kiosks in the hall are busier than the rule thought."


def test_without_a_choice_the_public_defaults_are_in_force(session: Session) -> None:
    assert settings_in_force(session) == Settings()
    assert choices(session) == []


def test_the_newest_choice_of_a_number_counts_and_all_stay(session: Session) -> None:
    for value in (6, 7):
        choose(session, "burst_least", value, reason=REASON, now=NOON, actor_id=None)
    found = choose(session, "tail", 1e-5, reason=REASON, now=NOON, actor_id=None)

    assert (found.burst_least, found.tail) == (7, 1e-5)
    assert found.version == settings_in_force(session).version != Settings().version
    assert [one.name for one in choices(session)] == ["tail", "burst_least", "burst_least"]
    logged = session.exec(select(AuditEntry).where(AuditEntry.action == "score.settings")).all()
    assert [json.loads(one.detail)["from"] for one in logged] == [5, 6, 1e-4]


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("flag_floor", 5, REASON),
        ("model_error", 0, REASON),
        ("no_such", 1, REASON),
        ("repeat_count", 2.5, REASON),
        ("suspect_limit", 0.9, REASON),
        ("suspect_limit", float("nan"), REASON),
        ("burst_least", 6, "because"),
    ],
)
def test_floors_wild_values_and_silence_are_refused(session, name, value, reason) -> None:
    with pytest.raises(Invalid):
        choose(session, name, value, reason=reason, now=NOON, actor_id=None)

    assert settings_in_force(session) == Settings()


def test_every_number_one_may_choose_has_its_default_within_the_limits() -> None:
    usual = Settings()
    for name, (least, most) in LIMITS.items():
        assert least <= getattr(usual, name) <= most, name
    assert chosen({name: getattr(usual, name) for name in LIMITS}).version == usual.version


def test_a_night_keeps_the_version_it_was_made_with(database: Database) -> None:
    with database.writing() as session:
        store_city(session, city(people=8, each=6))
    before = run_night(night_of(database), About.EMPLOYEES)
    with database.writing() as session:
        choose(session, "half_life_days", 365, reason=REASON, now=NOON, actor_id=None)
    after = run_night(night_of(database), About.EMPLOYEES)

    with database.reading() as session:
        kept = {one.version: one.numbers for one in session.exec(select(ScoreSettings))}
    assert kept[before.settings_version]["half_life_days"] == 540
    assert kept[after.settings_version]["half_life_days"] == 365
