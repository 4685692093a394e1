"""The one place that asks what time it is; everything below gets its instant handed in."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the current instant as aware UTC in whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)
