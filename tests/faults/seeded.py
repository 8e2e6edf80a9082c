"""Faults of the kind that programs of incentive pay have had, as data: one text of the engine replaced by another.

In: nothing. Out: where each is planted, and what it would do to somebody's pay.
"""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """A wrong text in place of the right one, which occurs once in the file."""

    name: str
    file: str
    right: str
    wrong: str


SEEDED = (
    # boundaries
    Fault("boundary: an edge is not reached by its own value", "kernel/ladder.py",
          "value > at or (value == at and edges[number].included)", "value > at"),
    Fault("boundary: an excluded edge is reached by its own value", "kernel/ladder.py",
          "(value == at and edges[number].included)", "value == at"),
    Fault("boundary: “at least” means more than", "kernel/cells.py",
          '"at_least": lambda value: value >= line', '"at_least": lambda value: value > line'),
    Fault("boundary: the first day of a month belongs to the month before", "flow/credit_rows_from_credits.py",
          "begins = [period.span.first for", "begins = [date.fromordinal(period.span.first.toordinal() + 1) for"),
    # order
    Fault("order: deals of one day count in no order of time", "flow/credits_from_records.py",
          '(c.day, c.booked_at or "00:00:00", c.record.record_id, c.rule, c.credit_id)',
          "(c.day, c.record.record_id, c.rule, c.credit_id)"),
    Fault("order: a return goes through the tiers from the bottom", "kernel/ladder.py",
          "return parts if up else parts[::-1]", "return parts"),
    # rounding
    Fault("rounding: half a unit goes down", "values/money.py", "up = 2 * rest >= denominator",
          "up = 2 * rest > denominator"),
    Fault("rounding: half to even is half away", "values/money.py",
          "2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1)", "2 * rest >= denominator"),
    Fault("rounding: a change is rounded, not its two states", "kernel/pay.py",
          "difference = amount - self._rounded(earlier)\n        in_another_tier",
          "difference = amount - rounded(earlier.upper, earlier.lower, 'down')\n        in_another_tier"),
    # sign
    Fault("sign: a negative amount is rounded to the positive", "values/money.py",
          "return -result if numerator < 0 else result", "return result"),
    Fault("sign: what goes back is printed as if it were paid", "kernel/paid.py",
          "return tuple(_negated(operands) if back else operands)", "return tuple(operands)"),
    # caps, floors and what is carried
    Fault("cap: the cap before is forgotten, so a sum is cut twice", "kernel/limits.py",
          "return now - _above(use.sum_before, use.cap_before, both_sides=both_sides)", "return now"),
    Fault("cap: of a record only the upper side is held", "kernel/limits.py",
          "held = max(-int(cap.value), held)", "held = max(held, held)"),
    Fault("cap: it binds although its condition lifts it", "kernel/limits.py",
          "isinstance(gate, Known) and gate.value for gate in gates)",
          "isinstance(gate, Known) and not gate.value for gate in gates)"),
    Fault("carry: what is above the cap is lost", "kernel/limits.py",
          'cut if self._step.excess == "carry" else 0', '0 if self._step.excess == "carry" else 0'),
    Fault("carry: what was cut in the year is paid out each period", "kernel/limits.py",
          "if total and year.after - timedelta(days=1) == last_day:", "if total:"),
    # tiers
    Fault("lost tier: the part above the last edge is not paid", "kernel/ladder.py",
          "for tier in range(last + 1):", "for tier in range(last or 1):"),
    Fault("lost tier: overage above the line gets the rate of the tier below", "kernel/lines.py",
          "tier = state.tier if number else 0", "tier = 0"),
    # windows
    Fault("window: a total forgets to leave out what came before it", "kernel/cells.py",
          "self.sums[bisect_left(self._days, cell.through)] - self.before(cell)",
          "self.sums[bisect_left(self._days, cell.through)]"),
    Fault("window: the last day is not in it", "kernel/cells.py",
          "return self.sums[bisect_left(self._days, cell.through)]",
          "return self.sums[bisect_left(self._days, cell.day)]"),
    Fault("window: quarters are those of the calendar", "values/period.py",
          "months = (day.month - year_starts) % 12\n    first = add_months(day.replace(day=1), -(months % 3))",
          "months = (day.month - 1) % 12\n    first = add_months(day.replace(day=1), -(months % 3))"),
    # gates
    Fault("gate: one condition of several is enough", "kernel/windows.py",
          'if not value.value:\n            return "gate", gate\n    return None',
          'if not value.value:\n            continue\n    return None'),
    Fault("gate: judged when the credit came, though the plan says to date", "kernel/standing.py",
          'gates_at = place if self._step.judged == "to_date" else own', "gates_at = own"),
    # restated and to date
    Fault("restate: a later tier is not paid on earlier deals", "kernel/lines.py",
          "for period, stood, before, now in course.changes:\n            if self.missed(now, period):",
          "for period, stood, before, now in ():\n            if self.missed(now, period):"),
    Fault("to date: what was posted before is paid again", "kernel/windows.py",
          "return state[0]", "return State()"),
    Fault("to date: an award that is kept is paid every month", "kernel/windows.py",
          "if verdict is None:\n            return True",
          "if verdict is None:\n            return False"),
    # curves
    Fault("curve: beyond its end the last stretch goes on", "kernel/cells.py",
          'return (end, end) if rule == "edge" else', "return"),
    Fault("curve: below its first point it pays that point", "kernel/cells.py",
          'if rule == "nothing":\n        return None', 'if rule == "nothing":\n        return end, end'),
    # proration
    Fault("proration: the first day worked is lost", "values/proration.py",
          "return Part(sum(span.days for span in here), window.days)",
          "return Part(sum(span.days for span in here) - (worked.first > window.first), window.days)"),
    Fault("proration: leave is counted as worked", "values/proration.py",
          "here = _without(worked.overlap(window), leave)", "here = _without(worked.overlap(window), ())"),
    Fault("proration: the quota stays that of a whole window", "kernel/cells.py",
          "if isinstance(amount, Known) and part != 1:", "if isinstance(amount, Known) and part > 1:"),
    # splits
    Fault("split: units left over are given to nobody", "values/money.py", "for i in by_remainder[:left]:",
          "for i in by_remainder[:0]:"),
    Fault("split: an odd unit goes to the smallest remainder", "values/money.py",
          "key=lambda i: (parts[i] - exact[i], i)", "key=lambda i: (exact[i] - parts[i], i)"),
    # currencies
    Fault("currency: a quote is read in the wrong direction", "flow/converted.py",
          "row.rate if row.one == currency else 1 / row.rate", "1 / row.rate if row.one == currency else row.rate"),
    Fault("currency: won have cents", "flow/converted.py",
          "rate * 10 ** minor_digits(plan.currency) / 10 ** minor_digits(currency)", "rate"),
    Fault("currency: the rate of a later day", "flow/converted.py", "and row.day <= day]", "]"),
    # people above and beside
    Fault("rollup: a record counts once for each person below", "flow/credits_from_credits.py",
          "return amount if abs(amount) <= abs(whole) else whole", "return amount"),
    Fault("rollup: it goes one level too far", "flow/hierarchy.py", "if len(above) == levels:",
          "if len(above) == levels + 1:"),
    Fault("override: whoever joined the team late counts from the start", "flow/overrides_from_earnings.py",
          'if rule.as_of == "period_end" or in_reach(calculation, receiver, rule, assignment.payee, day)', ""),
    Fault("contest: after a tie the next place is not left out", "flow/contests_from_measures.py",
          "number += len(tied)", "number += 1"),
    Fault("contest: the earliest loses a tie", "flow/contests_from_measures.py",
          "sorted(equal, key=lambda one: (one.reached, one.payee))",
          "sorted(equal, key=lambda one: (one.reached, one.payee), reverse=True)"),
    # what is looked up
    Fault("table: the row that says least is picked", "flow/row_from_facts.py", "most = max(len", "most = min(len"),
    Fault("table: the first row that fits is not the first", "flow/row_from_facts.py", "return fitting[:1]",
          "return fitting[-1:]"),
    Fault("since: the first month is number 0", "values/period.py",
          "return number + 1 if add_months(since, number) <= day else number",
          "return number if add_months(since, number) <= day else number - 1"),
    Fault("opening: what was credited before the start is forgotten", "kernel/cells.py",
          "return opening.value if opening is not None else 0", "return 0"),
    Fault("opening: paid again after the change of systems", "kernel/windows.py",
          "return State(posted=opening)", "return State()"),
    # kinds
    Fault("kind: an overage plan is paid by slices of its tiers", "kinds/tiered_steps.py",
          'overage=ladder.shape == "overage",', "overage=False,"),
    Fault("kind: edges in money are not scaled with the time worked", "kinds/tiered_steps.py",
          "ladder.paid.unit),\n        scaled=ladder.scaled,\n        overage",
          "ladder.paid.unit),\n        scaled=False,\n        overage"),
)  # fmt: skip
