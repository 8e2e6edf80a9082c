"""What the oracle pays for others: prizes by rank, parts of what others earned, and differences between levels.

In: a month of a person and the plans of all. Out: minor units, from the words of the language alone.
"""

from __future__ import annotations

from fractions import Fraction

from tests.oracle.crediting import Credited, credits_of, divided, exchange, managers
from tests.oracle.earning import earned
from tests.oracle.literals import Plain, form, month_end, number, to_whole
from tests.oracle.measuring import Month, NotCalculated


def prizes(month: Month, component: Plain) -> dict[str, int]:
    """Return what everyone wins whose contest ends with the month; empty when the window goes on."""
    measure = component["rank"]
    if month.window(month.over(measure))[1] != month.last:
        return {}
    ranked = []
    for row in month.given["people"]:
        other = Month(row["person"], month.first, month.plan, month.given, month.all_credits)
        if row["title"] != component["among"]["title"] or not other.held[0] <= month.last <= other.held[1]:
            continue
        try:
            value = other.attainment(measure)
        except NotCalculated:
            continue
        if value is not None and value > 0 and other.meets(component.get("only_if", [])):
            ranked.append((value, other))
    money = [int(number(text)) for text in component["prizes"]]
    won = {}
    for value in sorted({value for value, _ in ranked}, reverse=True):
        above = sum(other > value for other, _ in ranked)
        tied = sorted((one for at, one in ranked if at == value), key=lambda one: one.person)
        if component["ties"] == "earliest":
            tied.sort(key=lambda one: (_reached(one, measure, value), one.person))
            shares = [money[place] if place < len(money) else 0 for place in range(above, above + len(tied))]
        elif component["ties"] == "higher":
            shares = [money[above] if above < len(money) else 0] * len(tied)
        else:
            parts = [(one.person, Fraction(1, len(tied))) for one in tied]
            shares = [int(part) for _, part in divided(Fraction(sum(money[above : above + len(tied)])), parts, "")]
        won |= {one.person: prize for one, prize in zip(tied, shares, strict=True)}
    return won


def _reached(month: Month, measure: str, value: Fraction) -> tuple[str, ...]:
    """When the person came to the value to stay: the last credit that changed it."""
    first, last = month.window(month.over(measure))
    rules = month.plan["measure"][measure]["sum"]
    own = [c for c in month.credits if c.rule == rules and first <= c.on <= last and c.amount]
    return (own[-1].on.isoformat(), own[-1].row.get("booked_at", ""), own[-1].record) if own else ("",)


def on_earnings(month: Month, component: Plain, others: dict[str, Plain]) -> int:
    """Return the part of what those below earned in the month; raises NotCalculated when one of them is not."""
    total = 0
    for source in component["earnings"]:
        name, _, wanted = source.partition(".")
        plan = others[name]
        credits = credits_of(plan, month.given)
        base = 0
        for row in month.given["people"]:
            if (
                month.person in managers(row["person"], month.given, component["reach"]["levels"])
                and row["plan"] == name
            ):
                base += sum(earned(Month(row["person"], month.first, plan, month.given, credits), wanted).values())
        if plan["currency"] != month.plan["currency"]:
            base = to_whole(base * exchange(plan["currency"], month.plan, month.given, month.last))
        total += to_whole(base * number(component["rate"]))
    return total


def on_levels(month: Month, component: Plain) -> int:
    """Return the difference between the own rate and that of the person next below, credit by credit."""
    table = month.plan["tables"][component["spread"]]
    last = month_end(month.first)
    own = [c for c in month.credits if c.rule == component["pays_on"] and month.first <= c.on <= last]
    return sum(
        to_whole(c.amount * max(Fraction(0), _rate(table, month, month.person) - _below(table, month, c))) for c in own
    )


def _below(table: Plain, month: Month, credit: Credited) -> Fraction:
    return _rate(table, month, credit.below)


def _rate(table: Plain, month: Month, person: str) -> Fraction:
    grade = next(row["grade"] for row in month.given["people"] if row["person"] == person)
    found = [entry["rate"] for entry in table["entries"] if entry["payee.grade"] == grade]
    text = found[0] if found else table["otherwise"]
    assert form(text) == "percent"
    return number(text)
