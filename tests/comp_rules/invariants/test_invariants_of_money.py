"""What holds for money whatever the plan: sums, order, returns, rounding, scale, and formulas that give the line."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comp_rules.flow.pipeline import calculate
from comp_rules.flow.records import Line
from comp_rules.values.money import minor_digits
from comp_rules.values.period import period_from_text
from tests.comp_rules.invariants.corpus import GROUPS, lines_of, ready, results_of
from tests.comp_rules.invariants.stories import KINDS, PURE, Deal, Story, stories
from tests.formula import value_of
from tests.oracle.histories import MAKERS
from tests.oracle.literals import to_whole

#: a table whose rates rise and fall, none below 0
TIERS = (
    *PURE,
    ("base_rate", None),
    ("tiers", [
        {"from": "0%", "rate": "3%"}, {"from": "50%", "rate": "1/3"}, {"above": "100%", "rate": "2%"},
        {"from": "150%", "rate": "7.5%"},
    ]),
)  # fmt: skip
EXAMPLES = settings(max_examples=40)


@pytest.mark.parametrize("group", GROUPS)
def test_sums_and_formulas(group: str) -> None:
    """1 and 8: lines make components, components the month, months their currency; a formula gives its line."""
    for result in results_of(group):
        for payee in result.payees:
            by_currency: Counter[str] = Counter()
            for part in payee.parts:
                by_component: Counter[str] = Counter()
                for line in part.lines:
                    by_component[line.component] += line.amount
                    assert line.currency == part.currency
                    assert value_of(line.formula) == Fraction(line.amount, 10 ** minor_digits(line.currency))
                assert {c.component: c.total or 0 for c in part.components if c.total or by_component[c.component]} == {
                    name: total for name, total in by_component.items() if total
                }
                assert part.total == sum(component.total or 0 for component in part.components)
                by_currency[part.currency] += part.total
            assert {c: t for c, t in payee.totals.items() if t} == {c: t for c, t in by_currency.items() if t}


@EXAMPLES
@given(stories())
def test_sums_and_formulas_of_drawn_years(story: Story) -> None:
    for result in story.months():
        for part, line in lines_of((result,)):
            assert value_of(line.formula) == Fraction(line.amount, 10 ** minor_digits(story.currency))
            assert part.total == sum(component.total or 0 for component in part.components)


@EXAMPLES
@given(stories(["marginal"], TIERS), st.randoms(use_true_random=False))
def test_order_changes_no_exact_total_of_a_marginal_table(story: Story, chance: object) -> None:
    """2: the same amounts in another order, and under other numbers."""
    amounts = [deal.amount for deal in story.deals]
    chance.shuffle(amounts)  # type: ignore[attr-defined]
    names = [f"Z{len(amounts) - number}" for number in range(len(amounts))]
    changed = (replace(d, amount=a, number=n) for d, a, n in zip(story.deals, amounts, names, strict=True))
    one, other = story.lines(), story.with_deals(*changed).lines()
    assert _exact(one) == _exact(other)
    assert abs(_total(one) - _total(other)) <= Fraction(len(one) + len(other), 2)


def _exact(lines: list[Line]) -> Fraction:
    return sum((line.exact for line in lines), Fraction(0))


def _total(lines: list[Line]) -> int:
    return sum(line.amount for line in lines)


@EXAMPLES
@given(stories(["marginal"], TIERS), st.integers(1, 10**9), st.integers(1, 6))
def test_one_more_deal_never_lowers_a_marginal_total(story: Story, amount: int, month: int) -> None:
    """3: whatever the rates do, as long as none is below 0."""
    more = story.with_deals(*story.deals, Deal("more", month, 14, amount))
    assert more.exact() >= story.exact()


@EXAMPLES
@given(stories(["marginal", "whole", "overage"], TIERS), st.integers(1, 10**6), st.integers(1, 6), st.booleans())
def test_a_deal_and_its_return_are_as_neither(story: Story, amount: int, month: int, at_once: bool) -> None:
    """4: inside one window nothing is left of both; taken back at once not even a rounding."""
    if at_once and any((deal.month, deal.day) == (month, 14) for deal in story.deals):
        month, amount = 6, amount + 1
    there = Deal("y", month, 14, amount)
    back = replace(there, number="z", amount=-amount) if at_once else Deal("z", 6, 28, -amount)
    one, both = story.lines(), story.with_deals(*story.deals, there, back).lines()
    assert _exact(one) == _exact(both)
    crossed = any((d.month, d.day) == (month, 14) for d in story.deals)
    if story.kind == "whole" or (story.kind == "marginal" and at_once and not crossed):
        assert _total(one) == _total(both)


@EXAMPLES
@given(stories(["target", "scorecard", "matrix"], (("only_if", None),)), st.integers(1, 10**6), st.integers(1, 6))
def test_a_window_does_not_see_a_deal_that_was_returned(story: Story, amount: int, month: int) -> None:
    """4, for what is paid on the sum of a window."""
    there, back = Deal("y", month, 14, amount), Deal("z", 6, 28, -amount)
    assert _total(story.lines()) == _total(story.with_deals(*story.deals, there, back).lines())


@EXAMPLES
@given(stories(["flat", "each_credit", "residual"], (*PURE, ("applies", "whole"))))
def test_rounding_is_the_same_on_both_sides_of_zero(story: Story) -> None:
    """12: what is taken back is to the unit what was given."""
    shape = story.plan()["earn"]["pay"]
    if shape.get("ladder") == "each_credit" and "by" not in shape:
        return  # on a ladder of its own a negative amount lies in the lowest tier
    opposite = story.with_deals(*(replace(deal, amount=-deal.amount) for deal in story.deals))
    given, taken = story.lines(), opposite.lines()
    assert [line.amount for line in given] == [-line.amount for line in taken]


@pytest.mark.parametrize("mode", ["half_away", "half_even", "down", "up"])
@EXAMPLES
@given(stories(), st.sampled_from([1, 2, 5, 10, 100]))
def test_a_line_is_its_exact_value_rounded_once(mode: str, story: Story, unit: int) -> None:
    """12: by every mode, to every unit; the difference of two such values when something stood before."""
    plan = story.plan() | {"rounding": {"lines": {"unit": story.money(unit), "mode": mode}}}
    compiled, facts = ready(plan)
    for month in (3, 6):
        result = calculate([compiled], facts, period_from_text(f"2026-{month:02d}"))
        for _, line in lines_of((result,)):
            if line.state in ("new", "uplift", "back"):
                assert line.amount % unit == 0
                size = 1 if line.state == "new" and not any(o.before for o in line.operands) else 2
                assert abs(line.amount - line.exact) <= size * unit
            if line.state == "new" and not any(o.before for o in line.operands):
                assert line.amount == unit * to_whole(line.exact / unit, mode)
                assert mode != "half_away" or 2 * abs(line.amount - line.exact) <= unit


@EXAMPLES
@given(stories(component=PURE), st.sampled_from([2, 7, 1000]))
def test_money_grows_with_its_amounts(story: Story, factor: int) -> None:
    """15: amounts, quotas and targets times k earn times k; sums that the plan itself names stay as they are."""
    shape = str(story.plan()["earn"]["pay"])
    if any(f" {story.currency}" in text for text in shape.split("'")):
        return
    one, other = story.lines(), replace(story, scale=factor).lines()
    assert _exact(one) * factor == _exact(other)
    # a difference too small for one unit is no line, and one of the larger amounts may be
    assert len(other) >= len([line for line in one if line.amount])


def test_every_kind_is_drawn() -> None:
    assert set(KINDS) == set(MAKERS)
