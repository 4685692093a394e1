"""Tries to sign in: five are free, then waits grow, ten cost a quarter of an hour.

Counted by user name and network together, so that nobody can lock another one out from elsewhere.
A try is counted before the password is looked at; a good one clears the count.
"""

from contextlib import suppress
from dataclasses import dataclass

from app.errors import TooMany
from app.limiting import Limiter
from app.people.rules import pause_s
from app.text import fold_code

__all__ = ["Attempts"]

_WINDOW = "10/15 minutes"
_LONG = "1/15 minutes"
_NETWORK = "60/1 minutes"
_CODE = "20/60 minutes"


@dataclass(frozen=True, slots=True)
class Attempts:
    """The tries of one user name from one network.

    Unknown names are counted like known ones, so the answer tells nothing.
    """

    limiter: Limiter
    username: str
    network: str

    def begin(self) -> None:
        """Count one more try.

        Raises:
            TooMany: A pause is on, or the network tries too often.
        """
        self.limiter.test("sign-in-pause", *self._who(), per=_LONG, code="sign_in_paused")
        if wait := pause_s(self._count()):
            self.limiter.test("sign-in-wait", *self._who(), per=_per(wait), code="sign_in_paused")
        self.limiter.hit("sign-in-network", self.network, per=_NETWORK, code="sign_in_paused")
        self.limiter.hit("sign-in", *self._who(), per=_WINDOW, code="sign_in_paused")

    def begin_code(self) -> None:
        """Count one more try of a code; codes are also limited over all networks together.

        Raises:
            TooMany: As ``begin``, or the account's codes were guessed at too often.
        """
        self.begin()
        self.limiter.hit("sign-in-code", fold_code(self.username), per=_CODE, code="sign_in_paused")

    def failed(self) -> None:
        """Start the wait that this failure costs."""
        wait = pause_s(self._count())
        name, per = ("sign-in-pause", _LONG) if wait >= 900 else ("sign-in-wait", _per(wait))
        if wait:
            with suppress(TooMany):
                self.limiter.hit(name, *self._who(), per=per)

    def passed(self) -> None:
        """Forget what was counted."""
        self.limiter.clear("sign-in", *self._who(), per=_WINDOW)
        self.limiter.clear("sign-in-code", fold_code(self.username), per=_CODE)

    def _who(self) -> tuple[str, str]:
        return fold_code(self.username)[:80], self.network

    def _count(self) -> int:
        return self.limiter.count("sign-in", *self._who(), per=_WINDOW)


def _per(seconds: int) -> str:
    return f"1/{max(seconds, 1)} seconds"
