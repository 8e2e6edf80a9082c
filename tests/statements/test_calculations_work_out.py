"""Every calculation on a statement has all its digits: typed into a calculator it gives the line.

In: the lines of reference plans, scenarios and random histories. Out: their calculations as statements print them.
"""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from comp_rules.explain.lines_from_trace import explained_line
from comp_rules.flow.records import Line
from comp_rules.values.money import minor_digits
from statements.formatting import form_for
from tests.comp_rules.invariants.corpus import GROUPS, lines_of, results_of
from tests.formula import value_of
from tests.portal.demo.test_whole_plans import part_of

TYPED = {"×": "*", "÷": "/", "−": "-", "min(": "MIN(", "max(": "MAX("}


def worked_out(calculation: str) -> Fraction:
    """The calculation without signs of currencies, in major units."""
    for printed, typed in TYPED.items():
        calculation = calculation.replace(printed, typed)
    calculation = re.sub(r"(?<=\d),(?=\d)", "", calculation)
    return value_of(f"={re.sub(r'[^0-9.(),*/%+ A-Z-]|(?<![A-Z])[A-Z]{1,3}(?![A-Z(])', '', calculation)}")


@pytest.mark.parametrize("group", GROUPS)
def test_a_calculation_gives_the_line(group: str) -> None:
    for part, line in lines_of(results_of(group)):
        calculation = explained_line(line, part, "en", form_for("en")).calculation
        assert "…" not in calculation, (line.line_id, calculation)
        _agrees(line, calculation)


def _agrees(line: Line, calculation: str) -> None:
    exact = worked_out(calculation) * 10 ** minor_digits(line.currency)
    # each of two states is rounded by itself
    most = line.round_to * (2 if any(operand.before for operand in line.operands) else 1)
    assert abs(exact - line.amount) < most, (line.line_id, line.amount, calculation)


def test_a_rate_between_two_points_prints_the_line_it_lies_on() -> None:
    part = part_of("E1002", "2026-09")
    (line,) = [line for line in part.lines if line.component == "team_bonus"]
    calculation = explained_line(line, part, "en", form_for("en")).calculation
    reached = "$1,002,953.61 ÷ $1,150,000.00"
    paid = f"60% + ({reached} − 80%) × (100% − 60%) ÷ (100% − 80%)"
    assert calculation == f"$84,000.00 × 80% × 3 ÷ 12 × ({paid})"
    _agrees(line, calculation)
