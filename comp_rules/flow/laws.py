"""Invariants asserted on every result: a result that breaks one is a defect and is never shown.

In: a calculated period. Out: nothing, or a refusal that names the person and the law.
"""

from __future__ import annotations

from comp_rules.flow.records import AssignmentResult, RunResult
from comp_rules.kernel.operand import amount_of, is_cut, states_of


class LawBroken(AssertionError):
    """A result contradicts itself; it names the law, the person and the amounts."""


def check_laws(result: RunResult) -> None:
    """Raise LawBroken unless totals are sums of lines and every line is its operands, rounded once."""
    for payee in result.payees:
        for part in payee.parts:
            _check_totals(part)
            _check_lines(part)


def _check_totals(part: AssignmentResult) -> None:
    if part.total != sum(line.amount for line in part.lines):
        raise LawBroken(f"{part.payee}: the total {part.total} is not the sum of the lines")
    for component in part.components:
        lines = [line.amount for line in part.lines if line.component == component.component]
        if component.total is None and lines:
            raise LawBroken(f"{part.payee}: {component.component} is blocked and has lines")
        if component.total is not None and component.total != sum(lines):
            raise LawBroken(f"{part.payee}: {component.component} is not the sum of its lines")
    if len({line.line_id for line in part.lines}) != len(part.lines):
        raise LawBroken(f"{part.payee}: two lines have the same key")


def _check_lines(part: AssignmentResult) -> None:
    for line in part.lines:
        amount = amount_of(line.operands)
        if amount != line.amount:
            raise LawBroken(f"{part.payee}: {line.line_id} is {line.amount}, its operands make {amount}")
        if is_cut(line.operands):
            continue
        now, _ = states_of(line.operands)
        money = [o for o in now if o.unit.startswith("money") and not o.divide]
        under = [o for o in now if o.unit.startswith("money") and o.divide]
        if len(money) - len(under) != 1:
            raise LawBroken(f"{part.payee}: {line.line_id} has not exactly one factor of money")
