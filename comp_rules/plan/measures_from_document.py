"""The measures of a plan in outline: what each is made of, its unit and its window.

In: the entries of `measure` and what the company declared. Out: measures by name; what depends on a part that cannot
be read, or on itself, has no unit or window. Never raises.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from comp_rules.facts.facts import Company
from comp_rules.kernel.steps import Unit
from comp_rules.plan.document import Document, Entry, Map
from comp_rules.plan.literals import literal_from_text
from comp_rules.plan.node_texts import label_of, texts_of
from comp_rules.plan.outline import UNITS, MeasureOutline, MeasureShape
from comp_rules.values.period import Window

_WINDOWS: tuple[Window, ...] = ("period", "month", "quarter_to_date", "year_to_date", "quota_window")
#: ways of measuring, by the key that is written
WAYS: Mapping[str, MeasureShape] = {
    "sum": "credits",
    "count": "credits",
    "input": "input",
    "ratio": "ratio",
    "minus": "minus",
    "plus": "plus",
    "weighted": "weighted",
}


@dataclass(frozen=True, slots=True)
class _Span:
    """A window as it could be read: which, how many months, and whose rows."""

    window: Window
    months: int = 0
    quota: str | None = None


def measures_from_document(document: Document, company: Company | None) -> dict[str, MeasureOutline]:
    """Return the measures of a document by name."""
    reading = _Reading(document, company)
    return {entry.key: reading.measure(entry, node) for entry, node in document.top.named("measure")}


class _Reading:
    """Reads measures from those made of credits upwards; what needs itself in a circle stays without a unit."""

    def __init__(self, document: Document, company: Company | None) -> None:
        self.document = document
        self.company = company
        self.nodes = {entry.key: node for entry, node in document.top.named("measure")}
        self.levels: dict[str, int] = {}
        self.leaves: dict[str, int] = {}
        self.spans: dict[str, _Span | None] = {}
        self.units: dict[str, Unit | None] = {}
        for name in _from_below({name: parts_of(node) for name, node in self.nodes.items()}):
            parts = [part for part in parts_of(self.nodes[name]) if part in self.levels]
            self.levels[name] = 1 + max((self.levels[part] for part in parts), default=0)
            self.leaves[name] = max(1, sum(self.leaves[part] for part in parts))
            self.spans[name] = self._span(self.nodes[name])
            self.units[name] = self._unit(name, self.nodes[name])

    def measure(self, entry: Entry, node: Map) -> MeasureOutline:
        shape = _shape(node)
        span = self.spans.get(entry.key)
        in_order = entry.key in self.levels
        return MeasureOutline(
            name=entry.key,
            place=entry.place,
            label=label_of(node, entry.key),
            node=node,
            unit=self.units[entry.key] if in_order else self._unit(entry.key, node),
            credits=texts_of(node.get("sum") or node.get("count")) if shape == "credits" else (),
            window=span.window if span else None,
            quota=node.text("quota"),
            shape=shape,
            parts=parts_of(node),
            months=span.months if span else 0,
            to_date=node.text("against") == "quota_to_date",
            window_quota=span.quota if span else None,
            levels=self.levels.get(entry.key, 0),
            leaves=self.leaves.get(entry.key, 0),
        )

    def _span(self, node: Map) -> _Span | None:
        if _shape(node) in ("credits", "input"):
            return _own_span(node)
        spans = {self.spans.get(part) for part in parts_of(node)}
        return spans.pop() if len(spans) == 1 else None

    def _unit(self, name: str, node: Map) -> Unit | None:
        shape = _shape(node)
        if shape is None:
            return None
        if shape == "credits":
            return "money" if node.get("sum") is not None else "count"
        if shape in ("ratio", "weighted"):
            return "ratio"
        if shape == "input":
            return self._typed(name, node)
        units = {self.units.get(part) for part in parts_of(node)}
        return units.pop() if len(units) == 1 else None

    def _typed(self, name: str, node: Map) -> Unit | None:
        """The declared unit of a typed result, else that of its rows in the examples, else of its quota's there."""
        typed = node.text("input") or ""
        if self.company is not None:
            declared = self.company.inputs.get(typed)
            return UNITS.get(declared.unit) if declared else None
        found = next(_values(self.document, "inputs", "input", typed), None)
        if found is None and (quota := node.text("quota")):
            found = next(_values(self.document, "quotas", "quota", quota), None)
        return found or next(_expected(self.document, name), "ratio")


def _from_below(parts: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the names whose parts have all been yielded before; names in a circle and those above them never are."""
    waits = {name: {part for part in below if part in parts} for name, below in parts.items()}
    above: dict[str, list[str]] = {}
    for name, below in waits.items():
        for part in below:
            above.setdefault(part, []).append(name)
    ready = [name for name, below in waits.items() if not below]
    for name in ready:
        yield name
        for higher in above.get(name, ()):
            waits[higher].discard(name)
            if not waits[higher]:
                ready.append(higher)


def parts_of(node: Map) -> tuple[str, ...]:
    """Return the measures that a measure is made of, in the order written; empty for credits and typed results."""
    shape = _shape(node)
    if shape == "weighted":
        return tuple(text for item in node.maps("weighted") if (text := item.text("by")))
    return texts_of(node.get(shape)) if shape in ("ratio", "minus", "plus") else ()


def _shape(node: Map) -> MeasureShape | None:
    """The way of measuring, None when none or several are written."""
    written = [key for key in WAYS if node.get(key) is not None]
    return WAYS[written[0]] if len(written) == 1 else None


def _own_span(node: Map) -> _Span | None:
    over = node.map("over")
    if over is not None:
        months = literal_from_text(over.text("rolling_months") or "", ("whole",), over.place)
        return _Span("rolling_months", int(months.number)) if months else None
    word = node.text("over")
    window = next((window for window in _WINDOWS if window == word), None)
    if window is None:
        return None
    return _Span(window, 0, node.text("quota") if window == "quota_window" else None)


def _values(document: Document, table: str, key: str, name: str) -> Iterator[Unit]:
    for example in document.top.maps("examples"):
        given = example.map("given")
        for row in given.maps(table) if given else ():
            if row.text(key) == name and (unit := _unit_of(row)):
                yield unit


def _expected(document: Document, measure: str) -> Iterator[Unit]:
    for example in document.top.maps("examples"):
        for row in example.maps("expect"):
            if row.text("measure") == measure and (unit := _unit_of(row)):
                yield unit


def _unit_of(row: Map) -> Unit | None:
    literal = literal_from_text(row.text("value") or "", ("percent", "price", "number"), row.place)
    units: dict[str, Unit] = {"percent": "ratio", "price": "money", "number": "count"}
    return units[literal.type] if literal else None
