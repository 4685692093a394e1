"""One own photo, handed to the browser that was shown the message; kept by nobody."""

from flask import Response
from flask.typing import ResponseReturnValue

from app.errors import Missing
from app.intake import guard
from app.intake.own_photos import may_be_shown, photo_named
from app.intake.views.blueprint import bp
from app.web import house, public, reading

__all__: list[str] = []


@bp.get("/mine/photo/<word>")
@public
def own_photo(word: str) -> ResponseReturnValue:
    """Hand out a photo drawn anew, without metadata."""
    city = house()
    name = photo_named(city.keys.vault, word[:400], guard.client(city).device)
    with reading() as session:
        known = may_be_shown(session, name)
    if not known:
        raise Missing("unknown")
    try:
        drawn = city.photos.drawn(name)
    except FileNotFoundError:
        raise Missing("unknown") from None
    headers = {
        "Content-Disposition": 'attachment; filename="photo.jpg"',
        "Cache-Control": "no-store",
    }
    return Response(drawn, mimetype="image/jpeg", headers=headers)
