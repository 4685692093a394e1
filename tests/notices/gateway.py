"""A gateway of Kavenegar's shape on this machine, with its bad days."""

import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from urllib.parse import parse_qsl

OK = {"return": {"status": 200}, "entries": [{"messageid": 8792343, "status": 1}]}


class Gateway:
    """Answers as ``answer`` says and keeps every form it was sent."""

    def __init__(self) -> None:
        self.answer = "ok"
        self.path = ""
        self.forms: list[dict[str, str]] = []
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                owner.path = self.path
                owner.forms.append(dict(parse_qsl(body.decode())))
                owner.reply(self)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def reply(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one call."""
        if self.answer == "slow":
            time.sleep(0.6)
        if self.answer == "hang up":
            handler.close_connection = True
            return
        status = {"error 500": 500, "redirect": 302}.get(self.answer, 200)
        handler.send_response(status)
        if status == 302:
            handler.send_header("Location", "http://169.254.169.254/")
        body = self._body()
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def _body(self) -> bytes:
        if self.answer.startswith("status"):
            number = int(self.answer.split()[1])
            return json.dumps({"return": {"status": number}, "entries": None}).encode()
        if self.answer == "twice":
            again = {"messageid": 8792344, "status": 1}
            return json.dumps(OK | {"entries": [OK["entries"][0], again]}).encode()  # type: ignore[index]
        special = {"no json": b"<html>", "nonsense": b'{"a": 1}', "error 500": b"oops"}
        if self.answer == "endless":
            return b"x" * 2**18
        return special.get(self.answer, json.dumps(OK).encode())

    def __enter__(self) -> "Gateway":
        Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
