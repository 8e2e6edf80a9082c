"""Lines of windows row by row, and how every window stood: awards, postings to date, openings and given rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from comp_rules.kernel.columns import Judged, LineRow, State
from comp_rules.kernel.steps import (
    AnyStep,
    Curve,
    Dated,
    Due,
    Factor,
    Frame,
    Given,
    Once,
    Pay,
    Pick,
    Ratio,
    Tier,
    Total,
)
from comp_rules.kernel.world import GivenRow, Known, Missing
from comp_rules.values.identity import Source
from comp_rules.values.period import Span
from tests.comp_rules.kernel.typed_results import ROWS, Typed, gate, over, own_windows, typed
from tests.comp_rules.kernel.worlds import (
    MONTH,
    QUARTER,
    YEAR,
    Ran,
    at,
    cell,
    literal,
    percent,
    ran,
    usd,
)


def pay(*factors: Factor, lines: str = "lines", name: str = "pay", item: int = 0) -> Pay:
    return Pay(name=name, path="c", component="c", lines=lines, factors=factors, item=item)


def judged(result: Ran) -> list[tuple[int, str, str]]:
    return [(one.cell, one.state, one.step) for one in result.columns.judged["lines"]]


def award(*, kept: bool, frame: Frame = YEAR, gates: tuple[str, ...] = ("held",)) -> list[AnyStep]:
    lines = Once(name="lines", path="c", component="c", gates=gates, kept=kept, frame=frame)
    return [typed("x", frame), gate("held", "x", frame), lines, pay(literal(usd(5), "award"))]


def granted(frame: Frame, month: int, at: int) -> LineRow:
    return LineRow("new", month - 1, frame, State(at))


def fallen(frame: Frame, month: int, at: int, of: int) -> LineRow:
    return LineRow("back", month - 1, frame, State(at, on=False), State(of), granted=of)


def test_an_award_that_is_not_kept_goes_back_with_the_month_in_which_it_was_granted() -> None:
    result = ran(award(kept=False), over(8, x=[0, 1, 1, 0, 0, 1, 1, 1]))
    assert result.columns.lines["lines"] == [granted(YEAR, 2, 1), fallen(YEAR, 4, 3, 1), granted(YEAR, 6, 5)]
    assert result.amounts() == [500, -500, 500]
    assert judged(result) == [
        (0, "not_reached", "held"),
        (1, "reached", ""),
        (2, "already_reached", ""),
        (3, "fell_back", "held"),
        (4, "not_reached", "held"),
        (5, "reached", ""),
        (6, "already_reached", ""),
        (7, "already_reached", ""),
    ]
    from_the_first = ran(award(kept=False), over(3, x=[1, 1, 0]))
    assert from_the_first.columns.lines["lines"] == [granted(YEAR, 1, 0), fallen(YEAR, 3, 2, 0)]


def test_an_award_that_is_kept_is_granted_once_in_a_window() -> None:
    result = ran(award(kept=True, frame=QUARTER), over(5, x=[0, 1, 0, 1, 0]))
    assert result.columns.lines["lines"] == [granted(QUARTER, 2, 1), granted(QUARTER, 4, 3)]
    assert judged(result) == [
        (0, "not_reached", "held"),
        (1, "reached", ""),
        (2, "already_reached", "held"),
        (3, "reached", ""),
        (4, "already_reached", "held"),
    ]
    # also when only the last month is worked out
    again = ran(award(kept=True), over(4, last_only=True, x=[1, 0, 0, 1]))
    assert (again.columns.lines["lines"], judged(again)) == ([], [(3, "already_reached", "")])


def test_a_month_that_lacks_a_number_grants_nothing_and_the_next_does() -> None:
    result = ran(award(kept=False), over(4, x=[None, 1, 1, 0]))
    # what cannot be judged in January stands neither as reached nor as fallen
    assert result.columns.lines["lines"] == [granted(YEAR, 2, 1), fallen(YEAR, 4, 3, 1)]
    assert judged(result) == [(1, "reached", ""), (2, "already_reached", ""), (3, "fell_back", "held")]
    lacking = ran(award(kept=False), over(1, x=[None]))
    assert lacking.columns.missing["lines"] == Missing("input_missing", "x", date(2026, 1, 31))
    assert (judged(lacking), lacking.amounts()) == ([], [])


def test_the_window_of_a_quota_is_judged_when_its_last_day_has_come_and_not_again() -> None:
    for again in (False, True):
        cells = {ROWS: own_windows(again=again)}
        result = ran(award(kept=False, frame=ROWS), over(3, cells, x=[1, 1, 0]))
        assert result.columns.lines["lines"] == [granted(ROWS, 2, 1)]
        assert judged(result) == [
            (0, "not_over", ""),
            (1, "reached", ""),
            (2, "not_over", ""),
            (3, "not_reached", "held"),
            *([(4, "not_over", "")] if again else []),
        ]
    one_month = [replace(own_windows()[1], period=0)]
    assert judged(ran(award(kept=True, frame=ROWS), over(1, {ROWS: one_month}, x=[1]))) == [(0, "reached", "")]


def test_the_first_gate_that_does_not_hold_is_named_and_all_must() -> None:
    more = [typed("y", MONTH), gate("second", "y", MONTH)]
    steps = [*more, *award(kept=False, gates=("held", "second"))]
    result = ran(steps, over(4, x=[1, 0, 0, 1], y=[0, 1, 0, 1]))
    assert judged(result) == [
        (0, "not_reached", "second"),
        (1, "not_reached", "held"),
        (2, "not_reached", "held"),
        (3, "reached", ""),
    ]
    # a window that no month holds on its last day says nothing about the award: undefined, by its own name
    apart = [replace(row, window=Span(date(2025, 1, 1), date(2025, 2, 1))) for row in over(1).cells[MONTH]]
    outside = ran(steps, over(1, {MONTH: apart}, x=[1], y=[1]))
    assert judged(outside) == [(0, "not_reached", "second")]


def test_an_undefined_ratio_or_a_quota_stated_as_0_is_the_step_that_says_no() -> None:
    none = Total(name="none", path="m", credits=("none",), unit="money", frame=YEAR)
    quota = Dated(name="quota", path="m", table="quota", key="q", unit="money", frame=YEAR)
    ratio = Ratio(name="ratio", path="m", upper="none", lower="quota", frame=YEAR)
    steps = [none, quota, ratio, *award(kept=False)]
    steps[-3] = replace(steps[-3], value="ratio")  # type: ignore[call-arg]
    for rule, step in (("nothing", "quota"), ("", "ratio")):
        numbers = Typed(typed={"x": [0]}, quotas={"q": {1: Known(0, Source("quota", "q"), if_zero=rule)}})
        assert judged(ran(steps, replace(over(1), lookup=numbers))) == [(0, "not_reached", step)]


def posted(
    paid: str = "monthly_to_date",
    frame: Frame = YEAR,
    gates: tuple[str, ...] = (),
    tier: str | None = None,
    *factors: Factor,
) -> list[AnyStep]:
    """A component that pays the typed result itself."""
    lines = Due(name="lines", path="c", component="c", paid=paid, frame=frame, gates=gates, tier=tier)  # type: ignore[arg-type]
    return [typed("x", frame), lines, pay(*(factors or (cell("x", unit="money"),)))]


def rows(result: Ran) -> list[LineRow]:
    return result.columns.lines["lines"]


def new(month: int, at: int, frame: Frame = YEAR) -> LineRow:
    return LineRow("new", month - 1, frame, State(at))


def risen(month: int, at: int, was: int, frame: Frame = YEAR) -> LineRow:
    return LineRow("uplift", month - 1, frame, State(at), State(was))


def test_a_window_posts_its_value_less_that_of_the_posting_before() -> None:
    result = ran(posted(), over(4, x=[10, 25, 25, 5]))
    assert rows(result) == [new(1, 0), risen(2, 1, 0), risen(3, 2, 1), risen(4, 3, 2)]
    assert [(line.row.period, line.amount) for line in result.lines()] == [(0, 10), (1, 15), (3, -20)]
    assert judged(result) == [(at, "paid", "") for at in range(4)]
    # each quarter begins anew
    quarters = ran(posted(frame=QUARTER), over(5, x=[1, 2, 3, 4, 5]))
    assert rows(quarters)[3:] == [new(4, 3, QUARTER), risen(5, 4, 3, QUARTER)]
    assert quarters.amounts() == [1, 1, 1, 4, 1]


def test_what_is_due_at_the_end_is_one_line_and_what_is_due_by_quarters_two() -> None:
    at_end = ran(posted("window_end", QUARTER), over(4, x=[1, 2, 3, 4]))
    assert rows(at_end) == [new(3, 2, QUARTER)]
    assert judged(at_end) == [(0, "not_over", ""), (1, "not_over", ""), (2, "paid", ""), (3, "not_over", "")]
    by_quarter = ran(posted("quarterly_to_date"), over(7, x=[1, 2, 30, 4, 5, 60, 7]))
    assert rows(by_quarter) == [new(3, 2), risen(6, 5, 2)]
    assert [state for _, state, _ in judged(by_quarter)] == [
        "not_over",
        "not_over",
        "paid",
        "not_over",
        "not_over",
        "paid",
        "not_over",
    ]


def test_a_window_without_months_posts_at_its_end_only() -> None:
    for months, posts in ((0, [False, True, False, True]), (1, [False, True, False, True]), (3, [True] * 4)):
        cells = [replace(row, months_to_date=months) for row in own_windows()]
        result = ran(posted("quarterly_to_date", ROWS), over(3, {ROWS: cells}, x=[1, 2, 3]))
        assert [state != "not_over" for _, state, _ in judged(result)] == posts


def test_a_posting_that_does_not_pay_takes_back_and_one_that_never_did_is_no_line() -> None:
    steps = [typed("y", YEAR), gate("held", "y", YEAR), *posted(gates=("held",))]
    result = ran(steps, over(5, x=[10, 20, 30, 40, 50], y=[0, 0, 1, 0, 0]))
    assert rows(result) == [new(3, 2), LineRow("back", 3, YEAR, State(3, on=False), State(2))]
    assert [line.amount for line in result.lines()] == [30, -30]
    assert judged(result) == [
        (0, "gate", "held"),
        (1, "gate", "held"),
        (2, "paid", ""),
        (3, "gate", "held"),
        (4, "gate", "held"),
    ]


def test_a_missing_number_comes_before_a_gate_and_a_gate_before_an_undefined_number() -> None:
    none = Total(name="none", path="m", credits=("none",), unit="money", frame=YEAR)
    ratio = Ratio(name="ratio", path="m", upper="x", lower="none", frame=YEAR)
    factors = (cell("x", unit="money"), cell("ratio"))
    steps = [
        none,
        typed("y", YEAR),
        gate("held", "y", YEAR),
        *posted("monthly_to_date", YEAR, ("held",), None, *factors),
    ]
    steps.insert(-2, ratio)
    result = ran(steps, over(4, x=[1, None, 1, 1], y=[1, 0, 0, None]))
    assert judged(result) == [(0, "undefined", "ratio"), (2, "gate", "held")]
    assert result.columns.missing["lines"] == Missing("input_missing", "y", date(2026, 4, 30))
    february = ran(steps, over(2, x=[1, None], y=[1, 0]))
    assert february.columns.missing["lines"] == Missing("input_missing", "x", date(2026, 2, 28))


@pytest.mark.parametrize(("lower", "state"), [(0, ("undefined", "y")), (2, ("paid", ""))])
def test_nothing_is_divided_by_a_number_that_is_0(lower: int, state: tuple[str, str]) -> None:
    factors = (cell("x", unit="money"), cell("y", unit="count", divide=True))
    steps = [typed("y", YEAR), *posted("monthly_to_date", YEAR, (), None, *factors)]
    result = ran(steps, over(1, x=[6], y=[lower]))
    assert judged(result) == [(0, *state)]
    assert result.amounts() == ([3] if lower else [])
    # a factor of 0 is a value
    assert ran(posted(), over(1, x=[0])).amounts() == [0]


def test_the_tier_of_a_posting_is_that_of_its_cell() -> None:
    tiers = Tier(name="tier", path="t", value="x", edges=at(0, "0.20", form="money"), frame=YEAR)
    pick = Pick(name="pick", path="t", tiers=("tier",), numbers=(percent(10), percent(50)), columns=0, frame=YEAR)
    steps = posted("monthly_to_date", YEAR, (), "tier", cell("x", unit="money"), cell("pick"))
    steps = [steps[0], tiers, pick, *steps[1:]]
    result = ran(steps, over(2, x=[10, 20]))
    assert rows(result) == [
        LineRow("new", 0, YEAR, State(0, 0)),
        LineRow("uplift", 1, YEAR, State(1, 1), State(0, 0)),
    ]
    assert result.amounts() == [1, 9]


def opened(day: date, cents: int = 7) -> dict[tuple[str, str], tuple[date, int]]:
    return {("component", "c"): (day, cents)}


def after_opening(month: int, at: int, cents: int = 7) -> LineRow:
    return LineRow("uplift", month - 1, YEAR, State(at), State(posted=Known(cents, Source("opening", "c"))))


@pytest.mark.parametrize(
    ("day", "expected", "amounts"),
    [
        # up to the end of February: March is the first posting after it
        (date(2026, 2, 28), [after_opening(3, 2), risen(4, 3, 2)], [23, 10]),
        # the day before leaves something of February to post
        (date(2026, 2, 27), [after_opening(2, 1), risen(3, 2, 1), risen(4, 3, 2)], [13, 10, 10]),
        (date(2026, 1, 1), [after_opening(1, 0), risen(2, 1, 0), risen(3, 2, 1), risen(4, 3, 2)], [3, 10, 10, 10]),
        (date(2026, 4, 30), [], []),
        # an opening of another year is none of this window
        (date(2025, 12, 31), [new(1, 0), risen(2, 1, 0), risen(3, 2, 1), risen(4, 3, 2)], [10, 10, 10, 10]),
    ],
)
def test_an_opening_stands_for_the_postings_up_to_its_last_day(
    day: date, expected: list[LineRow], amounts: list[int]
) -> None:
    result = ran(posted(), over(4, openings=opened(day), x=[10, 20, 30, 40]))
    assert rows(result) == expected
    assert result.amounts() == amounts
    posts = {row.period for row in expected}
    assert judged(result) == [(at, "paid" if at in posts else "posted", "") for at in range(4)]
    # an opening is earned, also where the window is paid at its end: then it is taken off by nobody
    at_end = ran(posted("window_end", QUARTER), over(3, openings=opened(day), x=[10, 20, 30]))
    assert rows(at_end) == [new(3, 2, QUARTER)]


def test_by_quarters_an_opening_stands_for_the_quarters_that_it_covers() -> None:
    for day, amounts in (
        (date(2026, 3, 31), [53]),
        (date(2026, 4, 5), [53]),
        (date(2026, 3, 30), [23, 30]),
        (date(2026, 6, 30), []),
    ):
        result = ran(posted("quarterly_to_date"), over(6, openings=opened(day), x=[0, 0, 30, 0, 0, 60]))
        assert result.amounts() == amounts


def test_a_posting_after_one_that_lacked_a_number_pays_all_of_it() -> None:
    result = ran(posted(), over(4, x=[None, None, 30, 40]))
    assert rows(result) == [new(3, 2), risen(4, 3, 2)]
    assert result.amounts() == [30, 10]
    assert judged(result) == [(2, "paid", ""), (3, "paid", "")]


def items(*others: AnyStep) -> list[AnyStep]:
    """Three items; the second is due by quarters, the third is another component's."""
    second = Due(name="lines2", path="c", component="c", paid="quarterly_to_date", frame=YEAR)
    third = replace(second, name="lines3", component="d", paid="monthly_to_date")
    of_d = replace(pay(cell("z", unit="money"), lines="lines3", name="pay3"), component="d")
    return [
        typed("y", YEAR),
        typed("z", YEAR),
        *posted(),
        second,
        third,
        pay(cell("y", unit="money"), lines="lines2", name="pay2", item=2),
        of_d,
    ]


def test_an_item_that_lacked_a_number_where_it_was_due_holds_back_the_postings_of_its_component_only() -> None:
    # in February and March the second item lacks a number, and it is due in March only
    result = ran(items(), over(4, x=[0, 0, 30, 40], y=[5, None, None, 5], z=[1, 2, 3, 4]))
    assert [result.amounts(month=month) for month in (1, 2, 3, 4)] == [[0], [], [], [40]]
    for z in ([1, None, 3, 4], [1, 2, None, 4]):
        all_known = ran(items(), over(4, x=[10, 20, 30, 40], y=[5, None, 5, None], z=z))
        assert [all_known.amounts(month=month) for month in (1, 2, 3, 4)] == [[10], [10], [10], [10]]


def given(period: int, day: date, cents: int = 500) -> GivenRow:
    return GivenRow(period, f"k{period}", day, {"prize": Known(cents, Source("plan", "p"))})


def test_given_rows_are_paid_in_their_month_where_the_gates_hold_on_their_day() -> None:
    lines = Given(name="lines", path="c", component="c", gates=("held", "second"))
    steps: list[AnyStep] = [
        typed("x", MONTH),
        gate("held", "x", MONTH),
        typed("y", ROWS),
        gate("second", "y", ROWS),
        lines,
        pay(Factor("prize", "given", "money")),
    ]
    days = (date(2026, 1, 31), date(2026, 2, 14), date(2026, 2, 15), date(2026, 3, 31))
    prizes = [given(period, day) for period, day in zip((0, 1, 1, 2), days, strict=True)]
    cells = {ROWS: own_windows()[1:]}
    made = replace(over(3, cells, x=[1, 1, 0], y=[1, 1, 1]), given={"c": prizes, "d": prizes[:1]})
    result = ran(steps, made)
    assert rows(result) == [LineRow("new", 1, None, State(), given=row) for row in prizes[1:3]]
    assert result.amounts() == [500, 500]
    # no window holds January; March's gate is that of the third month
    assert result.columns.judged["lines"] == [Judged(-1, "undefined", "second"), Judged(2, "gate", "held")]
    last = ran(steps, replace(made, lines_from=-1))
    assert (rows(last), last.columns.judged["lines"]) == ([], [Judged(2, "gate", "held")])
    lacking = ran(steps, replace(over(2, cells, x=[1, None], y=[1, 1, 1]), given={"c": prizes[:3]}, lines_from=1))
    assert lacking.columns.missing["lines"] == Missing("input_missing", "x", date(2026, 2, 28))
    assert ran(steps, over(2, cells, x=[1, 1], y=[1, 1, 1])).amounts() == []


def test_a_given_row_over_an_undefined_number_names_the_quota_behind_it() -> None:
    quota = Dated(name="quota", path="m", table="quota", key="q", unit="money", frame=MONTH)
    ratio = Ratio(name="ratio", path="m", upper="x", lower="quota", frame=MONTH)
    lines = Given(name="lines", path="c", component="c", gates=("held",))
    steps: list[AnyStep] = [
        typed("x", MONTH),
        quota,
        ratio,
        gate("held", "ratio", MONTH),
        lines,
        pay(Factor("prize", "given", "money")),
    ]
    numbers = Typed(typed={"x": [1, 1]}, quotas={"q": {1: Known(0, Source("quota", "q"), if_zero="nothing")}})
    made = replace(over(2), lookup=numbers, given={"c": [given(0, date(2026, 1, 5)), given(1, date(2026, 2, 5))]})
    assert ran(steps, made).columns.judged["lines"] == [
        Judged(0, "quota_zero", "quota"),
        Judged(1, "quota_zero", "quota"),
    ]


def test_a_curve_is_read_in_another_window_on_the_last_day_of_the_line() -> None:
    points = ((percent(0), percent(0)), (percent(100), percent(100)))
    curve = Curve(name="curve", path="c", value="y", points=points, below="edge", beyond="extend", frame=MONTH)
    steps = posted("window_end", QUARTER, (), None, cell("x", unit="money"), cell("curve"))
    result = ran([replace(typed("y", MONTH), unit="ratio"), curve, *steps], over(3, x=[9, 9, 100], y=[3, 5, 7]))
    assert result.amounts() == [700]
