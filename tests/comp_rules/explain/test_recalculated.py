"""Formulas of lines as LibreOffice evaluates them: pasted into a spreadsheet, each gives exactly the line.

A sample of every kind, shape and state, of every way to round, in currencies with none, two and three decimals.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest

from comp_rules.flow.pipeline import calculate
from comp_rules.flow.records import Line, Operand
from comp_rules.kinds.catalog import KINDS
from comp_rules.values.money import minor_digits
from comp_rules.values.period import period_from_text
from tests.comp_rules.invariants.corpus import GROUPS, lines_of, ready, results_of
from tests.oracle.histories import MAKERS, history
from tests.recalculated import recalculated

#: lines of one sort that are tried
EACH = 3
MODES = ("half_away", "half_even", "down", "up")
UNITS = {"USD": ("0.01 USD", "0.05 USD", "1 USD"), "KRW": ("1 KRW", "10 KRW"), "KWD": ("0.001 KWD", "0.5 KWD")}
#: shorter than the digits that a spreadsheet keeps
LARGEST = 10**12


class Sort(NamedTuple):
    """What makes a formula look as it does."""

    kind: str
    shape: str
    state: str
    digits: int
    round_to: int
    rounding: str
    computed: str


def _sort(line: Line) -> Sort:
    how = {operand.how for operand in _all(line.operands)} - {""}
    digits = minor_digits(line.currency)
    return Sort(line.kind, line.shape, line.state, digits, line.round_to, line.rounding, "+".join(sorted(how)))


def _all(operands: tuple[Operand, ...]) -> Iterator[Operand]:
    for operand in operands:
        yield operand
        yield from _all(operand.via)


def _rounded_lines() -> Iterator[Line]:
    """Lines of random histories whose plans round them in every way."""
    for currency, mode in product(UNITS, MODES):
        for number, (unit, kind) in enumerate(product(UNITS[currency], ("flat", "whole", "target"))):
            seed = next(s for s in range(number, 999) if history(kind, s)["currency"] == currency)
            plan = history(kind, seed) | {"rounding": {"lines": {"unit": unit, "mode": mode}}}
            compiled, facts = ready(plan)
            for month in range(1, 8):
                result = calculate([compiled], facts, period_from_text(f"2026-{month:02d}"))
                yield from (line for _, line in lines_of((result,)))


def _sample() -> list[Line]:
    taken: Counter[Sort] = Counter()
    sample = []
    everywhere = (line for group in GROUPS for _, line in lines_of(results_of(group)))
    for lines in (everywhere, _rounded_lines()):
        for line in lines:
            sort = _sort(line)
            if taken[sort] < EACH and abs(line.amount) < LARGEST and line.amount:
                taken[sort] += 1
                sample.append(line)
    return sample


@pytest.fixture(scope="module")
def sample() -> list[Line]:
    return _sample()


def test_the_sample_has_every_sort_of_line(sample: list[Line]) -> None:
    sorts = {_sort(line) for line in sample}
    assert {sort.kind for sort in sorts} == set(KINDS)
    assert {sort.state for sort in sorts} == {"new", "uplift", "back", "cap", "carried", "paid_out"}
    assert {sort.rounding for sort in sorts} == set(MODES)
    assert {sort.digits for sort in sorts} == {0, 2, 3}
    assert {sort.round_to for sort in sorts} >= {1, 5, 10, 100, 500}
    assert {how for sort in sorts for how in sort.computed.split("+")} >= {"ratio", "line", "sum", "weighted"}
    assert len(MAKERS) >= 10


def test_a_spreadsheet_gives_exactly_the_line(sample: list[Line], tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("there is no LibreOffice on this machine: sudo apt-get install libreoffice-calc")
    values = recalculated([line.formula for line in sample], tmp_path)
    assert len(values) == len(sample)
    wrong = []
    for line, value in zip(sample, values, strict=True):
        wanted = Fraction(line.amount, 10 ** minor_digits(line.currency))
        try:
            same = Fraction(value) == wanted
        except ValueError:
            same = False
        if not same:
            wrong.append(f"{line.kind} {line.state} {line.formula} is {wanted}, LibreOffice says {value}")
    assert not wrong, f"{len(wrong)} of {len(sample)}:\n" + "\n".join(wrong[:10])
