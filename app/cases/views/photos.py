"""Photos of a message, for those who may see its case; never for the person it names."""

from flask import Response
from flask.typing import ResponseReturnValue

from app import clock
from app.cases import queries
from app.cases.views.blueprint import bp
from app.errors import Missing
from app.feedback.photos import photos_of
from app.feedback.rules import PhotoState
from app.rights import Action
from app.web import house, me, reading, require


@bp.get("/cases/<code>/photos/<name>")
@require(Action.SEE_CASES)
def photo(code: str, name: str) -> ResponseReturnValue:
    """Hand out one photo; a case the reader may not know of has none."""
    with reading() as session:
        page = queries.case_page(session, me(), code, now=clock.now())
        known = {
            one for one, state, _ in photos_of(session, page.case.feedback_id) if _shown(state)
        }
    if page.veiled or name not in known:
        raise Missing("unknown")
    try:
        drawn = house().photos.drawn(name)
    except FileNotFoundError:
        raise Missing("unknown") from None
    headers = {"Content-Disposition": 'attachment; filename="photo.jpg"'}
    return Response(drawn, mimetype="image/jpeg", headers=headers)


def _shown(state: PhotoState) -> bool:
    return state is PhotoState.READY
