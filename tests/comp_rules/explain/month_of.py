"""In: a component and deals of one seller. Out: what her months came to and the sentences of their lines."""

from __future__ import annotations

from collections.abc import Sequence

from comp_rules import explained_line
from comp_rules.explain.form import PLAIN
from comp_rules.flow.pipeline import calculate
from comp_rules.flow.records import AssignmentResult
from comp_rules.plan.facts_from_examples import facts_from_example
from comp_rules.values.period import period_from_text
from comp_rules.values.words import Language
from tests.comp_rules.kinds.window_plans import example, plan_of


def month_of(
    settings: str, deals: Sequence[tuple[int, int]], period: str, margins: Sequence[tuple[str, str]] = ()
) -> AssignmentResult:
    """What a component named x came to; deals are (month, dollars), margins (last day, value)."""
    records = ", ".join(
        f"{{deal: D{number}, stage: won, closed: 2026-0{month}-1{number}, amount: {amount} USD, owner: ann}}"
        for number, (month, amount) in enumerate(deals, start=1)
    )
    typed = ", ".join(f"{{person: ann, input: margin, value: {value}, last_day: {day}}}" for day, value in margins)
    given = (
        "people: [{person: ann, target: 12000 USD}], "
        f"quotas: [{{person: ann, quota: quarter_quota, value: 1000 USD}}], "
        f"{f'inputs: [{typed}], ' if typed else ''}records: [{records}]"
    )
    expect = "{person: ann, period: 2026-03, component: x, total: 0 USD}"
    plan = plan_of(f"  x: {{label: {{en: Extra, ko: 추가}}, {settings}}}", examples=example(given, expect))
    facts, faults = facts_from_example(plan.document, 1, plan)
    assert not faults
    found = calculate([plan], facts, period_from_text(period)).payee("ann")
    assert found is not None
    return found.parts[0]


def said(part: AssignmentResult, lang: Language = "en") -> list[str]:
    """The sentences of the lines of a month in their order."""
    return [explained_line(line, part, lang, PLAIN).sentence for line in part.lines]
