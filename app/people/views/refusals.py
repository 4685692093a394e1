"""Refusals of the door in its own words: a pause, a link that is over."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.errors import Gone, TooMany
from app.people.views.blueprint import bp


@bp.errorhandler(TooMany)
def paused(error: TooMany) -> ResponseReturnValue:
    """Say how long to wait; the same for known and unknown names."""
    page = render_template("people/paused.html", wait_s=error.retry_after_s)
    return page, 429, {"Retry-After": str(error.retry_after_s)}


@bp.errorhandler(Gone)
def over(_error: Gone) -> ResponseReturnValue:
    """Say that a link works once and for a time, and who gives a new one."""
    return render_template("people/link_over.html"), 410
