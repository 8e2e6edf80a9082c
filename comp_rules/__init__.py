"""Daylight's engine: plans and facts in, explained earnings out. This is its public door.

    plan text -> document -> compiled plan ---+
                                              v
    facts (CSV, rows, examples) -> records -> credits -> measures -> earnings -> trace -> sentences

`check` reads a plan and returns every fault; `compile_plan` also returns the plan ready to run; `calculate` runs plans
over facts for a period; `explained_line` says a line in English or Korean; `replay` works a trace out again from its
operands alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from comp_rules.compile.compiled_from_document import compiled_from_text
from comp_rules.explain.lines_from_trace import explained_line
from comp_rules.explain.replay import replay
from comp_rules.facts.facts import Company, Facts
from comp_rules.flow.pipeline import ENGINE_VERSION, calculate
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.fault import Fault

__all__ = [
    "ENGINE_VERSION",
    "CompiledPlan",
    "Facts",
    "Fault",
    "calculate",
    "check",
    "compile_plan",
    "explained_line",
    "replay",
]


def compile_plan(
    text: str | bytes,
    file: str,
    company: Company | None = None,
    version: int = 0,
    others: Iterable[CompiledPlan] = (),
) -> tuple[CompiledPlan | None, list[Fault]]:
    """Read a plan and return it ready to run, with every fault in reading order; None when one of them is an error.

    Names of fields, quotas and the like are checked against `company`, and left alone without one; names of other
    plans against `others`, the plans that it may be made of.
    """
    return compiled_from_text(text, file, company, version, others)


def check(
    text: str | bytes, file: str, company: Company | None = None, others: Iterable[CompiledPlan] = ()
) -> list[Fault]:
    """Return every fault of a plan, in reading order; none is the plan that calculates."""
    return compile_plan(text, file, company, 0, others)[1]
