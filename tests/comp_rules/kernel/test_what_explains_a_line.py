"""What a line is multiplied by and explained with: cells of other windows, lines of a ladder, fields and totals.

In: lines of credits and given rows of one person. Out: the operands, whole, worked out by hand.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from comp_rules.kernel.steps import (
    AnyStep,
    Dated,
    Each,
    Edge,
    Factor,
    Given,
    Pay,
    Running,
    Slice,
    Total,
    Worked,
)  # fmt: skip
from comp_rules.kernel.world import GivenRow, Known
from comp_rules.values.identity import Source
from tests.comp_rules.kernel.worlds import (
    CREDIT,
    MONTH,
    PART,
    YEAR,
    Numbers,
    Ran,
    at,
    by_tier,
    cell,
    deal,
    literal,
    percent,
    quota,
    ran,
    world,
)  # fmt: skip


def told(result: Ran, number: int = 0) -> list[tuple[str, object, str, str]]:
    """Role, value and origin of every operand of a line."""
    found = result.operands(result.lines()[number])
    return [(one.role, one.value, one.source.table, one.source.ref) for one in found]


def prize(day: date, period: int) -> list[GivenRow]:
    return [GivenRow(period, "k", day, {"base": Known(10_000, Source("plan", "lower"))})]


def test_a_given_sum_is_multiplied_by_the_cell_of_its_day_or_of_the_end_of_its_period() -> None:
    steps: list[AnyStep] = [
        Total(name="sold", path="m", credits=("new",), unit="money", frame=MONTH),
        Total(name="year", path="m", credits=("new",), unit="money", frame=YEAR),
        Worked(name="worked", path="w", frame=MONTH),
        Given(name="lines", path="c", component="c"),
        Pay(name="pay", path="c", component="c", lines="lines",
            factors=(Factor("base", "given", "money"), cell("worked")),
            context=(cell("sold", unit="money"), cell("year", unit="money"))),
    ]  # fmt: skip
    deals = [deal("A", 1, 10, day=20), deal("B", 2, 20)]
    for day, period, amount, sold, year in (
        (date(2026, 1, 20), 0, 48_39, 10_00, 10_00),
        (date(2026, 2, 3), 1, 100_00, 20_00, 30_00),
        # a day before the period: the cell in which the period ends
        (date(2026, 1, 20), 1, 100_00, 20_00, 30_00),
    ):
        over = world(deals, until=2, from_day=date(2026, 1, 17), given={"c": prize(day, period)}, every_period=True)
        result = ran(steps, over)
        # 15 of the 31 days of January
        assert result.amounts() == [amount]
        worked = Fraction(15, 31) if amount == 48_39 else 1
        assert told(result) == [
            ("base", 10_000, "plan", "lower"),
            ("worked", worked, "plan", "w"),
            ("sold", sold, "credit", "new"),
            ("year", year, "credit", "new"),
        ]


def test_the_totals_around_a_credit_and_the_line_of_its_tier() -> None:
    context = (Factor("open", "open", "money"), Factor("close", "close", "money"), Factor("from", "edge", "money"))
    steps: list[AnyStep] = [
        Running(name="running", path="m", credits=("new",), frame=YEAR),
        Slice(name="lines", path="c", component="c", credit="new", running="running", quota=None, scaled=True,
              edges=at(0, 365, form="money")),
        Pay(name="pay", path="c", component="c", lines="lines", factors=(PART, by_tier(percent(10), percent(20))),
            context=context),
    ]  # fmt: skip
    over = world([deal("A", 7, 100, day=20), deal("B", 7, 183, day=21)], until=7, from_day=date(2026, 7, 2))
    result = ran(steps, over)
    assert result.amounts() == [10_00, 8_30, 20_00]
    # half of the year is worked, 183 days of 365: the line of 365.00 lies at 183.00; the first tier starts nowhere
    assert told(result, 1) == [
        ("part", 83_00, "credit", "B"),
        ("rate", Fraction(1, 10), "plan", "p"),
        ("open", 100_00, "credit", "B"),
        ("close", 283_00, "credit", "B"),
    ]
    assert told(result, 2)[2:] == [
        ("open", 100_00, "credit", "B"),
        ("close", 283_00, "credit", "B"),
        ("from", 183_00, "plan", "tiers[1]"),
    ]


def test_the_line_of_a_tier_in_percent_is_said_in_percent_whatever_was_worked() -> None:
    steps: list[AnyStep] = [
        Dated(name="quota", path="m", table="quota", key="q", unit="money", frame=YEAR),
        Slice(name="lines", path="c", component="c", credit="new", running=None, quota="quota", scaled=True,
              edges=at(0, 50)),
        Pay(name="pay", path="c", component="c", lines="lines", factors=(PART, by_tier(percent(10), percent(20))),
            context=(Factor("from", "edge", "ratio"),)),
    ]  # fmt: skip
    numbers = Numbers(quotas={"q": {1: quota(1000)}})
    over = world([deal("A", 7, 700, day=20)], until=7, from_day=date(2026, 7, 2), numbers=numbers)
    result = ran(steps, over)
    assert result.amounts() == [50_00, 40_00]
    assert (told(result, 0)[2:], told(result, 1)[2:]) == ([], [("from", Fraction(1, 2), "plan", "tiers[1]")])


def test_the_line_of_a_tier_is_the_field_that_the_record_names() -> None:
    edges = (*at(0, form="money"), Edge(Fraction(0), "money", True, "t[1]", "cost"))
    steps: list[AnyStep] = [
        Slice(name="lines", path="c", component="c", credit="new", running=None, quota=None, edges=edges),
        Pay(name="pay", path="c", component="c", lines="lines", factors=(PART, by_tier(percent(0), percent(10))),
            context=(Factor("from", "edge", "money"),)),
    ]  # fmt: skip
    result = ran(steps, world([deal("A", 1, 100, fields={"cost": Fraction(60_00)})], until=1))
    assert result.amounts() == [0, 4_00]
    assert [one[:2] for one in told(result, 0)] == [("part", 60_00), ("rate", 0)]
    assert told(result, 1)[2:] == [("from", 60_00, "credit", "A")]


def test_fields_say_in_what_they_are_counted_and_one_that_is_not_there_explains_nothing() -> None:
    units = {"fee": "count", "share": "ratio", "cost": "money"}
    context = tuple(Factor(name, "record_field", unit, name=name) for name, unit in units.items())  # type: ignore[arg-type]
    other = Factor("none", "record_field", "count", name="none")
    lines = Each(name="lines", path="c", component="c", credit="new")
    pay = Pay(name="pay", path="c", component="c", lines="lines", factors=(CREDIT, literal(percent(10))),
              context=(*context, other))  # fmt: skip
    row = deal("A", 1, 100, fields={"fee": Fraction(2), "share": Fraction(1, 4), "cost": Fraction(5_00)})
    result = ran([lines, pay], world([row], until=1))
    assert told(result)[2:] == [
        ("fee", 2, "credit", "A"),
        ("share", Fraction(1, 4), "credit", "A"),
        ("cost", 5_00, "credit", "A"),
    ]
    assert [one.unit for one in result.operands(result.lines()[0])[2:]] == ["count", "percent", "money:USD"]
    on_lines = [
        lines,
        replace(pay, context=()),
        replace(lines, name="d", component="d", credit="component:c"),
        replace(pay, name="d.pay", component="d", lines="d", context=context[:1]),
    ]
    above = ran(on_lines, world([row], until=1))
    # of a line that is paid on again the field is still that of the record's credit
    found = above.operands(above.lines("d.pay")[0], "d.pay")
    assert [(one.role, one.source.table, one.source.ref) for one in found] == [
        ("credit", "line", "c/A@2026-01"),
        ("rate", "plan", "p"),
        ("fee", "credit", "A"),
    ]
