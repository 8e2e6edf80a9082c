"""The head of a plan without faults, compiled: proration, rounding of lines, conversion and rate tables.

In: the outline of a plan. Out: the parts of the compiled plan that its head says.
"""

from __future__ import annotations

from typing import Literal

from comp_rules.compile.entries_from_table import entries_from_table
from comp_rules.compile.words_from_node import literal_of, minor_units, optional_word, word_of
from comp_rules.plan.compiled import FxRule, LineRounding, Proration, RateTable
from comp_rules.plan.grammar.head import FX_DAYS
from comp_rules.plan.grammar.table import TABLE_RATES
from comp_rules.plan.outline import Outline, TableOutline
from comp_rules.values.money import RoundingMode

MODES: tuple[RoundingMode, ...] = ("half_away", "half_even", "down", "up")
_Basis = Literal["calendar_days", "days_360", "work_days", "full_months", "started_months"]
_BASES: tuple[_Basis, ...] = ("calendar_days", "days_360", "work_days", "full_months", "started_months")
_Pick = Literal["most_specific", "first_row"]
_PICKS: tuple[_Pick, ...] = ("most_specific", "first_row")


def proration_of(outline: Outline) -> Proration:
    """Return how a window that was worked in part counts."""
    node = outline.document.top.map("proration")
    absent = optional_word(node, "leave", ("absent",)) is not None
    return Proration(word_of(node, "basis", _BASES), outline.scales, absent)


def line_rounding_of(outline: Outline) -> LineRounding:
    """Return how payable lines are rounded: to the minor unit, half away from zero, unless the plan says otherwise."""
    rounding = outline.document.top.map("rounding")
    lines = rounding.map("lines") if rounding else None
    unit = minor_units(lines, "unit")
    return LineRounding(unit, word_of(lines, "mode", MODES)) if unit else LineRounding()


def fx_of(outline: Outline) -> FxRule | None:
    """Return how records in another currency are converted, None when the plan says nothing."""
    fx = outline.document.top.map("fx")
    return FxRule(fx.text("rates") or "", word_of(fx, "as_of", FX_DAYS), "fx") if fx else None


def tables_of(outline: Outline) -> tuple[RateTable, ...]:
    """Return the rate tables in the order written."""
    return tuple(_table(table, outline) for table in outline.tables.values())


def _table(table: TableOutline, outline: Outline) -> RateTable:
    otherwise = literal_of(table.node, "otherwise", *TABLE_RATES)
    return RateTable(
        name=table.name,
        label=table.label,
        path=table.place.path,
        facts=table.facts,
        pick=word_of(table.node, "pick", _PICKS),
        entries=None if table.uploaded else entries_from_table(table, outline)[0],
        otherwise=otherwise.as_number if otherwise else None,
        form=table.form or "",
    )
