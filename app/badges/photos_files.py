"""Where photos of employees lie: random names in one folder, reached through fsspec.

A photo is two files: the card's, whose name the directory keeps, and beside it the page's.  The
name begins with a digest of what was handed in, so that the same photo is known again.
"""

import hashlib
import secrets
from pathlib import Path

from fsspec import AbstractFileSystem
from fsspec.implementations.dirfs import DirFileSystem
from fsspec.implementations.local import LocalFileSystem

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

    def page(self, name: str) -> bytes:
        """Return the small version, empty if there is none."""
        try:
            return bytes(self._files.cat_file(page_name(name))) if name else b""
        except OSError:
            return b""

    def remove(self, name: str) -> None:
        """Delete both versions; a second call changes nothing."""
        for one in (name, page_name(name)):
            if name.startswith(f"{_FOLDER}/") and ".." not in name and self._files.isfile(one):
                self._files.rm_file(one)
