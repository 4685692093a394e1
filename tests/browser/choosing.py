"""Choosing as people do: by touching the words of a choice."""

from playwright.sync_api import Page, expect

__all__ = ["choose"]


def choose(page: Page, name: str, value: str) -> None:
    """Touch the words of a choice; the circle itself may not be drawn."""
    field = page.locator(f'[name="{name}"][value="{value}"]')
    around = page.locator(f'label:has([name="{name}"][value="{value}"])')
    beside = page.locator(f'label[for="{field.get_attribute("id")}"]')
    (around if around.count() else beside).click()
    expect(field).to_be_checked()
