"""The outline of a plan, read from a document that may hold mistakes.

In: a document, what the company declared, and the plans known beside it. Out: its credits, measures, tables and
components by name. Never raises.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal

from comp_rules.facts.facts import Company
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.plan.document import Document, Entry, Map, Scalar
from comp_rules.plan.faults import lacks
from comp_rules.plan.grammar.table import TABLE_RATES
from comp_rules.plan.literals import literal_from_text
from comp_rules.plan.measures_from_document import measures_from_document
from comp_rules.plan.node_texts import label_of, texts_of
from comp_rules.plan.outline import Calculate, CreditOutline, MeasureOutline, Outline, TableOutline
from comp_rules.values.money import is_currency

__all__ = ["label_of", "names_declared", "outline_from_document", "texts_of"]

_SECTIONS = frozenset(
    {"credit", "measure", "earn", "pay", "examples", "language", "plan", "label", "currency", "tables"}
)
_PERIODS: tuple[Calculate, ...] = ("half_month", "month", "quarter")
_CreditUnit = Literal["money", "count"]


def outline_from_document(document: Document, company: Company | None, others: Iterable[CompiledPlan] = ()) -> Outline:
    """Return what could be read of the plan; of several versions of another plan the last one given is looked at."""
    top = document.top
    currency = top.text("currency")
    proration, calendar = top.map("proration"), top.map("calendar")
    scales = texts_of(proration.get("scales")) if proration else ()
    written = calendar.text("calculate") if calendar else None
    known = {plan.name: plan for plan in others if plan.name != top.text("plan")}
    measures = measures_from_document(document, company)
    return Outline(
        document=document,
        company=company,
        currency=currency if currency and is_currency(currency) else None,
        credits=_credits(top, known, measures),
        measures=measures,
        components={entry.key: node for entry, node in top.named("earn")},
        scales=frozenset(scales),
        others=known,
        tables={entry.key: _table(entry, node, company) for entry, node in top.named("tables")},
        calculate=next((period for period in _PERIODS if period == written), "month"),
    )


def _credits(
    top: Map, others: Mapping[str, CompiledPlan], measures: Mapping[str, MeasureOutline]
) -> dict[str, CreditOutline]:
    """Direct credits first, because those made of others may be made of them; the order written is kept."""
    counts = (measure for measure in measures.values() if measure.node.get("count") is not None)
    counted = {name for measure in counts for name in measure.credits}
    read = {entry.key: _direct(entry, node) for entry, node in top.named("credit") if not _sources_key(node)}
    own = top.text("plan") or ""
    indirect = [(entry, node, key) for entry, node in top.named("credit") if (key := _sources_key(node))]
    # twice, because one may be made of one that is written below it
    for entry, node, key in (*indirect, *indirect):
        made = {f"{own}.{name}": credit for name, credit in read.items()}
        credit = _indirect(entry, node, key, made, others)
        read[entry.key] = replace(credit, unit="count") if credit.unit is None and entry.key in counted else credit
    return {
        entry.key: replace(credit, unit=credit.unit or "money") if credit.shape != "direct" else credit
        for entry, credit in ((entry, read[entry.key]) for entry, _ in top.named("credit"))
    }


def _sources_key(node: Map) -> Literal["rollup", "overlay"] | None:
    if node.get("rollup") is not None:
        return "rollup"
    return "overlay" if node.get("overlay") is not None else None


def _direct(entry: Entry, node: Map) -> CreditOutline:
    counts, amounts = node.get("count") is not None, node.get("amount") is not None
    unit: _CreditUnit | None = None
    if counts != amounts:
        unit = "count" if counts else "money"
    return CreditOutline(entry.key, entry.place, label_of(node, entry.key), node, node.text("records"), unit)


def _indirect(
    entry: Entry,
    node: Map,
    key: Literal["rollup", "overlay"],
    own: Mapping[str, CreditOutline],
    others: Mapping[str, CompiledPlan],
) -> CreditOutline:
    sources = texts_of(node.get(key))
    known: dict[str, tuple[str | None, _CreditUnit | None]] = {
        name: (credit.record_type, credit.unit) for name, credit in own.items()
    }
    for plan in others.values():
        known |= {f"{plan.name}.{rule.name}": (rule.record_type or None, rule.unit) for rule in plan.credits}
    found = [known.get(source, (None, None)) for source in sources]
    types, units = {record_type for record_type, _ in found}, {unit for _, unit in found} - {None}
    return CreditOutline(
        name=entry.key,
        place=entry.place,
        label=label_of(node, entry.key),
        node=node,
        record_type=types.pop() if len(types) == 1 else None,
        unit=units.pop() if len(units) == 1 else None,
        shape=key,
        sources=sources,
    )


def _table(entry: Entry, node: Map, company: Company | None) -> TableOutline:
    rates = [row.text("rate") for row in node.maps("entries")] + [node.text("otherwise")]
    literals = (literal_from_text(text, TABLE_RATES, node.place) for text in rates if text)
    form = next((literal.form for literal in literals if literal is not None), None)
    uploaded = isinstance(node.get("entries"), Scalar)
    if form is None and uploaded and company is not None and entry.key in company.tables:
        form = _FORMS.get(company.tables[entry.key].unit)
    return TableOutline(
        name=entry.key,
        place=entry.place,
        label=label_of(node, entry.key),
        node=node,
        form=form if form != "count" else None,
        facts=texts_of(node.get("facts")),
        uploaded=uploaded,
    )


_FORMS: Mapping[str, Literal["percent", "times", "money"]] = {
    "percent": "percent",
    "number": "times",
    "money": "money",
}


def names_declared(outline: Outline) -> Mapping[str, frozenset[str] | None]:
    """Return the names that may be used, by what they name; None where nobody said what exists."""
    company, top = outline.company, outline.document.top
    return {
        "credit": _section(top, "credit"),
        "measure": _section(top, "measure"),
        "component": _section(top, "earn"),
        "table": _section(top, "tables"),
        "record_type": frozenset(company.record_types) if company else None,
        "quota": frozenset(company.quotas) if company else None,
        "personal": frozenset(company.personal) if company else None,
        "event": frozenset(company.events) if company else None,
        "rate_table": frozenset(company.rate_tables) if company else None,
        "input": frozenset(company.inputs) if company else None,
        "relation": frozenset(company.relations) if company else None,
        "territory": frozenset(company.territories) if company else None,
        "title": company.titles if company and company.titles else None,
        "plan": frozenset((*outline.others, outline.name)) if outline.others else None,
        "plan_credit": _of_plans(outline, "credit"),
        "plan_component": _of_plans(outline, "component"),
    }


def _of_plans(outline: Outline, what: Literal["credit", "component"]) -> frozenset[str] | None:
    """The credits or components of all plans as `plan.name`; None when the other plans are not known."""
    if not outline.others:
        return None
    own = outline.credits if what == "credit" else outline.components
    names = {f"{outline.name}.{name}" for name in own}
    for plan in outline.others.values():
        of_plan = plan.credits if what == "credit" else plan.components
        names.update(f"{plan.name}.{thing.name}" for thing in of_plan)
    return frozenset(names)


def _section(top: Map, key: str) -> frozenset[str] | None:
    """The names of a section; None when its key is misspelt, so that its names are not called unknown as well."""
    section = top.map(key)
    if section is not None:
        return frozenset(entry.key for entry in section.entries)
    return frozenset() if lacks(top, key, _SECTIONS) else None
