"""The language reference proves itself: every plan in it is compiled and its examples are calculated."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from comp_rules.compile.compiled_from_document import compiled_from_text
from comp_rules.explain.outcomes_from_examples import outcomes_from_examples
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.fault import errors_in

README = Path(__file__).parents[2] / "comp_rules" / "README.md"
_BLOCK = re.compile(r"^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SECTION = re.compile(r"^(\w+):.*?(?=^\w|\Z)", re.MULTILINE | re.DOTALL)
#: the order in which a plan is written, for sections that the first plan does not have
_ORDER = (
    "language plan label effective currency calendar proration fx rounding tables credit measure earn pay examples"
).split()


def _sections(text: str) -> dict[str, str]:
    return {found.group(1): found.group(0) for found in _SECTION.finditer(text)}


def _plans() -> list[str]:
    """Every plan of the reference, those after the first completed by its sections."""
    blocks = _BLOCK.findall(README.read_text(encoding="utf-8"))
    whole = _sections(blocks[0])
    return ["".join(sorted({**whole, **_sections(block)}.values(), key=_place)) for block in blocks]


def _place(section: str) -> int:
    return _ORDER.index(section.partition(":")[0])


def _compiled(text: str, number: int, others: tuple[CompiledPlan, ...] = ()) -> CompiledPlan:
    plan, faults = compiled_from_text(text, f"plan {number} of the reference", others=others)
    assert plan is not None, "\n".join(f"{fault.place}: {fault.say('en')}" for fault in errors_in(faults))
    return plan


PLANS = _plans()


def test_the_reference_has_plans() -> None:
    assert len(PLANS) >= 11


@pytest.mark.parametrize("number", range(len(PLANS)))
def test_every_plan_of_the_reference_agrees(number: int) -> None:
    frame = _compiled(PLANS[0], 0)
    plan = _compiled(PLANS[number], number, (frame,))
    others = (frame,) if plan.name != frame.name else ()
    outcomes = outcomes_from_examples(plan, others)
    assert outcomes
    wrong = [row.words.en for outcome in outcomes for row in outcome.rows if row.state != "agrees"]
    assert not wrong, wrong
    assert all(outcome.rows for outcome in outcomes)
