"""What is sealed opens only in its place, under its key, whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refused
from app.vault import Vault

PHONE, PLACE = "+989121234567", "contact|phone|7"
VAULT = Vault.fresh()
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


@given(text=TEXTS, place=TEXTS)
def test_what_is_sealed_opens_in_its_place(text, place):
    assert VAULT.unseal(VAULT.seal(text, place=place), place=place) == text


def test_the_same_words_are_never_sealed_to_the_same_bytes():
    assert len({VAULT.seal(PHONE, place=PLACE) for _ in range(50)}) == 50


def test_nothing_of_the_words_is_left_in_the_sealed_bytes():
    assert b"0912" not in VAULT.seal("0912", place=PLACE)


@pytest.mark.parametrize("place", ["contact|phone|8", "contact|name|7", ""])
def test_a_sealed_value_moved_to_another_row_or_column_does_not_open(place):
    with pytest.raises(Refused):
        VAULT.unseal(VAULT.seal(PHONE, place=PLACE), place=place)


@given(data=st.data())
def test_one_changed_byte_or_a_missing_end_is_refused(data):
    sealed = VAULT.seal(PHONE, place=PLACE)
    at = data.draw(st.integers(0, len(sealed) - 1))
    flipped = sealed[:at] + bytes([sealed[at] ^ data.draw(st.integers(1, 255))]) + sealed[at + 1 :]

    for broken in (flipped, sealed[:at]):
        with pytest.raises(Refused):
            VAULT.unseal(broken, place=PLACE)


def test_a_refusal_names_the_table_alone():
    with pytest.raises(Refused) as refusal:
        VAULT.unseal(b"", place=PLACE)

    assert str(refusal.value) == "sealed: cannot open contact"


def test_another_city_opens_nothing():
    with pytest.raises(Refused):
        Vault.fresh().unseal(VAULT.seal(PHONE, place=PLACE), place=PLACE)


def test_after_a_rotation_the_new_key_seals_and_the_old_ones_open():
    old = VAULT.seal(PHONE, place=PLACE)

    turned = VAULT.rotated()
    new = turned.seal(PHONE, place=PLACE)

    assert (old[0], new[0]) == (1, 2)
    assert turned.unseal(old, place=PLACE) == turned.unseal(new, place=PLACE) == PHONE
    assert turned.blind_index(PHONE) == VAULT.blind_index(PHONE)
    with pytest.raises(Refused):
        VAULT.unseal(new, place=PLACE)


def test_equal_numbers_are_found_by_their_index_within_one_city():
    assert VAULT.blind_index(PHONE) == VAULT.blind_index(PHONE)
    assert VAULT.blind_index(PHONE) != VAULT.blind_index(PHONE[:-1])
    assert VAULT.blind_index(PHONE) != Vault.fresh().blind_index(PHONE)


def test_a_device_and_a_network_of_one_name_are_two_pseudonyms_and_nothing_stays_nothing():
    device, network = VAULT.pseudonym_of("device", "x"), VAULT.pseudonym_of("network", "x")

    assert device != network
    assert len(device) == len(network) == 32
    assert VAULT.pseudonym_of("device", "") == ""


def test_a_receipt_is_stored_under_a_keyed_hash():
    receipt = "4839 2001 7753 1146"

    assert receipt.replace(" ", "") not in VAULT.receipt_hash(receipt)
    assert VAULT.receipt_hash(receipt) != Vault.fresh().receipt_hash(receipt)


def test_a_vault_survives_its_own_file():
    turned = VAULT.rotated()

    assert Vault.from_json(turned.to_json()) == turned


@pytest.mark.parametrize(
    "change",
    [
        {"sealing": {}},
        {"sealing": [1]},
        {"sealing": {"1": "c2hvcnQ="}},
        {"sealing": {"one": VAULT.to_json()["index"]}},
        {"index": "not base64!"},
        {"receipt": "c2hvcnQ="},
    ],
)
def test_keys_of_another_shape_are_no_vault(change):
    with pytest.raises((KeyError, TypeError, ValueError)):
        Vault.from_json(VAULT.to_json() | change)


def test_a_vault_prints_no_key():
    assert "sealing" not in repr(VAULT)
    assert VAULT.index.hex() not in repr(VAULT)
    assert str(VAULT.index) not in repr(VAULT)
