"""In: requests of comp admins and others. Out: months, runs and registers as the table of who may see what says."""

import csv
import io

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select, update

from comp_rules.facts.facts import Leave
from portal import models
from portal.actions.knowledge import next_known_no
from portal.actions.run_period import run_period
from portal.actions.save_draft import text_digest
from portal.extensions import db
from portal.jobs import Worker
from tests.portal.kite_company import MONTH, NOW, PLAN, YEAR, account, approve, deal, learn
from tests.portal.small_company import press

PAGE = f"/periods/us/{MONTH}"


@pytest.fixture
def calculated(kites):
    """September and October of both pay groups are calculated."""
    with kites.app_context(), db.transaction() as session:
        for group in ("us", "kr"):
            for period in ("2026-09", MONTH):
                run_period(session, actor="system", now=NOW, pay_group=group, period=period)
    return kites


def entries(app, action):
    with app.app_context():
        chosen = select(func.count()).select_from(models.JournalEntry).where(models.JournalEntry.action == action)
        return db.session.scalar(chosen)


def test_a_month_is_calculated_from_its_page_with_progress(kites, kites_of):
    browser = kites_of("julia")
    assert "not calculated yet" in browser.get(PAGE).text
    answer = press(browser, f"{PAGE}/run", PAGE)
    assert answer.status_code == 303
    waiting = browser.get(answer.location)
    assert waiting.headers["Refresh"]
    assert "<progress" in waiting.text
    with kites.app_context():
        assert Worker(db.engine).work_once()
    done = browser.get(answer.location, follow_redirects=True)
    assert "$3,880.10" in done.text  # 1,234.50 + 2,345.60 + 300.00
    assert "Refresh" not in done.headers


def test_a_month_is_not_calculated_without_the_token_of_its_page(kites, kites_of):
    for sent in ({}, {"csrf_token": "invented"}):
        assert kites_of("julia").post(f"{PAGE}/run", data=sent).status_code == 400
    with kites.app_context():
        assert db.session.scalar(select(func.count()).select_from(models.Job)) == 0


def test_a_calculation_that_fails_says_so_on_its_page_and_on_the_month(kites, kites_of):
    browser = kites_of("julia")
    address = press(browser, f"{PAGE}/run", PAGE).location
    with kites.app_context():
        with db.transaction() as session:
            session.execute(models.PeriodRow.__table__.update().values(state="closed"))
        Worker(db.engine).work_once()
    failed = browser.get(address)
    assert "It did not finish." in failed.text
    assert "This month is closed." in failed.text
    assert "Refresh" not in failed.headers
    assert "did not finish" in browser.get(PAGE).text


def test_the_month_says_who_is_blocked_and_what_nobody_is_credited_for(calculated, kites_of):
    page = kites_of("julia").get(PAGE).text
    assert "Dan Okoro" in page
    assert "quota" in page
    assert "It names nobody" in page or "names nobody" in page
    assert "D-5" in page


def test_the_register_adds_up_and_every_look_is_journaled(calculated, kites_of):
    browser = kites_of("julia")
    page = browser.get(f"{PAGE}/register").text
    for amount in ("$1,234.50", "$2,345.60", "$300.00", "$3,880.10"):
        assert amount in page
    assert "$100.00" in page  # September of Ann
    assert "Missing:" in page
    assert "4,567.80" not in page  # Korea is another pay group
    assert entries(calculated, "register_looked_at") == 1
    browser.get(f"{PAGE}/register.csv")
    assert entries(calculated, "register_looked_at") == 2


def test_the_register_as_csv_holds_the_numbers_and_no_formula(calculated, kites_of):
    data = kites_of("julia").get(f"{PAGE}/register.csv").data
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    earned = {row["Number"]: row["Earned"] for row in rows}
    assert earned == {"K-ann": "1234.50", "K-bo": "2345.60", "K-dan": "300.00"}
    assert {row["Number"]: row["Person"] for row in rows}["K-bo"] == "'=Bo Lindqvist"
    assert all(not cell.lstrip().startswith(("=", "+", "@")) for row in rows for cell in row.values())


def test_the_register_as_a_workbook_holds_the_numbers_and_no_formula(calculated, kites_of):
    data = kites_of("julia").get(f"{PAGE}/register.xlsx").data
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    earned = {row[3]: row[6] for row in rows[1:]}
    assert earned == {"K-ann": 1234.5, "K-bo": 2345.6, "K-dan": 300}
    assert {row[3]: row[2] for row in rows}["K-bo"] == "=Bo Lindqvist"
    assert b"<f>" not in data


@pytest.mark.parametrize("rest", ["", "/register", "/register.csv", "/register.xlsx", "/jobs/1"])
def test_a_foreign_pay_group_answers_like_a_page_that_does_not_exist(calculated, kites_of, rest):
    browser = kites_of("korea")
    foreign, nowhere = browser.get(PAGE + rest), browser.get("/there/is/no/such/page")
    assert (foreign.status_code, foreign.data) == (404, nowhere.data)
    assert kites_of("bo").get(PAGE + rest).status_code == 404
    assert entries(calculated, "register_looked_at") == 0


def test_a_foreign_pay_group_cannot_be_calculated(calculated, kites_of):
    browser = kites_of("korea")
    assert press(browser, f"{PAGE}/run", "/periods/").status_code == 404
    assert press(kites_of("auditor"), f"{PAGE}/run", "/periods/").status_code == 404
    with calculated.app_context():
        assert db.session.scalar(select(func.count()).select_from(models.Job)) == 0


def test_the_list_shows_own_pay_groups_only(calculated, kites_of):
    page = kites_of("korea").get("/periods/").text
    assert "$4,567.80" in page
    assert "$3,880.10" not in page
    assert "$3,880.10" in kites_of("auditor").get("/periods/").text


def test_a_comp_admin_who_is_paid_sees_the_own_month_under_my_earnings_only(calculated, kites_of):
    browser = kites_of("ann")
    own = ("1,234.50", "1234.50", "123450")
    for path in ("/periods/", PAGE, f"{PAGE}/register", f"{PAGE}/register.csv", "/journal/"):
        text = browser.get(path).data.decode("utf-8")
        assert not any(form in text for form in own), path
    assert "$2,645.60" in browser.get(f"{PAGE}/register").text  # 2,345.60 + 300.00
    assert "$1,234.50" in browser.get(f"/earnings/{MONTH}").text


def test_a_closed_month_offers_no_calculation_and_refuses_one(calculated, kites_of):
    browser = kites_of("julia")
    with calculated.app_context(), db.transaction() as session:
        session.execute(models.PeriodRow.__table__.update().values(state="closed"))
    assert "Calculate again" not in browser.get(PAGE).text
    refused = press(browser, f"{PAGE}/run", "/account")
    assert refused.status_code == 409
    assert "closed" in refused.text


def test_the_pages_are_korean_for_a_korean_reader(calculated, kites_of):
    browser = kites_of("julia")
    press(browser, "/language", language="ko")
    assert "발생 인센티브 대장" in browser.get(f"{PAGE}/register").text
    assert "누락 정보" in browser.get(PAGE).text


def test_a_month_that_knows_everything_says_nothing_is_newer(calculated, kites_of):
    browser = kites_of("julia")
    assert "Recorded since" not in browser.get(PAGE).text
    assert "changed since" not in browser.get("/periods/").text


def test_facts_recorded_since_are_counted_until_the_month_is_calculated_again(calculated, kites_of):
    browser = kites_of("julia")
    with calculated.app_context(), db.transaction() as session:
        learn(session, deal("D-90", "K-bo", 10))
        learn(session, deal("D-91", "K-bo", 10))
    page = browser.get(PAGE).text
    assert "Recorded since this was calculated: 2." in page
    assert "“Calculate again” takes it in." in page
    assert "was approved" not in page
    assert browser.get("/periods/").text.count("changed since") == 4
    assert "“Calculate again”" not in kites_of("auditor").get(PAGE).text
    with calculated.app_context(), db.transaction() as session:
        run_period(session, actor="system", now=NOW, pay_group="us", period=MONTH)
    assert "Recorded since" not in browser.get(PAGE).text
    assert browser.get("/periods/").text.count("changed since") == 3


def test_leave_and_reporting_lines_recorded_since_are_news(calculated, kites_of):
    browser = kites_of("julia")
    line = models.HierarchyRow(row_id="h-new", position_id="P-1", manager_position_id="P-2", first_day=YEAR.first)
    with calculated.app_context(), db.transaction() as session:
        learn(session, leaves=[Leave("l-1", "K-bo", YEAR)])
        learn(session, organisation=[line])
    assert "Recorded since this was calculated: 2." in browser.get(PAGE).text


def test_a_version_approved_since_is_named_and_one_that_waits_is_not(calculated, kites_of):
    browser = kites_of("julia")
    with calculated.app_context(), db.transaction() as session:
        approve(session, PLAN.replace("rate: 10%", "rate: 12%"), 2)
    page = browser.get(PAGE).text
    assert "Calculated before Kites 2026, version 2, was approved." in page
    assert "Recorded since" not in page
    assert "changed since" in browser.get("/periods/").text
    with calculated.app_context(), db.transaction() as session:
        run_period(session, actor="system", now=NOW, pay_group="us", period=MONTH)
    assert "was approved" not in browser.get(PAGE).text


def test_a_plan_nobody_of_the_pay_group_is_under_is_neither_news_nor_used(calculated, kites_of):
    with calculated.app_context(), db.transaction() as session:
        _another_plan(session)
    browser = kites_of("julia")
    assert "was approved" not in browser.get(PAGE).text
    assert "changed since" not in browser.get("/periods/").text
    with calculated.app_context(), db.transaction() as session:
        run_period(session, actor="system", now=NOW, pay_group="us", period=MONTH)
    used = browser.get(PAGE).text.partition('id="used"')[2]
    assert "Kites 2026, version 1" in used
    assert "dragons" not in used


def test_news_of_a_month_is_said_in_korean(calculated, kites_of):
    with calculated.app_context(), db.transaction() as session:
        learn(session, deal("D-90", "K-bo", 10))
        approve(session, PLAN.replace("rate: 10%", "rate: 12%"), 2)
        session.execute(update(models.Account).values(language="ko"))
    browser = kites_of("julia")
    page = browser.get(PAGE).text
    assert "2026 연 버전 2 승인 전에 계산했습니다." in page
    assert "계산한 뒤 등록된 내용: 1건." in page
    assert "이후 변경 있음" in browser.get("/periods/").text


def _another_plan(session):
    known_no = next_known_no(session, NOW, "a plan", "system")
    text = PLAN.replace("plan: kites", "plan: dragons")
    session.add(models.Plan(plan="dragons", created_at=NOW))
    session.flush()
    session.add(
        models.PlanVersion(
            plan="dragons", version_no=1, text=text, digest=text_digest(text), first_day=YEAR.first,
            last_day=YEAR.last_day, author=account(session, "julia"), requested_at=NOW, known_no=known_no,
        )
    )  # fmt: skip
    session.flush()
    session.add(
        models.PlanApproval(
            plan="dragons", version_no=1, approver=account(session, "mina"), at=NOW, decision="approved",
            known_no=known_no,
        )
    )  # fmt: skip
