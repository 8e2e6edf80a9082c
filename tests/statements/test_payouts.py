"""In: plans of the language reference. Out: curves and grids say what is paid, where one stands, and can be drawn."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest

from comp_rules.flow.pipeline import calculate
from comp_rules.plan.facts_from_examples import facts_from_example
from comp_rules.values.period import period_from_text
from statements.formatting import form_for
from statements.payout_chart import payout_curve
from statements.payouts_from_plan import payouts_from_plan
from statements.view_from_result import view_from_result
from tests.comp_rules.test_language_reference import PLANS, _compiled
from tests.statements.sample import CONTEXT

TARGETS, CAPS, TIERS, SINCE, RACES = (_compiled(PLANS[number], number) for number in (7, 10, 5, 6, 8))


def month(plan, period, payee):
    facts, _faults = facts_from_example(plan.document, 0, plan)
    found = calculate([plan], facts, period_from_text(period)).payee(payee)
    assert found is not None
    return found


def shown(plan, period, payee, lang="en"):
    return view_from_result(month(plan, period, payee), CONTEXT, lang).parts[0]


def test_a_curve_has_the_place_where_somebody_stands():
    (part,) = month(TARGETS, "2026-03", "lee").parts
    (curve,) = payouts_from_plan(TARGETS, "progress", form_for("en"), part)
    assert curve.numbers == (("50%", "0%"), ("100%", "100%"), ("150%", "200%"))
    assert (curve.here.at, curve.here.pays) == (Fraction(9, 10), Fraction(8, 10))
    drawn = str(payout_curve(curve))
    assert "90% · 80%" in drawn
    assert 'role="img"' in drawn
    assert "You stand at 90%" in re.search(r"<title>(.*?)</title>", drawn)[1]
    (alone,) = payouts_from_plan(TARGETS, "progress", form_for("ko"))
    assert alone.here is None
    assert "<circle" not in str(payout_curve(alone))


@pytest.mark.parametrize(
    ("at", "pays", "left_of_the_dot"), [("9/10", "8/10", True), ("2/5", "0", True), ("0", "0", False)]
)
def test_the_words_of_a_place_stand_beside_the_curve_and_not_on_it(at, pays, left_of_the_dot):
    (curve,) = payouts_from_plan(TARGETS, "progress", form_for("en"))
    here = payouts_from_plan(TARGETS, "progress", form_for("en"), month(TARGETS, "2026-03", "lee").parts[0])[0].here
    drawn = str(payout_curve(replace(curve, here=replace(here, at=Fraction(at), pays=Fraction(pays)))))
    (words,) = re.findall(r"<text[^>]*>90% · 80%", drawn)
    assert ('text-anchor="end"' in words) == left_of_the_dot


def test_a_matrix_marks_one_cell_and_only_for_somebody():
    (part,) = month(TARGETS, "2026-03", "lee").parts
    (grid,) = payouts_from_plan(TARGETS, "grid", form_for("en"), part)
    assert [cell.text for _head, cells in grid.rows for cell in cells if cell.here] == ["50%"]
    assert grid.columns == ("up to 100%", "above 100%")
    (alone,) = payouts_from_plan(TARGETS, "grid", form_for("en"))
    assert not any(cell.here for _head, cells in alone.rows for cell in cells)


def test_a_rate_on_amounts_is_paid_in_money():
    (curve,) = payouts_from_plan(TIERS, "size", form_for("en"))
    assert curve.numbers == (("$50,000.00", "$0.00"),)


@pytest.mark.parametrize(
    ("plan", "period", "payee", "component", "rows"),
    [
        (TARGETS, "2026-03", "lee", 0, [("Worth to date", 400_000), ("Less what was earned before", -500_000)]),
        (TARGETS, "2026-03", "lee", 1, [("Sales this quarter, weight 60%", 180_000), ("Margin, weight 40%", 126_000)]),
        (CAPS, "2026-02", "ann", 0, [("1 deal of February", 400_000), ("1 earlier deal, paid now", 300_000),
                                     ("Cap for each record", -100_000), ("Cap for each period", -100_000)]),
        (SINCE, "2026-03", "ann", 0, [("before month 3", 320_000), ("from month 3", 60_000)]),
    ],
)  # fmt: skip
def test_the_parts_of_a_component_add_up_to_it(plan, period, payee, component, rows):
    row = shown(plan, period, payee).components[component]
    assert [(share.label, share.amount.minor) for share in row.tiers] == rows
    assert sum(share.amount.minor for share in row.tiers) == row.amount.minor


def test_a_place_in_a_contest_names_nobody_else():
    row = shown(RACES, "2026-03", "ann").components[1]
    assert row.rates == "place 1 of 2"
    assert shown(RACES, "2026-03", "ann", "ko").components[1].rates == "2명 중 1위"


def test_a_measure_says_what_it_is_made_of_and_why_it_has_no_value():
    care = _compiled(PLANS[3], 3)
    notes = {measure.label: measure.notes for measure in shown(care, "2026-03", "kim").measures}
    assert notes["Health"] == ("Gross retention 92% × 75% + Satisfaction 100% × 25%",)
    assert notes["Gross retention"] == ("Revenue kept $460,000.00 ÷ Opening revenue $500,000.00",)
    margin = shown(TARGETS, "2026-01", "lee").measures[1]
    assert (margin.total, margin.attainment) == ("no value", None)
