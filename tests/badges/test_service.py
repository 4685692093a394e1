from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import Session, func, select

from app import audit
from app.badges import issuing, service
from app.badges.models import Badge
from app.badges.rules import BadgeStatus
from app.badges.scope import Scope
from app.badges.tokens import address, token
from app.db import Database
from app.directory import service as directory
from app.errors import Missing, Refused
from qr import payload
from qr.codes import check_typed
from qr.errors import BadPayload
from tests.badges.city import RING, URL, badge_of, issue, make_city, person
from tests.conftest import NOON

DESK = {"now": NOON, "actor_id": None}
LATER = NOON + timedelta(days=2)


def test_everybody_in_a_subtree_gets_one_badge_and_a_second_run_makes_none(
    session: Session,
) -> None:
    city = make_city(session)

    first = issue(session, Scope(roots=(city.north.path,)))
    again = issue(session, Scope(roots=(city.north.path,)))

    assert (first.issued, first.had) == (2, 0)
    assert (again.issued, again.had) == (0, 2)


@pytest.mark.parametrize(
    ("kind", "count"),
    [("all", 6), ("employee", 3), ("facility", 3), ("metro_line", 2), ("taxi", 0)],
)
def test_badges_are_issued_by_kind(session: Session, kind: str, count: int) -> None:
    make_city(session)

    assert issue(session, Scope(kind=kind)).issued == count


def test_nobody_is_reached_from_no_unit_at_all(session: Session) -> None:
    make_city(session)

    assert issue(session, Scope(roots=())).subjects == 0


def test_who_left_gets_no_badge(session: Session) -> None:
    city = make_city(session)
    directory.leave(session, city.ali, now=NOON)

    assert issue(session, Scope(kind="employee")).issued == 2


def test_the_preview_says_what_issuing_then_does(session: Session) -> None:
    city = make_city(session)
    issue(session, Scope(subject_ids=(city.ali.id or 0,)))

    expected = issuing.preview(session, Scope())

    assert expected.issued == issue(session).issued == 5


def test_a_badge_carries_a_token_that_verifies_and_a_typed_code_with_its_digit(
    session: Session,
) -> None:
    city = make_city(session)
    issue(session)
    badge = badge_of(session, city.ali)

    verified = payload.verify(token(badge.serial, badge.key_id, RING), RING)

    assert verified.serial.hex() == badge.serial
    assert check_typed(badge.typed_code)


def test_a_badge_keeps_the_key_it_was_issued_with_after_a_rotation(session: Session) -> None:
    city = make_city(session)
    issue(session)
    badge = badge_of(session, city.ali)
    before = address(badge.serial, badge.key_id, RING, public_url=URL)
    rotated = RING.rotate(bytes(32), now=NOON)

    assert address(badge.serial, badge.key_id, rotated, public_url=URL) == before


def test_badges_of_a_retired_key_verify_no_more_and_cannot_be_printed(session: Session) -> None:
    city = make_city(session)
    issue(session)
    badge = badge_of(session, city.ali)
    text = token(badge.serial, badge.key_id, RING)
    retired = RING.rotate(bytes(32), now=NOON).retire(1, now=NOON)

    with pytest.raises(BadPayload):
        payload.verify(text, retired)
    with pytest.raises(Refused):
        token(badge.serial, badge.key_id, retired)


def test_a_number_that_was_drawn_before_is_drawn_again(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_city(session)
    draws = iter(["111111118", "111111118", "111111118", "222222226", "222222226", "333333334"])
    rest = issuing.new_typed_code
    monkeypatch.setattr(issuing, "new_typed_code", lambda: next(draws, "") or rest())

    assert issue(session).issued == 6
    codes = session.exec(select(Badge.typed_code)).all()
    assert len(set(codes)) == 6


def test_when_no_number_is_free_issuing_stops_with_a_reason(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_city(session)
    monkeypatch.setattr(issuing, "new_typed_code", lambda: "111111118")

    with pytest.raises(Refused, match="codes_used_up"):
        issue(session)


def test_two_officers_at_once_give_nobody_two_badges(database: Database) -> None:
    with database.writing() as session:
        city = make_city(session)
        for n in range(60):
            person(session, city.south, f"9{n:03d}", "مریم", f"کاظمی {n}")

    def one(_: int) -> int:
        with database.writing() as session:
            return issue(session).issued

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(one, range(4)))

    with database.reading() as session:
        holders = Counter(session.exec(select(Badge.subject_id)).all())
    assert sum(made) == len(holders) == 66
    assert set(holders.values()) == {1}


def test_a_revoked_badge_says_why_and_when_and_is_logged(session: Session) -> None:
    city = make_city(session)
    issue(session)
    serial = badge_of(session, city.ali).serial

    service.revoke(session, serial, "  در اتوبوس   گم شد ", now=LATER, actor_id=7)

    badge = badge_of(session, city.ali)
    assert badge.status is BadgeStatus.REVOKED
    assert (badge.ended_at, badge.end_reason) == (LATER, "در اتوبوس گم شد")
    entry = session.exec(select(audit.AuditEntry).where(audit.AuditEntry.actor_id == 7)).one()
    assert (entry.action, entry.object) == ("badge.revoke", f"badge:{serial}")
    assert audit.first_break(session) is None


def test_a_badge_ends_once(session: Session) -> None:
    city = make_city(session)
    issue(session)
    serial = badge_of(session, city.ali).serial
    service.revoke(session, serial, "گم شد", **DESK)

    with pytest.raises(Refused, match="badge_ended"):
        service.revoke(session, serial, "گم شد", **DESK)


@pytest.mark.parametrize("reason", ["", "  ", "ab", "x" * 401])
def test_revoking_wants_a_reason(session: Session, reason: str) -> None:
    city = make_city(session)
    issue(session)

    with pytest.raises(Refused, match="reason"):
        service.revoke(session, badge_of(session, city.ali).serial, reason, **DESK)


def test_a_badge_out_of_reach_does_not_exist(session: Session) -> None:
    city = make_city(session)
    issue(session)
    serial = badge_of(session, city.reza).serial

    with pytest.raises(Missing):
        service.revoke(session, serial, "گم شد", roots=(city.north.path,), **DESK)
    with pytest.raises(Missing):
        service.replace(session, RING, serial, roots=(city.north.path,), **DESK)


def test_a_spoiled_badge_is_replaced_and_points_to_its_successor(session: Session) -> None:
    city = make_city(session)
    issue(session)
    old = badge_of(session, city.ali)

    new = service.replace(session, RING, old.serial, reason="خراب", **DESK)

    assert old.status is BadgeStatus.REPLACED
    assert old.replaced_by == new.id
    assert new.status is BadgeStatus.ACTIVE
    assert new.serial != old.serial
    assert new.typed_code != old.typed_code


def test_a_lost_badge_stays_revoked_when_it_is_replaced(session: Session) -> None:
    city = make_city(session)
    issue(session)
    old = badge_of(session, city.ali)
    service.revoke(session, old.serial, "گم شد", **DESK)

    new = service.replace(session, RING, old.serial, **DESK)

    assert (old.status, old.replaced_by) == (BadgeStatus.REVOKED, new.id)
    with pytest.raises(Refused, match="already_replaced"):
        service.replace(session, RING, old.serial, **DESK)


def test_nothing_is_replaced_for_who_left_or_has_another_badge(session: Session) -> None:
    city = make_city(session)
    issue(session)
    lost = badge_of(session, city.ali).serial
    service.revoke(session, lost, "گم شد", **DESK)
    issue(session)

    with pytest.raises(Refused, match="has_badge"):
        service.replace(session, RING, lost, **DESK)
    directory.leave(session, city.ali, now=NOON)
    with pytest.raises(Refused, match="subject_left"):
        service.replace(session, RING, badge_of(session, city.ali).serial, **DESK)


def test_a_badge_past_its_date_expires_and_makes_room(session: Session) -> None:
    city = make_city(session)
    service.issue(session, RING, Scope(), expires_at=NOON + timedelta(days=1), **DESK)
    assert service.expire(session, now=NOON) == 0

    again = service.issue(session, RING, Scope(), now=LATER, actor_id=None)

    assert again.issued == 6
    statuses = session.exec(
        select(Badge.status).where(Badge.subject_id == city.ali.id).order_by(Badge.id)
    ).all()
    assert statuses == [BadgeStatus.EXPIRED, BadgeStatus.ACTIVE]


def test_badges_follow_people_out_of_the_directory_and_back(session: Session) -> None:
    city = make_city(session)
    issue(session)
    ids = [city.ali.id or 0, city.sara.id or 0]

    assert service.follow_directory(session, left=ids, now=NOON) == (2, 0)
    assert badge_of(session, city.ali).status is BadgeStatus.SUSPENDED
    assert service.follow_directory(session, back=ids, now=LATER) == (0, 2)
    assert badge_of(session, city.ali).status is BadgeStatus.ACTIVE


def test_a_suspended_badge_is_not_restored_beside_a_working_one(session: Session) -> None:
    city = make_city(session)
    issue(session)
    service.follow_directory(session, left=[city.ali.id or 0], now=NOON)
    issue(session)

    assert service.follow_directory(session, back=[city.ali.id or 0], now=LATER) == (0, 0)
    assert (
        session.exec(
            select(func.count())
            .select_from(Badge)
            .where(Badge.subject_id == city.ali.id, Badge.status == BadgeStatus.ACTIVE)
        ).one()
        == 1
    )


def test_working_badges_are_counted_by_key(session: Session) -> None:
    city = make_city(session)
    issue(session, Scope(kind="employee"))
    rotated = RING.rotate(bytes(32), now=NOON)
    issue(session, ring=rotated)
    service.revoke(session, badge_of(session, city.ali).serial, "گم شد", **DESK)

    assert service.key_usage(session) == {1: 2, 2: 3}


def test_every_badge_of_a_key_is_replaced_before_it_is_retired(session: Session) -> None:
    city = make_city(session)
    issue(session)
    old = badge_of(session, city.ali)
    rotated = RING.rotate(bytes(32), now=NOON)

    with pytest.raises(Refused, match="key_signs"):
        service.replace_key(session, RING, 1, **DESK)
    assert service.replace_key(session, rotated, 1, **DESK) == 6

    session.refresh(old)
    new = badge_of(session, city.ali)
    assert (old.status, old.replaced_by, new.key_id) == (BadgeStatus.REPLACED, new.id, 2)
    assert service.key_usage(session) == {2: 6}
