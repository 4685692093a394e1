"""The keys that sign badges, their rotation and their JSON.

- ``Key``: one secret with its number, status and dates.
- ``KeyRing``: all keys of a city; never changed in place.
- ``dumps``, ``loads``: a ring as text and back; the caller keeps the file.

The key number travels in every token, so badges of older keys stay valid after
a rotation. Secrets show up in no ``repr`` and a ring refuses to be pickled, so
that it cannot slip into a log or a job queue.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import chain
from types import MappingProxyType
from typing import Any, Literal, NoReturn, Self, cast, get_args

from qr.errors import BadKeyRing

__all__ = ["SECRET_BYTES", "Key", "KeyRing", "KeyStatus", "dumps", "loads"]

KeyStatus = Literal["active", "verifying", "retired"]

SECRET_BYTES = 32
_FORMAT = 1
_EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Key:
    """One signing secret.

    Attributes:
        key_id: 0 to 255, the first byte of every token the key signed.
        secret: 32 random bytes.
        status: ``active`` signs and verifies, ``verifying`` only verifies,
            ``retired`` does neither.
        not_before: Aware time from which the key signs; ``None`` is always.
        not_after: Aware time from which the key verifies nothing any more.
    """

    key_id: int
    secret: bytes = field(repr=False)
    status: KeyStatus = "active"
    not_before: datetime | None = None
    not_after: datetime | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.key_id <= 255:
            raise BadKeyRing(f"key id {self.key_id} is not one byte")
        if len(self.secret) != SECRET_BYTES:
            raise BadKeyRing(f"the secret of key {self.key_id} is not {SECRET_BYTES} bytes")
        if self.status not in get_args(KeyStatus):
            raise BadKeyRing(f"key {self.key_id} has an unknown status")
        for moment in (self.not_before, self.not_after):
            if moment is not None and moment.tzinfo is None:
                raise BadKeyRing(f"key {self.key_id} has a time without a zone")


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Every key the city has, by number.

    Attributes:
        keys: Read-only mapping of key number to ``Key``.
    """

    keys: Mapping[int, Key]

    def __post_init__(self) -> None:
        if any(number != key.key_id for number, key in self.keys.items()):
            raise BadKeyRing("a key stands under another number than its own")
        object.__setattr__(self, "keys", MappingProxyType(dict(self.keys)))

    def __reduce__(self) -> NoReturn:
        raise TypeError("a key ring is not pickled: use dumps and keep the text safe")

    @classmethod
    def of(cls, *keys: Key) -> Self:
        """Return a ring of these keys, whose numbers must differ."""
        if len({key.key_id for key in keys}) != len(keys):
            raise BadKeyRing("two keys have the same number")
        return cls({key.key_id: key for key in keys})

    @classmethod
    def fresh(cls, secret: bytes, *, now: datetime | None = None) -> Self:
        """Return a city's first ring: key 1, active from ``now``."""
        return cls.of(Key(1, secret, not_before=now))

    @property
    def signing(self) -> Key:
        """The newest active key.

        Raises:
            BadKeyRing: No key is active.
        """
        active = [key for key in self.keys.values() if key.status == "active"]
        if not active:
            raise BadKeyRing("no key of the ring may sign")
        return max(active, key=lambda key: (key.not_before or _EARLIEST, key.key_id))

    def verifying(self, key_id: int) -> Key | None:
        """Return the key with this number unless it is unknown or retired."""
        key = self.keys.get(key_id)
        return None if key is None or key.status == "retired" else key

    def at(self, now: datetime) -> Self:
        """Return the ring as the dates make it at ``now``.

        A key past its ``not_after`` is retired; an active one before its
        ``not_before`` verifies but does not sign yet.
        """
        return type(self).of(*(_at(key, now) for key in self.keys.values()))

    def rotate(self, secret: bytes, *, now: datetime) -> Self:
        """Return a ring that signs with a new key; older ones go on verifying.

        Args:
            secret: 32 fresh random bytes.
            now: Aware time from which the new key signs.

        Raises:
            BadKeyRing: All 256 numbers are used, or the secret is in the ring already.
        """
        if any(key.secret == secret for key in self.keys.values()):
            raise BadKeyRing("the secret is in the ring already")
        older = [
            replace(key, status="verifying") if key.status == "active" else key
            for key in self.keys.values()
        ]
        return type(self).of(*older, Key(self._next_id(), secret, not_before=now))

    def retire(self, key_id: int, *, now: datetime) -> Self:
        """Return a ring in which this key's badges are dead at once.

        Raises:
            BadKeyRing: No such key.
        """
        if key_id not in self.keys:
            raise BadKeyRing(f"no key {key_id} in the ring")
        gone = replace(self.keys[key_id], status="retired", not_after=now)
        return type(self)({**self.keys, key_id: gone})

    def _next_id(self) -> int:
        newest = max(self.keys, default=0)
        for key_id in chain(range(newest + 1, 256), range(newest)):
            if key_id not in self.keys:
                return key_id
        raise BadKeyRing("all 256 key numbers are used")


def dumps(ring: KeyRing) -> str:
    """Return the ring as JSON, secrets included: the text is as secret as they are."""
    keys = [_to_json(ring.keys[key_id]) for key_id in sorted(ring.keys)]
    return json.dumps({"format": _FORMAT, "keys": keys}, indent=2)


def loads(text: str) -> KeyRing:
    """Return the ring that ``dumps`` wrote.

    Raises:
        BadKeyRing: The text is something else; the message quotes none of it.
    """
    try:
        stored = json.loads(text)
        if stored["format"] != _FORMAT:
            raise BadKeyRing("the key ring has a format this version does not know")
        return KeyRing.of(*(_from_json(key) for key in stored["keys"]))
    except BadKeyRing:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, binascii.Error):
        # "from None": the cause would carry the text, and the text the secrets
        raise BadKeyRing("the key ring cannot be read") from None


def _at(key: Key, now: datetime) -> Key:
    if key.not_after is not None and key.not_after <= now:
        return replace(key, status="retired")
    if key.status == "active" and key.not_before is not None and key.not_before > now:
        return replace(key, status="verifying")
    return key


def _to_json(key: Key) -> dict[str, Any]:
    return {
        "key_id": key.key_id,
        "secret": base64.b64encode(key.secret).decode("ascii"),
        "status": key.status,
        "not_before": key.not_before and key.not_before.isoformat(),
        "not_after": key.not_after and key.not_after.isoformat(),
    }


def _from_json(stored: dict[str, Any]) -> Key:
    return Key(
        key_id=int(stored["key_id"]),
        secret=base64.b64decode(stored["secret"], validate=True),
        status=cast(KeyStatus, stored["status"]),
        not_before=_moment(stored["not_before"]),
        not_after=_moment(stored["not_after"]),
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
