"""Who sends how much: keyed hashes of device and network, and the limits of the public pages.

What comes too fast waits a minute at most; wrong codes end in a pause of up to a quarter of an hour
(docs/adr/0020).  Text messages beyond their caps are not sent, and no page is refused for it.

A device is known by its private token (``device``).  Without one it is what a browser says of
itself (agent and languages) together with its network, which is coarse on purpose: two phones of
one make behind one address look alike, so limits on it are generous and it alone never removes a
rating.
"""

from dataclasses import dataclass

from flask import request

from app.errors import TooMany
from app.instance import Instance
from app.intake import device
from app.limiting import network_of
from app.logs import log
from app.vault import Vault

__all__ = [
    "COUNTED",
    "Client",
    "allow_message",
    "allow_rating",
    "allow_sms",
    "allow_try",
    "client",
    "client_of",
    "count_miss",
    "spend",
]

COUNTED = "takrim.counted"  # in the environment of a request that was counted already
RATINGS = "120/minute"
MESSAGES = "20/minute"
MACHINE = "3/minute"
WISHES = "20/minute"
TRIES = "5/15 minutes"
MISSES = "10/10 minutes"
ALARM = "200/10 minutes"
SMS_NUMBER = ("3/hour", "8/day")
SMS_ADDRESS = "10/hour"
SMS_BADGE = "50/day"
SMS_CITY = "20000/day"


@dataclass(frozen=True, slots=True)
class Client:
    """Keyed hashes that tell clients apart and name nobody."""

    device: str
    network: str


def client(city: Instance) -> Client:
    """Return the hashes of the browser behind this request."""
    token = device.token_in(request.cookies.get(device.cookie_name(secure=city.settings.secure)))
    agent, languages = (request.headers.get(n, "") for n in ("User-Agent", "Accept-Language"))
    return client_of(city.keys.vault, request.remote_addr, token, agent, languages)


def client_of(vault: Vault, address: str | None, token: str, agent: str, languages: str) -> Client:
    """Return the hashes of a browser by its token, or without one by what it says of itself."""
    network = network_of(address)
    hashed = vault.pseudonym_of("network", network)
    if token:
        return Client(vault.pseudonym_of("token", token), hashed)
    said = "|".join([agent, languages, network])
    return Client(vault.pseudonym_of("device", said), hashed)


def allow_rating(city: Instance, who: Client, about: str) -> None:
    """Count one rating: 120 a minute over all badges of an address, 20 of one badge.

    Raises:
        TooMany: The window is full.
    """
    whole, one = ("rating", (who.network,), RATINGS), ("message", (who.network, about), MESSAGES)
    city.limiter.brake([whole, one])


def allow_message(city: Instance, who: Client, nonce: str, *, lured: bool = False) -> None:
    """Count one message; carriers put many phones behind one address.

    Whoever filled the field no person sees is most likely a machine: three a minute of an address.

    Raises:
        TooMany: The window is full.
    """
    city.limiter.brake([("message", (who.network, nonce), MESSAGES)])
    if lured:
        city.limiter.hit("machine", who.network, per=MACHINE)


def allow_try(city: Instance, who: Client, code: str) -> None:
    """Refuse to look a code up when it, or this address, has missed too often; count nothing.

    Raises:
        TooMany: 5 misses of one code in 15 minutes, or 10 of one address in 10.
    """
    city.limiter.test("code-miss", code, per=TRIES, code="too_many_codes")
    city.limiter.test("address-miss", who.network, per=MISSES, code="too_many_codes")


def count_miss(city: Instance, who: Client, code: str) -> None:
    """Count a wrong or unknown code, typed badge number or receipt alike."""
    for name, keys, per in (
        ("code-miss", (code,), TRIES),
        ("address-miss", (who.network,), MISSES),
        ("all-misses", (), ALARM),
    ):
        try:
            city.limiter.hit(name, *keys, per=per)
        except TooMany:
            if name == "all-misses":
                log.warning("many_wrong_codes")


def allow_sms(
    city: Instance, who: Client, phone_index: str, *, badge: str = "", known: bool = True
) -> bool:
    """Count one message an unproven visitor causes; return whether it may be sent.

    Three an hour and eight a day to a number, ten an hour from an address, fifty a day through one
    badge (``badge`` names it), a budget of the city.  A number nobody left costs the same looks and
    nothing of the city's budget.
    """
    caps = [("sms-number", phone_index, per) for per in SMS_NUMBER]
    caps += [
        ("sms-address", who.network, SMS_ADDRESS),
        ("sms-city" if known else "sms-nobody", "", SMS_CITY),
    ]
    caps += [("sms-badge", badge, SMS_BADGE)] if badge else []
    try:
        for name, key, per in caps:
            city.limiter.hit(name, key, per, per=per)
    except TooMany:
        log.warning("sms_capped")
        return False
    return True


def spend(city: Instance, phone_index: str, code: str) -> bool:
    """Spend a sign-in code; return whether it was not spent before."""
    try:
        city.limiter.hit("sms-code", phone_index, code, per="1/15 minutes")
    except TooMany:
        return False
    return True
