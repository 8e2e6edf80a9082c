"""The outline of a plan, read from a document that may hold mistakes.

In: a document and what the company declared. Out: its credits, measures and components by name. Never raises.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from comp_rules.facts.facts import Company
from comp_rules.plan.document import Document, Entry, Items, Map, Node, Scalar
from comp_rules.plan.faults import lacks
from comp_rules.plan.outline import CreditOutline, MeasureOutline, Outline
from comp_rules.values.money import is_currency
from comp_rules.values.period import Window
from comp_rules.values.words import Words

_SECTIONS = frozenset({"credit", "measure", "earn", "pay", "examples", "language", "plan", "label", "currency"})
_WINDOWS: tuple[Window, ...] = ("period", "month", "quarter_to_date", "year_to_date", "quota_window")


def outline_from_document(document: Document, company: Company | None) -> Outline:
    """Return what could be read of the plan."""
    top = document.top
    currency = top.text("currency")
    proration = top.map("proration")
    scales = texts_of(proration.get("scales")) if proration else ()
    return Outline(
        document=document,
        company=company,
        currency=currency if currency and is_currency(currency) else None,
        credits={entry.key: _credit(entry, node) for entry, node in top.named("credit")},
        measures={entry.key: _measure(entry, node) for entry, node in top.named("measure")},
        components={entry.key: node for entry, node in top.named("earn")},
        scales=frozenset(scales),
    )


def label_of(node: Map, name: str, key: str = "label") -> Words:
    """Return the label; a language that is missing is taken from the other, and the name serves for both."""
    label = node.map(key)
    en, ko = (label.text("en"), label.text("ko")) if label else (None, None)
    return Words(en or ko or name, ko or en or name)


def texts_of(node: Node | None) -> tuple[str, ...]:
    """Return the text of a scalar or the texts of a list."""
    if isinstance(node, Scalar):
        return (node.text,)
    return tuple(item.text for item in node.items if isinstance(item, Scalar)) if isinstance(node, Items) else ()


def _credit(entry: Entry, node: Map) -> CreditOutline:
    counts, amounts = node.get("count") is not None, isinstance(node.get("amount"), Scalar)
    unit: Literal["money", "count"] | None = None
    if counts != amounts:
        unit = "count" if counts else "money"
    return CreditOutline(entry.key, entry.place, label_of(node, entry.key), node, node.text("records"), unit)


def _measure(entry: Entry, node: Map) -> MeasureOutline:
    sums, counts = node.get("sum"), node.get("count")
    unit: Literal["money", "count"] | None = None
    if (sums is None) != (counts is None):
        unit = "money" if sums is not None else "count"
    return MeasureOutline(
        name=entry.key,
        place=entry.place,
        label=label_of(node, entry.key),
        node=node,
        unit=unit,
        credits=texts_of(sums if sums is not None else counts),
        window=next((window for window in _WINDOWS if window == node.text("over")), None),
        quota=node.text("quota"),
    )


def names_declared(outline: Outline) -> Mapping[str, frozenset[str] | None]:
    """Return the names that may be used, by what they name; None where nobody said what exists."""
    company = outline.company
    return {
        "credit": _section(outline.document.top, "credit"),
        "measure": _section(outline.document.top, "measure"),
        "component": _section(outline.document.top, "earn"),
        "record_type": frozenset(company.record_types) if company else None,
        "quota": frozenset(company.quotas) if company else None,
        "personal": frozenset(company.personal) if company else None,
        "event": frozenset(company.events) if company else None,
        "rate_table": frozenset(company.rate_tables) if company else None,
    }


def _section(top: Map, key: str) -> frozenset[str] | None:
    """The names of a section; None when its key is misspelt, so that its names are not called unknown as well."""
    section = top.map(key)
    if section is not None:
        return frozenset(entry.key for entry in section.entries)
    return frozenset() if lacks(top, key, _SECTIONS) else None
