"""The arithmetic of a line as people write it: `$8,680.95 × 1.5 × $96,000.00 ÷ $1,200,000.00`.

In: the operands of a line and a form for numbers. Out: text whose numbers are whole, so that it works out again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from comp_rules.explain.form import Form, worked_out
from comp_rules.flow.records import Operand
from comp_rules.kernel.operand import cut_parts, is_cut, states_of

#: How forms end a number of which they print only the first digits, and begin a negative one.
CUT, MINUS = "…", ("-", "−")


class Printer:
    """Prints operands in a form, each that stands in many lines once; a printed operand is kept with its text."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._texts: dict[int, tuple[Operand, str]] = {}
        self._numbers: dict[int, tuple[Operand, str]] = {}

    def text(self, operand: Operand) -> str:
        """Print an operand as a sentence does."""
        found = self._texts.get(id(operand))
        if found is None:
            found = self._texts[id(operand)] = (operand, self._form.operand(operand))
        return found[1]

    def number(self, operand: Operand) -> str:
        """Print an operand as a calculation does: a multiple is a plain number, `× 1.5 ×`, and a quotient is exact."""
        if operand.unit != "times" and not worked_out(operand):
            return self.text(operand)
        found = self._numbers.get(id(operand))
        if found is None:
            value = operand.value
            text = self._form.count(value) if operand.unit == "times" else self._form.percent(value)
            found = self._numbers[id(operand)] = (operand, text)
        return found[1]


def calculation_of(operands: Sequence[Operand], form: Form) -> str:
    """Return the arithmetic of a line, a difference of two, or of a cap `min($500.00, $620.00) − $620.00`."""
    return calculation_from_operands(operands, Printer(form))


def calculation_from_operands(operands: Sequence[Operand], printer: Printer) -> str:
    """Return the arithmetic of a line with a printer that many lines share."""
    if is_cut(operands):
        return _cut(operands, printer)
    now, before = states_of(operands)
    text = _product(now, printer)
    return f"({text}) − ({_product(before, printer)})" if before else text


def _cut(operands: Sequence[Operand], printer: Printer) -> str:
    """What a cap takes off now, less what it took off before; alone, the latter is what comes back."""
    texts: list[str] = []
    for total, cap, floor in cut_parts(operands):
        held = f"min({printer.text(cap)}, {printer.text(total)})"
        held = held if floor is None else f"max({printer.text(floor)}, {held})"
        back = total.role == "sum_before" and not texts
        came = f"({printer.text(total)})" if total.value < 0 and not back else printer.text(total)
        texts.append(f"{came} − {held}" if back else f"{held} − {came}")
    return texts[0] if len(texts) == 1 else f"({texts[0]}) − ({texts[1]})"


def _product(operands: Sequence[Operand], printer: Printer) -> str:
    text = ""
    for operand in operands:
        sign = " ÷ " if operand.divide else " × "
        text += (sign if text else "") + _whole(operand, printer)
    return text


def _whole(operand: Operand, printer: Printer) -> str:
    """A number with all its digits; in place of one that never ends, the numbers it was computed from."""
    text = printer.number(operand)
    if CUT not in text or not operand.how:
        return text
    # A form prints an attainment as people speak of it, with one decimal.
    parts = [
        _whole(replace(part, role="value") if part.role.startswith("attainment") else part, printer)
        for part in operand.via
    ]
    match operand.how:
        case "ratio":
            return f"({_held(parts[0])} ÷ {_held(parts[1])})"
        case "line":
            x, at, pays, next_at, next_pays = map(_held, parts)
            # a quotient needs no brackets before a minus
            x = x[1:-1] if operand.via[0].how == "ratio" and x.startswith("(") else x
            return f"({pays} + ({x} − {at}) × ({next_pays} − {pays}) ÷ ({next_at} − {at}))"
        case "weighted":
            pairs = zip(parts[::2], parts[1::2], strict=True)
            return f"({' + '.join(f'{_held(weight)} × {_held(item)}' for weight, item in pairs)})"
        case _:
            return f"({' + '.join(map(_held, parts))})"


def _held(text: str) -> str:
    """A negative number in brackets, so that its sign is not taken for the one between two numbers."""
    return f"({text})" if text.startswith(MINUS) else text
