"""What a member of staff does in a browser, in short words."""

import re

import pyotp
from flask.testing import FlaskClient
from sqlmodel import Session
from werkzeug.test import TestResponse

from app.people import passwords, service
from app.people.models import Account

BASE = "https://qr.example.ir"
PASSWORD = "narenji-doost-kuh"


def give_password(session: Session, account: Account, now, password: str = PASSWORD) -> None:
    service.set_password(session, account, passwords.hashed(password), actor_id=None, now=now)


def get(client: FlaskClient, path: str, **kw) -> TestResponse:
    return client.get(path, base_url=BASE, **kw)


def post(client: FlaskClient, path: str, page: str = "", /, **fields: str) -> TestResponse:
    """Send a form with the CSRF value of a page (by default: of the page itself)."""
    body = get(client, page or path).get_data(as_text=True)
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', body)
    assert found, body[:500]
    return client.post(path, base_url=BASE, data={"csrf_token": found[1], **fields})


def sign_in(
    client: FlaskClient, name: str, secret: str = "", now=None, password: str = PASSWORD
) -> TestResponse:
    answer = post(client, "/sign-in", username=name, password=password)
    if secret:
        assert answer.status_code == 303, answer.get_data(as_text=True)
        code = pyotp.TOTP(secret).at(now)
        answer = post(client, "/sign-in/code", code=code)
    return answer
