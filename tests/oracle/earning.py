"""Earnings of the oracle: what a component came to by the end of a month, key by key; a month is the difference.

In: a month of a person. Out: minor units by record (or item), as closed forms: nothing here walks lines or tiers in the
order in which the engine does.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise

from tests.oracle.crediting import Credited, meets
from tests.oracle.literals import (
    Plain,
    day,
    form,
    month_end,
    month_number,
    month_start,
    months_of_year,
    number,
    to_whole,
)
from tests.oracle.measuring import Month, NotCalculated


def earned(month: Month, name: str) -> dict[str, int]:
    """Return what the component earned in the month, by record id, item or empty; what is 0 is left out."""
    component = month.plan["earn"][name]
    months = [first for first in months_of_year(month.first.year) if first <= month.first and _begun(month, first)]
    for measure in _measures_read(component):
        _quotas_known(month, measure)
    to_date(month, component, name, strict=True)
    totals = [to_date(month.at(first), component, name) for first in months]
    for cap in component.get("caps", []):
        totals = _capped(totals, cap, months)
    now, before = totals[-1], totals[-2] if len(totals) > 1 else {}
    found = {key: now.get(key, 0) - before.get(key, 0) for key in {**now, **before}}
    return {key: amount for key, amount in found.items() if amount}


def _measures_read(component: Plain) -> list[str]:
    """The measures whose quota must be there, whatever happened in the month."""
    named = [item["by"] for item in component.get("items", [component]) if isinstance(item.get("by"), str)]
    named += [component[axis]["by"] for axis in ("rows", "columns") if axis in component]
    return named + [condition["measure"] for condition in component.get("only_if", component.get("reached", []))]


def _quotas_known(month: Month, measure: str) -> None:
    node = month.plan["measure"][measure]
    if "quota" in node:
        month.quota(measure)
    for item in node.get("weighted", []):
        _quotas_known(month, item["by"])


def _begun(month: Month, first: date) -> bool:
    return month_end(first) >= month.held[0]


def _capped(totals: list[dict[str, int]], cap: Plain, months: list[date]) -> list[dict[str, int]]:
    """Cut sums to date; what is cut of a period stands under the key `cap`."""
    limit = int(number(cap["limit"]))
    if cap["per"] == "record":
        return [{key: max(-limit, min(limit, amount)) for key, amount in total.items()} for total in totals]
    size = {"period": 1, "quarter": 3, "year": 12}[cap["per"]]
    result, base, cut, carried = [], 0, 0, 0
    for number_, total in enumerate(totals):
        first = number_ - (months[number_].month - 1) % size
        start = sum(totals[first - 1].values()) if first > 0 else 0
        done = sum(total.values()) - start
        if cap["excess"] == "carry":
            own = done + carried
            carried = max(0, own - limit)
            cut = carried
        else:
            group = max(0, done - limit)
            if (months[number_].month - 1) % size == 0:
                base = cut
            cut = base + group
            if cap["excess"] == "year_end" and months[number_].month == 12:
                cut = 0
        result.append({**total, "cap": -cut})
    return result


def to_date(month: Month, component: Plain, name: str, *, strict: bool = False) -> dict[str, int]:
    """Return everything the component came to from the year's beginning to the end of the month.

    What could not be calculated was not posted and counts nothing; `strict` raises when that is so of this month.
    """
    kind = component["kind"]
    if kind in ("flat", "tiered", "residual"):
        return _on_credits(month, component, strict=strict)
    if kind in ("target", "scorecard", "matrix"):
        return _on_windows(month, component, strict=strict)
    assert kind == "award"
    return _award(month, component)


# -- paid on credits --------------------------------------------------------------------------------------------------


def _on_credits(month: Month, component: Plain, *, strict: bool) -> dict[str, int]:
    by_month: dict[date, dict[str, int] | None] = {}
    for credit in month.credits:
        if credit.rule == component["pays_on"] and meets(credit.row, component.get("when", {})):
            first = month_start(credit.on)
            try:
                paid = _of_credit(month, component, credit)
            except NotCalculated:
                if strict and first == month.first:
                    raise
                by_month[first] = None
                continue
            found = by_month.setdefault(first, {})
            for key, amount in paid.items() if found is not None else ():
                found[key] = found.get(key, 0) + amount  # type: ignore[index]
    total: dict[str, int] = {}
    for earned_then in by_month.values():
        for key, amount in (earned_then or {}).items():
            total[key] = total.get(key, 0) + amount
    return total


def _of_credit(month: Month, component: Plain, credit: Credited) -> dict[str, int]:
    own = month.at(month_start(credit.on))
    if "only_if" in component:
        judge = (
            own if component["judged"] == "at_credit" else _latest(month, component["only_if"][0]["measure"], credit)
        )
        if not judge.meets(component["only_if"]):
            return {}
    if component["kind"] == "flat":
        return {credit.record: to_whole(credit.amount * _rate(component["rate"], month, credit))}
    if component["kind"] == "residual":
        since = day(credit.row[component["since"]["field"]])
        return {
            credit.record: to_whole(
                credit.amount * _tiered(component, Fraction(month_number(since, credit.on)), month, credit)
            )
        }
    if component["ladder"] == "each_credit":
        return {credit.record: _alone(month, component, credit)}
    if component["applies"] == "marginal":
        return {credit.record: _marginal(own, component, credit)}
    last = _latest(month, component["by"], credit)
    return {credit.record: _whole(last, own, component, credit)}


def _latest(month: Month, measure: str, credit: Credited) -> Month:
    """The latest month that lies in the window of the credit."""
    over = month.over(measure)
    if isinstance(over, dict):
        return month.at(month_start(credit.on))
    last = month.window(over, credit.on)[1]
    return month if month.first <= last else month.at(month_start(last))


def _rate(rate: str | Plain, month: Month, credit: Credited) -> Fraction:
    if isinstance(rate, str):
        return number(rate)
    if "personal" in rate:
        rows = [r for r in month.given["personal"] if (r["person"], r["personal"]) == (month.person, rate["personal"])]
        return number(rows[0]["value"])
    if "field" in rate:
        return number(credit.row[rate["field"]])
    if "ratio" in rate:
        return number(credit.row[rate["ratio"][0]]) / number(credit.row[rate["ratio"][1]])
    return _from_table(month.plan["tables"][rate["table"]], month, credit)


def _from_table(table: Plain, month: Month, credit: Credited) -> Fraction:
    fitting = []
    for entry in table["entries"]:
        stated = [fact for fact in table["facts"] if fact in entry]
        values = [entry[fact] if isinstance(entry[fact], list) else [entry[fact]] for fact in stated]
        if all(_fact(fact, month, credit) in wanted for fact, wanted in zip(stated, values, strict=True)):
            fitting.append((len(stated), entry))
    if not fitting:
        if table["otherwise"] == "fault":
            raise NotCalculated("rate")
        return number(table["otherwise"])
    if table["pick"] == "first_row":
        return number(fitting[0][1]["rate"])
    most = [entry for count, entry in fitting if count == max(count for count, _ in fitting)]
    if len(most) > 1:
        raise NotCalculated("two rates")
    return number(most[0]["rate"])


def _fact(fact: str, month: Month, credit: Credited) -> str | None:
    return month.row.get(fact.removeprefix("payee.")) if fact.startswith("payee.") else credit.row.get(fact)


def _reached(tiers: list[Plain], value: Fraction, unit: Fraction = Fraction(1)) -> int:
    """The highest tier whose line is reached; percent lines are parts of `unit`."""
    found = 0
    for i, tier in enumerate(tiers):
        text = tier.get("from", tier.get("above"))
        at = number(text) * (unit if form(text) == "percent" else 1)
        if value > at or ("from" in tier and value == at):
            found = i
    return found


def _tiered(component: Plain, value: Fraction, month: Month, credit: Credited) -> Fraction:
    return _rate(component["tiers"][_reached(component["tiers"], value)]["rate"], month, credit)


def _alone(month: Month, component: Plain, credit: Credited) -> int:
    """A credit on a ladder of its own; a reversal stands where the credit it takes back stood."""
    sign = -1 if credit.row.get("reverses") else 1
    size = credit.amount * sign
    by = component.get("by", {})
    if isinstance(by, dict) and by:
        value = (
            number(credit.row[by["field"]]) if "field" in by else Fraction(_months_since(by["since"], month, credit))
        )
        return to_whole(credit.amount * _tiered(component, value, month, credit))
    if component["applies"] == "whole":
        return to_whole(credit.amount * _tiered(component, size, month, credit))
    lines = [number(t.get("from", t.get("above"))) for t in component["tiers"]]
    return sum(
        to_whole(sign * part * number(tier["rate"]))
        for part, tier in zip(_parts(Fraction(0), size, lines), component["tiers"], strict=True)
    )


def _months_since(since: str | Plain, month: Month, credit: Credited) -> int:
    text = month.row["hire"] if since == "hire" else credit.row[since["field"]]  # type: ignore[index]
    return month_number(day(text), credit.on)


def _parts(low: Fraction, high: Fraction, lines: list[Fraction]) -> list[Fraction]:
    """How much of the way from low to high lies in each tier: the difference of what lies below two points."""
    return [_filled(high, lines, i) - _filled(low, lines, i) for i in range(len(lines))]


def _filled(point: Fraction, lines: list[Fraction], tier: int) -> Fraction:
    """How much of a tier lies below `point`; the first has no bottom and counts from 0, the last has no top."""
    top = lines[tier + 1] if tier + 1 < len(lines) else None
    if tier == 0:
        return point if top is None else min(point, top)
    clipped = max(point, lines[tier])
    return (clipped if top is None else min(clipped, top)) - lines[tier] if clipped > lines[tier] else Fraction(0)


def _base(month: Month, component: Plain) -> Fraction:
    base = component.get("base_rate")
    if base is None:
        return Fraction(1)
    if isinstance(base, str):
        return number(base)
    if "personal" in base:
        return _rate(base, month, month.credits[0])
    quota, _ = month.quota(component["by"], stated=True)
    if quota == 0:
        raise NotCalculated("quota")
    return (
        _target(month)
        * number(base["target_share"])
        * Fraction(month.months(month.over(component["by"]), False), 12)
        / quota
    )


def _target(month: Month) -> Fraction:
    if "target" not in month.row:
        raise NotCalculated("target")
    return number(month.row["target"])


def _marginal(own: Month, component: Plain, credit: Credited) -> int:
    """The parts of the way that the credit makes on the ladder, each at its rate, each rounded."""
    by = component["by"]
    first, last = own.window(own.over(by))
    rules = own.plan["measure"][by].get("sum", own.plan["measure"][by].get("count"))
    rules = rules if isinstance(rules, list) else [rules]
    earlier = [c for c in own.credits if c.rule in rules and first <= c.on <= last]
    opened = sum((c.amount for c in earlier[: earlier.index(credit)]), own.opening("measure", by, own.over(by)))
    percent = form(component["tiers"][0].get("from", component["tiers"][0].get("above"))) == "percent"
    quota = own.quota(by)[0] if percent else Fraction(1)
    if percent and quota <= 0:
        raise NotCalculated("quota")
    lines = [number(t.get("from", t.get("above"))) * quota for t in component["tiers"]]
    base = _base(own, component)
    parts = _parts(opened, opened + credit.amount, lines)
    return sum(
        to_whole(part * base * _rate(tier["rate"], own, credit))
        for part, tier in zip(parts, component["tiers"], strict=True)
    )


def _whole(last: Month, own: Month, component: Plain, credit: Credited) -> int:
    """The credit at the rate reached by the latest month of its window; of overage only what lies above the line."""
    by, tiers = component["by"], component["tiers"]
    percent = form(tiers[0].get("from", tiers[0].get("above"))) == "percent"
    value = last.attainment(by) if percent else last.value(by)
    if value is None:
        return 0
    reached = _reached(tiers, value)
    base = _base(last, component)
    if component["applies"] == "whole":
        return to_whole(credit.amount * base * _rate(tiers[reached]["rate"], last, credit))
    quota = last.quota(by)[0] if percent else Fraction(1)
    line = number(tiers[1].get("from", tiers[1].get("above"))) * quota
    first, end = own.window(own.over(by))
    rules = own.plan["measure"][by].get("sum", own.plan["measure"][by].get("count"))
    rules = rules if isinstance(rules, list) else [rules]
    earlier = [c for c in own.credits if c.rule in rules and first <= c.on <= end]
    opened = sum((c.amount for c in earlier[: earlier.index(credit)]), own.opening("measure", by, own.over(by)))
    below, above = _parts(opened, opened + credit.amount, [Fraction(0), line])
    return to_whole(below * base * _rate(tiers[0]["rate"], last, credit)) + to_whole(
        above * base * _rate(tiers[reached]["rate"], last, credit)
    )


# -- paid for windows -------------------------------------------------------------------------------------------------


def _on_windows(month: Month, component: Plain, *, strict: bool) -> dict[str, int]:
    over = month.over(_first_measure(component))
    found: dict[str, int] = {}
    for first in months_of_year(month.first.year):
        if first > month.first or month_end(first) < month.held[0]:
            continue
        window = month.window(over, first)
        last_of_window = month_end(first) == window[1]
        if component["paid"] == "window_end" and not last_of_window:
            continue
        if component["paid"] == "quarterly_to_date" and first.month % 3:
            continue
        try:
            value = _of_window(month.at(first), component)
        except NotCalculated:
            if strict and first == month.first:
                raise
            continue
        for key in [key for key in found if key.endswith(str(window[0]))]:
            found[key] = 0
        found |= {f"{key}{window[0]}": amount for key, amount in value.items()}
    return found


def _first_measure(component: Plain) -> str:
    if component["kind"] == "scorecard":
        return component["items"][0]["by"]
    return component["rows"]["by"] if component["kind"] == "matrix" else component["by"]


def _of_window(month: Month, component: Plain) -> dict[str, int]:
    """The value of the window to date, by item."""
    items = component.get("items", [component])
    found: dict[str, int] = {}
    payouts = [_payout(month, item) for item in items] if component["kind"] != "matrix" else [_grid(month, component)]
    if "only_if" in component and not month.meets(component["only_if"]):
        return {}
    for i, (item, payout) in enumerate(zip(items, payouts, strict=True)):
        if payout is None:
            continue
        if payout[1] == "money":
            found[str(i)] = to_whole(payout[0])
            continue
        part = number(component["target_share"]) * (number(item["weight"]) if "weight" in item else 1)
        over = month.over(_first_measure(component))
        target = _target(month)
        if "target" in month.plan["proration"]["scales"]:
            target = month.scaled(target, month.part(over))
        counted = month.months(over, component.get("target_counted") == "to_date")
        found[str(i)] = to_whole(target * counted / 12 * part * payout[0])
    return found


def _payout(month: Month, item: Plain) -> tuple[Fraction, str] | None:
    rows = item.get("tiers") or item["curve"]["points"]
    text = rows[0].get("from", rows[0].get("above")) if "tiers" in item else rows[0][0]
    value = month.attainment(item["by"]) if form(text) == "percent" else month.value(item["by"])
    if value is None:
        return None
    if "tiers" in item:
        pays = rows[_reached(rows, value)]["pays"]
        return number(pays), form(pays)
    return _line(item["curve"], value), form(rows[0][1])


def _line(curve: Plain, value: Fraction) -> Fraction:
    points = [(number(at), number(pays)) for at, pays in curve["points"]]
    if value < points[0][0]:
        if curve["below"] != "extend":
            return Fraction(0) if curve["below"] == "nothing" else points[0][1]
        pair = points[:2]
    elif value > points[-1][0]:
        if curve["beyond"] != "extend":
            return Fraction(0) if curve["beyond"] == "nothing" else points[-1][1]
        pair = points[-2:]
    else:
        pair = next([a, b] for a, b in pairwise(points) if a[0] <= value <= b[0])
    (x, y), (u, v) = pair
    return y + (v - y) * (value - x) / (u - x)


def _grid(month: Month, component: Plain) -> tuple[Fraction, str] | None:
    at = []
    for axis in (component["rows"], component["columns"]):
        text = axis["edges"][0].get("from", axis["edges"][0].get("above"))
        value = month.attainment(axis["by"]) if form(text) == "percent" else month.value(axis["by"])
        if value is None:
            return None
        at.append(_reached(axis["edges"], value))
    pays = component["pays"][at[0]][at[1]]
    return number(pays), form(pays)


def _award(month: Month, component: Plain) -> dict[str, int]:
    """Once for each window of the first measure: reached, and kept or lost again."""
    over = month.over(component["reached"][0]["measure"])
    found: dict[str, int] = {}
    for first in months_of_year(month.first.year):
        if first > month.first or month_end(first) < month.held[0] or first > month.held[1]:
            continue
        window = str(month.window(over, first)[0])
        holds = month.at(first).meets(component["reached"])
        if holds:
            found[window] = int(number(component["pays"]))
        elif component["kept"] == "no":
            found.pop(window, None)
    return found
