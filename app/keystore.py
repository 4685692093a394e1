"""The key file of an instance: badge ring and vault, 0600, outside the database.

Only ``takrim init`` and ``takrim demo`` make one.  ``export`` and ``restore`` move it as a
recovery file sealed by a passphrase (scrypt, RFC 7914, then AES-256-GCM).
"""

import base64
import json
import os
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from app.errors import BadSettings, Refused
from app.vault import Vault
from qr import key_ring
from qr.errors import BadKeyRing
from qr.key_ring import SECRET_BYTES, KeyRing

__all__ = ["Keys", "exists", "export", "load", "make", "read_recovery", "save"]

_NAME = "keys.json"
_RECOVERY = "takrim-recovery-1"


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """Every secret of the city: the badge ring and the vault."""

    ring: KeyRing
    vault: Vault

    def with_ring(self, ring: KeyRing) -> "Keys":
        """Return the same keys with another badge ring."""
        return replace(self, ring=ring)


def make(instance: Path, *, now: datetime) -> Keys:
    """Make the keys of a new city and write them.

    Raises:
        Refused: There are keys already; they are never overwritten.
    """
    if (instance / _NAME).exists():
        raise Refused("keys_exist", "the instance folder has keys already")
    instance.mkdir(parents=True, exist_ok=True)
    instance.chmod(0o700)  # messages lie beside the keys
    keys = Keys(KeyRing.fresh(secrets.token_bytes(SECRET_BYTES), now=now), Vault.fresh())
    save(instance, keys)
    return keys


def exists(instance: Path) -> bool:
    """Return whether the instance folder has a key file."""
    return (instance / _NAME).exists()


def load(instance: Path) -> Keys:
    """Read the keys.

    Raises:
        BadSettings: No key file, not readable, or open to others.
    """
    path = instance / _NAME
    try:
        if path.stat().st_mode & 0o077:
            raise BadSettings("keys", f"{path} is open to others: chmod 600 it")
        return _parse(path.read_bytes())
    except FileNotFoundError:
        raise BadSettings("keys", f"no keys in {instance}: run 'takrim init' first") from None
    except OSError as error:
        raise BadSettings("keys", f"{path} cannot be read: {error.strerror}") from None


def save(instance: Path, keys: Keys) -> None:
    """Write the keys so that a crash leaves the old or the new file, never half of one."""
    instance.mkdir(parents=True, exist_ok=True)
    draft = instance / f"{_NAME}.new"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.fchmod(handle, 0o600)  # a draft left by a crash keeps its own mode
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(_text(keys))
        out.flush()
        os.fsync(out.fileno())
    draft.replace(instance / _NAME)


def export(keys: Keys, passphrase: str) -> str:
    """Return the keys as a recovery text that only the passphrase opens.

    Raises:
        Refused: The passphrase is shorter than 15 characters.
    """
    if len(passphrase) < 15:
        raise Refused("passphrase", "the passphrase needs 15 characters or more")
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    box = AESGCM(_stretch(passphrase, salt)).encrypt(
        nonce, _text(keys).encode(), _RECOVERY.encode()
    )
    parts = {"salt": salt, "nonce": nonce, "keys": box}
    text = {name: base64.b64encode(raw).decode() for name, raw in parts.items()}
    return json.dumps({"format": _RECOVERY, **text}, indent=2)


def read_recovery(text: str | bytes, passphrase: str) -> Keys:
    """Return the keys of a recovery text.

    Raises:
        Refused: Another passphrase, or no recovery file.
    """
    try:
        stored = json.loads(text)
        salt, nonce, box = (base64.b64decode(stored[name]) for name in ("salt", "nonce", "keys"))
        plain = AESGCM(_stretch(passphrase, salt)).decrypt(nonce, box, _RECOVERY.encode())
    except (ValueError, KeyError, TypeError, InvalidTag):
        raise Refused("recovery", "wrong passphrase, or not a recovery file") from None
    return _parse(plain)


def _text(keys: Keys) -> str:
    ring = json.loads(key_ring.dumps(keys.ring))
    return json.dumps({"badges": ring, "vault": keys.vault.to_json()}, indent=2)


def _parse(text: bytes) -> Keys:
    try:
        stored = json.loads(text)
        ring = key_ring.loads(json.dumps(stored["badges"]))
        return Keys(ring, Vault.from_json(stored["vault"]))
    except (ValueError, KeyError, TypeError, BadKeyRing):
        raise BadSettings("keys", "the key file cannot be read") from None


def _stretch(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode())
