"""The export of a citizen's own data: one ZIP with everything as JSON and the photos beside it."""

import json
import tempfile
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import IO, Any

from app.intake.kartabl.rows import Told
from app.photo_store import PhotoStore

__all__ = ["zipped"]

_IN_MEMORY = 4 * 2**20


def zipped(
    messages: Sequence[dict[str, Any]],
    told: Sequence[Told],
    store: PhotoStore,
    *,
    city: str,
    now: datetime,
) -> IO[bytes]:
    """Return the archive, open at its start; beyond four megabytes it lies in a temporary file."""
    out = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  closed with the answer
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        notices = [
            {"at": one.at.isoformat(), "template": one.template, "values": one.params,
             "state": one.state}
            for one in told
        ]  # fmt: skip
        whole = {"city": city, "exported_at": now.isoformat(), "messages": list(messages),
                 "notices": notices}  # fmt: skip
        archive.writestr("messages.json", json.dumps(whole, ensure_ascii=False, indent=2))
        for name in (photo for one in messages for photo in one["photos"]):
            plain = name.removeprefix("photos/").removesuffix(".jpg")
            try:
                archive.writestr(name, store.drawn(plain), zipfile.ZIP_STORED)
            except FileNotFoundError:
                continue
    out.seek(0)
    return out
