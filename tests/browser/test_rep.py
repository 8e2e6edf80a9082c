"""In: a rep in a browser, on a desk and on a phone, in both languages, and without script. Out: pay that can be opened
down to its arithmetic, what did not count, and a PDF that says the same number."""

import re
from fractions import Fraction
from pathlib import Path

import pymupdf
import pytest

from tests.browser.pages import REP
from tests.formula import value_of

pytestmark = pytest.mark.browser

WINDOWS = [(1280, "en", True), (1280, "ko", True), (390, "en", True), (390, "ko", True), (1280, "en", False)]
WORDS = {
    "en": {"why": "Not counted, and why", "numbers": "Every number in it", "looked": "15 records"},
    "ko": {"why": "인정되지 않은 거래와 이유", "numbers": "계산에 쓰인 모든 값", "looked": "15건"},
}


def number_in(text):
    """The one amount in a text: `−US$3,561.29` is -3561.29."""
    found = re.findall(r"[\d,]+\.\d\d", text)
    assert len(found) == 1, text
    sign = -1 if "\N{MINUS SIGN}" in text else 1
    return sign * Fraction(found[0].replace(",", ""))


@pytest.mark.parametrize(("width", "language", "script"), WINDOWS)
def test_a_rep_reads_a_month_down_to_its_arithmetic(window, tmp_path, width, language, script):
    words = WORDS[language]
    with window(width=width, language=language, script=script) as opened:
        page = opened.page
        opened.sign_in(REP)
        assert "/earnings/2026-11" in page.url
        page.click("a[rel=prev]")
        page.wait_for_url("**/earnings/2026-10")
        figure = page.locator("h1.figure").inner_text()
        assert number_in(figure) == Fraction("35966.38")

        row = page.locator(".table.lines a.opens").nth(1)
        amount = row.inner_text()
        row.click()
        page.wait_for_url("**/deals/deal/**")
        assert page.locator("h1.figure").inner_text() == amount
        formulas = page.locator(".formulas dd").all_inner_texts()
        assert len(formulas) == 2
        assert sum(value_of(formula) for formula in formulas) == number_in(amount)
        numbers = page.get_by_text(words["numbers"]).first
        operands = page.locator(".operands .facts").first
        assert not operands.is_visible()
        numbers.click()
        assert operands.is_visible()
        assert "960,000.00" in operands.inner_text()

        page.go_back()
        page.get_by_role("link", name=words["why"]).click()
        page.wait_for_url("**/not-counted")
        assert words["looked"] in page.locator(".lead").inner_text()
        cases = page.locator(".cases").first.locator(".case")
        assert cases.count() == 5
        assert all(text.strip() for text in cases.locator(".why").all_inner_texts())

        page.go_back()
        with page.expect_download() as download:
            page.get_by_role("link", name="PDF", exact=True).click()
        path = Path(tmp_path / "statement.pdf")
        download.value.save_as(path)
        assert path.read_bytes().startswith(b"%PDF-")
        with pymupdf.open(path) as document:
            assert figure in document[0].get_text()


def test_a_deal_is_found_by_a_part_of_its_name(window):
    with window() as opened:
        opened.sign_in(REP)
        opened.go("/earnings/2026-10")
        opened.page.fill("#q", "copperleaf")
        opened.page.press("#q", "Enter")
        opened.page.wait_for_url("**q=copperleaf**")
        names = opened.page.locator(".lines .name").all_inner_texts()
        assert len(names) == 3
        assert all(name.startswith("Copperleaf") for name in names)


def test_the_folded_menu_opens_and_closes(window):
    with window(width=390) as opened:
        opened.sign_in(REP)
        summary, sheet = opened.page.locator(".menu.narrow summary"), opened.page.locator(".sheet")
        summary.click()
        assert sheet.get_by_role("link", name="Not counted").is_visible()
        opened.page.keyboard.press("Escape")
        assert not sheet.is_visible()
        summary.click()
        opened.page.mouse.click(195, 800)
        assert not sheet.is_visible()


def test_a_chosen_theme_stays_whatever_the_system_says(window):
    with window(dark=False) as opened:
        opened.sign_in("kwame.mensah")
        opened.go("/account")
        opened.page.select_option("#theme", "dark")
        opened.page.wait_for_selector("html[data-theme=dark]")
        opened.go("/earnings/2026-11")
        paper = opened.page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        assert paper == "rgb(17, 21, 28)"
