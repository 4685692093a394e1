"""The photo on a badge page: small enough to travel inside the page itself."""

import base64
import io
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from PIL import Image

from app.badges.photos_files import PhotoFiles, page_name
from printables.errors import PhotoRefused
from printables.photo import crop

__all__ = ["MOST_BYTES", "portrait"]

MOST_BYTES = 4_300  # with the longest names the page then stays within its 12 kilobytes
_FRAME_MM = (7.11, 8.47)  # 84 x 100 pixels at the 300 dpi of ``crop``
_QUALITIES = (80, 65, 50, 35, 20)
_DIGITS = re.compile(r"(\d{8})(\d)")


def portrait(files: Path | PhotoFiles, name: str) -> str:
    """Return a photo as a ``data:`` address, empty if there is none to show.

    It is the version made for this page where there is one and it is small enough, else 84 x 100
    pixels, as sharp as ``MOST_BYTES`` allow.
    """
    if not name:
        return ""
    if isinstance(files, PhotoFiles):
        return _stored(files, name)
    path = (files / name).resolve()
    if not path.is_relative_to(files.resolve()) or not path.is_file():
        return ""
    return _drawn(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=512)
def _drawn(path: Path, _changed_ns: int) -> str:
    made = path.with_name(page_name(path.name))
    return _address(made.read_bytes() if made.is_file() else b"", path.read_bytes)


def _stored(files: PhotoFiles, name: str) -> str:
    return _address(files.page(name), lambda: files.card(name) or b"")


def _address(small: bytes, whole: Callable[[], bytes]) -> str:
    try:
        if not 0 < len(small) <= MOST_BYTES:
            small = _pressed(crop(whole(), *_FRAME_MM))
    except (OSError, PhotoRefused):
        return ""
    text = base64.b64encode(small).decode("ascii")
    # A run of ten digits in a page may be somebody's number, so even a photo holds none.
    return "data:image/jpeg;base64," + _DIGITS.sub(r"\1%3\2", text)


def _pressed(photo: bytes) -> bytes:
    """Return the sharpest version of at most ``MOST_BYTES``, or the smallest there is."""
    small = photo
    with Image.open(io.BytesIO(photo)) as image:
        for quality in _QUALITIES:
            if len(small) <= MOST_BYTES:
                break
            out = io.BytesIO()
            image.save(out, "JPEG", quality=quality, optimize=True)
            small = out.getvalue()
    return small
