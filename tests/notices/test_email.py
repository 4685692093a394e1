"""E-mail against a mail server of this machine."""

import socketserver
from collections.abc import Iterator
from threading import Thread

import pytest

from app.notices.channels import Message, NotSent
from app.notices.channels.email import Email


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks as much SMTP as is needed, and remembers what it heard."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.mails: list[str] = []
        self.refusing = ""

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])


class _Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline().decode().strip():
            word = line.split(" ")[0].split(":")[0].upper()
            if word == "QUIT":
                self._say("221 bye")
                return
            if word == "RCPT" and self.server.refusing:
                self._say(f"{self.server.refusing} no")
            elif word == "DATA":
                self._take()
            else:
                self._say("250 ok")

    def _take(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline().decode()) != ".\r\n":
            lines.append(line)
        self.server.mails.append("".join(lines))
        self._say("250 ok")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as running:
        Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
        yield running
        running.shutdown()


def road(server: MailServer) -> Email:
    return Email(
        "127.0.0.1", server.port, user="", password="", sender="no-reply@city.ir",
        subject="شهرداری نمونه", plain=True,
    )  # fmt: skip


def message(address: str = "sara@example.org") -> Message:
    return Message("notice-7", address, "شکایت شما ثبت شد.", "C01")


def test_a_mail_says_who_sends_it_and_carries_our_key(server: MailServer) -> None:
    receipt = road(server).send(message())

    [mail] = server.mails
    assert "From: no-reply@city.ir" in mail
    assert "Message-ID: <notice-7@city.ir>" in mail
    assert receipt.reference == "notice-7"


@pytest.mark.parametrize(("code", "for_good"), [("550", True), ("451", False)])
def test_a_refused_recipient_is_tried_again_only_if_the_server_says_later(
    server: MailServer, code: str, for_good: bool
) -> None:
    server.refusing = code

    with pytest.raises(NotSent) as refused:
        road(server).send(message())

    assert (refused.value.code, refused.value.for_good) == (f"smtp_{code}", for_good)


def test_an_address_cannot_bring_a_second_header(server: MailServer) -> None:
    with pytest.raises(NotSent) as refused:
        road(server).send(message("sara@example.org\r\nBcc: all@city.ir"))

    assert refused.value.for_good
    assert server.mails == []


def test_a_server_that_is_away_is_tried_again(server: MailServer) -> None:
    away = Email(
        "127.0.0.1", 1, user="", password="", sender="no-reply@city.ir", subject="x", plain=True
    )

    with pytest.raises(NotSent) as refused:
        away.send(message())

    assert not refused.value.for_good
    assert server.mails == []
