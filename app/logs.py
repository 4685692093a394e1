"""Logs as JSON lines with a request id; ids only, never a phone, a name, a text or a token."""

import logging
import sys
import time

import structlog
from flask import Flask, Response, g, request

__all__ = ["log", "log_requests", "set_up"]

log = structlog.get_logger("takrim")


def set_up(*, level: int = logging.INFO) -> None:
    """Write JSON lines to standard error."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def log_requests(app: Flask) -> None:
    """Log one line per request: route name, status, milliseconds, actor id; never the address."""

    @app.before_request
    def start() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        if request.endpoint != "static":
            person = g.get("me")
            log.info(
                "request",
                request_id=g.get("request_id", ""),
                route=request.endpoint or "unknown",
                method=request.method,
                status=response.status_code,
                ms=round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
                actor=person.id if person else None,
            )
        return response
