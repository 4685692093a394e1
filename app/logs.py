"""Logs as JSON lines with a request id; ids only, never a phone, a name, a text or a token."""

import json
import logging
import sys
import time

import structlog

__all__ = ["log", "log_request", "set_up"]

log = structlog.get_logger("takrim")


_ENCODER = json.JSONEncoder(ensure_ascii=False, default=repr)


def set_up(*, level: int = logging.INFO) -> None:
    """Write JSON lines to standard error."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(serializer=_as_json),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def _as_json(told: object, **_options: object) -> str:
    return _ENCODER.encode(told)


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
    log.info(
        "request",
        request_id=request_id,
        route=route,
        method=method,
        status=status,
        ms=round((time.perf_counter() - started) * 1000, 1),
        actor=actor,
    )
