"""One line in the log for each request; the line itself is ``app.logs.log_request``."""

import time

from flask import Flask, Response, g, request

from app.logs import log_request

__all__ = ["log_requests"]


def log_requests(app: Flask) -> None:
    """Log one line per request: route name, status, milliseconds, actor id; never the address."""

    @app.before_request
    def start() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        if request.endpoint != "static":
            person = g.get("me")
            log_request(
                g.get("request_id", ""),
                request.endpoint or "unknown",
                request.method,
                response.status_code,
                started=g.get("started", time.perf_counter()),
                actor=person.id if person else None,
            )
        return response
