"""Every fault that reading a plan can find stands beside a bad plan, or is tried where it needs more than a plan."""

import re
from pathlib import Path

import pytest

from tests.laws.sources import ROOT

ENGINE = ROOT / "comp_rules"
TESTS = ROOT / "tests"
_MADE = re.compile(r"\b(?:error|warning|Fault)\(\s*\"([a-z_]+)\"")
#: faults that need a company, other plans, facts, or a text too long to keep: who tries them
ELSEWHERE = {
    "field_type": "comp_rules/compile/test_against_company.py",
    "unknown_field": "comp_rules/compile/test_against_company.py",
    "unknown_plan": "comp_rules/compile/test_faults_from_plans.py",
    "plan_circle": "comp_rules/compile/test_faults_from_plans.py",
    "version_gap": "comp_rules/compile/test_faults_from_plans.py",
    "version_overlap": "comp_rules/compile/test_faults_from_plans.py",
    "quota_missing": "comp_rules/compile/test_faults_from_facts.py",
    "target_missing": "comp_rules/compile/test_faults_from_facts.py",
    "two_quotas": "comp_rules/compile/test_faults_from_facts.py",
    "two_targets": "comp_rules/compile/test_faults_from_facts.py",
    "paid_twice": "comp_rules/compile/test_faults_from_facts.py",
    "too_large": "comp_rules/plan/test_document_from_text.py",
    "unknown_record": "comp_rules/plan/test_facts_from_examples.py",
}


def made() -> set[str]:
    files = [path for folder in ("plan", "compile", "kinds") for path in (ENGINE / folder).rglob("*.py")]
    return {code for path in files for code in _MADE.findall(path.read_text(encoding="utf-8"))}


def beside_a_plan() -> set[str]:
    listed = (path.read_text().splitlines() for path in (TESTS / "plans_bad").glob("*.faults"))
    return {line.split()[1] for lines in listed for line in lines}


def test_every_fault_has_a_bad_plan_or_a_test() -> None:
    assert made() - beside_a_plan() - ELSEWHERE.keys() == set()


def test_no_bad_plan_waits_for_a_fault_that_nobody_makes() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in ENGINE.rglob("*.py"))
    assert [code for code in sorted(beside_a_plan()) if f'"{code}"' not in source] == []


@pytest.mark.parametrize("code", sorted(ELSEWHERE))
def test_what_is_tried_elsewhere_is_tried_there(code: str) -> None:
    assert code in made()
    assert f'"{code}"' in Path(TESTS / ELSEWHERE[code]).read_text(encoding="utf-8")
