"""Invariants asserted on every result: a result that breaks one is a defect and is never shown.

In: a calculated period. Out: nothing, or a refusal that names the person and the law.
"""

from __future__ import annotations

from collections.abc import Iterator

from comp_rules.flow.records import AssignmentResult, Line, RunResult
from comp_rules.kernel.operand import amount_of, is_cut


class LawBroken(AssertionError):
    """A result contradicts itself; it names the law, the person and the amounts."""


def check_laws(result: RunResult, before: RunResult | None = None) -> None:
    """Raise LawBroken unless totals are sums of lines, every line is what its operands make, and caps hold.

    Lines that `before` has with the same operands and amount kept the law there.
    """
    kept = {id(line.operands): line for line in _lines_of(before)} if before is not None else {}
    for payee in result.payees:
        for part in payee.parts:
            _check_totals(part)
            for line in part.lines:
                known = kept.get(id(line.operands))
                if known is None or _paid(known) != _paid(line):
                    _check_line(part, line)
            _check_caps(part)


def _lines_of(result: RunResult) -> Iterator[Line]:
    return (line for payee in result.payees for part in payee.parts for line in part.lines)


def _paid(line: Line) -> tuple[int, int, str]:
    return line.amount, line.round_to, line.rounding


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


def _check_line(part: AssignmentResult, line: Line) -> None:
    amount = amount_of(line.operands, (line.round_to, line.rounding))
    if amount != line.amount:
        raise LawBroken(f"{part.payee}: {line.line_id} is {line.amount}, its operands make {amount}")
    if is_cut(line.operands):
        return
    money = 0
    for operand in line.operands:
        if operand.in_amount and not operand.before and operand.unit.startswith("money"):
            money += -1 if operand.divide else 1
    if money != 1:
        raise LawBroken(f"{part.payee}: {line.line_id} has not exactly one factor of money")


def _check_caps(part: AssignmentResult) -> None:
    """The lines of a record that a cap held down come to no more than the cap, on both sides of 0.

    Only where all lines of the record stand in this period: the sum before is not among the operands then.
    """
    credits = {credit.credit_id: credit for credit in (*part.earlier, *part.credits)}

    def record_of(line: Line) -> tuple[str, str] | None:
        credit = credits.get(line.credit_id or "")
        return (credit.record.record_type, credit.reverses or credit.record.record_id) if credit else None

    for line in part.lines:
        if line.state != "cap" or line.record is None:
            continue
        found = {operand.role: operand.value for operand in line.operands if operand.in_amount}
        if "sum_before" in found or "cap" not in found:
            continue
        of_record = [o for o in part.lines if o.component == line.component and record_of(o) == record_of(line)]
        total = sum(other.amount for other in of_record)
        if abs(total) > found["cap"]:
            raise LawBroken(f"{part.payee}: the lines of {line.line_id} come to {total}, above {found['cap']}")
