"""Texts and rows at random through the doors of the engine: whatever is written, faults come out, and nothing else.

In: seeds; the one that fails is printed and enough to see it again. Out: no exception, and work within bounds.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

import pytest

from comp_rules import check, explained_line, replay
from comp_rules.compile.compiled_from_document import compiled_from_document, compiled_from_text
from comp_rules.compile.faults_from_facts import faults_from_facts
from comp_rules.explain.at_target_from_plan import at_target_words
from comp_rules.explain.changes_from_plans import changes_from_documents
from comp_rules.explain.curve_from_plan import curves_from_plan
from comp_rules.explain.form import PLAIN
from comp_rules.explain.outcomes_from_examples import outcomes_from_examples
from comp_rules.explain.reasons_from_result import blocked_reason, zero_reason
from comp_rules.explain.sentences_from_plan import plan_sentences
from comp_rules.facts.csv_from_facts import csv_from_facts
from comp_rules.facts.facts_from_csv import facts_from_csv
from comp_rules.flow.pipeline import calculate
from comp_rules.flow.records import AssignmentResult, RunResult
from comp_rules.flow.trace import json_from_run
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.plan.expectations_from_examples import expectations_of
from comp_rules.plan.facts_from_examples import facts_from_example
from comp_rules.values.fault import Fault
from comp_rules.values.period import period_from_text
from comp_rules.values.words import Language
from tests.comp_rules.facts.every_table import FACTS
from tests.comp_rules.invariants.corpus import compiled, ready
from tests.hostile.mutants import changed_text, document_of, mutant
from tests.oracle.histories import MAKERS, history
from tests.scenarios.folder import eight

#: cases of the suite; ten times as many with --long. Together 20,000.
PLAN_TEXTS, FACT_FILES, PLANS, BLOCK = 10_000, 8_500, 1_500, 500
#: seconds of CPU that no case takes on any machine; they take thousandths
PATIENCE = 20
LANGUAGES: tuple[Language, Language] = ("en", "ko")
TEXT = """\
language: 1
plan: a
label: {en: A, ko: 가}
effective: {first_day: 2026-01-01, last_day: 2026-12-31}
currency: USD
calendar: {calculate: month, year_starts: January}
proration: {basis: calendar_days, scales: [quota, target], leave: absent}
credit:
  s: {label: {en: S, ko: 매출}, records: deal, when: {stage: [won, paid]}, date: day, amount: arr, to: owner}
measure:
  m: {label: {en: M, ko: 지표}, sum: s, over: year_to_date, quota: q}
earn:
  c: {label: {en: C, ko: 커미션}, kind: tiered, pays_on: s, by: m, ladder: window, applies: whole,
      tiers: [{from: 0%, rate: 1%}, {above: 100%, rate: 1/3}]}
pay: {release: [{share: 100%, event: earned}], clawback: none, negative: carry, held_at_exit: pay}
"""
Case = Callable[[Random], None]


def _tried(case: Case, name: str, first: int, request: pytest.FixtureRequest) -> None:
    """Run a block of cases, ten blocks with --long; every failure is told with its seed."""
    blocks = 10 if request.config.getoption("--long") else 1
    failed = []
    for seed in range(first * blocks, (first + BLOCK) * blocks):
        begun = time.process_time()
        try:
            case(Random(f"{name} {seed}"))
        except Exception:
            failed.append(f"Random({f'{name} {seed}'!r}):\n{traceback.format_exc(limit=-3)}")
        if time.process_time() - begun > PATIENCE:
            failed.append(f"Random({f'{name} {seed}'!r}) took {time.process_time() - begun} seconds")
    assert not failed, f"{len(failed)} of {BLOCK * blocks}, such as\n" + "\n".join(failed[:3])


def _said(faults: list[Fault]) -> None:
    for fault in faults:
        assert fault.place.file
        assert all(fault.say(lang) for lang in LANGUAGES)


# -- texts ------------------------------------------------------------------------------------------------------------


def _text(random: Random) -> None:
    text = changed_text(random, TEXT)
    data = text.encode("utf-8", "surrogatepass")
    if random.random() < 0.1:
        data = data[: random.randrange(len(data) + 1)]
    plan, faults = compiled_from_text(data if random.random() < 0.5 else text, "tried.yaml")
    assert plan is not None or any(fault.severity == "error" for fault in faults)
    _said(faults)


@pytest.mark.parametrize("first", range(0, PLAN_TEXTS, BLOCK))
def test_texts_of_plans(first: int, request: pytest.FixtureRequest) -> None:
    _tried(_text, "text", first, request)


def test_the_text_is_a_plan() -> None:
    assert {fault.code for fault in check(TEXT, "tried.yaml")} == {"cliff", "examples_missing"}


# -- files of facts ---------------------------------------------------------------------------------------------------


@cache
def _folders() -> tuple[tuple[dict[str, str], CompiledPlan | None], ...]:
    """Files of facts with the plan that they were written for."""
    found: list[tuple[dict[str, str], CompiledPlan | None]] = [(csv_from_facts(FACTS), None)]
    for kind in MAKERS:
        plan, facts = ready(history(kind, 1))
        found.append((csv_from_facts(facts), plan))
    company = eight()
    return (*found, *((csv_from_facts(company.facts(name, 1)), plan) for name, plan in company.plans.items()))


def _facts_in(top: Path) -> Case:
    """Change one file of one folder; the others stay as they are."""
    for number, (files, _) in enumerate(_folders()):
        (top / str(number)).mkdir()
        for name, text in files.items():
            (top / str(number) / name).write_text(text, encoding="utf-8", newline="")

    def case(random: Random) -> None:
        number = random.randrange(len(_folders()))
        files, plan = _folders()[number]
        name = random.choice(list(files))
        data = changed_text(random, files[name]).encode("utf-8", "surrogatepass")
        path = top / str(number) / name
        path.write_bytes(data[: random.randrange(len(data) + 1)] if random.random() < 0.1 else data)
        facts, faults = facts_from_csv(top / str(number))
        path.write_text(files[name], encoding="utf-8", newline="")
        _said(faults)
        if plan is not None:
            _said(faults_from_facts([plan], facts))
            if random.random() < 0.2:
                _replays(calculate([plan], facts, period_from_text("2026-03")))

    return case


@pytest.mark.parametrize("first", range(0, FACT_FILES, BLOCK))
def test_files_of_facts(first: int, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    _tried(_facts_in(tmp_path), "facts", first, request)


def _replays(result: RunResult) -> None:
    replayed = replay(json_from_run(result))
    assert not replayed.differences, [difference.words.en for difference in replayed.differences]


# -- plans made of pieces of plans ------------------------------------------------------------------------------------


def _plan(random: Random) -> None:
    """Settings recombined: what the checks let pass is calculated, replayed, said, drawn and compared."""
    document = document_of(mutant(random))
    plan, faults = compiled_from_document(document, None)
    _said(faults)
    changes_from_documents(document, document_of(mutant(random)))
    if plan is None:
        assert any(fault.severity == "error" for fault in faults)
        return
    _told(plan)
    outcomes_from_examples(plan)
    if document.top.maps("examples"):
        facts, faults = facts_from_example(document, 0, plan)
        _said(faults)
        for period in list(dict.fromkeys(row.period for row in expectations_of(document, 0)))[:2]:
            result = calculate([plan], facts, period_from_text(period, plan.year_starts))
            _replays(result)
            for part in (part for payee in result.payees for part in payee.parts):
                _explained(part)


def _told(plan: CompiledPlan) -> None:
    at_target_words(plan)
    for component in plan.components:
        curves_from_plan(plan, component.name)
    for lang in LANGUAGES:
        assert all(plan_sentences(plan, lang))


def _explained(part: AssignmentResult) -> None:
    for lang in LANGUAGES:
        for line in part.lines:
            assert explained_line(line, part, lang, PLAIN).sentence
        for component in part.components:
            if component.total is None:
                assert blocked_reason(component, part, lang)
            elif not component.total:
                assert zero_reason(component, part, lang, PLAIN)


@pytest.mark.parametrize("first", range(0, PLANS, BLOCK))
def test_plans_made_of_pieces_of_plans(first: int, request: pytest.FixtureRequest) -> None:
    _tried(_plan, "plan", first, request)


def test_enough_of_them_are_plans_that_pay() -> None:
    pays = 0
    for seed in range(60):
        plan, _ = compiled_from_document(document_of(mutant(Random(f"plan {seed}"))), None)
        pays += plan is not None
    assert pays > 10
    assert compiled(TEXT).name == "a"
