"""Logs as JSON lines with a request id; ids only, never a phone, a name, a text or a token.

The line of a request is always of one shape, so it is filled in rather than put together.
"""

import json
import logging
import sys
import time
from datetime import UTC, datetime

import structlog
from structlog.typing import EventDict, WrappedLogger

__all__ = ["log", "log_request", "set_up"]

log = structlog.get_logger("takrim")

_ENCODER = json.JSONEncoder(ensure_ascii=False, default=repr)
_REQUEST = (
    '{{"event": "request", "request_id": "{number}", "route": "{route}", "method": {method}, '
    '"status": {status}, "ms": {ms:.1f}, "actor": {actor}, "level": "info", "timestamp": "{at}"}}'
)
_requests: list[structlog.WriteLogger] = []  # where lines of requests go, if they are wanted


def set_up(*, level: int = logging.INFO) -> None:
    """Write JSON lines to standard error; those of requests at level INFO."""
    _requests[:] = [structlog.WriteLogger(sys.stderr)] if level <= logging.INFO else []
    structlog.configure(
        processors=[_line],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def _line(logger: WrappedLogger, level: str, told: EventDict) -> str:
    """Return one line; a step of its own for each of its parts costs a tap a tenth of its time."""
    told["level"] = level
    told["timestamp"] = datetime.now(UTC).isoformat()
    return _ENCODER.encode(structlog.processors.format_exc_info(logger, level, told))


def log_request(
    request_id: str,
    route: str,
    method: str,
    status: int,
    *,
    started: float,
    actor: int | None = None,
) -> None:
    """Write the line of one request; ``started`` is of ``time.perf_counter``."""
    if not _requests:
        return
    line = _REQUEST.format(
        number=request_id,
        route=route,
        method=_ENCODER.encode(method),
        status=status,
        ms=(time.perf_counter() - started) * 1000,
        actor="null" if actor is None else actor,
        at=datetime.now(UTC).isoformat(),
    )
    _requests[0].info(line)
