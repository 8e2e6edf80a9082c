"""Payout curves as data: exact places, steps and jumps of every way of paying that has a table."""

from fractions import Fraction

import pytest

from comp_rules.explain.curve_from_plan import Jump, PayoutCurve, PayoutGrid, curves_from_plan
from tests.comp_rules.kinds.window_plans import plan_of

LABEL = "label: {en: Bonus, ko: 성과급}"
LADDER = "kind: tiered, pays_on: sale, by: year, ladder: window"
TIMES = (
    "base_rate: {target_share: 100%}, tiers: [{from: 0%, rate: 1x}, {from: 100%, rate: 1.5x}, {from: 150%, rate: 2x}]"
)
SHARES = "tiers: [{from: 0%, rate: 2%}, {above: 100%, rate: 3%}]"


def curve_of(said: str) -> PayoutCurve:
    (curve,) = curves_from_plan(plan_of(f"  bonus: {{{LABEL}, {said}}}"), "bonus")
    assert isinstance(curve, PayoutCurve)
    return curve


def at(*places: str | int) -> list[Fraction]:
    return [Fraction(place) for place in places]


def test_a_ladder_of_multiples_pays_parts_of_the_target() -> None:
    curve = curve_of(f"{LADDER}, applies: marginal, {TIMES}")
    assert (curve.at, curve.pays, curve.measure) == ("percent", "target", "year")
    assert [curve.pay_at(place) for place in at("1/2", 1, "3/2", 2)] == at("1/2", 1, "7/4", "11/4")
    assert curve.effective_rate(Fraction(2)) == Fraction(11, 8)
    assert curve.effective_rate(Fraction(0)) is None
    assert curve.jumps == ()
    assert not curve.stepped


def test_a_whole_table_jumps_where_its_line_is_passed() -> None:
    curve = curve_of(f"{LADDER}, applies: whole, {SHARES}")
    assert (curve.pays, curve.form) == ("quota", "percent")
    assert curve.jumps == (Jump(Fraction(1), Fraction(1, 50), Fraction(3, 100), False),)
    assert curve.pay_at(Fraction(1)) == Fraction(1, 50)
    assert curve.pay_at(Fraction(2)) == Fraction(3, 50)


def test_overage_pays_all_above_the_line_at_the_tier_reached() -> None:
    curve = curve_of(f"{LADDER}, applies: overage, {TIMES}")
    assert [curve.pay_at(place) for place in at(1, "5/4", "3/2", 2)] == at(1, "11/8", 2, 3)
    assert curve.jumps == (Jump(Fraction(3, 2), Fraction(7, 4), Fraction(2), True),)


def test_tiers_of_the_target_are_steps() -> None:
    curve = curve_of(
        "kind: target, target_share: 100%, by: quarter, paid: window_end, "
        "tiers: [{from: 0%, pays: 0%}, {from: 50%, pays: 50%}, {above: 70%, pays: 100%}]"
    )
    assert curve.stepped
    assert [jump.included for jump in curve.jumps] == [True, False]
    assert [curve.pay_at(place) for place in at(-1, "1/2", "7/10", "71/100")] == at(0, "1/2", "1/2", 1)


@pytest.mark.parametrize(
    ("below", "beyond", "paid"),
    [
        ("nothing", "edge", (0, "1/2", 1, 1)),
        ("edge", "nothing", ("1/2", "1/2", 1, 0)),
        ("extend", "extend", (0, "1/2", 1, 2)),
    ],
)
def test_a_curve_says_what_lies_outside_its_points(below: str, beyond: str, paid: tuple[str | int, ...]) -> None:
    curve = curve_of(
        "kind: target, target_share: 100%, by: quarter, paid: window_end, "
        f"curve: {{points: [[50%, 50%], [100%, 100%]], below: {below}, beyond: {beyond}}}"
    )
    assert [curve.pay_at(place) for place in at(0, "1/2", 1, 2)] == at(*paid)
    assert bool(curve.jumps) is (below == "nothing" or beyond == "nothing")


def test_a_scorecard_has_a_curve_for_each_item() -> None:
    pays = "curve: {points: [[0%, 0%], [100%, 100%]], below: edge, beyond: extend}"
    items = f"[{{by: quarter, weight: 60%, {pays}}}, {{by: month, weight: 40%, {pays}}}]"
    plan = plan_of(f"  bonus: {{{LABEL}, kind: scorecard, target_share: 100%, paid: window_end, items: {items}}}")
    curves = curves_from_plan(plan, "bonus")
    assert [(c.item, c.measure) for c in curves if isinstance(c, PayoutCurve)] == [(1, "quarter"), (2, "month")]


def test_a_matrix_is_a_grid() -> None:
    plan = plan_of(
        f"  bonus: {{{LABEL}, kind: matrix, target_share: 100%, rows: {{by: quarter, edges: [{{from: 0%}}, "
        "{from: 100%}]}, columns: {by: margin, edges: [{from: 0%}, {above: 10%}, {from: 20%}]}, "
        "pays: [[0%, 10%, 20%], [50%, 75%, 100%]], paid: window_end}"
    )
    (grid,) = curves_from_plan(plan, "bonus")
    assert isinstance(grid, PayoutGrid)
    assert (grid.row_measure, grid.column_measure) == ("quarter", "margin")
    assert [[cell.value for cell in row] for row in grid.pays] == [at(0, "1/10", "1/5"), at("1/2", "3/4", 1)]
    assert [edge.included for edge in grid.columns] == [True, False, True]


def test_a_flat_rate_is_one_line_and_an_award_one_step() -> None:
    flat = curve_of("kind: flat, pays_on: sale, rate: 5%")
    assert (flat.at, flat.pays, flat.pay_at(Fraction(200))) == ("money", "money", 10)
    award = curve_of("kind: award, reached: [{measure: quarter, at_least: 110%}], pays: 500 USD, kept: yes")
    assert award.jumps == (Jump(Fraction(11, 10), Fraction(0), Fraction(50000), True),)


def test_rates_picked_by_months_or_amounts() -> None:
    months = curve_of(
        "kind: residual, pays_on: sale, since: {field: closed}, tiers: [{from: 1, rate: 3%}, {from: 13, rate: 1%}]"
    )
    assert (months.at, months.pays) == ("count", "rate")
    assert [months.pay_at(place) for place in at(1, 12, 13)] == at("3/100", "3/100", "1/100")
    alone = curve_of(
        "kind: tiered, pays_on: sale, ladder: each_credit, applies: marginal, "
        "tiers: [{from: 0 USD, rate: 10%}, {from: 100 USD, rate: 20%}]"
    )
    assert (alone.at, alone.pays, alone.pay_at(Fraction(20000))) == ("money", "money", 3000)


def test_what_follows_no_table_has_no_curve() -> None:
    plan = plan_of(
        f"  bonus: {{{LABEL}, kind: contest, rank: quarter, among: {{plan: test-plan}}, prizes: [5 USD], ties: share}}"
    )
    assert curves_from_plan(plan, "bonus") == ()
    with pytest.raises(KeyError):
        curves_from_plan(plan, "other")
