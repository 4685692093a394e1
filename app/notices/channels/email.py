"""E-mail by SMTP: plain text, no links but our own, no line breaks in any header."""

import smtplib
import ssl
from email.message import EmailMessage

from app.notices.channels import Message, NotSent, Receipt

__all__ = ["Email"]

_TIMEOUT_S = 10


class Email:
    """Sends through one mail server; 465 speaks TLS from the start, other ports upgrade to it.

    Args:
        host: Mail server.
        port: 587 by default in the settings.
        user: Empty for a server that asks for no sign-in.
        password: Goes with ``user``.
        sender: The From address.
        subject: The one subject line of all notices: it says nothing of the matter.
        plain: Whether a server without TLS is accepted (on the same machine only).
    """

    def __init__(
        self,
        host: str,
        port: int,
        *,
        user: str,
        password: str,
        sender: str,
        subject: str,
        plain: bool = False,
    ) -> None:
        self._host, self._port = host, port
        self._user, self._password = user, password
        self._sender, self._subject, self._plain = sender, subject, plain

    def send(self, message: Message) -> Receipt:
        """Hand one mail over.

        Raises:
            NotSent: The server was not reached or refused it.
        """
        try:
            mail = self._mail(message)
            with self._connection() as server:
                server.send_message(mail)
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            raise NotSent(f"smtp_{code}", for_good=code >= 500) from None
        except smtplib.SMTPResponseException as error:
            raise NotSent(f"smtp_{error.smtp_code}", for_good=False) from None
        except (smtplib.SMTPException, OSError) as error:
            raise NotSent(f"smtp_{type(error).__name__}") from None
        except ValueError:
            raise NotSent("address", for_good=True) from None
        return Receipt(reference=message.key)

    def _mail(self, message: Message) -> EmailMessage:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self._sender, message.address, self._subject
        mail["Message-ID"] = f"<{message.key}@{self._sender.rpartition('@')[2]}>"
        mail.set_content(message.text)
        return mail

    def _connection(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self._port == smtplib.SMTP_SSL_PORT:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self._host, self._port, timeout=_TIMEOUT_S, context=context
            )
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=_TIMEOUT_S)
            if not self._plain:
                server.starttls(context=context)
        if self._user:
            server.login(self._user, self._password)
        return server
