"""In: exact values. Out: what a reader of English or Korean sees, digit for digit."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from comp_rules.flow.records import Operand
from comp_rules.values.identity import Source
from comp_rules.values.period import Span
from statements.formatting import form_for


@pytest.mark.parametrize(
    ("minor", "currency", "english", "korean"),
    [
        (123450, "USD", "$1,234.50", "US$1,234.50"),
        (-850, "USD", "−$8.50", "−US$8.50"),
        (0, "USD", "$0.00", "US$0.00"),
        (1234000, "KRW", "₩1,234,000", "1,234,000원"),
        (-1234000, "KRW", "−₩1,234,000", "−1,234,000원"),
        (1234, "JPY", "¥1,234", "JP¥1,234"),
        (123450, "EUR", "€1,234.50", "€1,234.50"),
        (1234567, "KWD", "KWD\u00a01,234.567", "KWD\u00a01,234.567"),
        # Babel's own tables say that these have no decimals; ISO 4217 says two
        (1250, "RSD", "RSD\u00a012.50", "RSD\u00a012.50"),
        (Fraction(868095, 100), "USD", "$86.8095", "US$86.8095"),
        # no decimal ends: the digits are cut, never rounded, and the ellipsis says that more follow
        (Fraction(100, 3), "USD", "$0.33333…", "US$0.33333…"),
        (Fraction(-200, 3), "USD", "−$0.66666…", "−US$0.66666…"),
        (Fraction(58_431_799, 120), "USD", "$4,869.31658…", "US$4,869.31658…"),
        (Fraction(2000, 3), "KRW", "₩666.666…", "666.666…원"),
        (Fraction(1, 30_000_000), "KRW", "₩0.00000003…", "0.00000003…원"),
        (10**20, "USD", "$1,000,000,000,000,000,000.00", "US$1,000,000,000,000,000,000.00"),
    ],
)
def test_money_has_all_its_minor_units_and_a_true_minus(minor, currency, english, korean):
    assert form_for("en").amount(minor, currency) == english
    assert form_for("ko").amount(minor, currency) == korean


def test_a_change_is_always_signed():
    form = form_for("en")
    assert [form.change(minor, "USD") for minor in (36128, -250000, 0)] == ["+$361.28", "−$2,500.00", "$0.00"]


@pytest.mark.parametrize(
    ("ratio", "text"),
    [
        (Fraction(8, 100), "8%"),
        (Fraction(3, 8), "37.5%"),
        (Fraction(1, 3), "1/3"),
        (Fraction(-1), "−100%"),
        (Fraction(1251, 100), "1,251%"),
        (Fraction(12345, 1000000), "1.2345%"),
        (Fraction(151_815_299, 156_000_000), "97.31749…%"),
    ],
)
def test_percentages_are_exact(ratio, text):
    assert form_for("en").percent(ratio) == form_for("ko").percent(ratio) == text


@pytest.mark.parametrize(
    ("ratio", "edges", "text"),
    [
        (Fraction(1155, 1000), (), "115.5%"),
        (Fraction(847, 1000), (), "84.7%"),
        (Fraction(2, 3), (), "66.7%"),
        (Fraction(1), (), "100%"),
        (Fraction(0), (), "0%"),
        # not reached, and must not look so
        (Fraction(9996, 10000), (), "99.96%"),
        (Fraction(99999, 100000), (), "99.999%"),
        # passed, and must not look as if it stood on the edge
        (Fraction(10004, 10000), (), "100.04%"),
        (Fraction(14996, 10000), (Fraction(3, 2),), "149.96%"),
        (Fraction(14996, 10000), (), "150.0%"),
        (Fraction(1, 30000), (), "0.003%"),
        (Fraction(10**15 - 1, 10**15), (), "999999999999999/1000000000000000"),
    ],
)
def test_attainment_never_looks_like_an_edge_it_is_not_at(ratio, edges, text):
    assert form_for("en").attainment(ratio, edges) == text


@pytest.mark.parametrize(
    ("value", "unit", "role", "english", "korean"),
    [
        (Fraction(96_000_00), "money:USD", "target", "$96,000.00", "US$96,000.00"),
        (Fraction(6000), "money_each:USD", "rate", "$60.00", "US$60.00"),
        (Fraction(3, 2), "times", "rate", "1.5x", "1.5배"),
        (Fraction(8, 100), "percent", "rate", "8%", "8%"),
        (Fraction(2, 3), "percent", "attainment", "66.7%", "66.7%"),
        (Fraction(1204), "count", "credit", "1,204", "1,204"),
        (Fraction(195, 31), "count", "quota", "6.29…", "6.29…"),
        (Fraction(date(2026, 12, 31).toordinal()), "date", "last_day", "31 Dec 2026", "2026년 12월 31일"),
    ],
)
def test_operands_are_printed_by_their_unit(value, unit, role, english, korean):
    operand = Operand(role, value, unit, Source("plan", "earn"), True)
    assert form_for("en").operand(operand) == english
    assert form_for("ko").operand(operand) == korean


def test_days_months_and_spans():
    english, korean = form_for("en"), form_for("ko")
    assert (english.day(date(2026, 3, 5)), korean.day(date(2026, 3, 5))) == ("5 Mar 2026", "2026년 3월 5일")
    assert (english.month("2026-03"), korean.month("2026-03")) == ("March 2026", "2026년 3월")
    quarter = Span(date(2026, 1, 1), date(2026, 4, 1))
    assert (english.span(quarter), korean.span(quarter)) == ("1 Jan to 31 Mar 2026", "2026년 1월 1일 ~ 3월 31일")
    over_years = Span(date(2025, 12, 1), date(2026, 2, 1))
    assert english.span(over_years) == "1 Dec 2025 to 31 Jan 2026"
    assert english.span(Span(date(2026, 1, 1), date.max)) == "from 1 Jan 2026"
    moment = datetime(2026, 3, 5, 14, 2, tzinfo=UTC)
    assert (english.moment(moment), korean.moment(moment)) == ("5 Mar 2026, 14:02", "2026년 3월 5일 14:02")


def test_lists():
    names = ["A", "B", "C"]
    assert (form_for("en").listed(names), form_for("ko").listed(names)) == ("A, B and C", "A, B, C")
    assert form_for("en").listed(["A"]) == "A"


@pytest.mark.parametrize(
    ("sentence", "english", "korean"),
    [
        ("No quota holds on 2026-11-30.", "No quota holds on 30 Nov 2026.", "No quota holds on 2026년 11월 30일."),
        ("2026-11-30에 적용되는 목표", "30 Nov 2026에 적용되는 목표", "2026년 11월 30일에 적용되는 목표"),
        ("D-2026-11-30, 2026-13-40 and 12026-11-30", *["D-2026-11-30, 2026-13-40 and 12026-11-30"] * 2),
    ],
)
def test_dates_in_sentences_of_the_engine_are_written_for_the_reader(sentence, english, korean):
    assert form_for("en").dated(sentence) == english
    assert form_for("ko").dated(sentence) == korean
