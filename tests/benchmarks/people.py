"""One person's month in two programs: the plan of an account executive, and what a typical web application does.

In: how many deals. Out: the compiled plan with its facts, and the Decimal program's lines with sentence and formula.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from comp_rules import compile_plan
from comp_rules.facts.facts import Facts, RecordVersion, Value
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.plan.facts_from_examples import facts_from_example
from comp_rules.values.money import Money
from comp_rules.values.period import month_of

PLAN = Path(__file__).parent.parent / "scenarios" / "ae-2026" / "plan.yaml"
MONTH = month_of(date(2026, 3, 1))
CENT = Decimal("0.01")
#: quota and target incentive of the plan's first example
QUOTA, TARGET, OPENING = Decimal(1_000_000), Decimal(80_000), Decimal(850_000)
TIERS = ((Decimal(0), Decimal(1)), (QUOTA, Decimal("1.5")), (QUOTA * 3 / 2, Decimal(2)))


def plan() -> CompiledPlan:
    """Return the plan of account executives, compiled."""
    compiled, _ = compile_plan(PLAN.read_bytes(), PLAN.name)
    assert compiled is not None
    return compiled


def facts_of(compiled: CompiledPlan, deals: int) -> Facts:
    """Return the facts of the plan's first example with so many deals in the month, every fourth for two years."""
    facts, _ = facts_from_example(compiled.document, 0, compiled, ())
    return replace(facts, records=tuple(deal(number) for number in range(deals)))


def deal(number: int) -> RecordVersion:
    """Return one deal; together they take the person from the first tier to the second."""
    fields = {
        "stage": Value("text", "closed_won"),
        "kind": Value("text", "new" if number % 3 else "expansion"),
        "close_date": Value("date", MONTH.span.first + timedelta(number * 7 % 31)),
        "arr": Value("money", Money(50_000 + number * 137 % 29_989, "USD")),
        "term_months": Value("number", Fraction(24 if number % 4 == 0 else 12)),
    }
    return RecordVersion("deal", f"D{number:04}", 1, 0, fields, None, (("ann", Fraction(1)),))


def rows_of(records: Sequence[RecordVersion]) -> list[dict[str, Any]]:
    """Return the deals as a web application reads them from its database."""
    rows = []
    for record in records:
        amount = record.fields["arr"].data
        assert isinstance(amount, Money)
        row: dict[str, Any] = {name: record.fields[name].data for name in ("stage", "kind", "close_date")}
        row |= {"id": record.record_id, "arr": Decimal(amount.minor).scaleb(-2), "split": Decimal(1)}
        rows.append(row | {"term_months": int(str(record.fields["term_months"].data))})
    return rows


def by_deal(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the lines of the month as a typical program makes them, each with its sentence and formula."""
    running, lines = OPENING, []
    for row in sorted(rows, key=lambda row: (row["close_date"], row["id"])):
        if row["stage"] != "closed_won" or row["kind"] not in ("new", "expansion"):
            continue
        credit = (row["arr"] * row["split"]).quantize(CENT, rounding=ROUND_HALF_UP)
        opened, running = running, running + credit
        for number, (start, times) in enumerate(TIERS):
            top = TIERS[number + 1][0] if number + 1 < len(TIERS) else running
            part = min(running, top) - max(opened, start)
            if part > 0:
                lines.append(_commission(row, credit, part, times, opened, running))
        if row["term_months"] >= 24:
            amount = (credit * Decimal("0.01")).quantize(CENT, rounding=ROUND_HALF_UP)
            sentence = f"{row['id']}: {credit:,.2f} USD pays 1%."
            formula = f"=ROUND({credit}*1%,2)"
            lines.append({"deal": row["id"], "amount": amount, "sentence": sentence, "formula": formula})
    return lines


def _commission(
    row: dict[str, Any], credit: Decimal, part: Decimal, times: Decimal, opened: Decimal, closed: Decimal
) -> dict[str, Any]:
    amount = (part * times * TARGET / QUOTA).quantize(CENT, rounding=ROUND_HALF_UP)
    return {
        "deal": row["id"],
        "credit": credit,
        "part": part,
        "times": times,
        "amount": amount,
        "sentence": f"{row['id']}: {part:,.2f} USD of {credit:,.2f} USD earns {times}x the base rate; "
        f"the year went from {opened:,.2f} USD to {closed:,.2f} USD of {QUOTA:,.2f} USD.",
        "formula": f"=ROUND({part}*{times}*{TARGET}/{QUOTA},2)",
    }
