"""Many networks on one badge within an hour, held against its own busiest hour."""

from datetime import timedelta

import pytest
from sqlalchemy import insert
from sqlmodel import Session

from app.badges.models import Badge
from app.feedback.crowds import PERSON_LEAST, PLACE_LEAST, Crowd, crowds
from app.feedback.models import Feedback
from app.feedback.rules import Channel, Identity, Kind
from tests.feedback.making import NOON, make_employee, make_subject, make_unit, stored
from tests.statements import statements


def make_badge(session: Session, number: int, *, place: bool = False) -> Badge:
    unit = make_unit(session, f"U{number}")
    subject = make_subject(session, unit, kind="park") if place else make_employee(session, unit)
    fields = {"serial": f"{number:010x}", "key_id": 1, "typed_code": f"{number:09d}"}
    return stored(session, Badge(**fields, subject_id=subject.id, issued_at=NOON))


def rate(session: Session, badge: Badge, networks: int, *, minutes: int = 5, each: int = 1) -> None:
    """Store ratings of a badge, ``each`` from every network, some minutes before noon."""
    at = NOON - timedelta(minutes=minutes)
    rows = [
        {
            "submission": f"{badge.id}-{minutes}-{n}-{k}",
            "tracking_code": f"{badge.id}{minutes:05d}{n:02d}{k}"[-10:],
            "subject_id": badge.subject_id,
            "badge_id": badge.id,
            "site": "",
            "channel": Channel.QR,
            "kind": Kind.NONE,
            "mood": 3,
            "topics": [],
            "text": "",
            "text_folded": "",
            "wants_answer": False,
            "identity": Identity.ANONYMOUS,
            "locale": "fa",
            "device": f"d{n}-{k}",
            "network": f"n{n}",
            "created_at": at,
        }
        for n in range(networks)
        for k in range(each)
    ]
    session.execute(insert(Feedback), rows)


def found(session: Session) -> list[tuple[int, int]]:
    return [(one.networks, one.usual) for one in crowds(session, now=NOON)]


@pytest.mark.parametrize(("networks", "told"), [(PERSON_LEAST - 1, []), (PERSON_LEAST, [(12, 0)])])
def test_a_person_is_not_rated_from_twelve_networks_in_an_hour(
    session: Session, networks: int, told: list[tuple[int, int]]
) -> None:
    rate(session, make_badge(session, 1), networks)

    assert found(session) == told


def test_many_phones_behind_one_address_are_one_network(session: Session) -> None:
    rate(session, make_badge(session, 1), 3, each=9)

    assert found(session) == []


def test_a_busy_desk_is_held_against_its_own_busiest_hour(session: Session) -> None:
    badge = make_badge(session, 1)
    rate(session, badge, 5, minutes=3 * 24 * 60)
    rate(session, badge, 3, minutes=24 * 60)
    rate(session, badge, 19)
    assert found(session) == []

    rate(session, badge, 20, minutes=7)

    assert found(session) == [(20, 5)]


def test_a_place_may_be_crowded(session: Session) -> None:
    badge = make_badge(session, 1, place=True)
    rate(session, badge, PLACE_LEAST - 1)
    assert found(session) == []

    rate(session, badge, PLACE_LEAST, minutes=7)

    assert found(session) == [(60, 0)]


def test_what_was_an_hour_ago_or_five_weeks_ago_does_not_count(session: Session) -> None:
    badge = make_badge(session, 1)
    rate(session, badge, 30, minutes=61)
    rate(session, badge, 30, minutes=40 * 24 * 60)

    assert found(session) == []


def test_a_quiet_hour_costs_one_statement_and_a_crowd_two(session: Session) -> None:
    with statements(session) as quiet:
        crowds(session, now=NOON)
    badge = make_badge(session, 1)
    rate(session, badge, 20)
    with statements(session) as busy:
        assert crowds(session, now=NOON) == [Crowd(badge.id or 0, 20, 0)]

    asked = [len([s for s in seen if s.startswith("SELECT")]) for seen in (quiet, busy)]
    assert asked == [1, 2]
