"""What examples expect is held against the calculation: operands, what said no, and plans that are not at hand."""

from __future__ import annotations

import pytest

from comp_rules.compile.compiled_from_document import compiled_from_text
from comp_rules.explain.outcomes_from_examples import ExampleOutcome, outcomes_from_examples

PLAN = """language: 1
plan: rep
label: {en: Rep, ko: 영업대표}
effective: {first_day: 2026-01-01, last_day: 2026-12-31}
currency: USD
calendar: {calculate: month, year_starts: January}
proration: {basis: calendar_days, scales: [quota, target], leave: absent}
credit:
  sales: {label: {en: Sales, ko: 매출}, records: deal, when: {stage: won}, date: closed_on, amount: arr, to: owner}
measure:
  year: {label: {en: Sales this year, ko: 연간 매출}, sum: sales, over: year_to_date, quota: arr_year}
earn:
  commission: {label: {en: Commission, ko: 커미션}, kind: tiered, pays_on: sales, by: year,
               ladder: window, applies: whole, tiers: [{from: 0%, rate: 2%}, {from: 100%, rate: 3%}]}
  extra: {label: {en: Extra, ko: 추가 커미션}, kind: flat, pays_on: sales, rate: 1%, when: {kind: new},
          only_if: [{measure: year, at_least: 150%, undefined: fail}], judged: at_credit}
pay: {release: [{share: 100%, event: earned}], clawback: none, negative: carry, held_at_exit: pay}
examples:
  - label: {en: Two deals, ko: 거래 두 건}
    given:
      people: [{person: ann}]
      quotas: [{person: ann, quota: arr_year, value: 1000 USD}]
      records:
        - {deal: D1, stage: won, kind: new, closed_on: 2026-01-15, arr: 800 USD, owner: ann}
        - {deal: D2, stage: won, kind: renewal, closed_on: 2026-03-05, arr: 300 USD, owner: ann}
        - {deal: D3, stage: lost, kind: new, closed_on: 2026-03-05, arr: 300 USD, owner: ann}
    expect: [EXPECT]
"""


def outcome(expect: str, old: str = "", new: str = "") -> ExampleOutcome:
    text = PLAN.replace("EXPECT", expect)
    assert text.count(old) == 1 or not old
    plan, faults = compiled_from_text(text.replace(old, new) if old else text, "rep.yaml")
    assert plan is not None, [fault.say("en") for fault in faults]
    return outcomes_from_examples(plan)[0]


def row(more: str, component: str = "commission") -> str:
    return f"{{person: ann, period: 2026-03, component: {component}, {more}}}"


@pytest.mark.parametrize(
    ("role", "value", "other"),
    [
        ("rate", "3%", "2%"),
        ("tier", "2", "1"),
        ("total", "1100 USD", "1100.01 USD"),
        ("attainment", "110%", "11/9"),
        ("quota", "1000 USD", "800 USD"),
        ("before", "16 USD", "24 USD"),
        ("before", "2%", "3%"),
    ],
)
def test_an_operand_of_a_line_agrees_exactly_or_differs(role: str, value: str, other: str) -> None:
    assert not outcome(row(f"record: D1, lines: [8 USD], operands: {{{role}: {value}}}")).differs
    (_, differing) = outcome(row(f"record: D1, lines: [8 USD], operands: {{{role}: {other}}}")).rows
    assert differing.state == "differs"
    assert "the plan gives" in differing.words.en


@pytest.mark.parametrize(
    ("expected", "key"),
    [
        (row("record: D3, refused: KEY"), "when"),
        (row("record: D2, refused: KEY", "extra"), "when"),
        ("{person: ann, period: 2026-01, component: extra, record: D1, refused: KEY}", "only_if"),
        (row("record: D1, refused: KEY"), "paid"),
    ],
)
def test_the_key_that_said_no_is_named(expected: str, key: str) -> None:
    assert not outcome(expected.replace("KEY", key)).differs
    assert outcome(expected.replace("KEY", "judged")).differs


def test_an_example_with_a_plan_that_is_not_at_hand_says_which() -> None:
    found = outcome(
        row("total: 17 USD"), "people: [{person: ann}]", "people: [{person: ann}, {person: bo, plan: mgr-2026}]"
    )
    assert [(r.state, r.words.en) for r in found.rows] == [
        ("not_calculated", "ann 2026-03 commission: needs the plan mgr-2026, which is not at hand")
    ]
    assert not found.differs


def test_a_person_without_anything_in_the_period_differs() -> None:
    found = outcome(row("total: 17 USD"), "people: [{person: ann}]", "people: [{person: ann, last_day: 2026-02-28}]")
    assert [r.state for r in found.rows] == ["differs"]
    assert "nothing is calculated for that period" in found.rows[0].words.en
