"""The steps that windows, contests and overrides compile to: every factor in its order, with its unit and name."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from comp_rules.kernel.steps import (
    AnyStep,
    Curve,
    Dated,
    Due,
    Edge,
    Factor,
    Frame,
    Number,
    Pay,
    Pick,
    Scale,
    Tier,
    Worked,
)
from comp_rules.plan.compiled import Component, ContestRule, OverrideRule, TierRow
from tests.comp_rules.kinds.window_plans import plan_of

QUARTER, MONTH, YEAR = Frame("quarter_to_date"), Frame("month"), Frame("year_to_date")
CURVE = "curve: {points: [[50%, 0%], [100%, 100%]], below: nothing, beyond: edge}"


def made(said: str, **more: str) -> tuple[Component, dict[str, AnyStep]]:
    """The component, and the steps that are not those of a measure, by name in their order."""
    plan = plan_of(f"  bonus: {{label: {{en: Bonus, ko: 성과급}}, {said}}}", **more)
    measured = ("total(", "quota(", "prorated.quota(", "attainment(", "input(")
    return plan.components[0], {step.name: step for step in plan.steps if not step.name.startswith(measured)}


def pay_of(steps: dict[str, AnyStep], name: str = "bonus.pay") -> Pay:
    step = steps[name]
    assert isinstance(step, Pay)
    return step


def cell(role: str, unit: str, name: str) -> Factor:
    return Factor(role, "cell", unit, name=name)  # type: ignore[arg-type]


def percent(value: str, path: str) -> Number:
    return Number(Fraction(value) / 100, "percent", path)


TOTAL = cell("total", "money", "total(quarter)")
STOOD = (
    TOTAL,
    cell("window_quota", "money", "prorated.quota(quarter_quota).quarter_to_date"),
    cell("attainment", "ratio", "attainment(quarter)"),
)
PAYOUT = cell("payout", "ratio", "bonus.payout")
AT = "earn.bonus.target_share"
TWELVE = Factor("year_months", "literal", "count", numbers=(Number(Fraction(12), "count", AT),), divide=True)


def target_of(frame: str, *, prorated: bool = True) -> Factor:
    return cell("target", "money", f"{'prorated.' if prorated else ''}target.{frame}")


def months_of(frame: str, *, to_date: bool = False) -> tuple[Factor, Factor]:
    return cell("months", "count", f"target_months{'_to_date' if to_date else ''}.{frame}"), TWELVE


def test_a_curve_pays_the_target_of_its_window_by_the_months_it_holds() -> None:
    component, steps = made(f"kind: target, target_share: 100%, by: quarter, {CURVE}, paid: window_end")
    path = "earn.bonus.curve"
    points = tuple(
        (percent(at, f"{path}.points[{number}][0]"), percent(pays, f"{path}.points[{number}][1]"))
        for number, (at, pays) in enumerate((("50", "0"), ("100", "100")))
    )
    assert list(steps.values()) == [
        Curve(
            name="bonus.payout",
            path=path,
            value="attainment(quarter)",
            points=points,
            below="nothing",
            beyond="edge",
            frame=QUARTER,
        ),
        Dated(name="target.quarter_to_date", path=AT, table="target", key="", unit="money", frame=QUARTER),
        Scale(
            name="prorated.target.quarter_to_date",
            path="proration",
            amount="target.quarter_to_date",
            unit="money",
            frame=QUARTER,
        ),
        Dated(
            name="target_months.quarter_to_date", path=AT, table="target_months", key="", unit="count", frame=QUARTER
        ),
        Due(name="bonus.lines", path="earn.bonus", component="bonus", paid="window_end", frame=QUARTER),
        Pay(
            name="bonus.pay",
            path="earn.bonus",
            component="bonus",
            lines="bonus.lines",
            factors=(target_of("quarter_to_date"), *months_of("quarter_to_date"), PAYOUT),
            context=STOOD,
            measure="quarter",
        ),
    ]
    assert (component.shape, component.by, component.reads, component.tiers, component.pays) == (
        "window",
        "quarter",
        ("quarter",),
        (),
        ("bonus.pay",),
    )


@pytest.mark.parametrize(
    ("by", "paid", "frame", "months", "shape"),
    [
        ("month", "window_end", "month", months_of("month"), "window"),
        # a whole plan year needs no months, unless those so far count
        ("year", "window_end", "year_to_date", (), "window"),
        ("year", "monthly_to_date, target_counted: full_window", "year_to_date", (), "to_date"),
        (
            "year",
            "monthly_to_date, target_counted: to_date",
            "year_to_date",
            months_of("year_to_date", to_date=True),
            "to_date",
        ),
        (
            "quarter",
            "quarterly_to_date, target_counted: full_window",
            "quarter_to_date",
            months_of("quarter_to_date"),
            "to_date",
        ),
        # rolling windows overlap: the target of the calculated period alone
        ("last_three", "window_end", "period", months_of("period"), "window"),
    ],
)
def test_how_much_of_the_target_counts(by: str, paid: str, frame: str, months: tuple[Factor, ...], shape: str) -> None:
    component, steps = made(f"kind: target, target_share: 100%, by: {by}, {CURVE}, paid: {paid}")
    assert pay_of(steps).factors == (target_of(frame), *months, PAYOUT)
    assert (component.shape, component.reads) == (shape, (by,))
    due = steps["bonus.lines"]
    assert isinstance(due, Due)
    assert due.paid == paid.partition(",")[0]
    _, whole = made(f"kind: target, target_share: 100%, by: {by}, {CURVE}, paid: {paid}", scales="earnings")
    assert pay_of(whole).factors[0] == target_of(frame, prorated=False)


def test_a_share_and_a_weight_are_factors_unless_they_are_all_of_it() -> None:
    sums = "tiers: [{from: 0 USD, pays: 0%}, {above: 10 USD, pays: 9%}]"
    items = f"items: [{{by: quarter, weight: 60%, {CURVE}}}, {{by: sales, weight: 40%, {sums}}}]"
    said = f"kind: scorecard, target_share: 50%, paid: window_end, {items}}}\n  other: {{label: {{en: O, ko: 나}}, "
    rest = f"kind: target, target_share: 50%, by: quarter, {CURVE}, paid: window_end"
    component, steps = made(said + rest)
    share = Factor("share", "literal", "ratio", numbers=(percent("50", AT),))
    for number, weight, context in ((1, "60", STOOD), (2, "40", (cell("total", "money", "total(sales)"),))):
        pay = pay_of(steps, f"bonus.{number}.pay")
        path = f"earn.bonus.items[{number - 1}].weight"
        weighs = Factor("weight", "literal", "ratio", numbers=(percent(weight, path),))
        assert pay.factors == (
            target_of("quarter_to_date"),
            share,
            weighs,
            *months_of("quarter_to_date"),
            cell("payout", "ratio", f"bonus.{number}.payout"),
        )
        assert (pay.context, pay.item, pay.lines) == (context, number, f"bonus.{number}.lines")
        assert pay.measure == ("quarter", "sales")[number - 1]
    assert (component.pays, component.reads, component.by) == (("bonus.1.pay", "bonus.2.pay"), ("quarter",), None)
    alone = f"kind: scorecard, target_share: 100%, paid: window_end, items: [{{by: quarter, weight: 100%, {CURVE}}}]"
    only = pay_of(made(alone)[1], "bonus.1.pay")
    assert [factor.role for factor in only.factors] == ["target", "months", "year_months", "payout"]
    half = f"{{by: quarter, weight: 50%, {CURVE}}}"
    twice = f"kind: scorecard, target_share: 100%, paid: window_end, items: [{half}, {half}]"
    assert made(twice)[0].reads == ("quarter",)


def test_tiers_compare_attainment_or_the_value_itself_and_are_shown_row_by_row() -> None:
    table = "tiers: [{from: 0, pays: 0 USD}, {above: 2, pays: 500 USD}]"
    component, steps = made(f"kind: target, by: won, {table}, paid: window_end", scales="earnings, tier_edges")
    path = "earn.bonus.tiers"
    edges = (Edge(Fraction(0), "count", True, f"{path}[0].from"), Edge(Fraction(2), "count", False, f"{path}[1].above"))
    sums = tuple(Number(Fraction(value), "money", f"{path}[{at}].pays") for at, value in enumerate((0, 50000)))
    assert list(steps.values()) == [
        Tier(name="bonus.tier", path=path, value="total(won)", edges=edges, frame=QUARTER, scaled=True),
        Pick(name="bonus.payout", path=path, tiers=("bonus.tier",), numbers=sums, columns=2, frame=QUARTER),
        Worked(name="worked.quarter_to_date", path="proration", frame=QUARTER),
        Due(
            name="bonus.lines",
            path="earn.bonus",
            component="bonus",
            paid="window_end",
            frame=QUARTER,
            tier="bonus.tier",
        ),
        Pay(
            name="bonus.pay",
            path="earn.bonus",
            component="bonus",
            lines="bonus.lines",
            factors=(cell("worked", "ratio", "worked.quarter_to_date"), cell("payout", "money", "bonus.payout")),
            context=(cell("total", "count", "total(won)"),),
            measure="won",
        ),
    ]
    assert component.tiers == (
        TierRow(None, True, sums[0]),
        TierRow(Number(Fraction(2), "count", f"{path}[1].above"), False, sums[1]),
    )
    assert component.reads == ()
    _, plain = made(f"kind: target, by: won, {table}, paid: window_end")
    tier = plain["bonus.tier"]
    assert isinstance(tier, Tier)
    assert (tier.scaled, [factor.role for factor in pay_of(plain).factors]) == (False, ["payout"])
    of_quota = "tiers: [{from: 0%, pays: 0%}, {from: 100%, pays: 100%}]"
    _, scaled = made(
        f"kind: target, target_share: 100%, by: quarter, {of_quota}, paid: window_end", scales="tier_edges"
    )
    percents = scaled["bonus.tier"]
    assert isinstance(percents, Tier)
    assert (percents.value, percents.scaled) == ("attainment(quarter)", False)
    # a percentage without a quota is compared by itself, and one with a quota that tiers do not ask for reads none
    typed, steps = made("kind: target, by: margin, tiers: [{from: 0%, pays: 5 USD}], paid: window_end")
    margin = steps["bonus.tier"]
    assert isinstance(margin, Tier)
    assert (margin.value, pay_of(steps).context, typed.reads) == (
        "input(margin)",
        (cell("total", "ratio", "input(margin)"),),
        (),
    )
    in_money, steps = made("kind: target, by: quarter, tiers: [{from: 0 USD, pays: 5 USD}], paid: window_end")
    assert (in_money.reads, pay_of(steps).context) == ((), (TOTAL,))


def matrix(rows: str, columns: str, pays: str, share: str = "") -> tuple[Component, dict[str, AnyStep]]:
    return made(f"kind: matrix, {share}rows: {rows}, columns: {columns}, pays: {pays}, paid: window_end")


OF_QUOTA = "{by: quarter, edges: [{from: 0%}, {above: 100%}]}"


def without_edges(pay: Pay) -> tuple[Factor, ...]:
    """What explains a line of a matrix, but for where the row and the column reached begin, which each must tell."""
    edges = ("bonus.row_edge", "bonus.column_edge")
    assert [factor.name for factor in pay.context if factor.name in edges] == list(edges)
    return tuple(factor for factor in pay.context if factor.name not in edges)


def test_a_matrix_picks_a_number_by_row_and_column() -> None:
    sales = "{by: sales, edges: [{from: 0 USD}, {above: 10 USD}, {from: 20 USD}]}"
    component, steps = matrix(OF_QUOTA, sales, "[[0 USD, 1 USD, 2 USD], [3 USD, 4 USD, 5 USD]]")
    pick, due, pay = steps["bonus.payout"], steps["bonus.lines"], pay_of(steps)
    assert isinstance(pick, Pick)
    assert [number.value for number in pick.numbers] == [0, 100, 200, 300, 400, 500]
    assert (pick.tiers, pick.columns, pick.path) == (("bonus.row", "bonus.column"), 3, "earn.bonus.pays")
    row, column = steps["bonus.row"], steps["bonus.column"]
    assert isinstance(row, Tier)
    assert isinstance(column, Tier)
    assert (row.value, column.value) == ("attainment(quarter)", "total(sales)")
    assert [edge.included for edge in (*row.edges, *column.edges)] == [True, False, True, False, True]
    assert isinstance(due, Due)
    assert due.tier == "bonus.row"
    assert pay.factors == (cell("payout", "money", "bonus.payout"),)
    assert without_edges(pay) == (*STOOD, cell("column_total", "money", "total(sales)"))
    assert (component.by, component.reads, pay.measure) == ("quarter", ("quarter",), "quarter")


def test_a_matrix_reads_the_quotas_that_its_percentages_ask_for() -> None:
    in_money = "{by: quarter, edges: [{from: 0 USD}]}"
    margin = "{by: margin, edges: [{from: 0%}]}"
    column_quota = (
        cell("column_total", "money", "total(quarter)"),
        cell("column_quota", "money", "prorated.quota(quarter_quota).quarter_to_date"),
        cell("column_attainment", "ratio", "attainment(quarter)"),
    )
    share = "target_share: 100%, "
    for rows, columns, reads, context in (
        (in_money, margin, (), (TOTAL, cell("column_total", "ratio", "input(margin)"))),
        (
            margin,
            OF_QUOTA.replace(", {above: 100%}", ""),
            ("quarter",),
            (cell("total", "ratio", "input(margin)"), *column_quota),
        ),
        (
            OF_QUOTA.replace(", {above: 100%}", ""),
            OF_QUOTA.replace(", {above: 100%}", ""),
            ("quarter",),
            (*STOOD, *column_quota),
        ),
    ):
        component, steps = matrix(rows, columns, "[[50%]]", share)
        assert (component.reads, without_edges(pay_of(steps))) == (reads, context)
        assert [factor.unit for factor in pay_of(steps).factors][-1] == "ratio"


def test_a_contest_pays_what_the_flow_ranks() -> None:
    gate = "only_if: [{measure: quarter, at_least: 10%}]"
    component, steps = made(
        f"kind: contest, rank: won, among: {{relation: pod}}, prizes: [500 USD, 200 USD], ties: higher, {gate}"
    )
    rule = component.contest
    assert rule is not None
    prizes = tuple(
        Number(Fraction(value), "money", f"earn.bonus.prizes[{at}]") for at, value in enumerate((50000, 20000))
    )
    assert rule == ContestRule("won", "relation", "pod", prizes, "higher", rule.gates)
    assert len(rule.gates) == 1
    given = [Factor("rank", "given", "count"), Factor("of", "given", "count")]
    pay = pay_of(steps)
    assert pay.factors == (Factor("prize", "given", "money"),)
    assert pay.context[:3] == (*given, Factor("value", "given", "count"))
    ties = ["tied", "shared", "next_place", "next_value"]
    assert [factor.role for factor in pay.context[3:]] == [*ties, "stood", "at_least"]
    assert (component.by, component.reads, pay.measure, component.shape) == ("won", ("quarter",), "won", "given")
    for by, unit, reads in (("quarter", "ratio", ("quarter",)), ("sales", "money", ()), ("margin", "ratio", ())):
        ranked, steps = made(f"kind: contest, rank: {by}, among: {{title: AE}}, prizes: [5 USD], ties: share")
        assert pay_of(steps).context[:3] == (*given, Factor("value", "given", unit))  # type: ignore[arg-type]
        assert [factor.role for factor in pay_of(steps).context[3:]] == ties
        assert ranked.reads == reads
    both, _ = made(f"kind: contest, rank: quarter, among: {{title: AE}}, prizes: [5 USD], ties: share, {gate}")
    assert both.reads == ("quarter",)


@pytest.mark.parametrize(
    ("reach", "levels", "relation", "as_of"),
    [
        ("{levels: all}", 0, None, "period_end"),
        ("{levels: 1}, as_of: period_end", 1, None, "period_end"),
        ("{levels: 3}, as_of: credit_date", 3, None, "credit_date"),
        ("{relation: pod}", None, "pod", "period_end"),
    ],
)
def test_an_override_pays_a_part_of_what_others_earn(
    reach: str, levels: int | None, relation: str | None, as_of: str
) -> None:
    component, steps = made(f"kind: override, earnings: [ae-2026.commission, be.x], reach: {reach}, rate: 5%")
    assert component.override == OverrideRule(("ae-2026.commission", "be.x"), levels, relation, as_of)  # type: ignore[arg-type]
    rate = Factor("rate", "literal", "ratio", numbers=(percent("5", "earn.bonus.rate"),))
    pay = pay_of(steps)
    assert pay.factors == (Factor("base", "given", "money"), rate)
    assert pay.context == (Factor("people", "given", "count"),)
    assert (component.shape, replace(pay, factors=(), context=())) == (
        "given",
        Pay(name="bonus.pay", path="earn.bonus", component="bonus", lines="bonus.lines", factors=()),
    )
