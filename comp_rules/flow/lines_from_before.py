"""The lines of a run that was asked before, for those that a record more leaves as they were, or only moves.

In: the columns and lines of the run before. Out: a line again, where it and everything that it prints are the same, or
with other totals before and after its credit, where nothing else of it changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from operator import attrgetter

from comp_rules.flow.lines_from_runs import Kept
from comp_rules.flow.records import Line
from comp_rules.kernel.alike import Alike
from comp_rules.kernel.columns import Columns, LineRow, PaidLine
from comp_rules.kernel.operand import Operand
from comp_rules.kernel.run import factors_in
from comp_rules.kernel.steps import Limit, Pay

_FIELDS = list(Line.__annotations__)
_NUMBER, _OPERANDS = _FIELDS.index("number"), _FIELDS.index("operands")
_fields_of = attrgetter(*_FIELDS)
#: everything of a row but the running total before and after its credit
_rest_of = attrgetter(*(name for name in LineRow.__annotations__ if name not in ("opened", "closed")))
_TOTALS = ("open", "close")


@dataclass(slots=True)
class Before:
    """What a run left: its columns, and by step and credit each of its lines with what was paid."""

    columns: Columns
    lines: dict[tuple[str, str, int | None, int], tuple[Kept, Line]] = field(default_factory=dict)
    #: by Pay step, which of its operands only print the total before (`open`) or after the credit (`close`), by role
    _shown: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def keep(self, kept: Kept, line: Line) -> None:
        """Keep a line of a credit."""
        key = _key(kept)
        if key is not None:
            self.lines[key] = (kept, line)

    def line(self, kept: Kept, number: int, unchanged: frozenset[str]) -> Line | None:
        """Return the line with its number, when it is paid alike by a step that reads what it read then.

        The totals before and after its credit may be others. None when more than these changed.
        """
        key = _key(kept) if kept.step.name in unchanged else None
        found = self.lines.get(key) if key is not None else None
        if found is None:
            return None
        was, line = found
        if was.credit is not kept.credit and was.credit != kept.credit:
            return None
        if was.paid is kept.paid:
            return line if line.number == number else _with(line, number, line.operands)
        if not _is_paid_alike(was.paid, kept.paid):
            return None
        old, new = was.paid.row, kept.paid.row
        if old.opened == new.opened and old.closed == new.closed:
            return _with(line, number, line.operands)
        shown = self._shown_totals(kept.step)
        return _with(line, number, _with_totals(line.operands, new, shown)) if shown else None

    def _shown_totals(self, step: Pay | Limit) -> Mapping[str, str]:
        """The operands that print the totals around the credit; none where the amount is made of one."""
        found = self._shown.get(step.name)
        if found is None:
            found = self._shown[step.name] = _totals_of(step) if isinstance(step, Pay) else {}
        return found

    def unchanged(self, columns: Columns) -> frozenset[str]:
        """Return the Pay steps whose operands are read from columns that are what they were."""
        alike = Alike(columns, self.columns)
        return frozenset(
            step.name
            for step in columns.steps.values()
            if isinstance(step, Pay)
            and alike.are_made(f.name for f in factors_in((*step.factors, *step.context)) if f.ref == "cell")
        )


def _key(kept: Kept) -> tuple[str, str, int | None, int] | None:
    row = kept.paid.row
    if row.credit is None or isinstance(kept.step, Limit):
        return None
    return kept.step.name, row.credit.credit_id, row.now.tier, row.slice


def _is_paid_alike(was: PaidLine, paid: PaidLine) -> bool:
    """Whether nothing but the totals around its credit differs, if anything does."""
    if was.amount != paid.amount or was.cap is not paid.cap or _rest_of(was.row) != _rest_of(paid.row):
        return False
    return was.exact.as_integer_ratio() == paid.exact.as_integer_ratio()


def _totals_of(step: Pay) -> Mapping[str, str]:
    if any(factor.ref in _TOTALS for factor in factors_in(step.factors)):
        return {}
    return {factor.role: factor.ref for factor in step.context if factor.ref in _TOTALS}


def _with_totals(operands: Sequence[Operand], row: LineRow, shown: Mapping[str, str]) -> tuple[Operand, ...]:
    """The operands with the totals before and after the credit as they are now."""
    renewed = list(operands)
    for number, operand in enumerate(operands):
        ref = shown.get(operand.role)
        if ref is not None:
            total = row.opened if ref == "open" else row.closed
            assert total is not None
            renewed[number] = Operand(operand.role, Fraction(total), operand.unit, operand.source, False)
    return tuple(renewed)


def _with(line: Line, number: int, operands: tuple[Operand, ...]) -> Line:
    """The line with another number and operands; `replace` takes five times as long."""
    fields = list(_fields_of(line))
    fields[_NUMBER], fields[_OPERANDS] = number, operands
    return Line(*fields)
