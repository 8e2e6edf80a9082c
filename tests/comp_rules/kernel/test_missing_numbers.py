"""A number that is missing in one month blocks the component in that month, and in no other."""

from __future__ import annotations

from fractions import Fraction

import pytest

from comp_rules.kernel.steps import AnyStep, Each, Factor, Limit, Pay
from comp_rules.kernel.world import Known
from comp_rules.values.identity import Source
from tests.comp_rules.kernel.worlds import CREDIT, PERIOD, Numbers, deal, literal, percent, ran, usd, world

OWN = Factor("rate", "personal", "ratio", name="own")
FROM_MARCH = Numbers(personals={"own": {3: Known(Fraction(1, 20), Source("personal", "p"), "percent")}})
SOLD = [deal("A", 1, 100), deal("B", 2, 200), deal("C", 2, 300), deal("D", 3, 400), deal("E", 3, 60)]


def steps(*factors: Factor) -> list[AnyStep]:
    pays = [
        Pay(name=f"pay{number}" if number else "pay", path="c", component="c", lines="lines", factors=(CREDIT, factor))
        for number, factor in enumerate(factors)
    ]
    return [Each(name="lines", path="c", component="c", credit="new"), *pays]


def test_months_after_one_that_lacks_a_number_are_paid() -> None:
    result = ran(steps(OWN), world(SOLD, until=3, numbers=FROM_MARCH, every_period=True))
    assert [(line.row.period, line.amount) for line in result.lines()] == [(2, 20_00), (2, 3_00)]
    assert "pay" not in result.columns.missing


@pytest.mark.parametrize("factors", [(OWN, literal(percent(1))), (literal(percent(1)), OWN)])
def test_all_items_of_a_component_wait_for_the_one_that_lacks_a_number(factors: tuple[Factor, ...]) -> None:
    made = steps(*factors)
    missing = ran(made, world(SOLD[:3], until=2, numbers=FROM_MARCH))
    assert missing.columns.missing["pay" if factors[0] is OWN else "pay1"].code == "personal_missing"
    result = ran(made, world(SOLD, until=3, numbers=FROM_MARCH, every_period=True))
    own, other = ("pay", "pay1") if factors[0] is OWN else ("pay1", "pay")
    assert result.amounts(own) == [20_00, 3_00]
    assert result.amounts(other)[-2:] == [4_00, 60]


def test_a_cap_leaves_out_the_months_that_lack_a_number() -> None:
    limit = Limit(name="cap", path="c.caps[0]", component="c", pays=("pay",), per="period", cap=usd(20), excess="carry",
                  frame=PERIOD)  # fmt: skip
    result = ran([*steps(OWN), limit], world(SOLD, until=3, numbers=FROM_MARCH, every_period=True))
    # 23.00 in March, of which 20.00 are kept
    assert [(line.row.period, line.row.state, line.amount) for line in result.lines("cap")] == [(2, "cap", -3_00)]
