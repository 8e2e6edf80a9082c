"""Dated rows of facts as the cells of their files, by column.

In: facts. Out: for each file its rows, every cell as the readers of the files take it back.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Protocol

from comp_rules.facts.csv_tables import OF_RECORD, TABLES
from comp_rules.facts.facts import Facts, TableRow, Value
from comp_rules.values.money import Money, decimal_text
from comp_rules.values.period import Span
from comp_rules.values.ratio import percent_text, times_text

_Rows = dict[str, list[Mapping[str, str]]]


class _Versioned(Protocol):
    @property
    def row_id(self) -> str: ...
    @property
    def known_no(self) -> int: ...
    @property
    def withdrawn(self) -> bool: ...


def people_tables(facts: Facts) -> _Rows:
    """Return the rows of the files about people and how they stand to each other."""
    return {
        "people.csv": [
            {"payee": p.payee, "name": p.name, "hire": _day(p.hire), "payroll_currency": p.payroll_currency,
             **version_cells(p)}
            for p in facts.people
        ],
        "assignments.csv": [
            {"payee": a.payee, "position": a.position, "title": a.title, "grade": a.grade, "plan": a.plan,
             **_days(a.span), **version_cells(a)}
            for a in facts.assignments
        ],
        "hierarchy.csv": [
            {"payee": r.payee, "manager": r.manager, **_days(r.span), **version_cells(r)} for r in facts.hierarchy
        ],
        "relations.csv": [
            {"relation": r.relation, "payee": r.payee, "other": r.other, **_days(r.span), **version_cells(r)}
            for r in facts.relations
        ],
        "leaves.csv": [{"payee": w.payee, **_days(w.span), **version_cells(w)} for w in facts.leaves],
        "territories.csv": [
            {"territory": t.territory, "payee": t.payee, **_days(t.span), **version_cells(t),
             **_stated("territories.csv", t.facts)}
            for t in facts.territories
        ],
    }  # fmt: skip


def number_tables(facts: Facts) -> _Rows:
    """Return the rows of the files that hold numbers of one person, rates of exchange and rates by facts."""
    return {
        "quotas.csv": [
            {"payee": q.payee, "quota": q.quota, "value": value_text(q.value), "if_zero": q.if_zero or "",
             **_days(q.span), **version_cells(q)}
            for q in facts.quotas
        ],
        "personal.csv": [
            {"payee": p.payee, "name": p.name, "value": value_text(p.value), **_days(p.span), **version_cells(p)}
            for p in facts.personal
        ],
        "targets.csv": [
            {"payee": t.payee, "amount": str(t.amount), "of_window": "yes" if t.of_window else "", **_days(t.span),
             **version_cells(t)}
            for t in facts.targets
        ],
        "inputs.csv": [
            {"payee": r.payee, "name": r.name, "value": value_text(r.value), "first_day": _day(r.first_day),
             "last_day": _day(r.last_day), **version_cells(r)}
            for r in facts.inputs
        ],
        "openings.csv": [
            {"payee": o.payee, "of": o.of, "name": o.name, "value": value_text(o.value), "last_day": _day(o.last_day),
             **version_cells(o)}
            for o in facts.openings
        ],
        "fx.csv": [
            {"table": f.table, "day": f.day.isoformat(), "one": f.one, "is": f"{_number(f.rate)} {f.currency}",
             **version_cells(f)}
            for f in facts.fx
        ],
        "tables.csv": [
            {"table": t.table, "rate": _rate(t), **_days(t.span), **version_cells(t), **_stated("tables.csv", t.facts)}
            for t in facts.table_rows
        ],
    }  # fmt: skip


def value_text(value: Value | None) -> str:
    """Print a value as the files write it; money whose source had more digits as its source wrote it."""
    if value is None:
        return ""
    data = value.data
    if isinstance(data, bool):
        return "yes" if data else "no"
    if isinstance(data, Money):
        return f"{value.original} {data.currency}" if value.original else str(data)
    if isinstance(data, Fraction):
        return percent_text(data) if value.type == "percent" else _number(data)
    return data.isoformat() if isinstance(data, date) else data


def version_cells(row: _Versioned) -> Mapping[str, str]:
    """Return the cells that every dated row has."""
    return {
        "row_id": row.row_id, "known_no": str(row.known_no), "withdrawn": "yes" if row.withdrawn else "",
    }  # fmt: skip


def _stated(file: str, facts: Iterable[tuple[str, tuple[Value, ...]]]) -> Mapping[str, str]:
    """The facts of a row by column; several values of one are listed with semicolons."""
    own = next(table.columns for table in TABLES if table.file == file)
    return {OF_RECORD + fact if fact in own else fact: _list(values) for fact, values in facts}


def _list(values: Iterable[Value]) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="").writerow([value_text(value) for value in values])
    return text.getvalue()


def _rate(row: TableRow) -> str:
    if row.form == "times" and isinstance(row.rate.data, Fraction):
        return times_text(row.rate.data)
    return value_text(row.rate)


def _days(span: Span) -> Mapping[str, str]:
    return {"first_day": span.first.isoformat(), "last_day": _day(span.last_day)}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _number(value: Fraction) -> str:
    return decimal_text(value, 0)
