"""Which dated row of a person counts on a day, with its origin, and what is said when none or more than one does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pytest

from comp_rules.facts.facts import Opening, PersonalValue, Quota, TargetIncentive, TypedResult, Value
from comp_rules.flow.lookup import DatedNumbers
from comp_rules.kernel.world import Cell, Known, Missing
from comp_rules.values.identity import Source
from comp_rules.values.money import Money
from comp_rules.values.period import Span
from tests.comp_rules.company import YEAR, money
from tests.comp_rules.flow.team import days

MARCH_5, MARCH_31 = date(2026, 3, 5), date(2026, 3, 31)
QUARTER = days(date(2026, 1, 1), MARCH_31)
FIRST_HALF, SECOND_HALF = days(date(2026, 1, 1), date(2026, 3, 15)), days(date(2026, 3, 16), None)
#: the first quarter as it stands at the end of February
CELL = Cell(1, QUARTER, date(2026, 3, 1), QUARTER, date(2026, 2, 28))
NUMBER, PERCENT = Value("number", Fraction(7)), Value("percent", Fraction(3, 2))


def numbers(
    quotas: Sequence[Quota] = (),
    targets: Sequence[TargetIncentive] = (),
    personal: Sequence[PersonalValue] = (),
    inputs: Sequence[TypedResult] = (),
    openings: Sequence[Opening] = (),
) -> DatedNumbers:
    return DatedNumbers("USD", quotas, targets, personal, inputs, openings)


def quota(value: Value, span: Span = YEAR, name: str = "year", row: str = "q", **more: object) -> Quota:
    return Quota(row, "ann", name, value, span, known_no=3, **more)  # type: ignore[arg-type]


def test_the_quota_of_the_cells_day_counts_with_its_row() -> None:
    rows = [quota(money(9), name="other"), quota(money(500), FIRST_HALF), quota(money(700), SECOND_HALF, row="q2")]
    found = numbers(rows)
    assert found.quota("year", CELL, False) == Known(500, Source("quota", "q", 3))
    later = Cell(2, QUARTER, date(2026, 4, 1), QUARTER, date(2026, 3, 16))
    assert found.quota("year", later, False) == Known(700, Source("quota", "q2", 3))


def test_a_quota_window_is_the_row_whose_days_it_is_and_no_other() -> None:
    rows = [quota(money(500), YEAR), quota(money(700), QUARTER, row="q2")]
    assert numbers(rows).quota("year", CELL, True) == Known(700, Source("quota", "q2", 3))
    assert numbers(rows[:1]).quota("year", CELL, True) == Missing("quota_missing", "year", date(2026, 2, 28))


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "quota_missing"),
        ([quota(money(1), SECOND_HALF)], "quota_missing"),
        ([quota(money(1)), quota(money(1), row="q2")], "quota_twice"),
        ([quota(money(1, "KRW"))], "quota_unit"),
        ([quota(Value("text", "much"))], "quota_unit"),
        ([quota(money(0))], "quota_zero"),
        ([quota(Value("number", Fraction(0)))], "quota_zero"),
    ],
)
def test_a_quota_that_cannot_count_says_why(rows: list[Quota], code: str) -> None:
    assert numbers(rows).quota("year", CELL, False) == Missing(code, "year", date(2026, 2, 28))


def test_what_a_quota_of_0_means_is_kept_only_with_0() -> None:
    zero, one = (quota(money(minor), if_zero="at_target") for minor in (0, 1))
    assert numbers([zero]).quota("year", CELL, False) == Known(0, Source("quota", "q", 3), if_zero="at_target")
    assert numbers([one]).quota("year", CELL, False) == Known(1, Source("quota", "q", 3), if_zero="")


def test_a_whole_count_is_an_integer_and_a_part_stays_exact() -> None:
    whole = numbers([quota(NUMBER)]).quota("year", CELL, False)
    part = numbers([quota(PERCENT)]).quota("year", CELL, False)
    assert isinstance(whole, Known)
    assert isinstance(part, Known)
    assert (whole.value, type(whole.value)) == (7, int)
    assert (part.value, type(part.value)) == (Fraction(3, 2), Fraction)


def target(minor: int, span: Span = YEAR, currency: str = "USD", row: str = "t", of_window: bool = False) -> object:
    return TargetIncentive(row, "ann", Money(minor, currency), span, known_no=4, of_window=of_window)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([target(5, FIRST_HALF), target(7, SECOND_HALF, row="t2")], Known(5, Source("target", "t", 4))),
        ([target(7, SECOND_HALF)], Missing("target_missing", "target", MARCH_5)),
        ([target(5), target(7)], Missing("target_twice", "target", MARCH_5)),
        ([target(5, currency="KRW")], Missing("target_currency", "KRW", MARCH_5)),
    ],
)
def test_the_target_of_the_day(rows: list[TargetIncentive], found: Known | Missing) -> None:
    assert numbers(targets=rows).target(MARCH_5) == found


def test_a_target_is_the_windows_own_only_while_a_row_says_so() -> None:
    rows = numbers(targets=[target(5, FIRST_HALF), target(7, SECOND_HALF, of_window=True)])  # type: ignore[list-item]
    assert rows.target_is_of_window(MARCH_5) is False
    assert rows.target_is_of_window(MARCH_31) is True
    assert numbers().target_is_of_window(MARCH_5) is False


def own(value: Value, span: Span = YEAR, name: str = "own_rate") -> PersonalValue:
    return PersonalValue("p", "ann", name, value, span, known_no=5)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([own(PERCENT), own(money(9), name="own_sum")], Known(Fraction(3, 2), Source("personal", "p", 5), "percent")),
        ([own(money(9))], Known(9, Source("personal", "p", 5), "money")),
        ([own(NUMBER)], Known(7, Source("personal", "p", 5), "number")),
        ([own(PERCENT, SECOND_HALF)], Missing("personal_missing", "own_rate", MARCH_5)),
        ([own(PERCENT, name="own_sum")], Missing("personal_missing", "own_rate", MARCH_5)),
        ([own(PERCENT), own(PERCENT)], Missing("personal_twice", "own_rate", MARCH_5)),
        ([own(money(9, "KRW"))], Missing("personal_unit", "own_rate", MARCH_5)),
    ],
)
def test_the_personal_value_of_the_day(rows: list[PersonalValue], found: Known | Missing) -> None:
    assert numbers(personal=rows).personal("own_rate", MARCH_5) == found


def typed(value: int, day: date, row: str = "i", known_no: int = 6, name: str = "csat") -> TypedResult:
    return TypedResult(row, "ann", name, Value("number", Fraction(value)), day, known_no=known_no)


def opened(value: int, day: date, row: str = "o", known_no: int = 6, name: str = "csat") -> Opening:
    return Opening(row, "ann", "measure", name, Value("number", Fraction(value)), day, known_no=known_no)


#: the cell counts from 1 January to 28 February: a day before and a day after it do not count
OUTSIDE = (date(2025, 12, 31), date(2026, 3, 1))


def test_the_typed_result_of_the_latest_day_counts_and_of_one_day_the_one_learnt_last() -> None:
    early, late = typed(1, date(2026, 1, 1), "i1", 9), typed(2, date(2026, 2, 28), "i2", 2)
    newer, other = typed(3, date(2026, 2, 28), "i3", 7), typed(8, date(2026, 2, 28), "i4", 8, name="nps")
    outside = [typed(9, day) for day in OUTSIDE]
    assert numbers(inputs=[early, late, *outside]).input("csat", CELL) == Known(2, Source("input", "i2", 2))
    for order in ([late, newer, other, early], [early, other, newer, late]):
        assert numbers(inputs=order).input("csat", CELL) == Known(3, Source("input", "i3", 7))
    assert numbers(inputs=[early]).input("csat", CELL) == Known(1, Source("input", "i1", 9))
    assert numbers(inputs=outside).input("csat", CELL) == Missing("input_missing", "csat", date(2026, 2, 28))


def test_a_typed_result_in_another_currency_is_no_number() -> None:
    row = TypedResult("i", "ann", "csat", money(5, "KRW"), date(2026, 2, 1))
    assert numbers(inputs=[row]).input("csat", CELL) == Missing("input_unit", "csat", date(2026, 2, 28))


def test_the_opening_of_the_latest_day_counts_and_of_one_day_the_one_learnt_last() -> None:
    early, late = opened(1, date(2026, 1, 1), "o1", 9), opened(2, date(2026, 2, 28), "o2", 2)
    newer, other = opened(3, date(2026, 2, 28), "o3", 7), opened(8, date(2026, 2, 28), "o4", 8, name="nps")
    outside = [opened(9, day) for day in OUTSIDE]
    assert numbers(openings=[early, late, *outside]).opening("measure", "csat", CELL) == Known(
        2, Source("opening", "o2", 2)
    )
    for order in ([late, newer, other, early], [early, other, newer, late]):
        assert numbers(openings=order).opening("measure", "csat", CELL) == Known(3, Source("opening", "o3", 7))
    assert numbers(openings=[early]).opening("component", "csat", CELL) is None
    assert numbers(openings=outside).opening("measure", "csat", CELL) is None


def test_an_opening_in_another_currency_is_none() -> None:
    row = Opening("o", "ann", "measure", "csat", money(5, "KRW"), date(2026, 2, 1))
    assert numbers(openings=[row]).opening("measure", "csat", CELL) is None
