import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image
from sqlmodel import col, select

from app.audit import AuditEntry
from app.badges.faces import Imprint, gather
from app.badges.models import Badge
from app.badges.photos import Plan, import_photos
from app.badges.photos_archive import entries
from app.badges.photos_files import PhotoFiles, page_name
from app.cli import cli
from app.db import Database
from app.directory.models import Employee, Subject
from app.directory.rules import SubjectStatus
from app.errors import Invalid, Missing
from app.intake.portrait import portrait
from app.settings import Settings
from tests.badges.city import RING, City, issue, make_city
from tests.conftest import NOON


def picture(
    colour: object = "red", mode: str = "RGB", form: str = "JPEG", side: int = 300
) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (side, side * 6 // 5), colour).save(out, form)  # type: ignore[arg-type]
    return out.getvalue()


def moving() -> bytes:
    frames = [Image.new("RGB", (300, 300), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    return out.getvalue()


@pytest.fixture(autouse=True)
def city(sqlite_database: Database) -> City:
    with sqlite_database.writing() as session:
        return make_city(session)


@pytest.fixture
def take(sqlite_database: Database, tmp_path: Path):  # type: ignore[no-untyped-def]
    """Import an archive made of these files."""

    def run(files: dict[str, bytes], *, dry_run: bool = False, organisation: str = "") -> Plan:
        path = tmp_path / "photos.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        return import_photos(
            sqlite_database, entries(path), PhotoFiles.within(tmp_path / "files"),
            organisation=organisation, dry_run=dry_run, now=NOON, actor_id=None,
        )  # fmt: skip

    return run


def photo_of(database: Database, number: str) -> str:
    with database.reading() as session:
        found = select(Employee.photo).where(Employee.personnel_number == number)
        return session.exec(found).one()


def stored(tmp_path: Path) -> list[Path]:
    return sorted(path for path in (tmp_path / "files").rglob("*") if path.is_file())


def test_photos_are_matched_by_number_and_kept_twice_under_random_names(
    take, sqlite_database, tmp_path
):
    plan = take({"تصاویر/0012.jpg": picture(), "۰۰۱۳.PNG": picture(form="PNG")})

    assert (len(plan.new), plan.changed, plan.unchanged, plan.refused) == (2, {}, 0, [])
    name = photo_of(sqlite_database, "0012")
    assert re.fullmatch(r"photos/[0-9a-f]{2}/[0-9a-f]{32}\.jpg", name)
    with Image.open(tmp_path / "files" / name) as card:
        assert card.size == (230, 274)
    assert (tmp_path / "files" / page_name(name)).stat().st_size <= 5_000
    assert len(stored(tmp_path)) == 4


def test_a_dry_run_says_the_same_and_keeps_nothing(take, sqlite_database, tmp_path):
    plan = take({"0012.jpg": picture(), "0013.jpg": b"no photo"}, dry_run=True)

    assert (len(plan.new), len(plan.refused)) == (1, 1)
    assert photo_of(sqlite_database, "0012") == ""
    assert stored(tmp_path) == []


def test_the_same_archive_again_changes_nothing(take, sqlite_database):
    take({"0012.jpg": picture()})
    before = photo_of(sqlite_database, "0012")

    plan = take({"0012.jpg": picture()})

    assert (plan.new, plan.changed, plan.unchanged) == ({}, {}, 1)
    assert photo_of(sqlite_database, "0012") == before


def test_another_photo_replaces_the_old_files(take, sqlite_database, tmp_path):
    take({"0012.jpg": picture()})

    plan = take({"0012.jpg": picture("blue")})

    assert len(plan.changed) == 1
    assert len(stored(tmp_path)) == 2
    assert (tmp_path / "files" / photo_of(sqlite_database, "0012")).is_file()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("9999.jpg", picture(), "number_unknown"),
        ("12.jpg", picture(), "number_unknown"),
        ("0012.txt", b"hello", "unreadable"),
        ("0012.gif", picture(form="GIF"), "unreadable"),
        ("0012.jpg", picture((0, 255, 255, 0), "CMYK"), "cmyk"),
        ("0012.webp", moving(), "animated"),
        ("0012.jpg", picture(side=40), "too_small"),
        ("0012.png", picture(0, "1", "PNG", 12_000), "too_many_pixels"),
        ("0012.jpg", bytes(30_000_000), "too_large"),
        ("0012.jpg", bytes(5_000_000), "too_large"),
        ("0012.jpg", b"", "unreadable"),
        ("\u202e2100.jpg", picture(), "number_unknown"),
    ],
    ids=[
        "unknown number", "zeros lost", "text", "gif", "printing inks", "moves", "tiny", "bomb",
        "too many bytes", "swells a hundredfold", "empty", "direction mark",
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_with_its_reason(take, tmp_path, name, content, code):
    plan = take({name: content, "0013.jpg": picture()})

    assert [(one.file, one.code) for one in plan.refused] == [(name, code)]
    assert len(plan.new) == 1
    assert len(stored(tmp_path)) == 2


def test_a_second_photo_of_one_person_is_refused(take):
    plan = take({"a/0012.jpg": picture(), "b/0012.jpg": picture("blue")})

    assert [one.code for one in plan.refused] == ["twice"]


def test_somebody_who_left_gets_no_photo(take, sqlite_database):
    with sqlite_database.writing() as session:
        ali = session.exec(select(Subject).where(Subject.code == "0012")).one()
        ali.status = SubjectStatus.LEFT

    assert [one.code for one in take({"0012.jpg": picture()}).refused] == ["left"]


def test_traces_of_other_systems_are_passed_over(take):
    plan = take({"__MACOSX/._0012.jpg": b"x", "Thumbs.db": b"x", "0012.jpg": picture()})

    assert (len(plan.new), plan.refused) == (1, [])


def test_an_unknown_organisation_is_refused(take):
    with pytest.raises(Missing, match="organisation_unknown"):
        take({"0012.jpg": picture()}, organisation="nowhere")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"%PDF"])
def test_what_is_no_archive_is_refused(tmp_path, content):
    path = tmp_path / "photos.zip"
    path.write_bytes(content)

    with pytest.raises(Invalid, match="no_archive"):
        list(entries(path))


def test_a_full_disk_leaves_neither_files_nor_names(take, sqlite_database, tmp_path, monkeypatch):
    keep, room = PhotoFiles.keep, [1]

    def full(self, made, digest):  # type: ignore[no-untyped-def]
        if not room:
            raise OSError(28, "No space left on device")
        room.pop()
        return keep(self, made, digest)

    monkeypatch.setattr(PhotoFiles, "keep", full)
    with pytest.raises(OSError, match="No space"):
        take({"0012.jpg": picture(), "0013.jpg": picture("blue")})

    assert stored(tmp_path) == []
    assert photo_of(sqlite_database, "0012") == ""


def test_an_import_stands_in_the_staff_log_without_names(take, sqlite_database):
    take({"0012.jpg": picture(), "77.jpg": picture()})

    with sqlite_database.reading() as session:
        entry = session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
        assert entry is not None
        assert (entry.action, json.loads(entry.detail)) == (
            "photo.import", {"new": 1, "changed": 0, "refused": 1},
        )  # fmt: skip


def test_the_command_says_in_persian_why_a_photo_was_refused(
    take, tmp_path, sqlite_database, monkeypatch
):
    take({"0012.jpg": picture(), "0013.jpg": b"x"}, dry_run=True)
    city = type("City", (), {})()
    city.db = sqlite_database
    city.settings = Settings(
        instance=tmp_path, public_url="https://qr.city.ir", secret_key="s" * 40, locale="fa"
    )
    monkeypatch.setattr("app.badges.photos_commands.open_instance", lambda: city)

    done = CliRunner().invoke(cli, ["import", "photos", str(tmp_path / "photos.zip"), "--json"])

    report = json.loads(done.stdout)
    assert (report["new"], report["changed"], report["unchanged"]) == (1, 0, 0)
    assert report["refused"][0]["code"] == "unreadable"
    assert "عکس" in report["refused"][0]["reason"]


def test_photos_may_lie_in_any_store_and_are_printed_from_there(
    sqlite_database: Database, tmp_path: Path
) -> None:
    settings = Settings(
        instance=tmp_path, public_url="https://qr.city.ir", secret_key="s" * 40,
        files_url=f"memory://{tmp_path.name}/takrim",
    )  # fmt: skip
    path = tmp_path / "photos.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("0012.jpg", picture())
    import_photos(
        sqlite_database, entries(path), PhotoFiles.of(settings), dry_run=False,
        now=NOON, actor_id=None,
    )  # fmt: skip

    with sqlite_database.writing() as session:
        issue(session)
    with sqlite_database.reading() as session:
        ids = list(session.exec(select(Badge.id)))
        ready = list(gather(session, ids, RING, Imprint.of(settings)))  # type: ignore[arg-type]
    found = {one.subject_code: one.face.photo for one in ready}

    assert found["0012"]
    assert found["0013"] is None
    assert stored(tmp_path) == []
    name = photo_of(sqlite_database, "0012")
    assert portrait(PhotoFiles.of(settings), name).startswith("data:image/jpeg;base64,")
    PhotoFiles.of(settings).remove(name)
    assert PhotoFiles.of(settings).card(name) is None


def test_a_name_outside_the_folder_of_photos_reads_nothing(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"keys")
    (tmp_path / "files" / "photos").mkdir(parents=True)
    store = PhotoFiles.within(tmp_path / "files")

    for name in ("../secret", "photos/../../secret", "/etc/hostname", "secret", ""):
        assert store.card(name) is None
        assert store.page(name) == b""
