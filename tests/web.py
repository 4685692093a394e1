"""The whole application on a real city, and members of staff who sit at it.

``found`` makes the instance, ``application`` the app of ``create_app`` as production wires it
(https, CSRF, every header), ``sit`` a client that is signed in through a real session row.
"""

import re
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import clock, keystore
from app.application import create_app
from app.db import Database
from app.directory.models import Subject, Unit
from app.instance import Instance
from app.people import service as people
from app.rights import Role
from app.settings import Settings

__all__ = ["application", "cells", "found", "post", "sit"]

_CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')
_CELL = re.compile(r"<t[dh][^>]*>(.*?)</t[dh]>", re.S)
_TAG = re.compile(r"<[^>]+>")


def found(database: Database, folder: Path, **fixed: object) -> Instance:
    """Return a city on this database, its keys freshly made in ``folder``."""
    known: dict[str, object] = {
        "instance": folder,
        "public_url": "https://qr.city.ir",
        "secret_key": "s" * 40,
        "synchronous": "NORMAL",
    }
    settings = Settings(**known | fixed)  # type: ignore[arg-type]
    return Instance(settings, database, keystore.make(folder, now=clock.now()))


def application(instance: Instance) -> Flask:
    """Return the application as production wires it, spoken to over https."""
    app = create_app(instance)
    app.config["PREFERRED_URL_SCHEME"] = "https"
    return app


def sit(
    app: Flask,
    *roles: Role,
    unit: Unit,
    subject: Subject | None = None,
    name: str = "",
    locale: str = "fa",
) -> FlaskClient:
    """Return a client signed in as somebody with these roles on a unit."""
    instance: Instance = app.extensions["takrim"]
    now = clock.now()
    with instance.db.writing() as session:
        account = people.create_account(
            session,
            name or "-".join(roles) or "nobody",
            name_fa="سمیه نوری",
            subject_id=subject.id if subject else None,
            locale=locale,
            actor_id=None,
            now=now,
        )
        for role in roles:
            people.grant_role(session, account, role, unit.id or 0, actor_id=None, now=now)
        token = people.start_session(session, account.id or 0, agent="a test", now=now)
    client = app.test_client()
    with client.session_transaction() as kept:
        kept["sid"] = token
    return client


def post(client: FlaskClient, path: str, **form: str) -> TestResponse:
    """Send a form with the CSRF value its page carries."""
    shown = _CSRF.search(client.get(path).text)
    return client.post(path, data={"csrf_token": shown[1] if shown else "", **form})


def cells(page: str) -> list[str]:
    """Return the words of every table cell of a page, in reading order."""
    return [" ".join(_TAG.sub(" ", cell).split()) for cell in _CELL.findall(page)]
