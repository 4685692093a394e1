"""Files of any size, sealed in pieces: AES-256-GCM, 1 MiB each, in order and to the end.

A file begins with a mark, the number of the city's sealing key and a salt; its own key comes from
both by HKDF (RFC 5869).  Each piece carries its place and whether it is the last one in its nonce,
so none can be left out, moved, or cut off unnoticed.  The keys are never in the file.
"""

import secrets
from collections.abc import Iterable, Iterator
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.errors import Refused
from app.vault import Vault

__all__ = ["pieces", "seal", "unseal"]

_MARK = b"TAKRIM1\n"
_PIECE = 2**20
_TAG = 16
_SALT = 16


def seal(plain: Iterable[bytes], out: IO[bytes], vault: Vault, *, purpose: str) -> None:
    """Write ``plain`` sealed for ``purpose``, which must be named again to open it."""
    number, salt = max(vault.sealing), secrets.token_bytes(_SALT)
    box = _box(vault, number, salt, purpose)
    out.write(_MARK + bytes([number]) + salt)
    held: bytes | None = None
    place = 0
    for piece in _even(plain):
        if held is not None:
            out.write(box.encrypt(_nonce(place, last=False), held, None))
            place += 1
        held = piece
    out.write(box.encrypt(_nonce(place, last=True), held or b"", None))


def unseal(source: IO[bytes], vault: Vault, *, purpose: str) -> Iterator[bytes]:
    """Yield what ``seal`` wrote.

    Raises:
        Refused: Another city's keys, another purpose, a changed byte, or an end cut off.  What
            was yielded before is genuine, but only the end of the iteration says it is all.
    """
    head = source.read(len(_MARK) + 1 + _SALT)
    number = head[len(_MARK)] if len(head) == len(_MARK) + 1 + _SALT else 0
    if not head.startswith(_MARK) or number not in vault.sealing:
        raise Refused("backup", "not a backup of this city, or its key is missing")
    box = _box(vault, number, head[-_SALT:], purpose)
    place, piece = 0, source.read(_PIECE + _TAG)
    while True:
        following = source.read(_PIECE + _TAG)
        try:
            yield box.decrypt(_nonce(place, last=not following), piece, None)
        except InvalidTag:
            raise Refused("backup", "the backup is damaged or of another city") from None
        if not following:
            return
        place, piece = place + 1, following


def pieces(source: IO[bytes]) -> Iterator[bytes]:
    """Yield a file in pieces."""
    while piece := source.read(_PIECE):
        yield piece


def _even(plain: Iterable[bytes]) -> Iterator[bytes]:
    held = bytearray()
    for part in plain:
        held += part
        while len(held) >= _PIECE:
            yield bytes(held[:_PIECE])
            del held[:_PIECE]
    if held:
        yield bytes(held)


def _box(vault: Vault, number: int, salt: bytes, purpose: str) -> AESGCM:
    derive = HKDF(SHA256(), 32, salt, f"takrim-backup|{purpose}".encode())
    return AESGCM(derive.derive(vault.sealing[number]))


def _nonce(place: int, *, last: bool) -> bytes:
    return place.to_bytes(11, "big") + bytes([last])
