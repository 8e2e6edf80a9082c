"""In: two comp admins in two browsers. Out: a draft mended and tried on a real month, approved by the second person and
never by its author; a month calculated with its progress, its register and files that say what the page says."""

import csv
import re
from pathlib import Path

import openpyxl
import pytest

from portal.demo import company
from tests.browser.pages import ADMIN, PLAN, SECOND

pytestmark = pytest.mark.browser
PLANS = Path(company.__file__).parent / "plans"


def mended(text):
    """The demo's draft without its mistakes, and with the second example of the version in force, for its own year."""
    examples = (PLANS / "account-executive-us.v2.yaml").read_text(encoding="utf-8").split("  - label:")
    second = "  - label:" + examples[2].replace("2026", "2027")
    return text.replace("arr_to_date", "arr_ytd").replace("margnal", "marginal").rstrip("\n") + "\n" + second


def test_a_draft_is_mended_tried_and_approved_by_the_second_person(window):
    with window() as opened, window(language="ko") as other:
        page = opened.page
        opened.sign_in(ADMIN)
        opened.go("/plans/")
        page.get_by_role("link", name="Account Executive US 2026").click()
        page.get_by_role("link", name="Open the text").click()
        page.wait_for_url(f"**{PLAN}/text")
        assert page.locator("#check").inner_text().startswith("2 faults")
        assert "Did you mean “arr_ytd”" in page.locator("#line-28 .beside").inner_text()
        assert "Did you mean “marginal”" in page.locator("#line-30 .beside").inner_text()
        assert page.locator("#line-28 .squiggle").inner_text() == "arr_to_date"

        page.fill("#text", mended(page.input_value("#text")))
        page.get_by_role("button", name="Save draft and check").click()
        page.get_by_text("The draft is saved as you typed it.").wait_for()
        assert "No fault" in page.locator("#check").inner_text()

        page.select_option("#payee", label="Maya Okafor")
        page.wait_for_url("**payee=E1011**")
        page.select_option("#period", label="October 2026")
        page.wait_for_url("**period=2026-10**")
        total = page.locator("section[aria-labelledby=trial] tfoot td").all_inner_texts()
        assert total == ["Earned", "$35,966.38", "$35,966.38", "$0.00"]

        page.get_by_role("button", name="Ask for approval").click()
        page.wait_for_url(f"**{PLAN}/versions/3")
        assert page.get_by_text("another comp admin decides about it").is_visible()
        assert page.locator("button[name=decision]").count() == 0

        other.sign_in(SECOND)
        other.go(f"{PLAN}/versions/3")
        assert "승인 대기" in other.page.locator("h1").inner_text()
        other.page.fill("#note", "2027년 요율을 확인했습니다.")
        other.page.get_by_role("button", name="버전 3 승인").click()
        other.page.locator("h1 .pill", has_text="승인 완료").wait_for()

        opened.go(f"{PLAN}/versions/3")
        assert "Approved by song.mikyung" in page.locator(".lead").first.inner_text()
        assert "2027년 요율을 확인했습니다." in page.locator("main").inner_text()


def test_a_month_is_calculated_and_its_register_leaves_as_files(window, tmp_path):
    with window() as opened:
        page = opened.page
        opened.sign_in(ADMIN)
        opened.go("/periods/")
        page.locator("a[href='/periods/us/2026-10']").click()
        page.wait_for_url("**/periods/us/2026-10")
        before = run_number(page)
        page.get_by_role("button", name="Calculate again").click()
        page.wait_for_url("**/jobs/*")
        assert page.get_by_role("progressbar").is_visible()
        assert page.get_by_role("status").inner_text().endswith("the work goes on.")
        page.wait_for_url("**/periods/us/2026-10", timeout=90_000)
        assert run_number(page) > before
        total = page.locator("[data-key='total:USD']").inner_text()

        page.get_by_role("link", name="Register of earnings").click()
        page.wait_for_url("**/register")
        assert page.locator("[data-key='total:USD']").inner_text() == total
        people = page.locator(".register tbody tr:not(.group):not(.subtotal)").count()
        assert people == 32
        minor = int(re.sub(r"\D", "", total))
        assert register_in(csv_rows(downloaded(page, "CSV", tmp_path))) == (people, minor)
        assert register_in(workbook_rows(downloaded(page, "Workbook", tmp_path))) == (people, minor)


def run_number(page):
    return int(re.search(r"Run (\d+)", page.locator(".foot").inner_text())[1])


def downloaded(page, link, folder):
    with page.expect_download() as download:
        page.get_by_role("link", name=link, exact=True).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def csv_rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def workbook_rows(path):
    return [list(row) for row in openpyxl.load_workbook(path).active.iter_rows(values_only=True)]


def register_in(rows):
    """How many people a register holds and what they earned together, in cents."""
    head, *body = rows
    person, earned = head.index("Number"), head.index("Earned")
    return len({row[person] for row in body}), sum(round(float(row[earned]) * 100) for row in body)
