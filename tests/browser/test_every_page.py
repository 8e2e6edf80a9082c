"""In: every page, in both languages, light and dark, on a desk and on a phone. Out: axe has nothing to say, the console
and the content policy neither, nothing scrolls sideways down to 320 pixels; a page that nobody listed is an error."""

import pytest

from config import Config
from portal import create_app
from tests.browser.axe import give_axe, violations
from tests.browser.pages import NO_PAGES, PAGES, PEOPLE, pages_of

pytestmark = pytest.mark.browser
SIDEWAYS = """() => {
  const width = document.documentElement.clientWidth, found = [];
  if (document.documentElement.scrollWidth <= width && window.innerWidth === width) return found;
  for (const each of document.querySelectorAll("body *")) {
    const beyond = each.getBoundingClientRect().right > width + 0.5;
    if (beyond && !each.closest(".region")) found.push(each.outerHTML.slice(0, 90));
  }
  return [`${document.documentElement.scrollWidth} > ${width}`, ...found.slice(-2)];
}"""


def test_every_page_is_listed(tmp_path):
    app = create_app(Config.for_tests(f"sqlite:///{tmp_path / 'none.sqlite'}"))
    routes = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert routes == {page.endpoint for page in PAGES if page.endpoint != "error"} | NO_PAGES


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("who", PEOPLE)
def test_pages(window, who, language):
    found = []
    with window(language=language) as opened:
        if who:
            opened.sign_in(who)
        for visited in pages_of(who):
            opened.go(visited.path, visited.status)
            assert opened.page.locator("html").get_attribute("lang") == language
            found += [f"{visited.path} {fault}" for fault in faults_of(opened.page)]
    assert found == []


def faults_of(page):
    """What is wrong with the open page at each width, and to axe at two of them, light and dark."""
    give_axe(page)
    for width in (1280, 820, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        for fault in page.evaluate(SIDEWAYS):
            yield f"{width}: {fault}"
        if width in (1280, 390):
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                for fault in violations(page):
                    yield f"{width} {scheme}: {fault}"
    page.set_viewport_size({"width": 1280, "height": 900})
