"""The dated numbers of one payee: quotas, target incentive, personal rates and sums.

In: dated rows as known at a moment. Out: the one in force on a day with its origin, or which one is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from comp_rules.facts.facts import Opening, PersonalValue, Quota, TargetIncentive, TypedResult, Value
from comp_rules.kernel.world import Amount, Cell, Known, Missing
from comp_rules.values.identity import Source
from comp_rules.values.money import Money


@dataclass(frozen=True, slots=True)
class DatedNumbers:
    """One payee's rows; money must be in `currency`, the plan's."""

    currency: str
    quotas: Sequence[Quota]
    targets: Sequence[TargetIncentive]
    personal_values: Sequence[PersonalValue]
    inputs: Sequence[TypedResult] = ()
    openings: Sequence[Opening] = ()

    def quota(self, name: str, cell: Cell, window_is_row: bool) -> Known | Missing:
        """Return the quota of a cell: the row whose days are the window, or the one in force on the cell's day.

        A row stated as 0 says with `if_zero` what holds then; without it the quota is missing.
        """
        rows = [row for row in self.quotas if row.quota == name]
        in_force = [row for row in rows if (row.span == cell.window if window_is_row else cell.day in row.span)]
        if len(in_force) != 1:
            return Missing("quota_twice" if in_force else "quota_missing", name, cell.day)
        row = in_force[0]
        amount = _amount(row.value, self.currency)
        if amount is None:
            return Missing("quota_unit", name, cell.day)
        if amount == 0 and row.if_zero is None:
            return Missing("quota_zero", name, cell.day)
        if_zero = (row.if_zero or "") if amount == 0 else ""
        return Known(amount, Source("quota", row.row_id, row.known_no), if_zero=if_zero)

    def target(self, day: date) -> Known | Missing:
        """Return the annual target incentive in force on the day."""
        in_force = [row for row in self.targets if day in row.span]
        if len(in_force) != 1:
            return Missing("target_twice" if in_force else "target_missing", "target", day)
        row = in_force[0]
        if row.amount.currency != self.currency:
            return Missing("target_currency", row.amount.currency, day)
        return Known(row.amount.minor, Source("target", row.row_id, row.known_no))

    def personal(self, name: str, day: date) -> Known | Missing:
        """Return the personal rate or sum in force on the day, with its form `percent` or `money`."""
        in_force = [row for row in self.personal_values if row.name == name and day in row.span]
        if len(in_force) != 1:
            return Missing("personal_twice" if in_force else "personal_missing", name, day)
        row = in_force[0]
        amount = _amount(row.value, self.currency)
        if amount is None:
            return Missing("personal_unit", name, day)
        form = "money" if isinstance(row.value.data, Money) else row.value.type
        return Known(amount, Source("personal", row.row_id, row.known_no), form)

    def target_is_of_window(self, day: date) -> bool:
        """Say whether the target row in force on the day is the sum of one window."""
        return any(row.of_window for row in self.targets if day in row.span)

    def input(self, name: str, cell: Cell) -> Known | Missing:
        """Return the typed result with the latest last day in the cell's window and not after the cell."""
        rows = [row for row in self.inputs if row.name == name and cell.window.first <= row.last_day < cell.through]
        if not rows:
            return Missing("input_missing", name, cell.day)
        row = max(rows, key=lambda found: (found.last_day, found.known_no))
        amount = _amount(row.value, self.currency)
        if amount is None:
            return Missing("input_unit", name, cell.day)
        return Known(amount, Source("input", row.row_id, row.known_no))

    def opening(self, of: str, name: str, cell: Cell) -> Known | None:
        """Return the opening of a `measure` or `component` whose last day lies in the cell's window, before its end."""
        rows = [
            row
            for row in self.openings
            if (row.of, row.name) == (of, name) and cell.window.first <= row.last_day < cell.through
        ]
        if not rows:
            return None
        row = max(rows, key=lambda found: (found.last_day, found.known_no))
        amount = _amount(row.value, self.currency)
        return None if amount is None else Known(amount, Source("opening", row.row_id, row.known_no))


def _amount(value: Value, currency: str) -> Amount | None:
    """The number of a value; None when it is money of another currency, or no number."""
    if isinstance(value.data, Money):
        return value.data.minor if value.data.currency == currency else None
    if isinstance(value.data, Fraction):
        return value.data.numerator if value.data.denominator == 1 else value.data
    return None
