"""Whole years of one person, held against closed forms written from the specification, without code of the engine.

The generators land deals on and beside every edge of the ladder; both currencies and returns are among them.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from comp_rules import calculate
from comp_rules.flow.records import AssignmentResult
from comp_rules.values.money import Money
from comp_rules.values.period import period_from_text
from tests.comp_rules.company import deal, facts_of, money, plan_of
from tests.formula import value_of

EDGES = [Fraction(0), Fraction(1, 2), Fraction(1), Fraction(3, 2)]
TIMES = [Fraction(1), Fraction(5, 4), Fraction(3, 2), Fraction(2)]
PERCENT = [Fraction(2, 100), Fraction(3, 100), Fraction(5, 100), Fraction(75, 1000)]
MARGINAL = """  commission: {label: {en: Commission, ko: 커미션}, kind: tiered, pays_on: sale, by: ytd,
    ladder: window, applies: marginal,
    base_rate: {target_share: 100%},
    tiers: [{from: 0%, rate: 1x}, {from: 50%, rate: 1.25x}, {from: 100%, rate: 1.5x}, {from: 150%, rate: 2x}]}"""
WHOLE = """  commission: {label: {en: Commission, ko: 커미션}, kind: tiered, pays_on: sale, by: ytd,
    ladder: window, applies: whole,
    tiers: [{from: 0%, rate: 2%}, {from: 50%, rate: 3%}, {from: 100%, rate: 5%}, {from: 150%, rate: 7.5%}]}"""
AWARD = """  bonus: {{label: {{en: Bonus, ko: 성과급}}, kind: award, reached: [{{measure: ytd, at_least: 100%}}],
    pays: 5000 {currency}, kept: {kept}}}"""


def away(value: Fraction) -> int:
    """Half away from zero, by another route than the engine's."""
    doubled = 2 * abs(value) + 1
    return (doubled.numerator // (2 * doubled.denominator)) * (1 if value >= 0 else -1)


@st.composite
def years(draw: st.DrawFn) -> tuple[str, int, int, list[tuple[int, int, int]]]:
    """(currency, quota, target, deals): each deal (month, day, amount), some landing exactly on or beside an edge."""
    currency = draw(st.sampled_from(["USD", "KRW"]))
    quota = draw(st.one_of(st.integers(1, 10), st.integers(1000, 10**8), st.sampled_from([300, 99_999, 1_000_001])))
    target = draw(st.integers(1, 10**8))
    deals: list[tuple[int, int, int]] = []
    total = 0
    for _ in range(draw(st.integers(1, 10))):
        edge = draw(st.sampled_from(EDGES))
        landing = int(edge * quota) + draw(st.integers(-1, 1)) - total
        amount = draw(st.one_of(st.just(landing), st.integers(-quota, 2 * quota)))
        deals.append((draw(st.integers(1, 12)), draw(st.integers(1, 28)), amount))
        total += amount
    return currency, quota, target, deals


def months(plan_text: str, year: tuple[str, int, int, list[tuple[int, int, int]]]) -> dict[int, AssignmentResult]:
    currency, quota, target, deals = year
    records = [
        deal(f"D{n:02d}", date(2026, month, day), amount, currency) for n, (month, day, amount) in enumerate(deals)
    ]
    facts = facts_of(records, money(quota, currency), Money(target, currency))
    plan = plan_of(plan_text, currency)
    results = {}
    for month in range(1, 13):
        payee = calculate([plan], facts, period_from_text(f"2026-{month:02d}")).payee("ann")
        assert payee is not None
        results[month] = payee.parts[0]
    return results


def earned_below(total: Fraction, quota: int, rates: list[Fraction]) -> Fraction:
    """F(t): what a running total of t is worth, each stretch of the ladder at its own rate."""
    worth = Fraction(0)
    for tier, rate in enumerate(rates):
        bottom = EDGES[tier] * quota
        top = EDGES[tier + 1] * quota if tier + 1 < len(EDGES) else None
        if tier == 0:
            stretch = min(total, top) if top is not None else total
        else:
            stretch = max(Fraction(0), (min(total, top) if top is not None else total) - bottom)
        worth += stretch * rate
    return worth


@settings(max_examples=60)
@given(years())
def test_a_marginal_month_is_the_difference_of_what_its_totals_are_worth(
    year: tuple[str, int, int, list[tuple[int, int, int]]],
) -> None:
    _, quota, target, deals = year
    results = months(MARGINAL, year)
    base = Fraction(target, quota)
    running = Fraction(0)
    for month, result in results.items():
        opened = running
        running += sum(amount for m, _, amount in deals if m == month)
        exact = base * (earned_below(running, quota, TIMES) - earned_below(opened, quota, TIMES))
        assert sum((line.exact for line in result.lines), Fraction(0)) == exact
        assert abs(result.total - exact) <= Fraction(len(result.lines), 2)
        assert result.total == sum(line.amount for line in result.lines)


@settings(max_examples=60)
@given(years())
def test_a_whole_table_pays_every_deal_the_rate_finally_reached(
    year: tuple[str, int, int, list[tuple[int, int, int]]],
) -> None:
    _, quota, _, deals = year
    results = months(WHOLE, year)
    for upto in range(1, 13):
        total = sum(amount for month, _, amount in deals if month <= upto)
        reached = max([tier for tier, edge in enumerate(EDGES) if Fraction(total, quota) >= edge], default=0)
        expected = sum(away(amount * PERCENT[reached]) for month, _, amount in deals if month <= upto)
        assert sum(results[month].total for month in range(1, upto + 1)) == expected


@settings(max_examples=40)
@given(years(), st.booleans())
def test_an_award_is_paid_once_and_falls_back_only_when_the_plan_says_so(
    year: tuple[str, int, int, list[tuple[int, int, int]]], kept: bool
) -> None:
    currency, quota, _, deals = year
    prize = 5000 * (1 if currency == "KRW" else 100)
    results = months(AWARD.format(currency=currency, kept="yes" if kept else "no"), year)
    paid, once = 0, False
    for month in range(1, 13):
        total = sum(amount for m, _, amount in deals if m <= month)
        once = once or total >= quota
        paid += results[month].total
        assert paid == (prize if (once if kept else total >= quota) else 0)


@settings(max_examples=30)
@given(years(), st.sampled_from([MARGINAL, WHOLE]))
def test_every_formula_evaluates_to_its_line(
    year: tuple[str, int, int, list[tuple[int, int, int]]], plan_text: str
) -> None:
    digits = 0 if year[0] == "KRW" else 2
    for result in months(plan_text, year).values():
        for line in result.lines:
            assert value_of(line.formula) * 10**digits == line.amount, line.formula


@settings(max_examples=40)
@given(years(), st.randoms(use_true_random=False))
def test_arrival_order_changes_nothing(year: tuple[str, int, int, list[tuple[int, int, int]]], chance: object) -> None:
    currency, quota, target, deals = year
    records = [deal(f"D{n:02d}", date(2026, m, d), a, currency) for n, (m, d, a) in enumerate(deals)]
    shuffled = list(records)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    plan, period = plan_of(MARGINAL, currency), period_from_text(f"2026-{deals[0][0]:02d}")
    one, other = (
        calculate([plan], facts_of(rows, money(quota, currency), Money(target, currency)), period)
        for rows in (records, shuffled)
    )
    assert one == other
    days = [(line.day, line.record.record_id) for line in one.payees[0].parts[0].lines if line.record]
    assert days == sorted(days)
