"""Somebody with a socket: what the 46 public bad inputs are sent by, as a stranger would."""

import http.client
import re
import secrets
import socket
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode

from sqlmodel import func, select

from app.db import Database
from app.feedback.models import Feedback
from tests.faults import FoundCity

__all__ = ["OK", "REJECTED", "WORDS", "Answer", "File", "Stranger", "stored", "wait_for"]

FORM = "application/x-www-form-urlencoded"
WORDS = "سه روز پشت سر هم گفتند فردا بیایید و کسی پشت باجه نبود."
OK, REJECTED = {200, 303}, {400, 413, 415, 422}
_KEY = re.compile(r'name="key" value="([A-Za-z]{48})"')
_CSRF = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
File = tuple[str, str, bytes]


@dataclass(frozen=True)
class Answer:
    """Status, body, headers and seconds of one answer."""

    status: int
    text: str
    headers: dict[str, str]
    seconds: float

    @property
    def calm(self) -> bool:
        """Whether nothing broke and nothing of the inside was told, in ten seconds."""
        return self.status < 500 and "Traceback" not in self.text and self.seconds <= 10


@dataclass
class Stranger:
    """Somebody behind an address of their own, who keeps cookies if told to."""

    port: int
    city: FoundCity
    address: str = field(
        default_factory=lambda: ".".join(str(secrets.randbelow(250) + 1) for _ in range(4))
    )
    cookie: str = ""

    def ask(self, method: str, path: str, body: bytes | str = b"", **headers: str) -> Answer:
        sent = body.encode() if isinstance(body, str) else body
        known = {"X-Forwarded-For": self.address, "X-Forwarded-Proto": "https"}
        known |= {"X-Forwarded-Host": "qr.test.ir", "Cookie": self.cookie}
        known |= {name.replace("_", "-"): value for name, value in headers.items()}
        started = time.monotonic()
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as line:
            with suppress(BrokenPipeError, ConnectionResetError):  # refused before the last byte
                line.request(method, path, sent or None, known)
            answer = line.getresponse()
            text = answer.read().decode("utf-8", "replace")
            told = {name.lower(): value for name, value in answer.getheaders()}
        found = Answer(answer.status, text, told, time.monotonic() - started)
        assert found.calm, (found.status, found.text[:500])
        return found

    def break_off(self, path: str, **fields: object) -> None:
        """Begin to post a form, and hang up when half of it is sent."""
        body = urlencode(fields, doseq=True).encode()
        told = {"Host": "qr.test.ir", "Content-Type": FORM, "Content-Length": str(len(body))}
        told |= {"X-Forwarded-For": self.address, "X-Forwarded-Proto": "https"}
        head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        with closing(socket.create_connection(("127.0.0.1", self.port), timeout=10)) as line:
            line.sendall(f"POST {path} HTTP/1.1\r\n{head}\r\n".encode())
            line.sendall(body[: len(body) // 2])

    def post(self, path: str, **fields: object) -> Answer:
        return self.ask("POST", path, urlencode(fields, doseq=True), Content_Type=FORM)

    def send(self, path: str, fields: dict[str, str], *files: File) -> Answer:
        """Post fields and files as a form with photos does; a file is name, type and bytes."""
        parts = [f'name="{name}"\r\n\r\n{value}'.encode() for name, value in fields.items()]
        parts += [
            f'name="photo"; filename="{name}"\r\nContent-Type: {kind}\r\n\r\n'.encode() + raw
            for name, kind, raw in files
        ]
        lead = b"--limit\r\nContent-Disposition: form-data; "
        body = b"".join(lead + part + b"\r\n" for part in parts) + b"--limit--\r\n"
        return self.ask("POST", path, body, Content_Type="multipart/form-data; boundary=limit")

    def sign_in(self, name: str, password: str, *, query: str = "") -> Answer:
        """Try the door of the staff, by its address with a query."""
        page = self.ask("GET", f"/sign-in{query}")
        self.cookie = page.headers.get("set-cookie", self.cookie).partition(";")[0]
        csrf = _CSRF.search(page.text)
        return self.post(
            f"/sign-in{query}", csrf_token=csrf[1] if csrf else "", username=name, password=password
        )

    @property
    def badge(self) -> str:
        return f"/B/{self.city.token}"

    def tap(self) -> str:
        """Open the badge, touch a face, return the address of the thanks page."""
        key = _KEY.search(self.ask("GET", self.badge).text)
        assert key
        answer = self.post(self.badge, key=key[1], tap="2")
        assert answer.status == 303
        return answer.headers["location"]

    def tell(self, **fields: object) -> Answer:
        known: dict[str, object] = {"kind": "crt", "about": "postponed", "text": WORDS}
        return self.post(self.tap(), **known | fields)


def stored(database: Database) -> int:
    """Return how many messages the city holds."""
    with database.reading() as session:
        return session.exec(select(func.count()).select_from(Feedback)).one()


def wait_for(true: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until something is true; a badge page may be two seconds old."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.2)
