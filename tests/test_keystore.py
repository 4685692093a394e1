"""The key file: made once, for its owner alone, moved only under a passphrase."""

import json
import os
import stat

import pytest

from app import keystore
from app.errors import BadSettings, Refused
from tests.conftest import NOON

PASSPHRASE = "گوزن بلوط دریچه آفتاب"
FILE = "keys.json"


@pytest.fixture
def city(tmp_path):
    return tmp_path / "instance"


@pytest.fixture
def keys(city):
    return keystore.make(city, now=NOON)


def test_keys_are_read_as_they_were_made(city, keys):
    assert keystore.load(city) == keys


def test_the_file_is_for_its_owner_alone_even_over_a_draft_left_open(city):
    city.mkdir()
    (city / f"{FILE}.new").write_text("half")
    (city / f"{FILE}.new").chmod(0o644)

    keystore.make(city, now=NOON)

    assert stat.S_IMODE((city / FILE).stat().st_mode) == 0o600
    assert os.listdir(city) == [FILE]  # noqa: PTH208


def test_keys_are_never_overwritten_by_new_ones(city, keys):
    with pytest.raises(Refused) as refusal:
        keystore.make(city, now=NOON)

    assert refusal.value.code == "keys_exist"
    assert keystore.load(city) == keys


def test_a_city_without_keys_says_how_to_make_them(city):
    assert not keystore.exists(city)
    with pytest.raises(BadSettings, match="takrim init"):
        keystore.load(city)


@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_key_file_open_to_others_stops_the_start(city, mode):
    (city / FILE).chmod(mode)

    with pytest.raises(BadSettings, match="chmod 600"):
        keystore.load(city)


@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"[]", b"{}", b'{"badges": {}, "vault": {}}', b'"text"', b"null", b"7"],
)
def test_a_broken_key_file_stops_the_start_in_one_sentence(city, content):
    (city / FILE).write_bytes(content)

    with pytest.raises(BadSettings) as refusal:
        keystore.load(city)

    assert str(refusal.value) == "keys: the key file cannot be read"


def test_a_key_file_that_is_a_folder_stops_the_start(city):
    (city / FILE).mkdir(parents=True, mode=0o700)

    with pytest.raises(BadSettings, match="cannot be read"):
        keystore.load(city)


def test_a_crash_while_writing_leaves_the_old_keys(city, keys, monkeypatch):
    def power_cut(_handle):
        raise OSError("power cut")

    monkeypatch.setattr(os, "fsync", power_cut)
    with pytest.raises(OSError, match="power cut"):
        keystore.save(city, keystore.Keys(keys.ring, keys.vault.rotated()))

    assert keystore.load(city) == keys


def test_a_recovery_text_gives_the_keys_back_to_the_passphrase(keys):
    text = keystore.export(keys, PASSPHRASE)

    assert keystore.read_recovery(text, PASSPHRASE) == keys


def test_a_recovery_text_holds_no_key_in_the_clear(keys):
    text = keystore.export(keys, PASSPHRASE)

    assert all(str(secret) not in text for secret in keys.vault.to_json().values())
    assert text != keystore.export(keys, PASSPHRASE)


@pytest.mark.parametrize("wrong", [PASSPHRASE + " ", "another passphrase", ""])
def test_another_passphrase_opens_nothing(keys, wrong):
    with pytest.raises(Refused) as refusal:
        keystore.read_recovery(keystore.export(keys, PASSPHRASE), wrong)

    assert refusal.value.code == "recovery"


@pytest.mark.parametrize("text", ["", "{}", "[]", "7", "null", '{"salt": 1, "nonce": 2}', "متن"])
def test_what_is_no_recovery_text_is_refused(text):
    with pytest.raises(Refused):
        keystore.read_recovery(text, PASSPHRASE)


@pytest.mark.parametrize("part", ["salt", "nonce", "keys"])
def test_a_changed_recovery_text_is_refused(keys, part):
    stored = json.loads(keystore.export(keys, PASSPHRASE))
    changed = json.dumps(stored | {part: "AAAA" + stored[part][4:]})

    with pytest.raises(Refused):
        keystore.read_recovery(changed, PASSPHRASE)


def test_a_short_passphrase_is_refused(keys):
    with pytest.raises(Refused) as refusal:
        keystore.export(keys, "x" * 14)

    assert refusal.value.code == "passphrase"


def test_keys_print_no_secret(keys):
    assert keys.vault.index.hex() not in repr(keys)
    assert "Vault" not in repr(keys)
