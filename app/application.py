"""Takrim's web application: wiring and the error map, nothing else."""

from wsgiref.types import WSGIApplication

from flask import Flask, Response, g, render_template, request
from flask_wtf.csrf import CSRFError, CSRFProtect
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix

from app.bodies import limit_bodies, whole_bodies
from app.errors import TakrimError, TooMany, Unwritable
from app.headers import harden
from app.i18n import init_i18n
from app.instance import Instance
from app.logs import log
from app.navigation import init_navigation
from app.request_log import log_requests
from app.rights import Role
from app.web import admit
from qr.errors import BadPayload

__all__ = ["create_app"]

csrf = CSRFProtect()


def create_app(instance: Instance) -> Flask:
    """Return the application of one city."""
    settings = instance.settings
    app = Flask(__package__)
    app.extensions["takrim"] = instance
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=list(settings.secret_key_fallbacks),
        SESSION_COOKIE_NAME="__Host-takrim" if settings.secure else "takrim",
        TRUSTED_HOSTS=[*(settings.trusted_hosts or settings.own_hosts)],
        MAX_FORM_MEMORY_SIZE=96 * 2**10,  # files are read in steps of 64 kB, which count too
        MAX_FORM_PARTS=100,
        WTF_CSRF_SSL_STRICT=False,
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_DEFAULT_LOCALE=settings.locale,
    )
    app.wsgi_app = _front(app, instance)  # type: ignore[method-assign, assignment]
    if settings.trusted_proxies:
        n = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]
    app.wsgi_app = whole_bodies(app.wsgi_app)  # type: ignore[method-assign, assignment]
    log_requests(app)
    harden(app, secure=settings.secure)
    limit_bodies(app)  # after what a page of refusal is drawn with
    init_i18n(app, settings.zone)
    init_navigation(app)
    csrf.init_app(app)
    _register(app)
    _map_errors(app)
    app.register_error_handler(instance.db.engine.dialect.loaded_dbapi.DataError, _unfit)
    return app


def _front(app: Flask, instance: Instance) -> WSGIApplication:
    from app.intake.after_door import AfterDoor
    from app.intake.front import Front
    from app.intake.outlines import Outlines
    from app.intake.scanned import Scanned
    from app.intake.tap_door import TapDoor

    app.extensions[Scanned.NAME] = scanned = Scanned()
    drawn = AfterDoor(app.wsgi_app, instance, Outlines.of(app))
    return TapDoor(Front(drawn, instance, scanned), instance)


def _register(app: Flask) -> None:
    from app.badges.following import after_import
    from app.badges.views import bp as badges
    from app.badges.views.keys import ALSO_SIGNED
    from app.calendar.views import AFTER_CHANGE, UNITS_OF
    from app.calendar.views import bp as calendar
    from app.cases.findings.upheld import upheld_about
    from app.cases.recompute import recount
    from app.cases.sms import sms_reply
    from app.cases.views import bp as cases
    from app.directory.choices import units_below
    from app.directory.views import AFTER_IMPORT
    from app.directory.views import bp as directory
    from app.health import bp as health
    from app.insights.views import bp as insights
    from app.intake.taking.views import bp as taking
    from app.intake.views import bp as intake
    from app.notices.hooks import INBOUND_SMS, OPERATORS
    from app.notices.hooks import bp as hooks
    from app.notices.text_views import bp as notices
    from app.people.holders import holders
    from app.people.session import load_person
    from app.people.views import bp as people
    from app.scores.decisions.evidence import UPHELD
    from app.scores.decisions.views import bp as decisions
    from app.scores.letters.queries import letters_by_key

    app.before_request(load_person)
    app.before_request(admit)
    for blueprint in (
        *(health, intake, taking, people, notices, hooks, calendar),
        *(directory, badges, decisions, cases, insights),
    ):
        app.register_blueprint(blueprint)
    app.extensions[AFTER_IMPORT] = after_import
    app.extensions[ALSO_SIGNED] = letters_by_key
    app.extensions[UPHELD] = upheld_about
    app.extensions[UNITS_OF] = units_below
    app.extensions[AFTER_CHANGE] = recount
    app.extensions[INBOUND_SMS] = sms_reply
    app.extensions[OPERATORS] = lambda session: holders(session, Role.OPERATOR)
    csrf.exempt(hooks)
    csrf.exempt(intake)


def _map_errors(app: Flask) -> None:
    app.register_error_handler(TakrimError, _known)
    app.register_error_handler(BadPayload, lambda _e: _page("unknown_badge", 404))
    app.register_error_handler(CSRFError, lambda _e: _page("form_expired", 400))
    app.register_error_handler(DataError, _unfit)
    app.register_error_handler(OperationalError, lambda _e: _known(Unwritable("store")))
    # a request for another host has no address map to draw a page with
    app.register_error_handler(SecurityError, lambda _e: Response("Bad request", status=400))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unforeseen)


def _known(error: TakrimError) -> tuple[Response, int]:
    response, status = _page(error.code, error.status)
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after_s)
    if isinstance(error, Unwritable):
        response.headers["Retry-After"] = "10"
    return response, status


def _unfit(_error: Exception) -> tuple[Response, int]:
    """Answer a value no column can hold (a NUL in the address): it names nothing that exists."""
    return _page("unknown", 404)


def _http(error: HTTPException) -> tuple[Response, int]:
    response, status = _page("http", error.code or 500)
    if error.code == 405:
        response.headers.extend(error.get_headers())
        response.headers["Content-Type"] = "text/html; charset=utf-8"
    return response, status


def _unforeseen(error: Exception) -> tuple[Response, int]:
    log.error(
        "unforeseen", request_id=g.get("request_id", ""), kind=type(error).__name__, exc_info=error
    )
    return _page("unforeseen", 500)


def _page(code: str, status: int) -> tuple[Response, int]:
    staff = request.path.startswith("/desk")
    body = render_template("error.html", code=code, status=status, staff=staff)
    return Response(body, status=status, mimetype="text/html"), status
