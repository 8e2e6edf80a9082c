"""Contests, overrides, spreads, rollups and overlays of random teams, against the calculator of the language alone."""

from __future__ import annotations

import json
from datetime import date

import pytest

from comp_rules.flow.pipeline import calculate
from comp_rules.values.period import period_from_text
from tests.comp_rules.invariants.corpus import compiled, ready
from tests.oracle.crediting import credits_of
from tests.oracle.earning import earned
from tests.oracle.literals import Plain
from tests.oracle.measuring import Month, NotCalculated
from tests.oracle.people import on_earnings, on_levels, prizes
from tests.oracle.teams import REPS, team


def _expected(name: str, month: Month, reps: Plain) -> int | None:
    component = month.plan["earn"][name]
    try:
        if name == "race":
            return prizes(month, component).get(month.person, 0)
        if name == "part":
            return on_earnings(month, component, {"tried-2026": reps})
        return on_levels(month, component) if name == "spread" else sum(earned(month, name).values())
    except NotCalculated:
        return None


def _differences(seed: int, paid: set[str]) -> list[str]:
    reps, managers = team(seed)
    lower = compiled(json.dumps(reps))
    upper = compiled(json.dumps(managers), (lower,))
    _, facts = ready(reps, (upper,))
    given = reps["examples"][0]["given"]
    credits = {"tried-2026": credits_of(reps, given), "managers-2026": credits_of(managers, given, (reps,))}
    found = []
    for number in range(1, 8):
        result = calculate([lower, upper], facts, period_from_text(f"2026-{number:02d}"))
        for payee in result.payees:
            plan = reps if payee.payee in REPS else managers
            month = Month(payee.payee, date(2026, number, 1), plan, given, credits[plan["plan"]])
            for component in payee.parts[0].components:
                wanted = _expected(component.component, month, reps)
                paid |= {component.component} if wanted else set()
                if component.total != wanted:
                    where = f"{seed} {payee.payee} 2026-{number:02d} {component.component}"
                    found.append(f"{where}: engine {component.total}, language {wanted}")
    return found


def test_teams_earn_what_the_language_says(request: pytest.FixtureRequest) -> None:
    paid: set[str] = set()
    count = 1500 if request.config.getoption("--long") else 60
    found = [difference for seed in range(count) for difference in _differences(seed, paid)]
    assert not found, f"{len(found)}, such as\n" + "\n".join(found[:10])
    assert paid == {"pay", "race", "team_pay", "pod_pay", "part", "spread"}
