"""Days, windows and months: inclusive outside, half-open inside."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comp_rules.values.period import (
    Span,
    month_of,
    months_between,
    months_in,
    period_from_text,
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


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "2026-1", "26-01", "2026-Q1", "٢٠٢٦-01", "9999-12", ""])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a month"):
        period_from_text(text)
