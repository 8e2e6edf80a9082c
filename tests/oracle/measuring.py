"""Measures of the oracle: the number of a person and window at the end of a month, its quota and its attainment.

In: a plan, the given rows and its credits. Out: exact fractions, None where a ratio is undefined.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from tests.oracle.crediting import Credited, compares, held
from tests.oracle.literals import Plain, day, form, later, month_end, month_start, number, to_whole


class NotCalculated(Exception):
    """A number is missing, so the component is not calculated."""


class Month:
    """A person's month under a plan, with everything known until its last day."""

    def __init__(self, person: str, first: date, plan: Plain, given: Plain, credits: list[Credited]) -> None:
        self.person, self.first, self.last = person, first, month_end(first)
        self.plan, self.given = plan, given
        self.all_credits = credits
        self.credits = [c for c in credits if c.person == person and c.on <= self.last]
        row = next(r for r in given["people"] if r["person"] == person)
        self.held = held(row, plan)
        self.row = row

    def at(self, first: date) -> Month:
        """Return the same person in another month."""
        return Month(self.person, first, self.plan, self.given, self.all_credits)

    # -- windows -------------------------------------------------------------------------------------------------

    def window(self, over: str | Plain, of: date | None = None) -> tuple[date, date]:
        """Return first and last day of the window that holds the day (or that ends with this month)."""
        of = of or self.first
        if isinstance(over, dict):
            return later(month_start(self.first), 1 - int(over["rolling_months"])), self.last
        if over in ("month", "period"):
            return month_start(of), month_end(of)
        start = 1 + 3 * ((of.month - 1) // 3) if over == "quarter_to_date" else 1
        first = date(of.year, start, 1)
        return first, later(first, 3 if over == "quarter_to_date" else 12) - timedelta(days=1)

    def part(self, over: str | Plain) -> Fraction:
        """Return the part of the window worked, in calendar days."""
        first, last = self.window(over)
        days = (min(last, self.held[1]) - max(first, self.held[0])).days + 1
        return Fraction(max(0, days), (last - first).days + 1)

    def day_of_rows(self, over: str | Plain) -> date:
        """Return the last day worked in window and month: its dated rows are taken."""
        return min(self.last, self.held[1])

    # -- measures ------------------------------------------------------------------------------------------------

    def over(self, name: str) -> str | Plain:
        """Return the window of a measure; a measure made of others has theirs."""
        measure = self.plan["measure"][name]
        if "over" in measure:
            return measure["over"]
        parts = measure.get("ratio") or measure.get("minus") or measure.get("plus")
        return self.over(parts[0] if parts else measure["weighted"][0]["by"])

    def value(self, name: str) -> Fraction | None:
        """Return the value of a measure at the end of the month."""
        measure = self.plan["measure"][name]
        if "sum" in measure or "count" in measure:
            rules = measure.get("sum", measure.get("count"))
            return self.total(rules if isinstance(rules, list) else [rules], measure["over"], name)
        if "input" in measure:
            return self._input(measure)
        if "weighted" in measure:
            return self._weighted(measure["weighted"])
        values = [self.value(part) for part in measure.get("ratio") or measure.get("minus") or measure["plus"]]
        if any(v is None for v in values):
            return None
        numbers = [v for v in values if v is not None]
        if "ratio" in measure:
            return None if numbers[1] <= 0 else numbers[0] / numbers[1]
        return numbers[0] - numbers[1] if "minus" in measure else sum(numbers, Fraction(0))

    def total(self, rules: list[str], over: str | Plain, name: str) -> Fraction:
        """Return the sum of credits in the window up to the end of the month, with the opening."""
        first, last = self.window(over)
        found = sum((c.amount for c in self.credits if c.rule in rules and first <= c.on <= last), Fraction(0))
        return found + self.opening("measure", name, over)

    def opening(self, of: str, name: str, over: str | Plain) -> Fraction:
        """Return the opening of a measure or component inside the window."""
        first, last = self.window(over)
        rows = [r for r in self.given.get("openings", []) if r["person"] == self.person and r.get(of) == name]
        rows = [r for r in rows if first <= day(r["last_day"]) <= min(last, self.last)]
        return number(max(rows, key=lambda r: r["last_day"])["value"]) if rows else Fraction(0)

    def _input(self, measure: Plain) -> Fraction:
        first, last = self.window(measure["over"])
        rows = [r for r in self.given.get("inputs", []) if (r["person"], r["input"]) == (self.person, measure["input"])]
        rows = [r for r in rows if first <= day(r["last_day"]) <= min(last, self.last)]
        if not rows:
            raise NotCalculated(measure["input"])
        return number(max(rows, key=lambda r: r["last_day"])["value"])

    def _weighted(self, items: list[Plain]) -> Fraction | None:
        found = Fraction(0)
        for item in items:
            attained = self.attainment(item["by"])
            if attained is None:
                return None
            if "floor" not in item or attained >= number(item["floor"]):
                found += number(item["weight"]) * attained
        return found

    def quota(self, name: str, stated: bool = False) -> tuple[Fraction, str]:
        """Return the quota of a measure as it counts (or as stated), and what a stated 0 means."""
        measure = self.plan["measure"][name]
        on = self.day_of_rows(measure["over"] if "over" in measure else self.over(name))
        rows = [r for r in self.given.get("quotas", []) if (r["person"], r["quota"]) == (self.person, measure["quota"])]
        effective = self.plan["effective"]
        rows = [
            r
            for r in rows
            if day(r.get("first_day", effective["first_day"])) <= on <= day(r.get("last_day", effective["last_day"]))
        ]
        if len(rows) != 1:
            raise NotCalculated(measure["quota"])
        value = number(rows[0]["value"])
        if stated or value == 0:
            return value, rows[0].get("if_zero", "")
        over = self.over(name)
        value = self.scaled(value, self.part(over)) if "quota" in self.plan["proration"]["scales"] else value
        if measure.get("against") == "quota_to_date":
            value = self.scaled(value, Fraction(self.months(over, True), self.months(over, False)))
        return value, ""

    def scaled(self, value: Fraction, part: Fraction) -> Fraction:
        """Return a named amount: rounded unless the whole of it counts."""
        return value if part == 1 else Fraction(to_whole(value * part))

    def months(self, over: str | Plain, to_date: bool) -> int:
        """Return the months of the window, or those of it that have begun."""
        first, last = self.window(over)
        last = self.last if to_date else last
        return (last.year - first.year) * 12 + last.month - first.month + 1

    def attainment(self, name: str) -> Fraction | None:
        """Return what a percentage is compared with: value / quota, or a ratio itself."""
        measure = self.plan["measure"][name]
        value = self.value(name)
        if "quota" not in measure or value is None:
            return value
        quota, if_zero = self.quota(name)
        if quota <= 0:
            return Fraction(1) if if_zero == "at_target" else None
        return value / quota

    def meets(self, conditions: list[Plain]) -> bool:
        """Say whether every condition on measures holds at the end of the month."""
        for condition in conditions:
            word = next(w for w in ("at_least", "above", "at_most", "under") if w in condition)
            percent = form(condition[word]) == "percent"
            value = (self.attainment if percent else self.value)(condition["measure"])
            if value is None:
                if condition.get("undefined", "fail") == "fail":
                    return False
            elif not compares(value, word, number(condition[word])):
                return False
        return True
