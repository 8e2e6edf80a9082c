"""The work of the child process that reads a plan's text: every fault of it, and what its examples give.

In: the text, the name of the plan and the company as JSON. Out: JSON, one fault or example after the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from comp_rules import CompiledPlan
from comp_rules.compile.compiled_from_document import compiled_from_document
from comp_rules.explain.outcomes_from_examples import ExampleOutcome, outcomes_from_examples
from comp_rules.plan.document import Document
from comp_rules.plan.document_from_text import document_from_text
from comp_rules.values.fault import Fault, errors_in, in_order
from comp_rules.values.words import Words
from portal.bridge.json_from_company import company_from_json
from portal.bridge.json_from_fault import json_from_fault

#: The function that `portal.apart` runs.
WORK = "portal.bridge.faults_from_text:answers"


def answers(argument: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield {"fault": ...} for every fault in reading order, then {"example": ...} when the plan can be calculated."""
    document, faults = document_from_text(argument["text"], argument["plan"])
    plan: CompiledPlan | None = None
    if document is not None:
        plan, found = compiled_from_document(document, company_from_json(argument["company"]))
        faults = [*faults, *found, *_other_name(document, argument["plan"])]
    for fault in in_order(faults):
        yield {"fault": json_from_fault(fault)}
    if plan is not None and not errors_in(faults):
        for outcome in outcomes_from_examples(plan):
            yield {"example": _example(outcome)}


def _other_name(document: Document, plan: str) -> Iterator[Fault]:
    """The text of a plan names that plan: what is paid by one name is never found under another."""
    entry, name = document.top.entry("plan"), document.top.text("plan")
    if entry is not None and name is not None and name != plan:
        yield Fault("other_plan", entry.value.place, _OTHER, Words(f"Write `{plan}`.", f"`{plan}` 값을 적어 주세요."))


_OTHER = Words("This is the text of another plan.", "다른 플랜의 이름이 적혀 있습니다.")


def _example(outcome: ExampleOutcome) -> dict[str, Any]:
    rows = [{"state": row.state, "line": row.place.line, "words": list(row.words)} for row in outcome.rows]
    return {"label": list(outcome.label), "differs": bool(outcome.differs), "rows": rows}
