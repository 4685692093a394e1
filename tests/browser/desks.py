"""Signing in to a desk of the demo city, as a person with a phone does."""

import re
from typing import Any

import pyotp
from playwright.sync_api import Page

from tests.browser.demo_city import RunningDemo

__all__ = ["sign_in"]

_COOKIES: dict[tuple[str, str], list[Any]] = {}


def sign_in(page: Page, demo: RunningDemo, role: str) -> None:
    """Go through the door: password, and the code where the role asks for one.

    A code works once, so each role signs in once for all tests and keeps its session.
    """
    if (kept := _COOKIES.get((demo.url, role))) is not None:
        page.context.add_cookies(kept)
        return
    password, secret = demo.sign_ins[role]
    page.goto(f"{demo.url}/sign-in")
    page.fill('[name="username"]', role)
    page.fill('[type="password"]', password)
    page.click("main form .btn")
    if secret:
        page.fill('[autocomplete="one-time-code"]', pyotp.TOTP(secret).now())
        page.click("main form .btn")
    page.wait_for_url(re.compile("/desk"))
    _COOKIES[demo.url, role] = page.context.cookies()
