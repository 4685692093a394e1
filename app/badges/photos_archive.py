"""A ZIP of photos, each named by a personnel number, read one by one and never unpacked to disk.

Limits stop bombs before they are unpacked: by the sizes the archive declares, and again by what
really comes out.
"""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from app.errors import Invalid
from app.text import latin_digits
from printables.photo import BYTES_MAX

__all__ = ["Entry", "entries", "number_of"]

_MEMBERS_MAX = 60_000
_TOTAL_MAX = 8 * 1024**3
_RATIO_MAX = 100  # photos hardly shrink; what shrinks a hundredfold is no photo
_RATIO_FROM = 1_000_000
_BESIDE = {"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the archive: its bytes, or why it cannot be taken (a reason of ``photos``)."""

    name: str
    number: str
    photo: bytes = b""
    reason: str = ""


def number_of(name: str) -> str:
    """Return the personnel number a file name says; leading zeros stay, any digits are read.

    >>> number_of("تصاویر/۰۰۱۲.JPG"), number_of(" 0012 .jpg")
    ('0012', '0012')
    """
    return latin_digits(PurePosixPath(name).stem).strip()


def entries(path: Path) -> Iterator[Entry]:
    """Yield every file of the archive in its order; folders and traces of systems are skipped.

    Raises:
        Invalid: There is no such file, it is no ZIP, or it would unpack to far too much.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if not _beside(one)]
            if len(members) > _MEMBERS_MAX or sum(one.file_size for one in members) > _TOTAL_MAX:
                raise Invalid("photos_too_many")
            for one in members:
                yield _entry(archive, one)
    except FileNotFoundError:
        raise Invalid("file_missing") from None
    except (zipfile.BadZipFile, NotImplementedError, IsADirectoryError):
        raise Invalid("no_archive") from None


def _beside(member: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(member.filename).parts
    return member.is_dir() or not _BESIDE.isdisjoint(parts) or parts[-1].startswith("._")


def _entry(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Entry:
    name, number = member.filename, number_of(member.filename)
    if member.flag_bits & 1:
        return Entry(name, number, reason="locked")
    if member.file_size > BYTES_MAX or _swells(member):
        return Entry(name, number, reason="too_large")
    try:
        with archive.open(member) as opened:
            photo = opened.read(BYTES_MAX + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        return Entry(name, number, reason="unreadable")
    return Entry(name, number, photo)


def _swells(member: zipfile.ZipInfo) -> bool:
    packed = max(1, member.compress_size)
    return member.file_size > _RATIO_FROM and member.file_size / packed > _RATIO_MAX
