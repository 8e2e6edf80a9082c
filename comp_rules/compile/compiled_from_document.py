"""A document becomes a compiled plan, or all the faults that keep it from being one.

In: a document, what the company declared, and the version. Out: the compiled plan and its faults. Never raises.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from comp_rules.compile.checks.components import component_faults
from comp_rules.compile.checks.credits import credit_faults
from comp_rules.compile.checks.examples import example_faults
from comp_rules.compile.checks.head import head_faults
from comp_rules.compile.checks.measures import measure_faults
from comp_rules.compile.checks.pay import pay_faults
from comp_rules.compile.checks.tables import table_faults
from comp_rules.compile.credit_from_outline import credit_from_outline
from comp_rules.compile.head_from_outline import fx_of, line_rounding_of, proration_of, tables_of
from comp_rules.compile.labels_from_outline import labels_from_outline
from comp_rules.compile.pay_from_outline import pay_from_outline
from comp_rules.facts.facts import Company
from comp_rules.kernel.steps import AnyStep, Factor, Pay
from comp_rules.kinds.catalog import EARN, KINDS
from comp_rules.kinds.component import in_paying_order
from comp_rules.kinds.kind import Part
from comp_rules.plan.compiled import CompiledPlan, Component, Measure
from comp_rules.plan.document import Document, Map
from comp_rules.plan.document_from_text import document_from_text
from comp_rules.plan.faults_from_schema import Declared, faults_from_schema
from comp_rules.plan.grammar.head import plan_shape
from comp_rules.plan.literals import MONTHS
from comp_rules.plan.outline import MeasureOutline, Outline
from comp_rules.plan.outline_from_document import label_of, names_declared, outline_from_document
from comp_rules.plan.schema import keys_of
from comp_rules.plan.steps_from_measure import MeasureSteps, steps_from_measure
from comp_rules.values.fault import Fault, Place, errors_in, in_order
from comp_rules.values.period import date_from_text, span_of_days

PLAN = plan_shape(EARN)
#: every key of the language, so that one at a wrong place is not called unknown
KEYS = keys_of(PLAN)
CHECKS = (
    head_faults,
    table_faults,
    credit_faults,
    measure_faults,
    component_faults,
    pay_faults,
    example_faults,
)
#: faults that one check lists: nobody reads more, and looking for near names takes time
MOST_FAULTS = 200


def compiled_from_text(
    text: str | bytes,
    file: str,
    company: Company | None = None,
    version: int = 0,
    others: Iterable[CompiledPlan] = (),
) -> tuple[CompiledPlan | None, list[Fault]]:
    """Return the compiled plan of a text and every fault in it, those of its form included, in reading order.

    None when a fault is an error; warnings may come with a plan. `others` are the plans that it may be made of.
    """
    document, faults = document_from_text(text, file)
    if document is None:
        return None, in_order(faults)
    plan, more = compiled_from_document(document, company, version, others)
    return (None if errors_in(faults) else plan), in_order([*faults, *more])


def compiled_from_document(
    document: Document, company: Company | None, version: int = 0, others: Iterable[CompiledPlan] = ()
) -> tuple[CompiledPlan | None, list[Fault]]:
    """Return the compiled plan and all faults of its rules in reading order; None when one of them is an error.

    With `company`, names and the types of fields are checked against what it declares; without, names are taken as
    they are and values by their form. `version` is 0 for a draft. Names of other plans are checked when any of
    `others` is given; without them a credit made of others counts money unless a measure counts it.
    """
    outline = outline_from_document(document, company, others)
    declared = Declared(outline.currency, names_declared(outline), KEYS)
    top = Place(document.file, 1, 1)
    faults = list(islice(faults_from_schema(document.root, PLAN, declared, top), MOST_FAULTS))
    if not isinstance(document.root, Map):
        return None, faults
    for check in CHECKS:
        faults += islice(check(outline), MOST_FAULTS)
    faults = in_order(dict.fromkeys(faults))
    if errors_in(faults):
        return None, faults
    return _compiled(outline, version), faults


def _compiled(outline: Outline, version: int) -> CompiledPlan:
    top = outline.document.top
    effective, calendar = top.map("effective"), top.map("calendar")
    assert effective is not None
    assert calendar is not None
    measured = [(measure, steps_from_measure(measure, outline)) for measure in outline.measures.values()]
    components, own_steps = _components(outline)
    name = top.text("plan") or ""
    return CompiledPlan(
        name=name,
        label=label_of(top, name),
        version=version,
        digest=hashlib.sha256(outline.document.text.encode()).hexdigest(),
        currency=outline.currency or "",
        span=span_of_days(
            date_from_text(effective.text("first_day") or ""), date_from_text(effective.text("last_day") or "")
        ),
        year_starts=MONTHS.index(calendar.text("year_starts") or "") + 1,
        calculate=outline.calculate,
        proration=proration_of(outline),
        rounding=line_rounding_of(outline),
        fx=fx_of(outline),
        tables=tables_of(outline),
        credits=tuple(credit_from_outline(credit, outline) for credit in outline.credits.values()),
        measures=tuple(_measure(measure, steps) for measure, steps in measured),
        components=components,
        steps=_once_each([step for _, steps in measured for step in steps.steps] + own_steps),
        pay=pay_from_outline(outline),
        document=outline.document,
        labels=labels_from_outline(outline),
    )


def _components(outline: Outline) -> tuple[tuple[Component, ...], list[AnyStep]]:
    components: dict[str, Component] = {}
    steps: list[AnyStep] = []
    for name in in_paying_order(outline):
        node = outline.components[name]
        component, own = KINDS[node.text("kind") or ""].compiled(Part(name, node, outline))
        components[name] = component
        steps += own
    return tuple(components[name] for name in outline.components), steps


def _once_each(steps: list[AnyStep]) -> tuple[AnyStep, ...]:
    """Equal steps appear once, in the order in which they are first needed. A name says a step's content."""
    by_name: dict[str, AnyStep] = {}
    for step in steps:
        known = by_name.setdefault(step.name, step)
        assert replace(known, path="") == replace(step, path=""), f"two different steps are named {step.name}"
        if isinstance(step, Pay):
            assert _factors_of_money(step.factors) == 1, f"{step.name} has not exactly one factor of money"
    return tuple(by_name.values())


def _factors_of_money(factors: tuple[Factor, ...]) -> int:
    """Money above the line less money below it: the dimension of the product."""
    return sum(-1 if factor.divide else 1 for factor in factors if factor.unit == "money")


def _measure(measure: MeasureOutline, steps: MeasureSteps) -> Measure:
    assert measure.unit is not None
    assert measure.shape is not None
    return Measure(
        name=measure.name,
        label=measure.label,
        path=measure.place.path,
        unit=measure.unit,
        credits=measure.credits,
        frame=measure.frame,
        quota=measure.quota,
        total_step=steps.total,
        quota_step=steps.quota,
        prorated_step=steps.prorated,
        attainment_step=steps.attainment,
        shape=measure.shape,
        parts=measure.parts,
        to_date=measure.to_date,
    )
