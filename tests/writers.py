"""Citizens who write with a photo, again and again, and repeat what got no answer."""

import hashlib
import http.client
import io
import os
import random
import re
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field

from PIL import Image

from tests.faults import FoundCity

__all__ = ["Message", "Writer"]

_KEY = re.compile(r'name="key" value="([a-z]+)"', re.I)
_TRIES = 8


@dataclass(frozen=True, slots=True)
class Message:
    """What one form said, and the digest of the photo that went with it."""

    key: str
    words: str
    photo: str


@dataclass
class Writer(threading.Thread):
    """One citizen: opens the badge, taps, writes a complaint with a photo of 200 kB."""

    port: int
    city: FoundCity
    stop: threading.Event
    acknowledged: list[Message] = field(default_factory=list)
    unanswered: list[Message] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        """Write until told to stop."""
        while not self.stop.is_set():
            opened = self._ask("GET", f"/B/{self.city.token}")
            found = _KEY.search(opened[1]) if opened and opened[0] == 200 else None
            if found is None or not self._tapped(found[1]):
                continue
            raw = _photo()
            said = Message(found[1], f"سخن {found[1]}", hashlib.sha256(raw).hexdigest())
            told = any(self._told(said, raw) for _ in range(_TRIES))
            (self.acknowledged if told else self.unanswered).append(said)

    def _tapped(self, key: str) -> bool:
        body = f"key={key}&tap=2".encode()
        kind = "application/x-www-form-urlencoded"
        for _ in range(_TRIES):
            answer = self._ask("POST", f"/B/{self.city.token}", body, kind)
            if answer and answer[0] == 303:
                return True
            time.sleep(0.05)
        return False

    def _told(self, said: Message, raw: bytes) -> bool:
        fields = {"kind": "crt", "about": "postponed", "text": said.words}
        lead = "--limit\r\nContent-Disposition: form-data; "
        head = "".join(f'{lead}name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items())
        head += f'{lead}name="photo"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
        body = head.encode() + raw + b"\r\n--limit--\r\n"
        kind = "multipart/form-data; boundary=limit"
        answer = self._ask("POST", f"/thanks/{said.key}", body, kind)
        if not (answer and answer[0] == 303):
            time.sleep(0.05)
        return bool(answer and answer[0] == 303)

    def _ask(
        self, method: str, path: str, body: bytes = b"", kind: str = ""
    ) -> tuple[int, str] | None:
        network = ".".join(str(random.randrange(1, 250)) for _ in range(4))
        headers = {"Content-Type": kind, "X-Forwarded-For": network}
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as line:
                line.request(method, path, body or None, headers)
                answer = line.getresponse()
                return answer.status, answer.read().decode()
        except (OSError, http.client.HTTPException):
            return None


def _photo() -> bytes:
    """Return a real photo unlike any other."""
    out = io.BytesIO()
    Image.frombytes("RGB", (300, 300), os.urandom(270_000)).save(out, "JPEG", quality=95)
    return out.getvalue()
