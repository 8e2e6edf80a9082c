"""In: every page, in both languages, light and dark, on a desk and on a phone. Out: axe has nothing to say, the console
and the content policy neither, nothing scrolls sideways down to 320 pixels, and no code of a source system is read
where words belong; a page that nobody listed is an error."""

import re

import pytest

from config import Config
from portal import create_app
from tests.browser.axe import ALL, COLOURS, give_axe, violations
from tests.browser.pages import ADMIN, NO_PAGES, PAGES, PEOPLE, pages_of

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
#: what people read: without plans as they are written and what is said about a place in them
READ = """() => {
  const main = document.querySelector("main").cloneNode(true);
  for (const each of main.querySelectorAll("code, pre, textarea, .beside, .examples")) each.remove();
  return main.textContent;
}"""
CODE = re.compile(r"(?<![\w`])[a-z]+(?:_[a-z]+)+(?![\w`]*`)|주십시오|undefined|None\b")


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


@pytest.mark.parametrize("language", ["en", "ko"])
def test_answers_to_forms(window, language):
    """Pages that only a form leads to: what was wrong in it, and two texts of one draft."""
    found = []

    def look(opened, form):
        opened.page.wait_for_load_state()
        found.extend(f"{form}: {fault}" for fault in faults_of(opened.page))

    with window(language=language) as opened:
        page = opened.page
        opened.go("/sign-in")
        opened.expected |= {opened.address + path for path in ("/sign-in", "/account/password", "/plans/")}
        page.fill("#name", ADMIN)
        page.fill("#password", "not the password")
        page.click("main button.primary")
        page.get_by_role("alert").wait_for()
        look(opened, "sign in")

        opened.sign_in(ADMIN)
        opened.go("/account/password")
        for field, text in {"old": "wrong", "new": "short", "again": "shorter"}.items():
            page.fill(f"#{field}", text)
        page.click("main button.primary")
        page.locator("#old[aria-invalid=true]").wait_for()
        look(opened, "password")

        opened.go("/plans/")
        page.fill("#plan", "sdr")
        page.click("main form.row-form button")
        page.locator("#plan[aria-invalid=true]").wait_for()
        look(opened, "begin a plan")

        draft = f"/plans/customer-success/text?language={language}"
        opened.expected.add(f"{opened.address}/plans/customer-success/text")
        opened.go(draft)
        with window(language=language) as other:
            other.sign_in(ADMIN)
            save(other, draft, "# saved first\n")
        type_into_draft(page, "# saved second\n")
        page.locator("section[aria-labelledby=theirs]").wait_for()
        look(opened, "saved meanwhile")
    assert found == []


def type_into_draft(page, line):
    page.fill("#text", page.input_value("#text") + line)
    page.locator("form:has(#text) button").first.click()


def save(opened, draft, line):
    opened.go(draft)
    type_into_draft(opened.page, line)
    opened.page.get_by_role("status").wait_for()


def faults_of(page):
    """What is wrong with the words of the open page, at each width, and to axe at two of them, light and dark."""
    for code in sorted(set(CODE.findall(page.evaluate(READ)))):
        yield f"says {code}"
    give_axe(page)
    for width in (1280, 820, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        for fault in page.evaluate(SIDEWAYS):
            yield f"{width}: {fault}"
        if width in (1280, 390):
            for scheme, rules in {"light": ALL, "dark": COLOURS}.items():
                page.emulate_media(color_scheme=scheme)
                for fault in violations(page, rules):
                    yield f"{width} {scheme}: {fault}"
    page.set_viewport_size({"width": 1280, "height": 900})


def test_what_is_wrong_is_found(window):
    with window() as opened:
        opened.go("/sign-in")
        opened.page.evaluate("""() => {
          const wrong = document.createElement("p");
          wrong.innerHTML = 'stage closed_won <img width="500" height="9"><span class="deep">too dark</span>';
          wrong.lastChild.attributeStyleMap.set("color", "#333333");
          document.querySelector("main").append(wrong);
        }""")
        found = "\n".join(faults_of(opened.page))
    assert "says closed_won" in found
    assert "390: " in found
    assert "820: " not in found
    for width in (1280, 390):
        assert f"{width} light: image-alt" in found
        assert f"{width} dark: color-contrast" in found
