"""A month asked again with more records is the month that a calculation of all records gives, byte for byte."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from comp_rules import calculate
from comp_rules.explain.form import PLAIN
from comp_rules.explain.lines_from_trace import explained_lines
from comp_rules.facts.facts import Facts, RecordVersion, Value
from comp_rules.flow import calculation
from comp_rules.flow.laws import LawBroken, check_laws
from comp_rules.flow.result_from_more_records import WhatIf
from comp_rules.flow.trace import digest_of, json_from_run
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.period import month_of
from tests.comp_rules.company import assigned, deal, facts_of, money, plan_of
from tests.scenarios.folder import eight

MARCH = month_of(date(2026, 3, 1))
LADDER = """  c: {label: {en: C, ko: 다}, kind: tiered, pays_on: sale, by: ytd, ladder: window, applies: APPLIES,
    when: {kind: new}, tiers: [{from: 0%, rate: 1%}, {from: 100%, rate: 3%}]}"""
DEALS = [
    deal(f"D{number}", date(2026, 1 + number % 3, 3 + number), 20_000 + 7 * number, kind=Value("text", kind))
    for number, kind in enumerate(("new", "new", "renewal", "new", "new", "new", "renewal", "new"))
]
NEW = Value("text", "new")
MORE: dict[str, list[RecordVersion]] = {
    "on the last day": [deal("D9", date(2026, 3, 31), 90_000, kind=NEW)],
    "before all others": [deal("A1", date(2026, 1, 1), 90_000, kind=NEW)],
    "two at once": [deal(f"A{number}", date(2026, 3, number), 5_000, kind=NEW) for number in (1, 2)],
    "split with someone without the plan": [
        deal("A1", date(2026, 3, 1), 5_000, owner=None, split=(("ann", Fraction(1, 2)), ("bo", Fraction(1, 2))))
    ],
    "that is not won": [deal("A1", date(2026, 3, 1), 5_000, stage="open", kind=NEW)],
    "that the component refuses": [deal("A1", date(2026, 3, 1), 5_000, kind=Value("text", "renewal"))],
    "of nobody under the plan": [deal("A1", date(2026, 3, 1), 5_000, owner="cy", kind=NEW)],
    "that takes one back": [deal("R1", date(2026, 3, 20), -20_007, reverses="D1", kind=NEW)],
    "a newer version of a known one": [deal("D5", date(2026, 3, 9), 70_000, version_no=2, kind=NEW)],
    "a known one that is no longer won": [deal("D5", date(2026, 3, 9), 70_000, version_no=2, stage="lost")],
    "a known one under another name": [
        deal("D5", date(2026, 3, 8), 20_035, version_no=2, kind=NEW, customer=Value("text", "Another name"))
    ],
    "in another month": [deal("A1", date(2026, 2, 1), 70_000, kind=NEW)],
    "after the period": [deal("A1", date(2026, 4, 1), 70_000, kind=NEW)],
}  # fmt: skip


def agrees(plans: list[CompiledPlan], facts: Facts, asked: WhatIf, more: Iterable[RecordVersion]) -> bool:
    """Whether asking again gives what a calculation of everything gives."""
    everything = calculate(plans, replace(facts, records=(*facts.records, *more)), MARCH)
    return digest_of(json_from_run(asked.with_records(*more))) == digest_of(json_from_run(everything))


@pytest.mark.parametrize("applies", ["marginal", "whole"])
@pytest.mark.parametrize("more", MORE)
def test_a_record_more_is_what_a_calculation_of_everything_gives(more: str, applies: str) -> None:
    plan = plan_of(LADDER.replace("APPLIES", applies))
    facts = facts_of(DEALS, money(130_000), assignments=[assigned(), assigned("bea")])
    asked = WhatIf([plan], facts, MARCH)
    assert digest_of(json_from_run(asked.result)) == digest_of(json_from_run(calculate([plan], facts, MARCH)))
    assert agrees([plan], facts, asked, MORE[more])


def test_every_question_starts_from_the_facts_as_they_are() -> None:
    plan = plan_of(LADDER.replace("APPLIES", "whole"))
    facts = facts_of(DEALS, money(130_000))
    asked = WhatIf([plan], facts, MARCH)
    for more in (*MORE.values(), *reversed(MORE.values())):
        assert agrees([plan], facts, asked, more)


def test_what_is_made_of_others_credits_is_made_again() -> None:
    folder = eight()
    plans, facts = list(folder.plans.values()), folder.facts("mgr-2026", 1)
    asked = WhatIf(plans, facts, MARCH)
    for record in facts.records:
        twin = replace(record, record_id=f"{record.record_id}-twin")
        assert agrees(plans, facts, asked, [twin])


def test_one_new_record_is_looked_at_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan_of(LADDER.replace("APPLIES", "marginal"))
    asked = WhatIf([plan], facts_of(DEALS, money(130_000)), MARCH)
    looked: list[int] = []
    real = calculation.credits_from_records

    def counted(plan: object, records: dict[str, dict[str, object]], *rest: object) -> None:
        looked.append(sum(len(of_type) for of_type in records.values()))
        real(plan, records, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(calculation, "credits_from_records", counted)
    asked.with_records(*MORE["on the last day"])
    assert looked == [1]


def test_the_people_asked_for_are_the_only_ones_in_the_answer() -> None:
    plan = plan_of(LADDER.replace("APPLIES", "marginal"))
    facts = facts_of(DEALS, money(130_000), assignments=[assigned(), assigned("bea")])
    asked = WhatIf([plan], facts, MARCH, payees={"bea"})
    assert [payee.payee for payee in asked.with_records(*MORE["two at once"]).payees] == ["bea"]


@pytest.mark.parametrize("more", ["on the last day", "before all others", "a newer version of a known one"])
def test_lines_that_stand_as_they_were_are_not_said_anew_and_others_are(more: str) -> None:
    plan = plan_of(LADDER.replace("APPLIES", "marginal"))
    asked = WhatIf([plan], facts_of(DEALS, money(130_000)), MARCH)
    before = explained_lines(asked.result.payees[0].parts[0], "en", PLAIN)
    part = asked.with_records(*MORE[more]).payees[0].parts[0]
    assert explained_lines(part, "en", PLAIN, before) == explained_lines(part, "en", PLAIN)


def test_a_deal_on_the_last_day_leaves_the_lines_before_it_alone() -> None:
    plan = plan_of(LADDER.replace("APPLIES", "marginal"))
    asked = WhatIf([plan], facts_of(DEALS, money(130_000)), MARCH)
    before = asked.result.payees[0].parts[0].lines
    now = asked.with_records(*MORE["on the last day"]).payees[0].parts[0].lines
    assert [one is other for one, other in zip(before, now, strict=False)] == [True] * len(before)
    assert len(now) > len(before) > 0


def test_a_line_that_has_its_operands_from_before_and_another_amount_still_breaks_the_law() -> None:
    plan = plan_of(LADDER.replace("APPLIES", "marginal"))
    before = WhatIf([plan], facts_of(DEALS, money(130_000)), MARCH).result
    check_laws(before, before)
    payee = before.payees[0]
    part = payee.parts[0]
    first, *others = part.lines
    dearer = replace(first, amount=first.amount + 1)
    component = replace(part.components[0], total=part.total + 1)
    part = replace(part, lines=(dearer, *others), components=(component,), total=part.total + 1)
    with pytest.raises(LawBroken, match="its operands make"):
        check_laws(replace(before, payees=(replace(payee, parts=(part,)),)), before)


def test_a_deal_in_front_of_others_changes_nothing_of_their_lines_but_the_totals_around_them() -> None:
    plan = plan_of(LADDER.replace("APPLIES", "marginal"))
    asked = WhatIf([plan], facts_of(DEALS, money(10_000_000)), MARCH)
    before = {line.line_id: line for line in asked.result.payees[0].parts[0].lines}
    moved = 0
    for line in asked.with_records(*MORE["before all others"]).payees[0].parts[0].lines:
        if line.line_id in before:
            was = {operand.role: operand for operand in before[line.line_id].operands}
            changed = {operand.role for operand in line.operands if operand is not was[operand.role]}
            assert changed == {"open", "close"}
            moved += 1
    assert moved == len(before) > 0
