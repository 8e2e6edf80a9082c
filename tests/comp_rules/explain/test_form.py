"""How the shell prints numbers: what people state stays as they state it, what was reached is a percentage."""

from __future__ import annotations

from fractions import Fraction

import pytest

from comp_rules.explain.form import PLAIN
from comp_rules.flow.records import Operand
from comp_rules.values.identity import Source


@pytest.mark.parametrize(
    ("role", "value", "text"),
    [
        ("attainment", Fraction(70, 59), "118.6440…%"),
        ("attainment", Fraction(-7, 9), "-77.7777…%"),
        ("attainment", Fraction(3, 8), "37.5%"),
        ("rate", Fraction(1, 3), "1/3"),
    ],
)
def test_what_was_reached_is_a_percentage_and_a_stated_rate_stays_a_quotient(
    role: str, value: Fraction, text: str
) -> None:
    assert (
        PLAIN.operand(Operand(role, value, "percent", Source("plan" if role == "rate" else "measure", "ytd"), False))
        == text
    )
