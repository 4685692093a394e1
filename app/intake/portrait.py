"""The photo on a badge page: small enough to travel inside the page itself."""

import base64
import re
from functools import lru_cache
from pathlib import Path

from app.badges.photos_files import page_name
from printables.errors import PhotoRefused
from printables.photo import crop

__all__ = ["portrait"]

_FRAME_MM = (7.11, 8.47)  # 84 x 100 pixels at the 300 dpi of ``crop``
_MAX = 6_000
_DIGITS = re.compile(r"(\d{8})(\d)")


def portrait(files: Path, name: str) -> str:
    """Return a photo as a ``data:`` address, empty if there is none to show.

    It is the version made for this page where there is one, else 84 x 100 pixels.
    """
    if not name:
        return ""
    path = (files / name).resolve()
    if not path.is_relative_to(files.resolve()) or not path.is_file():
        return ""
    return _drawn(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=512)
def _drawn(path: Path, _changed_ns: int) -> str:
    try:
        made = path.with_name(page_name(path.name))
        small = made.read_bytes() if made.is_file() else crop(path.read_bytes(), *_FRAME_MM)
    except (OSError, PhotoRefused):
        return ""
    if len(small) > _MAX:
        return ""
    text = base64.b64encode(small).decode("ascii")
    # A run of ten digits in a page may be somebody's number, so even a photo holds none.
    return "data:image/jpeg;base64," + _DIGITS.sub(r"\1%3\2", text)
