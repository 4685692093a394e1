"""What this package refuses, as one tree.

- ``QrError``: anything below.

  - ``BadPayload``: a token that is not ours, whatever is wrong with it.
  - ``BadCode``: a typed number with a wrong length or check digit.
  - ``BadKeyRing``: keys that cannot be read, or cannot sign.
  - ``BadPrefix``: a public address that no symbol of ours can carry.

    - ``PrefixTooLong``: only because of its length.

  - ``TextTooLong``: more than version 6 holds.
  - ``TooSmall``: modules that a phone could not read from paper.
"""

__all__ = [
    "BadCode",
    "BadKeyRing",
    "BadPayload",
    "BadPrefix",
    "PrefixTooLong",
    "QrError",
    "TextTooLong",
    "TooSmall",
]


class QrError(ValueError):
    """A value this package cannot work with."""


class BadPayload(QrError):
    """Not a genuine token; never says which check failed."""


class BadCode(QrError):
    """Not a number that was ever handed out."""


class BadKeyRing(QrError):
    """A key ring that cannot be read or used; the message holds no secret."""


class BadPrefix(QrError):
    """A public address that cannot stand in front of a token."""


class PrefixTooLong(BadPrefix):
    """A public address that would need a larger symbol than the cards have room for.

    Attributes:
        excess: How many characters are too many.
    """

    def __init__(self, prefix: str, limit: int) -> None:
        self.excess = len(prefix) - limit
        super().__init__(
            f"{prefix} has {len(prefix)} characters, {self.excess} more than the {limit}"
            " that fit in front of a token; use a shorter host name"
        )


class TextTooLong(QrError):
    """More text than the largest symbol used here (version 6) holds."""


class TooSmall(QrError):
    """Modules under half a millimetre: phones fail to read them from paper."""
