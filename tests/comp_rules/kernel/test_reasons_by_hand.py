"""Which step is named when a number is undefined, and the look-ups that steps share, each on a few cells by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from comp_rules.kernel.columns import Columns, LineRow, State
from comp_rules.kernel.exact import run_steps
from comp_rules.kernel.reasons import parts_of, why_undefined
from comp_rules.kernel.run import Run, day_of, factors_in, run_of
from comp_rules.kernel.steps import (
    Add,
    AnyStep,
    Curve,
    Dated,
    Each,
    Factor,
    Frame,
    Gate,
    Pay,
    Pick,
    Ratio,
    Scale,
    Share,
    Tier,
    Total,
    Weighted,
    Worked,
)  # fmt: skip
from comp_rules.kernel.world import Cell, GivenRow, Known, Missing
from comp_rules.values.identity import Source
from comp_rules.values.period import Span
from tests.comp_rules.kernel.worlds import (
    CREDIT,
    MONTH,
    QUARTER,
    YEAR,
    Numbers,
    at,
    by_tier,
    deal,
    literal,
    percent,
    quota,
    world,
)  # fmt: skip


def named(name: str) -> dict[str, object]:
    return {"name": name, "path": "p", "frame": QUARTER}


DATED = Dated(**named("quota"), table="quota", key="q", unit="money")  # type: ignore[arg-type]
TOTAL = Total(**named("total"), credits=("new",), unit="money")  # type: ignore[arg-type]
SCALE = Scale(**named("scaled"), amount="quota", unit="money")  # type: ignore[arg-type]
RATIO = Ratio(**named("ratio"), upper="total", lower="scaled")  # type: ignore[arg-type]
TIER = Tier(**named("tier"), value="ratio", edges=at(0, 100))  # type: ignore[arg-type]
CURVE = Curve(**named("curve"), value="ratio", points=((percent(0), percent(0)),), below="edge", beyond="edge")
GATE = Gate(**named("gate"), value="ratio", comparison="above", line=percent(1), measure="m")  # type: ignore[arg-type]
WEIGHTED = Weighted(**named("score"), items=(("other", percent(50), None), ("ratio", percent(50), None)))  # type: ignore[arg-type]
ADD = Add(**named("sum"), terms=(("other", 1), ("ratio", -1)), unit="ratio")  # type: ignore[arg-type]
PICK = Pick(**named("pick"), tiers=("tier", "tier2"), numbers=(percent(1),) * 4, columns=2)  # type: ignore[arg-type]
SHARE = Share(**named("share"), factors=((percent(50), False), ("curve", False), ("pick", True)))


def test_the_steps_that_a_cell_is_made_of_in_the_order_in_which_a_reason_is_looked_for() -> None:
    made_of = {step.name: parts_of(step) for step in (SCALE, RATIO, TIER, CURVE, GATE, WEIGHTED, ADD, PICK, SHARE)}
    assert made_of == {
        "scaled": ["quota"],
        "ratio": ["scaled", "total"],
        "tier": ["ratio"],
        "curve": ["ratio"],
        "gate": ["ratio"],
        "score": ["other", "ratio"],
        "sum": ["other", "ratio"],
        "pick": ["tier", "tier2"],
        "share": ["curve", "pick"],
    }
    assert [parts_of(step) for step in (DATED, TOTAL, Worked(**named("w")))] == [[], [], []]  # type: ignore[arg-type]


OTHER = Ratio(**named("other"), upper="total", lower="total")  # type: ignore[arg-type]
TIER2 = replace(TIER, name="tier2", value="other")
STEPS: list[AnyStep] = [DATED, TOTAL, SCALE, RATIO, OTHER, TIER, TIER2, CURVE, GATE, WEIGHTED, ADD, PICK, SHARE]
ALL = [step.name for step in STEPS]


def reasons(numbers: Numbers, dollars: int) -> dict[str, tuple[str, str]]:
    """What is said of every step in March, as if it were undefined."""
    over = world([deal("A", 2, dollars)], until=3, numbers=numbers, frames=(QUARTER,))
    run = Run(STEPS, over, run_steps(STEPS, over))
    return {name: why_undefined(name, 2, run) for name in ALL}


def test_a_quota_stated_as_0_is_the_reason_wherever_it_stands_behind_the_number() -> None:
    for rule in ("nothing", "base_rate"):
        said = reasons(Numbers(quotas={"q": {1: quota(0, rule)}}), 100)
        assert {name for name, reason in said.items() if reason == ("quota_zero", "quota")} == set(ALL) - {
            "total", "other", "tier2",
        }  # fmt: skip
        assert [said[name] for name in ("total", "other", "tier2")] == [
            ("undefined", name) for name in ("total", "other", "tier2")
        ]


def test_without_such_a_quota_the_first_ratio_over_nothing_is_the_reason() -> None:
    # nothing was sold, so that `other` is 0/0; the quota is 10.00
    said = reasons(Numbers(quotas={"q": {1: quota(10)}}), 0)
    assert {name: of for name, (_, of) in said.items() if of != name} == {
        "tier2": "other", "score": "other", "sum": "other", "pick": "other", "share": "other",
    }  # fmt: skip
    assert {code for code, _ in said.values()} == {"undefined"}
    # a quota that is 0 without a rule, and one above 0 with one, are no such reason
    for stated in (quota(0), quota(10, "nothing")):
        assert reasons(Numbers(quotas={"q": {1: stated}}), 0)["quota"] == ("undefined", "quota")
    assert reasons(Numbers(quotas={"q": {1: quota(0)}}), 100)["share"] == ("undefined", "ratio")


def test_where_no_cell_holds_a_number_the_step_itself_is_named() -> None:
    over = world(until=3, numbers=Numbers(quotas={"q": {1: quota(0, "nothing")}}), frames=(QUARTER,))
    run = Run(STEPS, over, run_steps(STEPS, over))
    assert why_undefined("curve", None, run) == ("undefined", "curve")
    assert why_undefined("curve", 2, run) == ("quota_zero", "quota")


def two_windows() -> list[Cell]:
    """January in one window; in February one that ends on the 14th, a gap of a week, and one from the 22nd on."""
    january, ends, begins = Span(date(2026, 1, 1), date(2026, 2, 15)), date(2026, 2, 15), date(2026, 2, 22)
    late = Span(begins, date(2026, 4, 1))
    return [
        Cell(0, january, date(2026, 2, 1), january, date(2026, 1, 31)),
        Cell(1, january, ends, january, date(2026, 2, 14)),
        Cell(1, late, date(2026, 3, 1), late, date(2026, 2, 28)),
    ]


ROWS = Frame("quota_window", "q")


def run_over(cells: list[Cell], steps: list[AnyStep] | None = None) -> Run:
    over = world(until=2, frames=())
    return Run(steps or [], replace(over, cells={ROWS: cells}), Columns())


def test_a_credit_stands_in_the_window_that_holds_its_day_and_a_line_of_a_component_at_the_end_of_its_period() -> None:
    run = run_over(two_windows())
    grid = run.grid(ROWS)
    found = {day: run.own_cell(grid, deal("A", 2, 1, day=day)) for day in (1, 14, 15, 21, 22, 28)}
    assert found == {1: 1, 14: 1, 15: None, 21: None, 22: 2, 28: 2}
    lines = {day: run.own_cell(grid, deal("A", 2, 1, day=day, root="B")) for day in (1, 14, 15, 22)}
    assert lines == {1: 1, 14: 1, 15: 2, 22: 2}
    assert [run.window_cell(grid, date(2026, 2, day), 1) for day in (14, 15, 22)] == [1, 2, 2]
    assert run.window_cell(run_over(two_windows()[:2]).grid(ROWS), date(2026, 2, 15), 1) is None
    assert [run.last_day_of(period) for period in (0, 1)] == [date(2026, 1, 31), date(2026, 2, 28)]
    # the cells of a frame that the world does not have
    assert (run.grid(YEAR).cells, run.grid(YEAR) is run.grid(YEAR), run.grid(YEAR) is run.grid(MONTH)) == (
        (),
        True,
        False,
    )


def test_the_day_of_a_line_is_that_of_its_credit_or_row_or_the_last_that_counts_in_its_cell() -> None:
    run = run_over(two_windows())
    row = LineRow("new", 1, ROWS, State(1))
    assert day_of(row, run) == date(2026, 2, 14)
    assert day_of(replace(row, now=State(2)), run) == date(2026, 2, 28)
    assert day_of(replace(row, granted=0), run) == date(2026, 1, 31)
    assert day_of(replace(row, frame=None), run) == day_of(replace(row, now=State()), run) == date(2026, 2, 28)
    assert day_of(replace(row, credit=deal("A", 2, 1, day=3), granted=0), run) == date(2026, 2, 3)
    given = GivenRow(1, "k", date(2026, 2, 5), {})
    assert day_of(replace(row, given=given), run) == date(2026, 2, 5)
    assert day_of(replace(row, given=given, credit=deal("A", 2, 1, day=3)), run) == date(2026, 2, 3)


def test_the_first_number_that_is_missing_in_a_period_is_kept_and_named_in_the_last_one() -> None:
    lines = Each(name="lines", path="c", component="c", credit="new")
    other = replace(lines, name="d.lines", component="d")
    first, second = (Missing("input_missing", name, date(2026, 1, 31)) for name in ("x", "y"))
    run = run_over([])
    run.miss(lines, 0, first)
    assert (run.blocked, run.columns.missing) == ({"c": {0: first}}, {})
    run.miss(lines, 0, second)
    run.miss(lines, 1, second)
    run.miss(lines, 1, first)
    assert run.blocked == {"c": {0: first, 1: second}}
    assert run.columns.missing == {"lines": second}
    blocked = [[run.is_blocked(step.component, period) for period in (0, 1, 2)] for step in (lines, other)]
    assert blocked == [[True, True, False], [False, False, False]]


def test_a_run_is_looked_up_for_its_own_world_only() -> None:
    lines = Each(name="lines", path="c", component="c", credit="new")
    pays = [Pay(name=f"pay{number}", path="c", component="c", lines=name, factors=(CREDIT, literal(percent(10))))
            for number, name in enumerate(("lines", "d.lines", "lines"))]  # fmt: skip
    sold = [deal("A", 1, 1), deal("B", 1, 2, rule="old"), deal("C", 1, 3)]
    over = world(sold, until=1)
    columns = run_steps([lines, replace(lines, name="d.lines", component="d"), *pays], over)
    run = run_of(columns, over)
    assert run_of(columns, over) is run
    assert (run.world, list(run.columns.steps)) == (over, ["lines", "d.lines", "pay0", "pay1", "pay2"])
    assert [pay.name for pay in run.pays_on("lines")] == ["pay0", "pay2"]
    assert [pay.name for pay in run.pays_on("d.lines")] == ["pay1"]
    assert run.pays_on("none") == []
    assert [[credit.credit_id for credit in run.credits_of(rule)] for rule in ("new", "old", "none")] == [
        ["A", "C"], ["B"], [],
    ]  # fmt: skip
    later = world(sold[:1], until=1)
    another = run_of(columns, later)
    assert another is not run
    assert [credit.credit_id for credit in another.credits_of("new")] == ["A"]
    assert run_of(columns, later) is another


def test_rates_that_differ_in_kind_by_tier_are_the_factors_they_choose_from() -> None:
    plain, literals = literal(percent(1)), by_tier(percent(1), percent(2))
    own = Factor("rate", "personal", "ratio", name="own")
    inner = Factor("rate", "by_tier", "ratio", choices=(own, plain))
    assert list(factors_in((CREDIT, replace(literals, numbers=(), choices=(inner, literals))))) == [
        CREDIT, own, plain, literals,
    ]  # fmt: skip
    assert list(factors_in(())) == []


def test_the_cells_of_a_world_are_found_by_day_and_period() -> None:
    over = replace(world(until=2, frames=()), cells={ROWS: two_windows()})
    days = [date(2026, 2, 1) + timedelta(days=day) for day in (0, 13, 14, 20, 21, 27)]
    assert [over.cell_of(ROWS, day, 1) for day in days] == [1, 1, None, None, 2, 2]
    assert [over.cell_of(ROWS, date(2026, 1, 31), period) for period in (0, 1, 2)] == [0, 1, None]
    assert (over.last, over.first_line, replace(over, lines_from=0).first_line) == (1, 1, 0)
    assert replace(over, lines_from=1).first_line == 1
    over_now = [
        replace(two_windows()[0], through=day).over for day in (date(2026, 2, 14), date(2026, 2, 15), date(2026, 3, 1))
    ]
    assert over_now == [False, True, True]


def test_a_reversal_is_placed_as_the_credit_that_it_takes_back() -> None:
    sold, back = deal("A", 1, 5), deal("R", 1, -5, reversal=True)
    assert [(row.sign, row.size) for row in (sold, back)] == [(1, 500), (-1, 500)]
    half = replace(back, amount=Fraction(-1, 2))
    assert (half.size, Known(1, Source("plan", "p")).if_zero) == (Fraction(1, 2), "")
