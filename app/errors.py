"""The errors a service may raise: one tree, each with a stable code for templates and logs.

``Missing`` 404, ``Gone`` 410, ``Refused`` 409, ``Denied`` 403, ``TooMany`` 429, ``Invalid`` 422,
``Unwritable`` 503: the map itself stands in ``app/application.py``.
"""

from collections.abc import Mapping


class TakrimError(Exception):
    """Root of all errors Takrim raises on purpose.

    Args:
        code: Stable word by which a template chooses the reader's sentence.
        detail: For the log: short, without personal data.
        values: What the sentence needs to be exact (a count, a name of a field).
    """

    status = 500

    def __init__(
        self, code: str, detail: str = "", values: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code, self.detail = code, detail
        self.values = dict(values or {})


class Missing(TakrimError):
    """There is no such thing, or none that this reader may know of."""

    status = 404


class Gone(TakrimError):
    """It was there and is no longer valid: a revoked badge, a used link."""

    status = 410


class Refused(TakrimError):
    """The state of things does not allow it."""

    status = 409


class Denied(TakrimError):
    """The reader knows of it and may not do this with it."""

    status = 403


class TooMany(TakrimError):
    """Too often in too short a time."""

    status = 429

    def __init__(self, code: str, *, retry_after_s: int) -> None:
        super().__init__(code, values={"retry_after_s": retry_after_s})
        self.retry_after_s = retry_after_s


class Invalid(TakrimError):
    """A value cannot be taken as it is; ``field`` names it."""

    status = 422

    def __init__(self, code: str, *, field: str = "", detail: str = "") -> None:
        super().__init__(code, detail, {"field": field})
        self.field = field


class Unwritable(TakrimError):
    """The store cannot be written just now; nothing was stored."""

    status = 503


class BadSettings(TakrimError):
    """The product cannot start with this configuration."""
