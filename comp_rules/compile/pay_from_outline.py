"""The pay section of a plan without faults, compiled.

In: the outline of a plan. Out: releases, clawbacks, advances, floors, caps and rounding as data.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from comp_rules.compile.credit_from_outline import ODD_UNITS
from comp_rules.compile.head_from_outline import MODES
from comp_rules.compile.words_from_node import (
    length_of,
    literal_of,
    minor_units,
    optional_word,
    percent_of,
    whole_of,
    word_of,
)
from comp_rules.kernel.steps import Comparison
from comp_rules.plan.document import Map
from comp_rules.plan.grammar.head import FX_DAYS
from comp_rules.plan.literals import literal_from_text
from comp_rules.plan.node_texts import label_of, scalars_of, texts_of
from comp_rules.plan.outline import Outline
from comp_rules.plan.pay_section import (
    Advance,
    Clawback,
    Condition,
    Draw,
    Floor,
    PayCap,
    PaymentRounding,
    PayrollConversion,
    PaySection,
    Recovery,
    Release,
    Windfall,
)
from comp_rules.values.length import Length

_COMPARISONS: tuple[Comparison, ...] = ("at_least", "above", "at_most", "under")
_PaymentDay = Literal["credit_date", "period_end", "year_start", "payment_date"]
_PAYMENT_DAYS: tuple[_PaymentDay, ...] = (*FX_DAYS, "payment_date")
_Per = Literal["period", "quarter", "year"]
_PER: tuple[_Per, ...] = ("period", "quarter", "year")
_Excess = Literal["lost", "carry", "year_end"]
_EXCESS: tuple[_Excess, ...] = ("lost", "carry", "year_end")


def pay_from_outline(outline: Outline) -> PaySection:
    """Return the pay section; money is in minor units of the plan's currency."""
    top = outline.document.top
    pay = top.map("pay")
    assert pay is not None
    guarantee = pay.map("guarantee")
    return PaySection(
        releases=tuple(_release(node) for node in pay.maps("release")),
        clawbacks=tuple(_clawback(node) for node in pay.maps("clawback")),
        advances=tuple(_advance(entry.key, node) for entry, node in pay.named("advance")),
        guarantee=_floor(guarantee) if guarantee else None,
        draws=tuple(_draw(entry.key, node) for entry, node in pay.named("draw")),
        caps=tuple(_cap(node) for node in pay.maps("caps")),
        windfall=_windfall(pay.map("windfall")),
        negative=word_of(pay, "negative", _NEGATIVE),
        held_at_exit=word_of(pay, "held_at_exit", _HELD),
        rounding=_rounding(top.map("rounding")),
        conversion=_conversion(top.map("fx")),
    )


def _since(node: Map, default: str) -> str:
    field = node.map("since")
    return f"field:{field.text('field')}" if field else node.text("since") or default


def _release(node: Map) -> Release:
    parts = node.map("pace")
    return Release(
        share=percent_of(node, "share") or Fraction(0),
        event=node.text("event"),
        after=length_of(node, "after"),
        since=_since(node, "credit_date"),
        pace="parts" if parts else word_of(node, "pace", _PACES),
        parts=whole_of(parts, "parts") or 1,
        every=length_of(parts, "every"),
        odd_unit=word_of(parts, "odd_unit", ODD_UNITS),
        components=texts_of(node.get("components")),
        path=node.place.path,
    )


def _clawback(node: Map) -> Clawback:
    return Clawback(
        event=node.text("event") or "",
        within=length_of(node, "within") or Length(0, "day"),
        take_back=percent_of(node, "take_back"),
        method=word_of(node, "method", _METHODS),
        since=_since(node, "credit_date"),
        term=length_of(node, "term"),
        month_counts=optional_word(node, "month_counts", _MONTH_COUNTS),
        components=texts_of(node.get("components")),
        path=node.place.path,
    )


def _advance(name: str, node: Map) -> Advance:
    rate, recovery = literal_of(node, "rate", "percent", "price"), node.map("recovery")
    assert rate is not None
    assert recovery is not None
    return Advance(
        name=name,
        label=label_of(node, name),
        pays_on=node.text("pays_on") or "",
        rate=rate.as_number,
        matched_by=node.text("matched_by") or "",
        components=texts_of(node.get("components")),
        recovery=_recovery(recovery),
        on_undo=word_of(node, "on_undo", _ON_UNDO),
        path=node.place.path,
    )


def _recovery(node: Map) -> Recovery:
    return Recovery(
        percent_of(node, "share") or Fraction(0), minor_units(node, "at_most"), whole_of(node, "first_month")
    )


def _floor(node: Map) -> Floor:
    months = tuple(
        int(literal.number)
        for scalar in scalars_of(node.get("months"))
        if (literal := literal_from_text(scalar.text, ("whole",), scalar.place))
    )
    return Floor(
        amount=minor_units(node, "each_period"),
        target_share=percent_of(node.map("each_period"), "target_share"),
        since=_since(node, "assignment"),
        months=None if node.text("months") == "all" else months,
        schedule=tuple(
            (whole_of(row, "from") or 1, percent_of(row, "share") or Fraction(0)) for row in node.maps("schedule")
        ),
        timing=word_of(node, "timing", _TIMING),
        path=node.place.path,
    )


def _step(row: Map) -> tuple[int, Fraction]:
    return whole_of(row, "from") or 1, percent_of(row, "share") or Fraction(0)


def _draw(name: str, node: Map) -> Draw:
    recovery = node.map("recovery")
    return Draw(
        name=name,
        label=label_of(node, name),
        shape=word_of(node, "shape", _SHAPES),
        recoverable=node.text("recoverable") == "yes",
        floor=_floor(node),
        recovery=_recovery(recovery) if recovery else None,
        year_end=optional_word(node, "year_end", _YEAR_END),
        at_exit=optional_word(node, "at_exit", _AT_EXIT),
    )


def _cap(node: Map) -> PayCap:
    limit = literal_of(node, "limit", "money", "percent")
    assert limit is not None
    return PayCap(
        limit=limit.as_number,
        of=node.text("of"),
        per=word_of(node, "per", _PER),
        excess=word_of(node, "excess", _EXCESS),
        unless=tuple(_condition(row) for row in node.maps("unless")),
        path=node.place.path,
    )


def _condition(node: Map) -> Condition:
    comparison = next(word for word in _COMPARISONS if node.text(word))
    line = literal_of(node, comparison, "percent", "money", "number")
    assert line is not None
    undefined: Literal["pass", "fail"] = "pass" if node.text("undefined") == "pass" else "fail"
    return Condition(node.text("measure") or "", comparison, line.as_number, undefined)


def _windfall(node: Map | None) -> Windfall | None:
    above = literal_of(node, "above", "percent", "money")
    return Windfall(above.as_number, node.text("of"), node.place.path) if node and above else None


def _rounding(rounding: Map | None) -> PaymentRounding | None:
    payment = rounding.map("payment") if rounding else None
    unit = minor_units(payment, "unit")
    if unit is None:
        return None
    return PaymentRounding(unit, word_of(payment, "mode", MODES), word_of(payment, "remainder", _REMAINDER))


def _conversion(fx: Map | None) -> PayrollConversion | None:
    payroll = fx.map("payroll") if fx else None
    if payroll is None:
        return None
    return PayrollConversion(payroll.text("rates") or "", word_of(payroll, "as_of", _PAYMENT_DAYS), payroll.place.path)


_Negative = Literal["carry", "deduct"]
_NEGATIVE: tuple[_Negative, ...] = ("carry", "deduct")
_Held = Literal["pay", "forfeit"]
_HELD: tuple[_Held, ...] = ("pay", "forfeit")
_Pace = Literal["whole", "in_proportion"]
_PACES: tuple[_Pace, ...] = ("whole", "in_proportion")
_Method = Literal["recalculate", "original_rate"]
_METHODS: tuple[_Method, ...] = ("recalculate", "original_rate")
_MonthCounts = Literal["started", "completed"]
_MONTH_COUNTS: tuple[_MonthCounts, ...] = ("started", "completed")
_OnUndo = Literal["take_back", "keep"]
_ON_UNDO: tuple[_OnUndo, ...] = ("take_back", "keep")
_Timing = Literal["with_pay", "ahead"]
_TIMING: tuple[_Timing, ...] = ("with_pay", "ahead")
_Shape = Literal["top_up", "on_top"]
_SHAPES: tuple[_Shape, ...] = ("top_up", "on_top")
_YearEnd = Literal["keep", "forgive"]
_YEAR_END: tuple[_YearEnd, ...] = ("keep", "forgive")
_AtExit = Literal["forgive", "flag"]
_AT_EXIT: tuple[_AtExit, ...] = ("forgive", "flag")
_Remainder = Literal["carry", "drop"]
_REMAINDER: tuple[_Remainder, ...] = ("carry", "drop")
