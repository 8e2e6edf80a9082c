"""In: cells as spreadsheets and source systems write them. Out: typed values, or a refusal in both languages.
What is ambiguous is refused; what is written in a stated form is read exactly."""

from datetime import date
from fractions import Fraction

import pytest

from comp_rules.facts.value_from_text import TextForm, Unreadable, exact_amount, value_from_text
from comp_rules.values.money import Money

USD = TextForm(currency="USD", beyond_minor_unit="round")


@pytest.mark.parametrize(
    ("text", "minor", "original"),
    [
        ("20565.6206", 2056562, "20565.6206"),
        ("0.005", 1, "0.005"),
        ("-0.005", -1, "-0.005"),
        ("0.0049", 0, "0.0049"),
        ("7", 700, None),
        ("-7.10", -710, None),
        ("7 USD", 700, None),
        ("USD 7.5", 750, None),
        (" 7.00\t", 700, None),
        ("100.0000", 10000, "100.0000"),
    ],
)
def test_money_comes_to_the_minor_unit_half_away_from_zero(text, minor, original):
    value = value_from_text(text, "money", USD)
    assert (value.data, value.original) == (Money(minor, "USD"), original)


@pytest.mark.parametrize(
    "text",
    [
        "(1,234.50)", "1234.50-", "△1", "−1", "1,234.50", "1 234.50", "1e5", "1E5", "NaN", "nan", "Infinity", "-inf",
        "1_000", "٣", "１２", "०", "0x10", "$5", "5.", ".5", "", "  ", "5 XXY", "5 EUR", "EUR 5 USD", "9" * 31,
        "9" * 20, "=1+1", "1.2.3", "--5", "+5", "1/2",
    ],
)  # fmt: skip
def test_what_only_looks_like_an_amount_is_refused_with_a_cure(text):
    with pytest.raises(Unreadable) as refused:
        value_from_text(text, "money", USD)
    assert refused.value.sentence.en
    assert refused.value.hint.ko


@pytest.mark.parametrize("text", ["(1,234.50)", "1234.50-", "△1", "−1"])
def test_the_cure_of_a_negative_in_accounts_is_a_minus_in_front(text):
    with pytest.raises(Unreadable) as refused:
        value_from_text(text, "money", USD)
    assert "minus in front" in refused.value.hint.en
    assert "빼기표" in refused.value.hint.ko


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("1.234,5", TextForm(decimal_mark=",", thousands_mark=".", currency="EUR"), Money(123450, "EUR")),
        ("1234,5", TextForm(decimal_mark=",", currency="EUR"), Money(123450, "EUR")),
        ("1,234,567", TextForm(thousands_mark=",", currency="KRW"), Money(1234567, "KRW")),
        ("1'234.50", TextForm(thousands_mark="'", currency="CHF"), Money(123450, "CHF")),
        ("1.2345", TextForm(currency="KWD", beyond_minor_unit="round"), Money(1235, "KWD")),
    ],
)
def test_marks_are_those_of_the_column(text, form, expected):
    assert value_from_text(text, "money", form).data == expected


@pytest.mark.parametrize("text", ["12,34", "1,2345", ",123", "1,,234"])
def test_thousands_stand_in_threes(text):
    with pytest.raises(Unreadable):
        value_from_text(text, "number", TextForm(thousands_mark=","))


def test_digits_beyond_the_minor_unit_are_refused_unless_the_mapping_rounds():
    strict = TextForm(currency="USD")
    with pytest.raises(Unreadable, match="more digits than its currency"):
        value_from_text("1.005", "money", strict)
    assert value_from_text("1.0000", "money", strict).data == Money(100, "USD")
    assert exact_amount("1.005", strict) == (Fraction(1005, 1000), "USD")


@pytest.mark.parametrize(
    ("text", "way", "ratio"),
    [
        ("0.012", "fraction", Fraction(12, 1000)),
        ("1.2", "percent", Fraction(12, 1000)),
        ("1.2%", "percent", Fraction(12, 1000)),
        ("1.2 %", "fraction", Fraction(12, 1000)),
        ("1/3", "sign", Fraction(1, 3)),
        ("37.5%", "sign", Fraction(3, 8)),
    ],
)
def test_percentages_are_exact_ratios(text, way, ratio):
    assert value_from_text(text, "percent", TextForm(percent_as=way)).data == ratio


@pytest.mark.parametrize("text", ["0.05", "5", "1/0", "five%", "%"])
def test_a_bare_number_is_no_percentage_unless_the_column_says_how(text):
    with pytest.raises(Unreadable):
        value_from_text(text, "percent", TextForm())


@pytest.mark.parametrize(
    ("text", "form", "day"),
    [
        ("2011-05-31 00:00:00", "YYYY-MM-DD HH:MM:SS", date(2011, 5, 31)),
        ("05/03/2026", "DD/MM/YYYY", date(2026, 3, 5)),
        ("05/03/2026", "MM/DD/YYYY", date(2026, 5, 3)),
        ("2026. 3. 5.", "YYYY.MM.DD", date(2026, 3, 5)),
        ("2026년 3월 5일", "YYYY년 M월 D일", date(2026, 3, 5)),
        ("20260305", "YYYYMMDD", date(2026, 3, 5)),
    ],
)
def test_the_same_text_is_another_day_in_another_form(text, form, day):
    assert value_from_text(text, "date", TextForm(date_form=form)).data == day


@pytest.mark.parametrize(
    ("text", "form"),
    [("13/25/2026", "DD/MM/YYYY"), ("31/02/2026", "DD/MM/YYYY"), ("5/3/26", "DD/MM/YYYY"), ("2026-3-5", "YYYY-MM-DD")],
)
def test_a_day_that_does_not_exist_or_is_written_otherwise_is_refused(text, form):
    with pytest.raises(Unreadable, match=form.replace("/", "/")):
        value_from_text(text, "date", TextForm(date_form=form))


def test_a_moment_falls_on_the_civil_date_of_the_company():
    form = TextForm(date_form="YYYY-MM-DD HH:MM:SS", zone="UTC", company_zone="Asia/Seoul")
    assert value_from_text("2026-03-31 14:59:59", "date", form).data == date(2026, 3, 31)
    assert value_from_text("2026-03-31 15:00:00", "date", form).data == date(2026, 4, 1)
    own_offset = TextForm(date_form="YYYY-MM-DDTHH:MM:SSZ", company_zone="America/Los_Angeles")
    assert value_from_text("2026-04-01T00:30:00+09:00", "date", own_offset).data == date(2026, 3, 31)


def test_text_that_begins_like_a_formula_is_only_text():
    for text in ("=cmd|' /C calc'!A0", "+1", "-x", "@SUM(A1)"):
        assert value_from_text(text, "text", TextForm()).data == text


@pytest.mark.parametrize("text", ["a\0b", "a\u202eb", "a\x1bb", "x" * 32_001])
def test_unseen_characters_and_endless_cells_are_refused(text):
    with pytest.raises(Unreadable) as refused:
        value_from_text(text, "text", TextForm())
    assert len(str(refused.value)) < 300
    assert "\0" not in str(refused.value)


def test_a_refusal_survives_braces_in_the_text():
    with pytest.raises(Unreadable, match=r"\{text\}"):
        value_from_text("{text}", "number", TextForm())
