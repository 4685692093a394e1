"""``takrim backup`` and ``takrim restore``: what was there is there again, or nothing changed."""

import json
import shutil
from pathlib import Path

import pytest
from sqlmodel import func, select

from app import audit
from app.errors import Refused
from app.instance import Instance, open_instance
from app.sealed_stream import seal, unseal
from app.settings import Settings
from app.tables import METADATA
from app.vault import Vault
from tests.cases.city import make_city, open_case
from tests.commands.conftest import Run
from tests.conftest import NOON


@pytest.fixture
def full(city: Instance) -> Instance:
    with city.db.writing() as session:
        town = make_city(session)
        for _ in range(3):
            open_case(session, town)
        audit.append(session, "one", actor_id=1, now=NOON)
    (city.files / "photos").mkdir(parents=True)
    (city.files / "photos" / "one.jpg").write_bytes(b"\xff\xd8" * 700_000)
    return city


def counts(city: Instance) -> dict[str, int]:
    with city.db.reading() as session:
        return {
            table.name: session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in METADATA.sorted_tables
        }


def head(city: Instance) -> str:
    with city.db.reading() as session:
        return audit.head(session)


def test_a_copy_restored_in_a_clean_place_has_the_same_counts_and_head(
    run: Run, full: Instance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = run("backup", str(tmp_path / "copy"))
    assert taken.exit_code == 0, taken.output
    monkeypatch.setenv("TAKRIM_INSTANCE", str(tmp_path / "clean"))
    (tmp_path / "clean").mkdir(mode=0o700)
    shutil.copy(full.settings.instance / "keys.json", tmp_path / "clean")  # their own safe copy

    said = run("restore", str(tmp_path / "copy"))

    assert said.exit_code == 0, said.output
    again = open_instance(Settings.from_env())
    assert again.settings.instance != full.settings.instance
    assert counts(again) == counts(full)
    assert head(again) == head(full)
    assert f"staff log head {head(full)}" in said.output
    assert (again.files / "photos" / "one.jpg").stat().st_size == 1_400_000


def test_nothing_readable_is_in_a_copy_and_no_key(run: Run, full: Instance, tmp_path: Path) -> None:
    run("backup", str(tmp_path / "copy"))

    whole = b"".join(path.read_bytes() for path in (tmp_path / "copy").iterdir())
    assert "برای مهر نقشه".encode() not in whole
    assert b"SQLite format" not in whole
    keys = json.loads((full.settings.instance / "keys.json").read_text())
    assert keys["vault"]["index"].encode() not in whole


def test_a_backup_goes_into_a_folder_of_its_own(run: Run, full: Instance, tmp_path: Path) -> None:
    assert full
    assert run("backup", str(tmp_path / "copy")).exit_code == 0

    assert run("backup", str(tmp_path / "copy")).exit_code == 1


def test_a_city_that_is_there_makes_room_only_when_told(
    run: Run, full: Instance, tmp_path: Path
) -> None:
    run("backup", str(tmp_path / "copy"))
    before = counts(full)
    with full.db.writing() as session:
        audit.append(session, "later", actor_id=1, now=NOON)

    refused = run("restore", str(tmp_path / "copy"))
    with_later = counts(full)
    full.db.dispose()
    told = run("restore", str(tmp_path / "copy"), "--replace")

    assert (refused.exit_code, told.exit_code) == (1, 0)
    assert with_later["audit_entry"] == before["audit_entry"] + 1
    assert counts(open_instance()) == before


@pytest.mark.parametrize("damage", ["cut", "flip", "no manifest", "other keys", "files cut"])
def test_a_damaged_copy_changes_nothing(
    run: Run, full: Instance, tmp_path: Path, damage: str
) -> None:
    copy = tmp_path / "copy"
    run("backup", str(copy))
    sealed = copy / ("files.sealed" if damage == "files cut" else "database.sealed")
    if damage in {"cut", "files cut"}:
        sealed.write_bytes(sealed.read_bytes()[:-1000])
    elif damage == "flip":
        content = bytearray(sealed.read_bytes())
        content[4000] ^= 1
        sealed.write_bytes(content)
    elif damage == "no manifest":
        (copy / "manifest.json").unlink()
    else:
        run("keys", "rotate", "--contact")
        stored = json.loads((full.settings.instance / "keys.json").read_text())
        del stored["vault"]["sealing"]["1"]
        (full.settings.instance / "keys.json").write_text(json.dumps(stored))
    before, files = counts(full), list(full.files.rglob("*"))
    full.db.dispose()

    said = run("restore", str(copy), "--replace")

    assert said.exit_code == 1
    assert said.output.startswith("Error: ")
    assert said.output.count("\n") == 1
    assert counts(full) == before
    assert list(full.files.rglob("*")) == files
    assert not list(full.settings.instance.glob("*.restoring"))


@pytest.mark.parametrize("size", [0, 1, 2**20 - 1, 2**20, 2**20 + 1, 3 * 2**20])
def test_a_stream_of_any_length_opens_again(size: int, tmp_path: Path) -> None:
    vault, content = Vault.fresh(), bytes(range(256)) * (size // 256 + 1)
    with (tmp_path / "x").open("wb") as out:
        seal([content[:size]], out, vault, purpose="p")

    with (tmp_path / "x").open("rb") as source:
        assert b"".join(unseal(source, vault, purpose="p")) == content[:size]
    with (tmp_path / "x").open("rb") as source, pytest.raises(Refused):
        list(unseal(source, vault, purpose="q"))


def test_a_stream_cut_between_two_pieces_is_noticed(tmp_path: Path) -> None:
    vault = Vault.fresh()
    with (tmp_path / "x").open("wb") as out:
        seal([bytes(3 * 2**20)], out, vault, purpose="p")
    whole = (tmp_path / "x").read_bytes()
    (tmp_path / "x").write_bytes(whole[: 25 + 2 * (2**20 + 16)])

    with (tmp_path / "x").open("rb") as source, pytest.raises(Refused):
        list(unseal(source, vault, purpose="p"))
