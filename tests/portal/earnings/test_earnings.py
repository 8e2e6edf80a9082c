"""In: months of every kind. Out: pages whose amounts are those of the result, each a door to what made it."""

import csv
import io
import re
from dataclasses import replace
from fractions import Fraction

import pytest

from portal.earnings.filter_of_lines import filtered
from portal.earnings.steps_from_deal import steps_from_deal
from portal.extensions import db
from statements.formatting import form_for
from statements.view_from_result import view_from_result
from tests.portal.reading import fault_under, field_value
from tests.portal.small_company import calculate, press, signed_in
from tests.statements import sample

AMOUNT = re.compile(r'data-key="([^"]+)"[^>]*>([^<]+)<')


@pytest.fixture
def ann(app):
    """A function that gives Ann a month of the samples as her October, and returns her browser."""

    def with_month(name):
        month = sample.MONTHS[name]()
        parts = tuple(replace(part, payee="P-ann", position="seat-1") for part in month.parts)
        with app.app_context(), db.transaction() as session:
            calculate(session, "us", [replace(month, payee="P-ann", parts=parts)])
        return signed_in(app, "ann")

    return with_month


def amounts(page):
    found = {}
    for key, text in AMOUNT.findall(page.text):
        found.setdefault(key, text.strip())
        assert found[key] == text.strip(), f"{key} is said in two ways"
    return found


@pytest.mark.parametrize("name", sorted(sample.MONTHS))
def test_every_amount_on_the_page_is_that_of_the_result(ann, name):
    page = ann(name).get("/earnings/2026-10")
    assert page.status_code == 200
    shown, form = amounts(page), form_for("en")
    result = sample.MONTHS[name]()
    for part in result.parts:
        assert shown[f"total:{part.currency}"] == form.amount(result.totals[part.currency], part.currency)
        for component in part.components:
            key = f"component:{part.assignment}:{component.component}"
            if component.total is None:
                assert key not in shown
                assert "no amount" in page.text
            else:
                assert shown[key] == form.amount(component.total, part.currency)
        records = [line.record for line in part.lines if line.record]
        for line in part.lines:
            if line.record and records.count(line.record) > 1:
                assert shown[f"line:{line.line_id}"] == form.amount(line.amount, line.currency)


@pytest.mark.parametrize("name", sorted(sample.MONTHS))
def test_every_amount_of_a_deal_or_component_opens(ann, name):
    browser = ann(name)
    page = browser.get("/earnings/2026-10")
    doors = set(re.findall(r'href="(/earnings/2026-10/(?:deals|components)/[^"]+)"', page.text))
    parts = sample.MONTHS[name]().parts
    assert len(doors) >= sum(len(part.components) for part in parts)
    shown = amounts(page)
    for door in doors:
        opened = browser.get(door)
        assert opened.status_code == 200, door
        for key, text in amounts(opened).items():
            assert shown.get(key, text) == text


def test_a_deal_shows_its_steps_formulas_and_sum(ann):
    browser = ann("marginal")
    page = browser.get("/earnings/2026-10/deals/deal/D-20529")
    part = sample.marginal_month().parts[0]
    lines = [line for line in part.lines if line.record and line.record.record_id == "D-20529"]
    assert len(lines) > 1
    form = form_for("en")
    for line in lines:
        assert line.formula in page.text
        assert form.amount(line.amount, line.currency) in page.text
        for operand in line.operands:
            assert form.operand(operand) in page.text
    assert form.amount(sum(line.amount for line in lines), part.currency) in page.text
    assert "65%" in page.text


def test_records_of_others_and_other_components_have_no_page(ann):
    browser = ann("marginal")
    assert browser.get("/earnings/2026-10/deals/deal/D-P-bo").status_code == 404
    assert browser.get("/earnings/2026-10/components/nothing").status_code == 404
    assert browser.get("/earnings/2026-08").status_code == 404
    assert browser.get("/earnings/yesterday").status_code == 404


def test_what_did_not_count_says_why_and_the_counts_add_up(ann):
    page = ann("marginal").get("/earnings/2026-10/not-counted")
    part = sample.marginal_month().parts[0]
    for refusal in part.refusals:
        assert refusal.record.title in page.text
        assert refusal.cure.en in page.text
    counted = {credit.record.record_id for credit in part.credits}
    missed = {each.record.record_id for each in part.refusals if each.component is None}
    assert f"{len(counted | missed)} records of this month" in page.text
    assert "not looked at" in page.text


def test_a_month_that_is_blocked_says_what_is_missing_and_an_empty_one_that_nothing_came(ann):
    assert sample.blocked_month().faults[0].sentence.en.split(",")[0] in ann("blocked").get("/earnings/2026-10").text
    page = ann("empty").get("/earnings/2026-10").text
    assert "There is no line for October 2026." in page
    assert "$0.00" in page


def test_a_search_narrows_the_lines_and_keeps_the_total(ann):
    browser = ann("marginal")
    page = browser.get("/earnings/2026-10?q=mirae").text
    assert "Mirae Shipping" in page
    assert "Haneul Logistics" not in page
    assert "The lines shown" in page
    nothing = browser.get("/earnings/2026-10?q=Miray").text
    assert "No line matches “Miray”." in nothing
    assert "Did you mean this one?" in nothing
    assert "&lt;script&gt;" in browser.get("/earnings/2026-10?q=<script>").text


@pytest.mark.parametrize(("language", "said"), [("en", "200 characters fit here at most, and these are 201"),
                                                ("ko", "최대 200자까지 입력할 수 있습니다")])  # fmt: skip
def test_a_search_that_is_too_long_is_said_under_its_field_and_hides_no_line(ann, language, said):
    browser = ann("marginal")
    press(browser, "/language", language=language)
    for text, fault in (("m" * 201, said), ("m" * 200, "")):
        page = browser.get("/earnings/2026-10", query_string={"q": text})
        assert page.status_code == 200
        assert fault in fault_under(page.text, "q")
        assert bool(fault) == bool(fault_under(page.text, "q"))
        assert field_value(page.text, "q") == text
        assert ("Haneul Logistics" in page.text) == bool(fault)


def test_a_search_needs_no_token_and_forgets_the_space_around_it(ann):
    page = ann("marginal").get("/earnings/2026-10?q=%20mirae%20").text
    assert field_value(page, "q") == "mirae"
    assert "Haneul Logistics" not in page


def test_the_sum_of_the_lines_shown_is_theirs():
    view = view_from_result(sample.marginal_month(), sample.CONTEXT, "en")
    table = filtered(view, "mirae")[0]
    assert table.shown is not None
    assert table.shown.minor == sum(deal.total.minor for deal in table.deals) != table.part.total.minor
    assert filtered(view, "")[0].shown is None


def test_months_lead_to_each_other(ann):
    browser = ann("marginal")
    assert browser.get("/earnings/").location == "/earnings/2026-10"
    page = browser.get("/earnings/2026-10").text
    assert 'href="/earnings/2026-09" rel="prev"' in page
    assert 'rel="next"' not in page
    assert 'href="/earnings/2026-10" rel="next"' in browser.get("/earnings/2026-09").text


def test_the_documents_hold_the_same_lines(ann):
    browser = ann("marginal")
    pdf = browser.get("/earnings/2026-10/statement.pdf")
    assert pdf.data.startswith(b"%PDF")
    assert "attachment" in pdf.headers["Content-Disposition"]
    assert browser.get("/earnings/2026-10/lines.xlsx").data.startswith(b"PK")
    table = browser.get("/earnings/2026-10/lines.csv")
    rows = list(csv.DictReader(io.StringIO(table.data.decode("utf-8-sig"))))
    result = sample.marginal_month()
    total = sum(Fraction(row["Amount"]) for row in rows if row["Amount"])
    assert total * 100 == result.totals["USD"]


def test_a_month_reads_well_in_korean(ann):
    browser = ann("won")
    browser.post("/language", data={"csrf_token": _token(browser), "language": "ko"})
    page = browser.get("/earnings/2026-10").text
    assert "2026년 10월 현재까지 발생 인센티브" in page
    assert form_for("ko").amount(sample.won_month().totals["KRW"], "KRW") in page


def test_before_the_first_month_the_page_says_so(app):
    with app.app_context(), db.transaction() as session:
        from portal import models
        from portal.actions.create_account import create_account
        from tests.portal.small_company import NOW, PASSWORD

        session.add(models.Payee(payee_id="P-new"))
        session.flush()
        create_account(
            session, actor="system", now=NOW, sign_in_name="new", roles=["payee"], payee="P-new",
            password_hash=app.extensions["daylight_hasher"].hash(PASSWORD),
        )  # fmt: skip
    assert "No month of yours is calculated yet." in signed_in(app, "new").get("/earnings/").text


def _token(browser):
    from tests.portal.small_company import token_in

    return token_in(browser.get("/account"))


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("en", ("1 deal of October", "1 earlier deal, lifted", "2% → 3%", "₩4,000,000 of New business commission")),
        ("ko", ("10월 거래 1건", "이전 거래 1건의 소급분", "2% → 3%", "4,000,000원(2% → 3%)")),
    ],
)
def test_what_earlier_deals_add_is_told_under_its_component(ann, language, texts):
    browser = ann("won")
    press(browser, "/language", language=language)
    page = browser.get("/earnings/2026-10")
    shown = amounts(page)
    form = form_for(language)
    assert shown["state:A-422:commission:new"] == form.amount(10_500_000, "KRW")
    assert shown["state:A-422:commission:uplift"] == form.amount(4_000_000, "KRW")
    assert all(text in page.text for text in texts)


@pytest.mark.parametrize(
    ("kinds", "language", "head", "find"),
    [
        (("lead_stage",), "en", "Lead", "Find a lead"),
        (("lead_stage",), "ko", "리드", "리드 찾기"),
        (("deal", "meeting"), "en", "Record", "Find a record"),
        (("deal",), "ko", "거래", "거래 찾기"),
    ],
)
def test_a_list_is_headed_by_the_kind_of_its_records(app, kinds, language, head, find):
    month = sample.marginal_month()
    (part,) = month.parts
    lines = tuple(
        replace(line, record=replace(line.record, record_type=kinds[number % len(kinds)]))
        for number, line in enumerate(part.lines)
    )
    changed = replace(month, payee="P-ann", parts=(replace(part, payee="P-ann", position="seat-1", lines=lines),))
    with app.app_context(), db.transaction() as session:
        calculate(session, "us", [changed])
    browser = signed_in(app, "ann")
    press(browser, "/language", language=language)
    page = browser.get("/earnings/2026-10").text
    assert f'<th scope="col">{head}</th><th scope="col" class="number">' in page
    assert f'placeholder="{find}"' in page


def test_what_no_decimal_ends_is_cut_with_an_ellipsis(ann):
    month = sample.marginal_month()
    (part,) = month.parts
    line = replace(part.lines[0], exact=Fraction(58_431_799, 120))
    part = replace(part, lines=(line, *part.lines[1:]))
    (shown,) = view_from_result(replace(month, parts=(part,)), sample.CONTEXT, "en").parts
    with ann("marginal").application.test_request_context():
        steps = steps_from_deal(part, shown.lines[:1], {}, {}, form_for("en"))
    assert steps[-1].details[1].endswith(" = $4,869.31658…, rounded once")
