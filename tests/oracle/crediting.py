"""Credits of the oracle: which records count for whom, and with how much.

In: a plan and the given rows, both as plain data. Out: one row for each credit, in the order of ladders.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tests.oracle.literals import Plain, currency_of, day, minor, number, to_whole


@dataclass(frozen=True)
class Credited:
    """An amount (minor units of the plan's currency) or a number credited to a person on a day."""

    person: str
    rule: str
    record: str
    on: date
    amount: Fraction
    row: Plain
    #: of an indirect credit: from whose credit it comes
    below: str = ""


def plan_of(person: str, given: Plain, default: str) -> str:
    """Return the plan that a person holds."""
    return next((row.get("plan", default) for row in given["people"] if row["person"] == person), default)


def holds(person: str, on: date, given: Plain, plan: Plain) -> bool:
    """Say whether the person holds the plan on that day."""
    for row in given["people"]:
        if row["person"] == person and row.get("plan", plan["plan"]) == plan["plan"]:
            first, last = held(row, plan)
            if first <= on <= last:
                return True
    return False


def held(row: Plain, plan: Plain) -> tuple[date, date]:
    """Return the first and last day on which a person holds the plan."""
    effective = plan["effective"]
    return day(row.get("first_day", effective["first_day"])), day(row.get("last_day", effective["last_day"]))


def credits_of(plan: Plain, given: Plain, others: tuple[Plain, ...] = ()) -> list[Credited]:
    """Return every credit of the plan, by day, record and rule."""
    rows = [c for name, rule in plan["credit"].items() if "records" in rule for c in _direct(name, rule, plan, given)]
    for name, rule in plan["credit"].items():
        if "rollup" in rule or "overlay" in rule:
            rows += _indirect(name, rule, plan, given, others)
    return sorted(rows, key=lambda c: (c.on, c.row.get("booked_at", ""), c.record, c.rule))


def _direct(name: str, rule: Plain, plan: Plain, given: Plain) -> list[Credited]:
    found = []
    for row in given.get("records", []):
        if rule["records"] not in row or not meets(row, rule.get("when", {})):
            continue
        on = day(row[rule["date"]])
        amount = _amount(rule, row, plan, given, on)
        for person, part in _parts(rule, row, amount):
            if holds(person, on, given, plan):
                found.append(Credited(person, name, row[rule["records"]], on, part, row))
    return found


def meets(row: Plain, when: Plain) -> bool:
    """Say whether a record meets all conditions."""
    for field, wanted in when.items():
        value = row.get(field)
        if wanted == "missing":
            if value is not None:
                return False
        elif value is None:
            return False
        elif isinstance(wanted, dict) and "except" in wanted:
            if value in wanted["except"]:
                return False
        elif isinstance(wanted, dict):
            if not all(compares(number(value), word, number(line)) for word, line in wanted.items()):
                return False
        elif value not in (wanted if isinstance(wanted, list) else [wanted]):
            return False
    return True


def compares(value: Fraction, word: str, line: Fraction) -> bool:
    """Say whether a value meets a comparison."""
    return {"at_least": value >= line, "above": value > line, "at_most": value <= line, "under": value < line}[word]


def _amount(rule: Plain, row: Plain, plan: Plain, given: Plain, on: date) -> Fraction:
    if "count" in rule:
        return Fraction(rule["count"]) if rule["count"].isdigit() else number(row[rule["count"]])
    text = row[rule["amount"]]
    amount, currency = number(text), currency_of(text)
    if currency == plan["currency"]:
        return amount
    return Fraction(to_whole(amount * exchange(currency, plan, given, on)))


def exchange(currency: str, plan: Plain, given: Plain, on: date) -> Fraction:
    """Return minor units of the plan's currency for one minor unit of another."""
    rows = [r for r in given["fx"] if r["rates"] == plan["fx"]["rates"] and day(r["date"]) <= on]
    rows = [r for r in rows if {r["one"], currency_of(r["is"])} == {currency, plan["currency"]}]
    row = max(rows, key=lambda r: r["date"])
    factor = Fraction(row["is"].split()[0])
    if row["one"] != currency:
        factor = 1 / factor
    return factor * minor(plan["currency"]) / minor(currency)


def _parts(rule: Plain, row: Plain, amount: Fraction) -> list[tuple[str, Fraction]]:
    to = rule["to"]
    if to == "owner":
        return [(row["owner"], amount)] if "owner" in row else []
    if isinstance(to, dict):
        return [(row[to["field"]], amount)] if to["field"] in row else []
    shares = [(person, number(share)) for person, share in row["split"].items()]
    if "count" in rule:
        return [(person, amount * share) for person, share in shares]
    return divided(amount, shares, rule.get("odd_unit", "remainder"))


def divided(amount: Fraction, shares: list[tuple[str, Fraction]], odd_unit: str) -> list[tuple[str, Fraction]]:
    """Divide whole minor units so that nothing is lost; the sign is put back at the end."""
    sign, size = (-1 if amount < 0 else 1), abs(amount)
    if odd_unit == "cumulative":
        done, running, parts = 0, Fraction(0), []
        for _, share in shares:
            running += share
            parts.append(to_whole(size * running) - done)
            done += parts[-1]
    else:
        parts = [int(size * share // 1) for _, share in shares]
        left = to_whole(size * sum(share for _, share in shares)) - sum(parts)
        if odd_unit in ("first", "last"):
            sharing = [i for i, (_, share) in enumerate(shares) if share] or [0]
            parts[sharing[0 if odd_unit == "first" else -1]] += left
        else:
            ranked = sorted(range(len(shares)), key=lambda i: (-(size * shares[i][1] % 1), i))
            for i in ranked[:left]:
                parts[i] += 1
    return [(person, Fraction(sign * part)) for (person, _), part in zip(shares, parts, strict=True)]


def managers(person: str, given: Plain, levels: str) -> list[str]:
    """Return the managers above a person, nearest first."""
    above = {row["person"]: row.get("manager") for row in given["people"]}
    found: list[str] = []
    while (person := above.get(person) or "") and (levels == "all" or len(found) < int(levels)):
        found.append(person)
    return found


def _indirect(name: str, rule: Plain, plan: Plain, given: Plain, others: tuple[Plain, ...]) -> list[Credited]:
    found: dict[tuple[str, ...], Credited] = {}
    for source in rule.get("rollup", rule.get("overlay")):
        plan_name, _, credit = source.partition(".")
        origin = next(p for p in (plan, *others) if p["plan"] == plan_name)
        received = {**origin, "currency": plan["currency"], "fx": plan.get("fx", {})}
        for base in _direct(credit, origin["credit"][credit], received, given):
            if not holds(base.person, base.on, given, origin):
                continue
            for person, below in _receivers(rule, base, given):
                if not holds(person, base.on, given, plan):
                    continue
                once = rule["once_per_record"] == "yes"
                key = (person, base.record) if once else (person, base.record, source, base.person)
                before = found[key].amount if key in found else Fraction(0)
                found[key] = Credited(person, name, base.record, base.on, before + base.amount, base.row, below)
    return list(found.values())


def _receivers(rule: Plain, base: Credited, given: Plain) -> list[tuple[str, str]]:
    if "rollup" in rule:
        chain = [base.person, *managers(base.person, given, rule["levels"])]
        return [(chain[i], chain[i - 1]) for i in range(1, len(chain))]
    if "relation" in rule["to"]:
        rows = given.get("relations", [])
        return [(r["person"], "") for r in rows if r["relation"] == rule["to"]["relation"] and r["with"] == base.person]
    return [(base.row[rule["to"]["field"]], "")] if rule["to"]["field"] in base.row else []
