"""Where photos of employees lie: random names in one store, reached through fsspec.

The store is the city's folder of files, or what ``TAKRIM_FILES_URL`` names (``s3://...``).

A photo is two files: the card's, whose name the directory keeps, and beside it the page's.  The
name begins with a digest of what was handed in, so that the same photo is known again.
"""

import hashlib
import secrets
from pathlib import Path, PurePosixPath

from fsspec import AbstractFileSystem
from fsspec.core import url_to_fs
from fsspec.implementations.dirfs import DirFileSystem
from fsspec.implementations.local import LocalFileSystem

from app.settings import Settings
from printables.photo import Portrait

__all__ = ["PhotoFiles", "digest_of", "page_name"]

_FOLDER = "photos"
_PAGE = ".page.jpg"


def digest_of(photo: bytes) -> str:
    """Return by what a photo is known again."""
    return hashlib.sha256(photo).hexdigest()[:16]


def page_name(name: str) -> str:
    """Return the name of the small version of a photo.

    >>> page_name("photos/ab/ab12.jpg")
    'photos/ab/ab12.page.jpg'
    """
    return name.removesuffix(".jpg") + _PAGE


class PhotoFiles:
    """The photos of a city; names are relative to its folder of files."""

    def __init__(self, files: AbstractFileSystem) -> None:
        self._files = files

    @classmethod
    def within(cls, folder: Path) -> "PhotoFiles":
        """Return the photos below a local folder."""
        return cls(DirFileSystem(str(folder), fs=LocalFileSystem(auto_mkdir=True)))

    @classmethod
    def of(cls, settings: Settings) -> "PhotoFiles":
        """Return the photos of a city, wherever its settings say that files lie."""
        if not settings.files_url:
            return cls.within(settings.instance / "files")
        files, root = url_to_fs(settings.files_url)
        if isinstance(files, LocalFileSystem):
            return cls.within(Path(root))
        return cls(DirFileSystem(root, fs=files))

    def keep(self, made: Portrait, digest: str) -> str:
        """Store both versions under a new random name and return it.

        Raises:
            OSError: They could not be written; nothing is left of them.
        """
        token = digest + secrets.token_hex(8)
        name = f"{_FOLDER}/{token[:2]}/{token}.jpg"
        try:
            self._files.pipe_file(name, made.card)
            self._files.pipe_file(page_name(name), made.page)
        except BaseException:
            self.remove(name)
            raise
        return name

    def is_of(self, name: str, digest: str) -> bool:
        """Return whether this stored photo was made from these bytes and is still there."""
        return Path(name).name.startswith(digest) and bool(self._files.isfile(name))

    def card(self, name: str) -> bytes | None:
        """Return the version for the card, ``None`` if there is none under this name."""
        if not _is_ours(name):
            return None
        try:
            return bytes(self._files.cat_file(name))
        except FileNotFoundError:
            return None

    def page(self, name: str) -> bytes:
        """Return the small version, empty if there is none."""
        try:
            return bytes(self._files.cat_file(page_name(name))) if _is_ours(name) else b""
        except OSError:
            return b""

    def remove(self, name: str) -> None:
        """Delete both versions; a second call changes nothing."""
        for one in (name, page_name(name)):
            if _is_ours(name) and self._files.isfile(one):
                self._files.rm_file(one)


def _is_ours(name: str) -> bool:
    """Return whether a name lies in the folder of photos, whatever the database says."""
    parts = PurePosixPath(name).parts
    return bool(parts) and parts[0] == _FOLDER and not {"..", "/"} & set(parts)
