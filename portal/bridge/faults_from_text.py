"""The work of the child process that reads a plan's text: every fault of it, and what its examples give.

In: the text, the name of the plan, the company and the other plans as JSON. Out: JSON, one fault or example after the
other.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from comp_rules import CompiledPlan
from comp_rules.compile.compiled_from_document import compiled_from_document
from comp_rules.explain.outcomes_from_examples import ExampleOutcome, outcomes_from_examples
from comp_rules.plan.document import Document
from comp_rules.plan.document_from_text import document_from_text
from comp_rules.values.fault import Fault, errors_in, in_order
from comp_rules.values.period import Span, date_from_text, span_of_days
from comp_rules.values.words import Words
from portal.bridge.json_from_company import company_from_json
from portal.bridge.json_from_fault import json_from_fault
from portal.bridge.plans_from_texts import PlanLibrary, PlanText, faults_between

#: The function that `portal.apart` runs.
WORK = "portal.bridge.faults_from_text:answers"


def answers(argument: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield {"fault": ...} for every fault in reading order, then {"example": ...} when the plan can be calculated.

    The plan is read beside the other plans as they are on its days, and its examples are calculated with them.
    """
    document, faults = document_from_text(argument["text"], argument["plan"])
    plan: CompiledPlan | None = None
    others: list[CompiledPlan] = []
    if document is not None:
        company = company_from_json(argument["company"])
        library = PlanLibrary(map(plan_text_from_json, argument["others"]), company)
        others = library.beside(argument["plan"], days_of(document))
        plan, found = compiled_from_document(document, company, 0, others)
        faults = [*faults, *found, *faults_between(plan, others), *_other_name(document, argument["plan"])]
    for fault in in_order(dict.fromkeys(faults)):
        yield {"fault": json_from_fault(fault)}
    if plan is not None and not errors_in(faults):
        for outcome in outcomes_from_examples(plan, others):
            yield {"example": _example(outcome)}


def json_from_plan_text(text: PlanText) -> dict[str, Any]:
    """Return a version as JSON data for a child process."""
    last = text.span.last_day
    days = {"first_day": text.span.first.isoformat(), "last_day": last.isoformat() if last else None}
    return {"plan": text.plan, "version": text.version, "text": text.text, **days}


def plan_text_from_json(data: dict[str, Any]) -> PlanText:
    """Read a version back."""
    last = date.fromisoformat(data["last_day"]) if data["last_day"] else None
    span = span_of_days(date.fromisoformat(data["first_day"]), last)
    return PlanText(data["plan"], data["version"], data["text"], span)


def days_of(document: Document) -> Span:
    """Return the days on which a plan says that it applies; all days while they cannot be read."""
    effective = document.top.map("effective")
    first, last = (effective.text(key) if effective else None for key in ("first_day", "last_day"))
    try:
        return span_of_days(date_from_text(first or ""), date_from_text(last) if last else None)
    except ValueError:
        return Span(date.min, date.max)


def _other_name(document: Document, plan: str) -> Iterator[Fault]:
    """The text of a plan names that plan: what is paid by one name is never found under another."""
    entry, name = document.top.entry("plan"), document.top.text("plan")
    if entry is not None and name is not None and name != plan:
        yield Fault("other_plan", entry.value.place, _OTHER, Words(f"Write `{plan}`.", f"`{plan}` 값을 적어 주세요."))


_OTHER = Words("This is the text of another plan.", "다른 플랜의 이름이 적혀 있습니다.")


def _example(outcome: ExampleOutcome) -> dict[str, Any]:
    rows = [{"state": row.state, "line": row.place.line, "words": list(row.words)} for row in outcome.rows]
    return {"label": list(outcome.label), "differs": bool(outcome.differs), "rows": rows}
