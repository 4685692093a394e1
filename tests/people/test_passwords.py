"""Passwords: how long, which are refused, the same time for a name nobody has.

ASVS 6.2.1, 6.2.4, 6.3.1, 11.4.2.
"""

import pytest
from argon2 import PasswordHasher, extract_parameters

from app.errors import Invalid
from app.people import passwords
from app.people.passwords import check_password, hashed, verify


@pytest.mark.parametrize(
    ("password", "second_factor", "code"),
    [
        ("kfj38-x", True, "password_short"),
        ("narenji-kuh", False, "password_short_alone"),
        ("x1" * 65, True, "password_long"),
        ("password1", True, "password_common"),
        ("12345678", True, "password_common"),
        ("۱۲۳۴۵۶۷۸", True, "password_common"),
        ("QwertyUiop", True, "password_common"),
        ("ضصثقفغعهخح", True, "password_common"),
        ("tehran1405", True, "password_common"),
        ("تکریم۱۴۰۵", True, "password_common"),
        ("aaaaaaaabbbb", True, "password_common"),
        ("karimi-0042", True, "password_own_name"),
    ],
)
def test_these_passwords_are_refused(password, second_factor, code):
    with pytest.raises(Invalid, match=code):
        check_password(password, second_factor=second_factor, username="karimi-00")


@pytest.mark.parametrize(
    ("password", "second_factor"),
    [
        ("kfj38-x9", True),
        ("narenji-doost-kuh", False),
        ("نارنجی کوه دوست دریا", False),
        ("x8-pomegranate " * 8, True),
    ],
)
def test_these_passwords_are_taken_without_any_rule_about_kinds_of_letters(password, second_factor):
    check_password(password, second_factor=second_factor, username="karimi-00")


def test_a_hash_is_argon2id_with_the_promised_cost_and_fits_its_password_alone():
    stored = hashed("نارنجی-کوه-دوست")

    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert verify(stored, "نارنجی-کوه-دوست")
    assert not verify(stored, "نارنجی-کوه-دوس")
    assert not verify("", "nobody has this password")
    assert not verify(stored, "x" * 5000)


def test_a_name_nobody_has_takes_as_long_as_a_wrong_password(monkeypatch):
    stored, worked = hashed("narenji-doost-kuh"), []

    class Watched(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:
            worked.append(extract_parameters(str(hash)))
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "_HASHER", Watched.from_parameters(extract_parameters(stored)))
    for kept in (stored, ""):
        assert not verify(kept, "wrong")

    assert worked == [extract_parameters(stored)] * 2
