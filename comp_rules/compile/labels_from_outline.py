"""The labels of what a plan names outside itself: names that the company declared, credits and components of plans.

In: an outline. Out: labels by what is named and its name; what nobody labelled is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from comp_rules.facts.facts import Company
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.plan.outline import Outline
from comp_rules.values.words import Words


def labels_from_outline(outline: Outline) -> Mapping[tuple[str, str], Words]:
    """Return the labels that the sentences of the plan need."""
    labels = dict(_declared(outline.company)) if outline.company else {}
    labels |= {("source", f"{outline.name}.{name}"): own.label for name, own in outline.credits.items()}
    return {**labels, **dict(_of_plans(outline.others.values()))}


def _declared(company: Company) -> Iterator[tuple[tuple[str, str], Words]]:
    tables = {
        "quota": company.quotas,
        "personal": company.personal,
        "relation": company.relations,
        "territory": company.territories,
        "rate_table": company.rate_tables,
    }
    for what, declared in tables.items():
        for name, known in declared.items():
            yield (what, name), known.label


def _of_plans(plans: Iterable[CompiledPlan]) -> Iterator[tuple[tuple[str, str], Words]]:
    for plan in plans:
        labels = {part.name: part.label for part in plan.components} | {part.name: part.label for part in plan.credits}
        for name, label in labels.items():
            yield ("source", f"{plan.name}.{name}"), _within(label, plan.label)


def _within(label: Words, plan: Words) -> Words:
    return Words(f"{label.en} ({plan.en})", f"{label.ko}({plan.ko})")
