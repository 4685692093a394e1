"""Text twice as large: no word and no button leaves its card, from the receipt to the last word."""

from playwright.sync_api import Browser, Page, expect

from tests.browser.frozen_city import FrozenCity
from tests.browser.test_case_walk import FAKE, at, claim, file, open_case, own_page, town

__all__ = ["town"]

OUTSIDE = """() => {
  document.documentElement.style.fontSize = '200%';
  const wrong = [];
  for (const card of document.querySelectorAll('.card, .err, .who')) {
    const frame = card.getBoundingClientRect();
    const out = (box) => box.width && (box.left < frame.left - 1 || box.right > frame.right + 1);
    const texts = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const own = texts.currentNode;
      if (own.parentElement.closest('.sr') || !own.parentElement.checkVisibility()) continue;
      const range = document.createRange();
      range.selectNodeContents(own);
      if ([...range.getClientRects()].some(out)) wrong.push(own.data.trim());
    }
    for (const one of card.querySelectorAll('.go, .t, textarea, .o')) {
      if (one.checkVisibility() && out(one.getBoundingClientRect())) wrong.push(one.outerHTML);
    }
  }
  document.documentElement.style.fontSize = '';
  return wrong;
}"""


def test_nothing_leaves_its_card_when_text_is_twice_as_large(
    phone: Page, browser: Browser, town: FrozenCity
) -> None:
    file(phone, town)
    assert phone.evaluate(OUTSIDE) == []

    town.now = at(10, 30)
    with town.desk_of(browser, town.city.handler) as desk:
        open_case(desk, town)
        desk.get_by_role("button", name="پذیرفتن پرونده").click()
        claim(desk, FAKE)
    phone.goto(f"{town.url}/t/{town.case().tracking_code}")
    assert phone.evaluate(OUTSIDE) == []
    town.now = at(11, 30)
    own_page(phone, town)
    assert phone.evaluate(OUTSIDE) == []

    phone.click('button[name="solved"][value="yes"]')
    expect(phone.locator(".pill.done")).to_be_visible()
    assert phone.evaluate(OUTSIDE) == []
