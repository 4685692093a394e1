"""Keys: rotation never forces a reprint, retiring stops badges at once."""

import pickle
from datetime import UTC, datetime, timedelta

import pytest

from qr.errors import BadKeyRing, BadPayload
from qr.key_ring import Key, KeyRing, dumps, loads
from qr.payload import sign, verify

NOON = datetime(2026, 3, 21, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
OLD, NEW = b"o" * 32, b"n" * 32
SERIAL = b"\x01\x02\x03\x04\x05"


def test_a_rotated_ring_signs_with_the_new_key_and_still_reads_old_badges():
    ring = KeyRing.fresh(OLD, now=NOON)
    printed = sign(SERIAL, ring)

    rotated = ring.rotate(NEW, now=NOON + HOUR)

    assert rotated.signing.secret == NEW
    assert verify(printed, rotated).serial == SERIAL
    assert verify(sign(SERIAL, rotated), rotated).key_id == 2
    assert [key.status for key in rotated.keys.values()] == ["verifying", "active"]


def test_a_retired_key_stops_its_badges_at_once_and_no_others():
    ring = KeyRing.fresh(OLD, now=NOON)
    old_badge = sign(SERIAL, ring)
    ring = ring.rotate(NEW, now=NOON)
    new_badge = sign(SERIAL, ring)

    ring = ring.retire(1, now=NOON + HOUR)

    assert ring.keys[1].not_after == NOON + HOUR
    assert ring.verifying(1) is None
    assert verify(new_badge, ring).key_id == 2
    with pytest.raises(BadPayload):
        verify(old_badge, ring)


def test_rotating_and_retiring_leave_the_old_ring_as_it_was():
    ring = KeyRing.fresh(OLD, now=NOON)

    ring.rotate(NEW, now=NOON)
    ring.retire(1, now=NOON)

    assert ring == KeyRing.fresh(OLD, now=NOON)
    with pytest.raises(TypeError):
        ring.keys[2] = Key(2, NEW)  # type: ignore[index]


def test_of_several_active_keys_the_newest_signs_whatever_its_number():
    ring = KeyRing.of(Key(9, OLD, not_before=NOON), Key(3, NEW, not_before=NOON + HOUR))

    assert ring.signing.key_id == 3


def test_dates_decide_what_a_key_may_do_now():
    ring = KeyRing.of(
        Key(1, OLD, not_before=NOON, not_after=NOON + 2 * HOUR),
        Key(2, NEW, not_before=NOON + HOUR),
    )

    assert ring.at(NOON).signing.key_id == 1
    assert ring.at(NOON + HOUR).signing.key_id == 2
    assert ring.at(NOON + 2 * HOUR).verifying(1) is None


def test_a_ring_without_an_active_key_does_not_sign():
    ring = KeyRing.fresh(OLD).retire(1, now=NOON)

    with pytest.raises(BadKeyRing):
        sign(SERIAL, ring)


def test_a_ring_comes_back_from_its_json():
    ring = KeyRing.fresh(OLD, now=NOON).rotate(NEW, now=NOON + HOUR).retire(1, now=NOON + HOUR)

    assert loads(dumps(ring)) == ring


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"format": 2, "keys": []}', '{"format": 1, "keys": [{"key_id": 1}]}', "nul"],
)
def test_a_spoiled_key_file_is_refused(text):
    with pytest.raises(BadKeyRing):
        loads(text)


def test_a_spoiled_key_file_leaves_no_secret_in_the_error():
    spoiled = dumps(KeyRing.fresh(OLD)).replace('"active"', '"signing"')

    with pytest.raises(BadKeyRing) as refusal:
        loads(spoiled)

    assert "b28" not in str(refusal.value)
    assert refusal.value.__cause__ is None


def test_no_secret_shows_in_a_repr_or_goes_into_a_job_queue():
    ring = KeyRing.fresh(OLD)

    assert "oooo" not in repr(ring) + repr(ring.keys[1]) + str(ring)
    with pytest.raises(TypeError):
        pickle.dumps(ring)


@pytest.mark.parametrize(
    "wrong",
    [
        {"key_id": 256, "secret": OLD},
        {"key_id": -1, "secret": OLD},
        {"key_id": 1, "secret": b"short"},
        {"key_id": 1, "secret": OLD, "status": "lost"},
        {"key_id": 1, "secret": OLD, "not_before": datetime(2026, 1, 1)},  # noqa: DTZ001
    ],
)
def test_a_malformed_key_is_refused(wrong):
    with pytest.raises(BadKeyRing):
        Key(**wrong)


def test_two_keys_never_share_a_number_or_a_secret():
    ring = KeyRing.fresh(OLD)

    with pytest.raises(BadKeyRing):
        KeyRing.of(Key(1, OLD), Key(1, NEW))
    with pytest.raises(BadKeyRing):
        KeyRing({2: Key(1, OLD)})
    with pytest.raises(BadKeyRing):
        ring.rotate(OLD, now=NOON)
    with pytest.raises(BadKeyRing):
        ring.retire(7, now=NOON)


def test_numbers_wrap_to_the_free_ones_and_run_out_at_256():
    ring = KeyRing.of(Key(255, bytes(32)))
    assert ring.rotate(OLD, now=NOON).signing.key_id == 0

    full = KeyRing.of(*(Key(number, bytes([number]) * 32) for number in range(256)))
    with pytest.raises(BadKeyRing):
        full.rotate(b"another secret of 32 bytes......", now=NOON)
