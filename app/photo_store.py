"""Where photos of messages lie: a folder or any store fsspec knows, under random names."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime

import fsspec

from app.errors import Unwritable

__all__ = ["PhotoStore"]


class PhotoStore:
    """Where photos lie: a folder, or any store fsspec knows.

    Args:
        url: ``file:///FOLDER``, ``s3://BUCKET/PREFIX``, or a plain folder.
    """

    def __init__(self, url: str) -> None:
        self._fs, self._root = fsspec.core.url_to_fs(url)

    def put_raw(self, raw: bytes) -> str:
        """Store a file as it was sent; return its new random name."""
        name = secrets.token_hex(16)
        self._write(self._raw(name), raw)
        return name

    def raw(self, name: str) -> bytes:
        """Return a file as it was sent."""
        return bytes(self._fs.cat_file(self._raw(name)))

    def put_drawn(self, name: str, drawn: bytes) -> None:
        """Store the picture drawn anew, and delete what was sent."""
        self._write(self._drawn(name), drawn)
        self.drop_raw(name)

    def drawn(self, name: str) -> bytes:
        """Return the picture that may be shown.

        Raises:
            FileNotFoundError: There is none.
        """
        return bytes(self._fs.cat_file(self._drawn(name)))

    def drop_raw(self, name: str) -> None:
        """Delete what was sent; harmless when repeated."""
        if self._fs.exists(self._raw(name)):
            self._fs.rm_file(self._raw(name))

    def drop(self, name: str) -> None:
        """Delete a photo in every form it has; harmless when repeated."""
        self.drop_raw(name)
        if self._fs.exists(self._drawn(name)):
            self._fs.rm_file(self._drawn(name))

    def raw_before(self, before: datetime) -> Iterator[str]:
        """Yield the names of files as they were sent, last written before an instant."""
        folder = self._raw("").rstrip("/")
        if not self._fs.exists(folder):
            return
        for path in self._fs.find(folder):
            if _aware(self._fs.modified(path)) < before:
                yield path.rpartition("/")[2]

    def _write(self, path: str, content: bytes) -> None:
        try:
            self._fs.makedirs(path.rpartition("/")[0], exist_ok=True)
            self._fs.pipe_file(path, content)
        except OSError as error:
            raise Unwritable("files", type(error).__name__) from error

    def _raw(self, name: str) -> str:
        return f"{self._root}/photos/raw/{name}"

    def _drawn(self, name: str) -> str:
        return f"{self._root}/photos/{name[:2]}/{name}.jpg"


def _aware(at: datetime) -> datetime:
    """Return an instant with its zone; stores that give none mean UTC."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)
