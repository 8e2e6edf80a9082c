"""A trace worked out again from its operands alone: what a calculator and the printed numbers come to.

In: JSON of a person's month or of a run. Out: how many lines were replayed, and every number that differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from comp_rules.flow.records import AssignmentResult, Line, Operand, PayeeResult
from comp_rules.flow.trace import payee_from_json, run_from_json
from comp_rules.kernel.formula import formula_from_operands
from comp_rules.values.money import RoundingMode, rounded
from comp_rules.values.ratio import quotient_text
from comp_rules.values.words import Words

#: sums to date that a cap holds, now and before
_SIDES = ("", "_before")


@dataclass(frozen=True, slots=True)
class Difference:
    """A number of the trace that its operands do not make.

    `where` is the key of a line, or `payee/plan` or `payee/plan/component` of a total. `what` is `amount`, `exact`,
    `formula`, `total`, `source` (an operand without one), or `operand:<role>` whose value is not what it was computed
    from or not what its credit holds.
    """

    where: str
    what: str
    stated: str
    replayed: str

    @property
    def words(self) -> Words:
        """Say the difference."""
        return Words(
            f"{self.where}: {self.what} is {self.stated}, its operands make {self.replayed}.",
            f"{self.where}: {self.what} 값은 {self.stated}, 다시 계산한 값은 {self.replayed}입니다.",
        )


@dataclass(frozen=True, slots=True)
class Replay:
    """What replaying a trace came to: lines and operands worked out again, and the differences."""

    lines: int
    operands: int
    differences: tuple[Difference, ...]


def replay(trace: Mapping[str, Any]) -> Replay:
    """Work out every line of a trace again from its operands, and every total from its lines.

    `trace` is the JSON data of a person's month or of a whole run, format `daylight.trace`. Raises ValueError for
    anything else.
    """
    try:
        payees = run_from_json(trace).payees if "payees" in trace else (payee_from_json(trace),)
        return _replayed(payees)
    except (LookupError, TypeError, AttributeError, ArithmeticError, AssertionError) as unfit:
        raise ValueError(f"not a trace: {unfit!r}") from None


def _replayed(payees: Sequence[PayeeResult]) -> Replay:
    lines = operands = 0
    differences: list[Difference] = []
    for part in (part for payee in payees for part in payee.parts):
        differences += _totals(part)
        credits = {credit.credit_id: credit.amount for credit in (*part.earlier, *part.credits)}
        for line in part.lines:
            lines += 1
            operands += sum(1 for operand in line.operands for _ in _all(operand))
            differences += _line(line, credits)
    return Replay(lines, operands, tuple(differences))


def _totals(part: AssignmentResult) -> Iterator[Difference]:
    where = f"{part.payee}/{part.plan}"
    total = sum(line.amount for line in part.lines)
    if part.total != total:
        yield Difference(where, "total", str(part.total), str(total))
    for component in part.components:
        total = sum(line.amount for line in part.lines if line.component == component.component)
        if (component.total or 0) != total:
            yield Difference(f"{where}/{component.component}", "total", str(component.total), str(total))


def _line(line: Line, credits: Mapping[str, Fraction]) -> Iterator[Difference]:
    for operand in line.operands:
        yield from _operand(line, operand, credits)
    exact, amount = _amount(line)
    if exact != line.exact:
        yield Difference(line.line_id, "exact", quotient_text(line.exact), quotient_text(exact))
    if amount != line.amount:
        yield Difference(line.line_id, "amount", str(line.amount), str(amount))
    formula = formula_from_operands(line.operands, line.currency, (line.round_to, line.rounding))
    if formula != line.formula:
        yield Difference(line.line_id, "formula", line.formula, formula)


def _all(operand: Operand) -> Iterator[Operand]:
    yield operand
    for part in operand.via:
        yield from _all(part)


def _operand(line: Line, operand: Operand, credits: Mapping[str, Fraction]) -> Iterator[Difference]:
    """An operand with its source is what it was computed from; one that names a credit holds its amount."""
    if not operand.source.table:
        yield Difference(line.line_id, "source", operand.role, "")
    wanted = _computed(operand)
    if operand.role == "credit" and operand.source.ref in credits:
        wanted = credits[operand.source.ref]
        if line.state == "back" and operand.in_amount:
            wanted = -wanted
    if operand.value != wanted:
        stated, replayed = quotient_text(operand.value), quotient_text(wanted)
        yield Difference(line.line_id, f"operand:{operand.role}", stated, replayed)
    for part in operand.via:
        yield from _operand(line, part, {})


def _computed(operand: Operand) -> Fraction:
    """What an operand was computed from comes to: a quotient, a point of a straight line, or a sum."""
    values = [part.value for part in operand.via]
    if operand.how == "ratio":
        return values[0] / values[1] if values[1] else Fraction(0)
    if operand.how == "line":
        x, at0, pays0, at1, pays1 = values
        return pays0 + (x - at0) * (pays1 - pays0) / (at1 - at0) if at1 != at0 else pays0
    if operand.how == "weighted":
        return sum((weight * item for weight, item in zip(values[::2], values[1::2], strict=True)), Fraction(0))
    return sum(values, Fraction(0)) if operand.how == "sum" else operand.value


def _amount(line: Line) -> tuple[Fraction, int]:
    """The exact value and the rounded one, both in minor units: of one state, or less that of a state before."""
    factors = [operand for operand in line.operands if operand.in_amount]
    if any(operand.role in ("cap", "cap_before") for operand in factors):
        above = _above(factors)
        return above, int(above)
    earlier = {operand.role: operand for operand in factors if operand.before}
    now = [operand for operand in factors if not operand.before]
    exact = _product(now)
    amount = _in_units(exact, line.round_to, line.rounding)
    if not earlier:
        return exact, amount
    if "posted" in earlier:
        posted = earlier["posted"].value
        return exact - posted, amount - _in_units(posted, 1, "half_away")
    before = _product([earlier.get(operand.role, operand) for operand in now])
    return exact - before, amount - _in_units(before, line.round_to, line.rounding)


def _product(factors: Sequence[Operand]) -> Fraction:
    value = Fraction(1)
    for factor in factors:
        value = value / factor.value if factor.divide else value * factor.value
    return value


def _in_units(value: Fraction, unit: int, mode: RoundingMode) -> int:
    in_units = value / unit
    return unit * rounded(in_units.numerator, in_units.denominator, mode)


def _above(factors: Sequence[Operand]) -> Fraction:
    """What a cap takes off now, less what it had taken off before."""
    found = {operand.role: operand.value for operand in factors}
    taken = []
    for side in _SIDES:
        total = found.get(f"sum{side}")
        cap = found.get(f"cap{side}", found.get("cap"))
        if total is None or cap is None:
            taken.append(Fraction(0))
            continue
        held = min(cap, total)
        floor = found.get(f"floor{side}", found.get("floor"))
        taken.append((held if floor is None else max(floor, held)) - total)
    return taken[0] - taken[1]
