"""Records in another currency come into the plan's: the whole amount, one hop, rounded once, before any split.

In: an amount in minor units and the rate rows of the plan's table. Out: minor units of the plan's currency.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from comp_rules.facts.facts import FxRate
from comp_rules.flow.records import FxUsed
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.identity import Source
from comp_rules.values.money import minor_digits, rounded_ratio
from comp_rules.values.period import period_of, year_of


def converted(
    amount: Fraction, currency: str, day: date, plan: CompiledPlan, rows: Sequence[FxRate]
) -> tuple[int, FxUsed] | None:
    """Return (minor units of the plan's currency, the rate used), or None when no rate is in force.

    `day` is the credit date. A row says 1 `one` = `rate` `currency`; the other direction divides exactly.
    """
    found = rate_between(currency, day, plan, rows)
    if found is None:
        return None
    rate, used = found
    return rounded_ratio(amount * rate), used


def rate_between(
    currency: str, day: date, plan: CompiledPlan, rows: Sequence[FxRate]
) -> tuple[Fraction, FxUsed] | None:
    """Return (exact minor units of the plan's currency for one minor unit of `currency`, the rate used)."""
    if plan.fx is None:
        return None
    row = _in_force(rows, plan.fx.rates, {currency, plan.currency}, _day_of_rate(day, plan))
    if row is None:
        return None
    rate = row.rate if row.one == currency else 1 / row.rate
    rate = rate * 10 ** minor_digits(plan.currency) / 10 ** minor_digits(currency)
    used = FxUsed(row.table, row.day, row.one, row.currency, row.rate, Source("fx", row.row_id, row.known_no))
    return rate, used


def _day_of_rate(day: date, plan: CompiledPlan) -> date:
    assert plan.fx is not None
    if plan.fx.as_of == "year_start":
        return year_of(day, plan.year_starts).first
    if plan.fx.as_of == "period_end":
        return period_of(day, plan.calculate, plan.year_starts).span.last_day or day
    return day


def _in_force(rows: Sequence[FxRate], table: str, currencies: set[str], day: date) -> FxRate | None:
    """The newest row of the pair on or before the day, in either direction."""
    fitting = [row for row in rows if row.table == table and {row.one, row.currency} == currencies and row.day <= day]
    return max(fitting, key=lambda row: (row.day, row.known_no), default=None)
