"""Files of a released run on their way out: into a folder, or as one ZIP stream."""

import io
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

__all__ = ["copy_files", "zipped"]

_CHUNK = 1 << 18
Extra = tuple[str, Callable[[BinaryIO], object]]
"""Name of a file in the ZIP and what writes it."""


def copy_files(paths: Sequence[Path], folder: Path) -> list[Path]:
    """Copy files into a folder, all or none.

    Raises:
        OSError: The folder cannot take them; what was copied is removed again.
    """
    folder.mkdir(parents=True, exist_ok=True)
    done: list[Path] = []
    try:
        for path in paths:
            done.append(folder / path.name)
            _copy(path, done[-1])
    except BaseException:
        for path in done:
            path.unlink(missing_ok=True)
        raise
    return done


def zipped(paths: Sequence[Path], extras: Sequence[Extra] = ()) -> Iterator[bytes]:
    """Yield a ZIP of files piece by piece; never more than a piece of a PDF is in memory.

    PDF parts are compressed already and stored as they are, with a fixed date, so that the same
    run gives the same bytes.
    """
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w") as out:
        for path in paths:
            with path.open("rb") as source, out.open(_entry(path.name), "w") as entry:
                while chunk := source.read(_CHUNK):
                    entry.write(chunk)
                    yield pipe.take()
        for name, write in extras:
            with io.BytesIO() as whole:
                write(whole)
                out.writestr(_entry(name, zipfile.ZIP_DEFLATED), whole.getvalue())
            yield pipe.take()
    yield pipe.take()


class _Pipe(io.RawIOBase):
    """Takes what the ZIP writes and hands it on; it cannot be wound back, so sizes come after."""

    def __init__(self) -> None:
        self._kept = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: object) -> int:
        some = bytes(piece)  # type: ignore[call-overload]
        self._kept += some
        return len(some)

    def take(self) -> bytes:
        taken = bytes(self._kept)
        self._kept.clear()
        return taken


def _entry(name: str, compression: int = zipfile.ZIP_STORED) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.compress_type = compression
    entry.external_attr = 0o644 << 16
    return entry


def _copy(source: Path, target: Path) -> None:
    draft = target.with_name(f"{target.name}.part")
    try:
        with source.open("rb") as read, draft.open("wb") as write:
            shutil.copyfileobj(read, write, _CHUNK)
            write.flush()
            os.fsync(write.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
