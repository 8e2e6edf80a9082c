"""Plans made to use up a machine: each is refused or compiled with work that grows with its length, in one sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from comp_rules import check, compile_plan
from comp_rules.compile.checks.measures import DEEPEST, MOST_LEAVES
from comp_rules.values.fault import errors_in
from tests.comp_rules.test_language_reference import PLANS

MEASURE = next(line for line in PLANS[0].splitlines() if line.startswith("  year:"))
LABEL = "label: {en: Made, ko: 지표}"


def _made(way: Callable[[str], str], count: int, backwards: bool = False) -> str:
    """The first plan of the reference with measures each made of the one before, the last of them read."""
    rows = [f"  p{n}: {{{LABEL}, {way('year' if n == 0 else f'p{n - 1}')}}}" for n in range(count)]
    condition = f"rate: 5%, only_if: [{{measure: p{count - 1}, at_least: 5 USD}}], judged: at_credit"
    text = PLANS[0].replace("rate: 5%", condition)
    return text.replace(MEASURE, "\n".join([*(reversed(rows) if backwards else rows), MEASURE]))


def _twice(part: str) -> str:
    return f"plus: [{part}, {part}]"


def _less(part: str) -> str:
    return f"minus: [{part}, year]"


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize(("way", "count"), [(_twice, 7), (_twice, 60), (_twice, 1500), (_less, 8), (_less, 2000)])
def test_measures_made_of_measures_are_refused_in_words(way: Callable[[str], str], count: int, backwards: bool) -> None:
    codes = {fault.code for fault in errors_in(check(_made(way, count, backwards), "made.yaml"))}
    assert codes == {"measure_too_large"}


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize(("way", "count"), [(_twice, 6), (_less, DEEPEST - 1)])
def test_as_many_as_a_line_can_show_are_taken(way: Callable[[str], str], count: int, backwards: bool) -> None:
    plan, faults = compile_plan(_made(way, count, backwards), "made.yaml")
    assert plan is not None, [fault.say("en") for fault in faults]
    assert 2**6 <= MOST_LEAVES < 2**7


def test_a_circle_under_measures_made_twice_of_each_other_is_found_at_once() -> None:
    text = _made(_twice, 60).replace("plus: [year, year]", "plus: [p59, p3]")
    faults = errors_in(check(text, "made.yaml"))
    assert [fault.code for fault in faults] == ["measure_circle"]
    assert "p0 → p59 → p58" in faults[0].say("en")


@pytest.mark.parametrize("empty", ["stage: []", "stage: {except: []}", "amount: {at_least: []}"])
def test_a_condition_without_a_value_is_a_fault(empty: str) -> None:
    text = PLANS[0].replace("when: {stage: closed_won}", f"when: {{{empty}}}")
    assert "empty_value" in {fault.code for fault in errors_in(check(text, "made.yaml"))}


def test_a_ladder_without_tiers_and_a_condition_on_it_is_a_fault() -> None:
    component = (
        "kind: tiered, pays_on: sales, by: year, ladder: window, applies: whole, tiers: [], "
        "only_if: [{measure: year, at_least: 50%}], judged: to_date"
    )
    text = PLANS[0].replace("kind: flat, pays_on: sales, rate: 5%", component)
    assert "empty_value" in {fault.code for fault in errors_in(check(text, "made.yaml"))}
