"""The conditions of `only_if` in the sentence of a line: which measure stood where, and whether that holds.

In: a line with the operands of its conditions. Out: templates that name the measure behind each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from comp_rules.kernel.operand import Operand
from comp_rules.kinds.gates import COMPARED
from comp_rules.kinds.kind import LineShown
from comp_rules.values.words import Words

_BOUND = re.compile(r"(at_least|above|at_most|under)((?:_\d+)?)")


def with_conditions(line: LineShown, template: Words) -> Words:
    """Return the sentence with one more for the conditions that hold, and one for those that do not."""
    held: list[Words] = []
    failed: list[Words] = []
    for bound, word, suffix in _bounds(line):
        stood = _operand(line, f"stood{suffix}")
        holds = line.state != "back" if stood is None else _holds(word, stood.value, bound.value)
        (held if holds else failed).append(_told(line, bound.role, word, f"stood{suffix}", stood))
    for told, one, many in ((held, *_HOLD), (failed, *_FAIL)):
        if told:
            start = one if len(told) == 1 else many
            en, ko = ", ".join(text.en for text in told), ", ".join(text.ko for text in told)
            template = Words(f"{template.en} {start.en}: {en}.", f"{template.ko} {start.ko}: {ko}.")
    return template


def _bounds(line: LineShown) -> Iterator[tuple[Operand, str, str]]:
    for operand in line.operands:
        found = None if operand.in_amount or operand.before else _BOUND.fullmatch(operand.role)
        if found is not None:
            yield operand, found[1], found[2]


def _operand(line: LineShown, role: str, *, before: bool = False) -> Operand | None:
    return next((o for o in line.operands if o.role == role and o.before is before and not o.in_amount), None)


def _holds(word: str, value: Fraction, bound: Fraction) -> bool:
    return {"at_least": value >= bound, "above": value > bound, "at_most": value <= bound, "under": value < bound}[word]


def _told(line: LineShown, bound: str, word: str, role: str, stood: Operand | None) -> Words:
    """One condition without a full stop; a measure without a value says so."""
    compared = COMPARED[word]
    wanted = Words(compared.en.replace("{line}", f"{{{bound}}}"), compared.ko.replace("{line}", f"{{{bound}}}"))
    name = f"{{{role}_measure}}"
    if stood is None:
        return Words(f"{name} has no value ({wanted.en})", f"{name} 없음({wanted.ko})")
    moved = _operand(line, role, before=True)
    value = f"{{{role}}}" if moved is None else f"{{before_{role}}} → {{{role}}}"
    return Words(f"{name} is {value} ({wanted.en})", f"{name} {value}({wanted.ko})")


_HOLD = (Words("Condition met", "충족한 조건"), Words("Conditions met", "충족한 조건"))
_FAIL = (Words("Condition not met", "충족하지 못한 조건"), Words("Conditions not met", "충족하지 못한 조건"))
