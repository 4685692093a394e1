"""Calls to other machines: to configured hosts only, bounded in time and size, no redirects.

The host is looked up once, private and link-local addresses are refused, and the call goes to the
very address that was checked, so that a second answer of the name server changes nothing.
"""

import ipaddress
import socket
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx

from app.errors import TakrimError

__all__ = ["CallFailed", "post_form"]

_CONNECT_S, _READ_S, _TOTAL_S = 5.0, 5.0, 10.0
_LONGEST = 64 * 2**10


class CallFailed(TakrimError):
    """The other side was not reached, too slow, or answered nonsense; never names the address."""


def post_form(url: str, fields: Mapping[str, str], *, private: bool = False) -> dict[str, Any]:
    """Post ``fields`` and return the JSON object of the answer, whatever its status.

    Args:
        url: Address from the settings; it may hold a key, so it is in no error and no log.
        fields: Form fields.
        private: Whether the host may be on the own network (a gateway in the server room).

    Raises:
        CallFailed: Private address, redirect, over 5 s to connect, over 10 s or 64 kB in all, or
            no JSON object.
    """
    host = urlsplit(url).hostname or ""
    deadline = time.monotonic() + _TOTAL_S
    try:
        target = httpx.URL(url)
        direct = target.copy_with(host=_address(host, target.port or 443, private=private))
        with httpx.Client(timeout=httpx.Timeout(_READ_S, connect=_CONNECT_S)) as client:
            request = client.build_request(
                "POST",
                direct,
                data=dict(fields),
                headers={"Host": target.netloc.decode("ascii")},
                extensions={"sni_hostname": host},
            )
            return _object(client.send(request, stream=True), deadline)
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise CallFailed("call", type(error).__name__) from None


def _address(host: str, port: int, *, private: bool) -> str:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [ipaddress.ip_address(str(row[4][0]).partition("%")[0]) for row in found]
    if not private and any(not address.is_global for address in addresses):
        raise CallFailed("call", "the host is on a private network")
    return str(addresses[0])


def _object(response: httpx.Response, deadline: float) -> dict[str, Any]:
    body = b""
    try:
        if response.is_redirect:
            raise CallFailed("call", "a redirect")
        for part in response.iter_bytes():
            body += part
            if len(body) > _LONGEST or time.monotonic() > deadline:
                raise CallFailed("call", "too long")
        answer = httpx.Response(200, content=body).json()
    except ValueError:
        raise CallFailed("call", f"no JSON, status {response.status_code}") from None
    finally:
        response.close()
    if not isinstance(answer, dict):
        raise CallFailed("call", f"no JSON object, status {response.status_code}")
    return answer
