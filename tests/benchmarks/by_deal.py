"""The workload as a typical web application has it: a loop over deals in Decimal. In: deals as dictionaries. Out: lines
with what they were made of, and what each payee is paid."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.benchmarks.workload import BONUS, CAP, RATES, STARTS, Deals

CENT = Decimal("0.01")
EDGES = [Decimal(start) / 100 for start in STARTS]
PERCENTS = [Decimal(rate) / 10_000 for rate in RATES]


def rows_of(deals: Deals) -> tuple[list[dict[str, Any]], list[dict[str, Decimal]]]:
    """Return the deals and the payees as a web application reads them from its database."""
    columns = (deals.payee, deals.day, deals.deal, deals.amount, deals.eligible, deals.split, deals.rate, deals.weight)
    rows = [
        {
            "id": number,
            "payee": payee,
            "day": day,
            "deal": deal,
            "amount": Decimal(amount).scaleb(-2),
            "eligible": eligible,
            "split": Decimal(split).scaleb(-4),
            "rate": Decimal(rate).scaleb(-6),
            "weight": Decimal(weight).scaleb(-2),
        }
        for number, (payee, day, deal, amount, eligible, split, rate, weight) in enumerate(
            zip(*(column.tolist() for column in columns), strict=True)
        )
    ]
    payees = [
        {"quota": Decimal(quota).scaleb(-2), "opening": Decimal(opening).scaleb(-2)}
        for quota, opening in zip(deals.quota.tolist(), deals.opening.tolist(), strict=True)
    ]
    return rows, payees


def cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


def run(
    rows: Sequence[dict[str, Any]], payees: Sequence[dict[str, Decimal]]
) -> tuple[list[dict[str, Any]], list[Decimal]]:
    """Return the lines, and by payee what is paid."""
    cap, bonus = Decimal(CAP).scaleb(-2), Decimal(BONUS).scaleb(-2)
    running = [payee["opening"] for payee in payees]
    paid = [Decimal(0)] * len(payees)
    to_date: dict[tuple[int, int], Decimal] = {}
    lines = []
    for row in sorted(rows, key=lambda row: (row["payee"], row["day"], row["id"])):
        if not row["eligible"]:
            continue
        number = row["payee"]
        line = dict(row)
        line["shared"] = cents(row["amount"] * row["split"])
        line["converted"] = cents(line["shared"] * row["rate"])
        line["credited"] = cents(line["converted"] * row["weight"])
        line["open"] = running[number]
        line["close"] = running[number] = line["open"] + line["credited"]
        parts = line["parts"] = _parts(line["open"], line["close"], payees[number]["quota"])
        line["lines"] = [cents(part * percent) for part, percent in zip(parts, PERCENTS, strict=True)]
        before = to_date.get((number, row["deal"]), Decimal(0))
        after = to_date[number, row["deal"]] = before + sum(line["lines"])
        line["capped"] = _held(after, cap) - _held(before, cap)
        paid[number] += line["capped"]
        lines.append(line)
    for number, payee in enumerate(payees):
        if running[number] >= payee["quota"]:
            paid[number] += bonus
    return lines, paid


def _parts(before: Decimal, after: Decimal, quota: Decimal) -> list[Decimal]:
    parts = []
    for number, edge in enumerate(EDGES):
        bottom = quota * edge if number else None
        top = quota * EDGES[number + 1] if number + 1 < len(EDGES) else None
        parts.append(_clip(after, bottom, top) - _clip(before, bottom, top))
    return parts


def _clip(value: Decimal, bottom: Decimal | None, top: Decimal | None) -> Decimal:
    if bottom is not None and value < bottom:
        return bottom
    return top if top is not None and value > top else value


def _held(total: Decimal, cap: Decimal) -> Decimal:
    return max(-cap, min(cap, total))
