"""Who sees what, how long it is kept, what a citizen may ask for: the promises in plain words.

The terms are those the nightly erasure works by, so that the page cannot promise another.
"""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.cases.keeping.terms import CONTACTS, PHOTOS
from app.intake.device import LIFETIME_S
from app.intake.views.blueprint import bp
from app.web import public

__all__: list[str] = []

_DAY_S = 24 * 3600


@bp.get("/promises")
@public
def promises() -> ResponseReturnValue:
    """Say who sees what of a rating and of a message."""
    return render_template(
        "citizen/promises.html",
        contact_days=CONTACTS.days,
        photo_days=PHOTOS.days,
        device_days=LIFETIME_S // _DAY_S,
    )
