"""The rate that each table of a plan gives a credit: by facts of its record, or grade and title of the receiver.

In: the tables of a plan, uploaded rows, a credit with its record and receiver. Out: known rates, or what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from comp_rules.facts.facts import Assignment, TableRow, Value
from comp_rules.flow.row_from_facts import best_rows
from comp_rules.kernel.steps import Factor, Pay
from comp_rules.kernel.world import Known, Missing
from comp_rules.plan.compiled import CompiledPlan, RateTable, TableEntry
from comp_rules.values.identity import Source
from comp_rules.values.money import Money

Rate = Known | Missing


@dataclass(frozen=True, slots=True)
class TablesUsed:
    """The tables that the steps of a plan read for each credit, and of which they also read the rate below."""

    tables: tuple[RateTable, ...]
    spread: frozenset[str]


def tables_used(plan: CompiledPlan) -> TablesUsed:
    """Return the tables that factors of the plan name."""
    factors = list(
        _factors([f for step in plan.steps if isinstance(step, Pay) for f in (*step.factors, *step.context)])
    )
    names = {factor.name for factor in factors if factor.ref in ("table", "spread")}
    spread = frozenset(factor.name for factor in factors if factor.ref == "spread")
    return TablesUsed(tuple(table for table in plan.tables if table.name in names), spread)


def rates_of(
    used: TablesUsed,
    currency: str,
    fields: Mapping[str, Value],
    day: date,
    receiver: Mapping[str, Value],
    below: Mapping[str, Value] | None,
    rows: Sequence[TableRow],
) -> dict[str, Rate]:
    """Return the rate of each table by its name, and under `<table>:below` that of the person next below.

    `receiver` and `below` are their `payee.grade` and `payee.title` on the credit date.
    """
    rates: dict[str, Rate] = {}
    for table in used.tables:
        rates[table.name] = rate_of(table, currency, {**fields, **receiver}, day, rows)
        if table.name in used.spread and below is not None:
            rates[f"{table.name}:below"] = rate_of(table, currency, {**fields, **below}, day, rows)
    return rates


def rate_of(table: RateTable, currency: str, found: Mapping[str, Value], day: date, rows: Sequence[TableRow]) -> Rate:
    """Return the one rate of the table for these facts on the day; two that fit equally well are a fault."""
    best: Sequence[TableEntry | TableRow]
    if table.entries is not None:
        best = best_rows([e for e in table.entries if e.span is None or day in e.span], found, table.pick)
    else:
        best = best_rows([r for r in rows if r.table == table.name and day in r.span], found, table.pick)
    if len(best) > 1:
        return Missing("rate_twice", table.name, day)
    if not best:
        if table.otherwise is None:
            return Missing("rate_missing", table.name, day)
        return Known(table.otherwise.value, Source("plan", table.otherwise.path), table.otherwise.form)
    row = best[0]
    if isinstance(row, TableEntry):
        return Known(row.rate.value, Source("plan", row.rate.path or row.path), row.rate.form)
    return _uploaded(row, table, currency, day)


def facts_of_person(assignments: Sequence[Assignment], day: date, own: Assignment | None = None) -> dict[str, Value]:
    """Return `payee.grade` and `payee.title` on the day of the person whose `assignments` these are.

    Of the `own` assignment, or else of the first that holds.

    A fact that nobody stated is left out, so that only rows that do not ask for it fit.
    """
    holding = [a for a in assignments if day in a.span]
    ordered = [own] if own is not None else []
    ordered += sorted(holding, key=lambda a: (a.span.first, a.row_id))
    found: dict[str, Value] = {}
    for name, texts in (("grade", [a.grade for a in ordered]), ("title", [a.title for a in ordered])):
        text = next((text for text in texts if text), "")
        if text:
            found[f"payee.{name}"] = Value("text", text)
    return found


def _uploaded(row: TableRow, table: RateTable, currency: str, day: date) -> Rate:
    data = row.rate.data
    source = Source("table", row.row_id, row.known_no)
    if isinstance(data, Money):
        return (
            Known(data.minor, source, "money") if data.currency == currency else Missing("rate_unit", table.name, day)
        )
    if isinstance(data, Fraction) and (not table.form or table.form == row.form):
        return Known(data, source, row.form)
    return Missing("rate_unit", table.name, day)


def _factors(factors: Iterable[Factor]) -> Iterable[Factor]:
    for factor in factors:
        yield factor
        yield from _factors(factor.choices)
