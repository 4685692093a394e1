"""What a request may bring: whole bodies, 25 MB where a view takes files, 1 MB elsewhere."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar, cast
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, current_app, request
from werkzeug.exceptions import LengthRequired

__all__ = ["FORM", "limit_bodies", "takes_files", "whole_bodies"]

View = TypeVar("View", bound=Callable[..., Any])

_WITH_FILES, _PLAIN = 25 * 2**20, 2**20
FORM = "application/x-www-form-urlencoded"


def takes_files(view: View) -> View:
    """Mark a view whose form carries files."""
    cast(Any, view).takrim_files = True
    return view


def limit_bodies(app: Flask) -> None:
    """Refuse larger requests with 413, and forms that tell no length with 411, unread."""
    app.config["MAX_CONTENT_LENGTH"] = _PLAIN

    @app.before_request
    def measure() -> None:
        if request.mimetype == FORM and "Transfer-Encoding" in request.headers:
            raise LengthRequired  # where a form ends nobody told: half of one reads like a whole
        view = current_app.view_functions.get(request.endpoint or "")
        if getattr(view, "takrim_files", False):
            request.max_content_length = _WITH_FILES


def whole_bodies(inner: WSGIApplication) -> WSGIApplication:
    """Let nothing be kept of a body that is shorter than it said it would be.

    A server that says its input ends by itself hands on what came before a line broke, and half a
    form reads like a whole one.  With the length told, the end is where the length says: whoever
    reads up to it is told that the rest is missing (400).
    """

    def answered(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if environ.get("CONTENT_LENGTH"):
            environ.pop("wsgi.input_terminated", None)
        return inner(environ, start)

    return answered
