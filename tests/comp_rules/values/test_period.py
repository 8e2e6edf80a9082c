"""Days, windows and months: inclusive outside, half-open inside."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comp_rules.values.length import length_from_text
from comp_rules.values.period import (
    Calculate,
    Span,
    add_months,
    form_of_period,
    month_number,
    month_of,
    months_between,
    months_in,
    period_from_text,
    period_of,
    periods_between,
    quarter_of,
    span_of_days,
    window_of,
    year_of,
)

days = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@given(days, st.integers(1, 12))
def test_windows_hold_the_day_and_nest(day: date, starts: int) -> None:
    month, quarter, year = month_of(day).span, quarter_of(day, starts), year_of(day, starts)
    for window, months in ((month, 1), (quarter, 3), (year, 12)):
        assert day in window
        assert months_in(window) == months
    assert quarter.first <= month.first
    assert month.after <= quarter.after
    assert year.first <= quarter.first
    assert quarter.after <= year.after
    assert year.first.month == starts


@given(days, st.integers(1, 12))
def test_the_day_after_a_window_belongs_to_the_next(day: date, starts: int) -> None:
    for window in ("month", "quarter_to_date", "year_to_date"):
        this = window_of(day, window, starts)  # type: ignore[arg-type]
        following = window_of(this.after, window, starts)  # type: ignore[arg-type]
        assert following.first == this.after


@given(days, st.integers(0, 800))
def test_first_and_last_day_are_both_included(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    span = span_of_days(first, last)
    assert span.days == length + 1
    assert first in span
    assert last in span
    assert span.last_day == last
    assert last + timedelta(days=1) not in span


def test_a_span_without_end_has_no_last_day() -> None:
    span = span_of_days(date(2026, 1, 1), None)
    assert span.last_day is None
    assert date(2500, 1, 1) in span


def test_reversed_days_are_refused() -> None:
    with pytest.raises(ValueError, match="before the first day"):
        span_of_days(date(2026, 2, 1), date(2026, 1, 31))


def test_the_overlap_of_spans_apart_is_empty() -> None:
    assert span_of_days(date(2026, 1, 1), date(2026, 1, 5)).overlap(Span(date(2026, 3, 1), date(2026, 4, 1))).days == 0


def test_the_last_month_ends_with_its_last_day() -> None:
    assert [month.name for month in months_between(date(2025, 12, 31), date(2026, 2, 1))] == [
        "2025-12",
        "2026-01",
        "2026-02",
    ]
    assert period_from_text("2024-02").span.days == 29


@pytest.mark.parametrize(
    "text",
    ["2026-13", "2026-00", "2026-1", "26-01", "2026-Q0", "2026-Q5", "2026-03-H3", "2026-13-H1", "2026-H1", "2026-q1",
     "٢٠٢٦-01", "9999-12", "9998-Q4", "0000-Q1", ""],
)  # fmt: skip
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a period"):
        period_from_text(text)


@pytest.mark.parametrize(
    ("text", "year_starts", "first", "last"),
    [
        ("2026-02-H1", 1, date(2026, 2, 1), date(2026, 2, 15)),
        ("2026-02-H2", 1, date(2026, 2, 16), date(2026, 2, 28)),
        ("2024-02-H2", 4, date(2024, 2, 16), date(2024, 2, 29)),
        ("2026-Q1", 1, date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-Q4", 1, date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-Q1", 4, date(2026, 4, 1), date(2026, 6, 30)),
        ("2026-Q4", 4, date(2027, 1, 1), date(2027, 3, 31)),
        ("2026-Q2", 11, date(2027, 2, 1), date(2027, 4, 30)),
    ],
)
def test_a_periods_name_says_its_days(text: str, year_starts: int, first: date, last: date) -> None:
    period = period_from_text(text, year_starts)
    assert (period.name, period.span) == (text, span_of_days(first, last))


@given(days, st.sampled_from(["half_month", "month", "quarter"]), st.integers(1, 12))
def test_the_period_of_a_day_holds_it_and_is_read_back_from_its_name(day: date, form: Calculate, starts: int) -> None:
    period = period_of(day, form, starts)
    assert day in period.span
    assert period_from_text(period.name, starts) == period
    assert form_of_period(period.name) == form


@given(days, st.integers(0, 400), st.sampled_from(["half_month", "month", "quarter"]), st.integers(1, 12))
def test_periods_follow_each_other_without_gap(first: date, length: int, form: Calculate, starts: int) -> None:
    last = first + timedelta(days=length)
    periods = periods_between(first, last, form, starts)
    assert first in periods[0].span
    assert last in periods[-1].span
    assert all(one.span.after == other.span.first for one, other in pairwise(periods))


@pytest.mark.parametrize(
    ("calculate", "first", "last"),
    [
        ("half_month", date(2026, 3, 1), date(2026, 3, 15)),
        ("month", date(2026, 3, 1), date(2026, 3, 31)),
        ("quarter", date(2026, 1, 1), date(2026, 3, 31)),
    ],
)
def test_the_window_of_a_period_is_the_calculated_one(calculate: Calculate, first: date, last: date) -> None:
    assert window_of(date(2026, 3, 7), "period", 1, calculate) == span_of_days(first, last)


@pytest.mark.parametrize(
    ("calculate", "day", "first", "last"),
    [
        ("month", date(2026, 1, 9), date(2025, 11, 1), date(2026, 1, 31)),
        ("half_month", date(2026, 1, 9), date(2025, 11, 1), date(2026, 1, 31)),
        ("quarter", date(2026, 1, 9), date(2026, 1, 1), date(2026, 3, 31)),
    ],
)
def test_rolling_months_end_with_the_month_of_the_period(
    calculate: Calculate, day: date, first: date, last: date
) -> None:
    assert window_of(day, "rolling_months", 1, calculate, 3) == span_of_days(first, last)


@pytest.mark.parametrize(
    ("since", "day", "number"),
    [
        (date(2026, 1, 15), date(2026, 1, 15), 1),
        (date(2026, 1, 15), date(2026, 2, 14), 1),
        (date(2026, 1, 15), date(2026, 2, 15), 2),
        (date(2026, 1, 15), date(2026, 1, 14), 0),
        (date(2026, 1, 15), date(2025, 12, 14), -1),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2026, 1, 31), date(2026, 3, 1), 2),
        (date(2026, 1, 31), date(2026, 3, 30), 2),
        (date(2026, 1, 31), date(2026, 3, 31), 3),
        (date(2024, 2, 29), date(2025, 2, 28), 12),
        (date(2024, 2, 29), date(2025, 3, 1), 13),
        (date(2025, 6, 1), date(2026, 6, 1), 13),
    ],
)
def test_months_are_counted_from_a_date(since: date, day: date, number: int) -> None:
    assert month_number(since, day) == number


@given(days, st.integers(-500, 500))
def test_a_month_begins_with_the_day_its_number_says(since: date, months: int) -> None:
    first = add_months(since, months)
    assert month_number(since, first) == months + 1
    assert month_number(since, first - timedelta(days=1)) == months


@pytest.mark.parametrize(
    ("text", "since", "last"),
    [
        ("90 days", date(2026, 1, 1), date(2026, 3, 31)),
        ("1 day", date(2026, 1, 1), date(2026, 1, 1)),
        ("12 months", date(2026, 1, 31), date(2027, 1, 30)),
        ("1 month", date(2026, 1, 31), date(2026, 2, 28)),
        ("1 month", date(2026, 3, 31), date(2026, 4, 30)),
        ("12 months", date(2024, 2, 29), date(2025, 2, 28)),
        ("99999 months", date(2026, 1, 1), None),
        ("99999 days", date(9990, 1, 1), None),
    ],
)
def test_a_length_counts_its_first_and_last_day(text: str, since: date, last: date | None) -> None:
    assert length_from_text(text).from_day(since) == span_of_days(since, last)


@pytest.mark.parametrize("text", ["90", "90 weeks", "-1 days", "1.5 months", "90  days", "one month", ""])
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a length"):
        length_from_text(text)
