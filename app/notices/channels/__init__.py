"""The roads of a notice: one file each, all with the same small shape."""

from dataclasses import dataclass
from typing import Protocol

from app.errors import TakrimError

__all__ = ["Channel", "Message", "NotSent", "Receipt", "masked"]


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: the finished sentence to one address.

    ``key`` is the same on each try, so that a provider can drop a repetition.
    """

    key: str
    address: str
    text: str
    template: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the provider said: its own number, and whether it has arrived already."""

    reference: str = ""
    delivered: bool = False


class NotSent(TakrimError):
    """It was not taken; ``for_good`` says that another try has no sense."""

    def __init__(self, code: str, *, for_good: bool = False) -> None:
        super().__init__(code)
        self.for_good = for_good


class Channel(Protocol):
    """Sends one message, within ten seconds, outside every unit of work."""

    def send(self, message: Message) -> Receipt:
        """Hand the message over.

        Raises:
            NotSent: It was not taken, now or for good.
        """


def masked(address: str) -> str:
    """Return a phone or mail address as it may be shown.

    >>> masked("+989121234567"), masked("sara@city.ir")
    ('0912***4567', 's***@city.ir')
    """
    if "@" in address:
        name, _, host = address.partition("@")
        return f"{name[:1]}***@{host}"
    national = address.replace("+98", "0", 1)
    return f"{national[:4]}***{national[-4:]}" if len(national) >= 10 else "***"
