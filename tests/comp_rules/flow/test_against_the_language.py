"""The engine against a calculator written from the language alone: fractions, closed forms, no shared code."""

from __future__ import annotations

import json
from datetime import date

import pytest

from comp_rules.compile.compiled_from_document import compiled_from_text
from comp_rules.flow.pipeline import calculate
from comp_rules.plan.facts_from_examples import facts_from_example
from comp_rules.values.fault import errors_in
from comp_rules.values.period import period_from_text
from tests.oracle.crediting import credits_of
from tests.oracle.earning import earned
from tests.oracle.histories import MAKERS, history
from tests.oracle.measuring import Month, NotCalculated


def _expected(plan: dict, person: str, month: int) -> int | None:
    given = plan["examples"][0]["given"]
    try:
        of_month = Month(person, date(2026, month, 1), plan, given, credits_of(plan, given))
        return sum(earned(of_month, "pay").values())
    except NotCalculated:
        return None


def _differences(kind: str, seed: int) -> list[str]:
    plan = history(kind, seed)
    compiled, faults = compiled_from_text(json.dumps(plan), "tried.yaml")
    assert compiled is not None, [(str(f.place), f.say("en")) for f in errors_in(faults)]
    facts, faults = facts_from_example(compiled.document, 0, compiled)
    assert not faults, [f.say("en") for f in faults]
    found = []
    for month in range(1, 8):
        result = calculate([compiled], facts, period_from_text(f"2026-{month:02d}"))
        for payee in result.payees:
            got = payee.parts[0].components[0].total
            wanted = _expected(plan, payee.payee, month)
            if got != wanted:
                found.append(f"{kind} {seed} {payee.payee} 2026-{month:02d}: engine {got}, language {wanted}")
    return found


@pytest.mark.parametrize("kind", MAKERS)
def test_a_year_of_random_facts_earns_what_the_language_says(kind: str, request: pytest.FixtureRequest) -> None:
    count = 1000 if request.config.getoption("--long") else 40
    found = [difference for seed in range(count) for difference in _differences(kind, seed)]
    assert not found, "\n".join(found[:10])
