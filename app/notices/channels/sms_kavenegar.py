"""SMS by a gateway with Kavenegar's REST shape: ``/v1/KEY/sms/send.json``.

``localid`` is our key: the gateway answers a repeated one with the first message instead of
sending again, so a time-out after sending costs no second SMS.
"""

from typing import Any

from app.notices.channels import Message, NotSent, Receipt
from app.outgoing import CallFailed, post_form

__all__ = ["Kavenegar"]

_FOR_GOOD = frozenset({411, 413})  # not a number it can reach; empty or too long


class Kavenegar:
    """Sends through one gateway.

    Args:
        url: Host of the gateway, as ``https://api.kavenegar.com``.
        api_key: Its key; part of the path, so the address is never logged.
        sender: The line to send from, empty for the account's own.
        private: Whether the gateway may stand on the own network.
    """

    def __init__(self, url: str, api_key: str, *, sender: str = "", private: bool = False) -> None:
        self._url = f"{url.rstrip('/')}/v1/{api_key}/sms/send.json"
        self._sender = sender
        self._private = private

    def send(self, message: Message) -> Receipt:
        """Hand one SMS over; numbers outside Iran's mobile range are never tried.

        Raises:
            NotSent: The gateway did not take it.
        """
        if not message.address.startswith("+989"):
            raise NotSent("number", for_good=True)
        fields = {
            "receptor": message.address.replace("+98", "0", 1),
            "message": message.text,
            "localid": message.key,
        }
        if self._sender:
            fields["sender"] = self._sender
        try:
            answer = post_form(self._url, fields, private=self._private)
        except CallFailed as error:
            raise NotSent(error.code) from None
        return _receipt(answer)


def _receipt(answer: dict[str, Any]) -> Receipt:
    try:
        status = int(answer["return"]["status"])
        if status != 200:
            raise NotSent(f"gateway_{status}", for_good=status in _FOR_GOOD)
        return Receipt(reference=str(answer["entries"][0]["messageid"]))
    except (KeyError, IndexError, TypeError, ValueError):
        raise NotSent("gateway_answer") from None
