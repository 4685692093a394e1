"""What waits on the phone: the page that shows it, and the worker that sends it in the background.

Both are the same for everybody and hold nothing of anybody, so a phone may keep them.
"""

import hashlib

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue

from app.i18n import offered
from app.intake.views.blueprint import bp
from app.web import house, public

__all__: list[str] = []

_SCRIPTS = ("queue", "waiting")


@bp.get("/waiting")
@public
def waiting() -> ResponseReturnValue:
    """Show what waits on this phone; the page itself is empty, the phone fills it in."""
    return render_template("citizen/waiting.html")


@bp.get("/sw.js")
@public
def worker() -> ResponseReturnValue:
    """Hand out the worker's script; a browser asks for it anew with every page it stands over."""
    default = house().settings.locale
    languages = sorted(offered(), key=lambda locale: (locale != default, locale))
    scripts = [url_for("static", filename=f"citizen/{name}.js", lang=None) for name in _SCRIPTS]
    script = render_template(
        "citizen/js/worker.js",
        queue=scripts[0],
        kept=[*(f"/waiting?lang={locale}" for locale in languages), *scripts],
        default_locale=default,
        version=hashlib.blake2b(" ".join(scripts).encode(), digest_size=4).hexdigest(),
    )
    answer = Response(script, mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer
