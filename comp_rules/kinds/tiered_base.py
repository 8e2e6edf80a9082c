"""The base rate of a tiered component: target incentive / quota, or a rate that is written or personal.

In: a tiered component without faults. Out: the factors of its base rate, and the steps they need.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from comp_rules.kernel.steps import AnyStep, Factor, Number
from comp_rules.kinds.caps import months_step
from comp_rules.kinds.rate import factor_of, rate_of, sort_of
from comp_rules.kinds.tiered_ladder import Ladder
from comp_rules.plan.literals import literal_from_text
from comp_rules.plan.schema import Either, Key, MapOf, Value
from comp_rules.plan.steps_from_measure import MeasureSteps, target_step
from comp_rules.values.words import Words

#: literals that a base rate may be
BASES = ("percent", "price")
BASE_RATE = Either(
    Value(BASES),
    map=MapOf(
        (Key("target_share", Value(("percent",))), Key("personal", Value(names="personal"))),
        one_of=(("target_share", "personal"),),
        called=Words("the base rate", "기본 요율"),
    ),
)


@dataclass(frozen=True, slots=True)
class Base:
    """The factors of a base rate and the steps before them; both empty where rates are not multiples."""

    factors: tuple[Factor, ...] = ()
    steps: tuple[AnyStep, ...] = ()


def base_rate(ladder: Ladder, steps: MeasureSteps | None) -> Base:
    """Return the base rate of a component without faults; `steps` are those of its measure."""
    entry = ladder.part.node.entry("base_rate")
    if entry is None:
        return Base()
    rate = rate_of(entry.value, *BASES)
    if rate is None:
        return _of_target(ladder, steps, entry.place.path)
    sort = sort_of(rate, ladder.paid, ladder.part.outline)
    return Base((factor_of(rate, "base", ladder.paid.unit or "money", sort),))


def _of_target(ladder: Ladder, steps: MeasureSteps | None, path: str) -> Base:
    """Target incentive x share x months of the window / 12 / quota of the window, both as stated.

    Quota and target are prorated by the same days, so the quotient needs neither. A plan year holds 12 months.
    """
    node = ladder.part.node.map("base_rate")
    assert node is not None
    assert ladder.measure is not None
    assert steps is not None
    assert steps.quota is not None
    frame = ladder.measure.frame
    target = target_step(frame, path)
    made: list[AnyStep] = [target]
    factors = [Factor("target", "cell", "money", name=target.name)]
    share = literal_from_text(node.text("target_share") or "", ("percent",), node.place)
    assert share is not None
    if share.number != 1:
        number = replace(share.as_number, path=f"{path}.target_share")
        factors.append(Factor("share", "literal", "ratio", numbers=(number,)))
    if frame.window != "year_to_date":
        months = months_step(frame, path)
        made.append(months)
        twelve = Number(Fraction(12), "count", path)
        factors.append(Factor("months", "cell", "count", name=months.name))
        factors.append(Factor("year_months", "literal", "count", numbers=(twelve,), divide=True))
    unit = ladder.measure.unit or "money"
    factors.append(Factor("quota", "cell", unit, name=steps.quota, divide=True))
    return Base(tuple(factors), tuple(made))
