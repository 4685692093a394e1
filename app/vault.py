"""The secrets of a city besides its badge keys, and what is done with them.

Contact data is sealed with AES-256-GCM under a key with a number, bound to its place
(table, column, row); a keyed blind index finds equal numbers without opening them.  Devices and
networks become keyed hashes.  Receipts and submission keys have a key each.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.errors import Refused

__all__ = ["Vault"]

_NONCE = 12
_KEY = 32


@dataclass(frozen=True, slots=True, repr=False)
class Vault:
    """Keys for sealing, finding, pseudonyms, receipts and submission keys; all 32 bytes.

    ``sealing`` maps key number (1-255) to key; the highest number seals, all open.
    """

    sealing: Mapping[int, bytes]
    index: bytes
    pseudonym: bytes
    receipt: bytes
    submission: bytes

    @classmethod
    def fresh(cls) -> "Vault":
        """Return a vault of new random keys."""
        draw = secrets.token_bytes
        return cls({1: draw(32)}, draw(32), draw(32), draw(32), draw(32))

    def rotated(self) -> "Vault":
        """Return the vault with one more sealing key, which seals from now on."""
        return replace(
            self, sealing={**self.sealing, max(self.sealing) + 1: secrets.token_bytes(32)}
        )

    def seal(self, text: str, *, place: str) -> bytes:
        """Return ``text`` sealed for ``place``, written ``table|column|row``."""
        number, nonce = max(self.sealing), secrets.token_bytes(_NONCE)
        box = AESGCM(self.sealing[number]).encrypt(nonce, text.encode(), place.encode())
        return bytes([number]) + nonce + box

    def unseal(self, sealed: bytes, *, place: str) -> str:
        """Return what ``seal`` hid at the same place.

        Raises:
            Refused: Another key, another place, or a changed byte.
        """
        key = self.sealing.get(sealed[0] if sealed else 0)
        try:
            if key is None:
                raise InvalidTag
            nonce, box = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
            return AESGCM(key).decrypt(nonce, box, place.encode()).decode()
        except (InvalidTag, ValueError):
            raise Refused("sealed", f"cannot open {place.split('|', maxsplit=1)[0]}") from None

    def blind_index(self, value: str) -> str:
        """Return the hash by which equal values are found (HMAC-SHA256, hex)."""
        return hmac.new(self.index, value.encode(), hashlib.sha256).hexdigest()

    def pseudonym_of(self, kind: str, value: str) -> str:
        """Return a device or network as a keyed hash; empty stays empty."""
        if not value:
            return ""
        return hmac.digest(self.pseudonym, f"{kind}|{value}".encode(), "sha256").hex()[:32]

    @property
    def words_key(self) -> bytes:
        """Key of the sketches by which copies of erased words are told."""
        return hmac.digest(self.pseudonym, b"words", "sha256")

    def receipt_hash(self, receipt: str) -> str:
        """Return the keyed hash under which a receipt is stored."""
        return hmac.new(self.receipt, f"stored|{receipt}".encode(), hashlib.sha256).hexdigest()

    def to_json(self) -> dict[str, object]:
        """Return the keys for the key file."""
        text = {
            name: _b64(getattr(self, name))
            for name in ("index", "pseudonym", "receipt", "submission")
        }
        return {**text, "sealing": {str(n): _b64(key) for n, key in self.sealing.items()}}

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> "Vault":
        """Return the vault ``to_json`` wrote.

        Raises:
            KeyError, TypeError, ValueError: It wrote nothing of the kind.
        """
        sealing = stored["sealing"]
        if not isinstance(sealing, dict) or not sealing:
            raise TypeError("sealing")
        plain = {
            name: _raw(stored[name]) for name in ("index", "pseudonym", "receipt", "submission")
        }
        return cls({int(n): _raw(key) for n, key in sealing.items()}, **plain)


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _raw(text: object) -> bytes:
    raw = base64.b64decode(str(text), validate=True)
    if len(raw) != _KEY:
        raise ValueError("a key of another length")
    return raw
