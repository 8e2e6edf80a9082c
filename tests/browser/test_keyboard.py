"""In: a person without a mouse. Out: every stop of the Tab key is in reading order and can be seen, the way to the
content is the first of them, and a rep signs in and opens a line with keys alone."""

import pytest

from portal.demo.accounts import PASSWORD
from tests.browser.pages import ADMIN, PLAN, REP

pytestmark = pytest.mark.browser

#: what has the focus: its words, whether it follows the stop before it in the document, whether it is seen
STOP = """() => {
  const now = document.activeElement, before = window.lastStop, box = now.getBoundingClientRect();
  const style = getComputedStyle(now);
  window.lastStop = now;
  return {
    words: (now.textContent || now.id).trim().slice(0, 40), tag: now.tagName,
    ordered: !before || !!(before.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING),
    outlined: style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2,
    within: box.right > 0 && box.bottom > 0 && box.top < innerHeight && box.left < innerWidth && box.width > 0,
    inContent: !!now.closest("#content"),
  };
}"""


def stops(page, most=200):
    """Press Tab until the page ends, and tell each stop."""
    found = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop["tag"] == "BODY":
            break
        found.append(stop)
    return found


@pytest.mark.parametrize(
    ("who", "path", "width"),
    [
        (REP, "/earnings/2026-10", 1280),
        (REP, "/earnings/2026-10", 390),
        (REP, "/earnings/2026-10/deals/deal/D-20986", 1280),
        (ADMIN, f"{PLAN}/text", 1280),
        (ADMIN, "/periods/us/2026-10", 390),
    ],
)
def test_every_stop_of_the_tab_key_is_seen_and_in_order(window, who, path, width):
    with window(width=width) as opened:
        opened.sign_in(who)
        opened.go(path)
        found = stops(opened.page)
        assert len(found) > 8
        assert [stop for stop in found if not (stop["ordered"] and stop["outlined"] and stop["within"])] == []


def test_the_first_stop_leads_to_the_content(window):
    with window() as opened:
        opened.sign_in(REP)
        opened.page.keyboard.press("Tab")
        first = opened.page.evaluate(STOP)
        assert (first["words"], first["within"], first["outlined"]) == ("Skip to content", True, True)
        opened.page.keyboard.press("Enter")
        opened.page.keyboard.press("Tab")
        assert opened.page.evaluate(STOP)["inContent"]


def test_a_rep_signs_in_and_opens_a_line_with_keys_alone(window):
    with window() as opened:
        page = opened.page
        opened.go("/earnings/2026-10")
        page.wait_for_url("**/sign-in?**")
        for _ in range(5):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id") == "name":
                break
        page.keyboard.type(REP)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/earnings/2026-10")
        amount = page.locator(".table.lines a.opens").first.inner_text()
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("!!document.activeElement.closest('.table.lines')"):
                break
        page.keyboard.press("Enter")
        page.wait_for_url("**/deals/deal/**")
        assert page.locator("h1.figure").inner_text() == amount
