"""What the engine's README says beside the language is so: its Python runs, its modules and years are there."""

from __future__ import annotations

import importlib.util
import re
from dataclasses import replace
from typing import Any

import pytest

from comp_rules import calculate
from comp_rules.plan.facts_from_examples import facts_from_example
from comp_rules.values.money import Money
from comp_rules.values.period import period_from_text
from tests.comp_rules.test_language_reference import PLANS, README, _compiled

TEXT = README.read_text(encoding="utf-8")
_PYTHON = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_the_what_if_of_the_readme_runs_and_says_what_one_deal_more_pays() -> None:
    plan = _compiled(PLANS[0], 0)
    facts, faults = facts_from_example(plan.document, 0, plan)
    assert not faults
    (known,) = facts.records
    amount = replace(known.fields["amount"], data=Money(200_000, "USD"))
    deal = replace(known, record_id="D9", fields={**known.fields, "amount": amount})
    names: dict[str, Any] = {"plan": plan, "facts": facts, "period": period_from_text("2026-03"), "deal": deal}
    (snippet,) = _PYTHON.findall(TEXT)
    exec(snippet, names)
    assert names["more"] == 10_000, "5% of 2000 USD, in cents"
    everything = calculate([plan], replace(facts, records=(known, deal)), names["period"]).payee("ann")
    assert names["asked"].with_records(deal).payee("ann") == everything


def test_the_benchmarks_that_the_readme_names_are_there() -> None:
    assert importlib.util.find_spec("tests.benchmarks.engine")
    assert importlib.util.find_spec("tests.benchmarks.person")
    assert "`python -m tests.benchmarks.engine`" in TEXT
    assert "`.person`" in TEXT


def test_the_years_of_periods_that_the_readme_names_are_those() -> None:
    first, last = map(int, re.findall(r"periods lie in the years (\d{4}) to (\d{4})", TEXT)[0])
    for year in (first, last):
        assert period_from_text(f"{year}-06").name == f"{year}-06"
    for year in (first - 1, last + 1):
        with pytest.raises(ValueError, match=str(year)):
            period_from_text(f"{year}-06")
