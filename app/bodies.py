"""How large a request may be: 25 MB where a view takes files, 1 MB everywhere else."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask, current_app, request

__all__ = ["limit_bodies", "takes_files"]

View = TypeVar("View", bound=Callable[..., Any])

_WITH_FILES, _PLAIN = 25 * 2**20, 2**20


def takes_files(view: View) -> View:
    """Mark a view whose form carries files."""
    cast(Any, view).takrim_files = True
    return view


def limit_bodies(app: Flask) -> None:
    """Refuse larger requests with 413, before anything of them is read."""
    app.config["MAX_CONTENT_LENGTH"] = _PLAIN

    @app.before_request
    def widen() -> None:
        view = current_app.view_functions.get(request.endpoint or "")
        if getattr(view, "takrim_files", False):
            request.max_content_length = _WITH_FILES
