"""Years of deals drawn by hypothesis, aimed at where rules change, and the plans that pay on them.

In: strategies. Out: plans as plain data, their facts, and what each month came to.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from hypothesis import strategies as st

from comp_rules.flow.pipeline import calculate
from comp_rules.flow.records import Line, RunResult
from comp_rules.values.period import period_from_text
from tests.comp_rules.invariants.corpus import ready
from tests.oracle.histories import history
from tests.oracle.literals import Plain, minor

MONTHS = range(1, 7)
#: running totals are made to land here, as parts of the quota, and one unit beside
LANDINGS = [Fraction(text) for text in ("0", "1/2", "9999/10000", "1", "10001/10000", "3/2", "-1/2")]
KINDS = ("flat", "marginal", "whole", "overage", "each_credit", "residual", "target", "scorecard", "matrix", "award")


@dataclass(frozen=True)
class Deal:
    """A deal of a person: its day and its amount in minor units."""

    number: str
    month: int
    day: int
    amount: int
    who: str = "ann"


@dataclass(frozen=True)
class Story:
    """A year: the plan and its people come from a random history, the deals are drawn."""

    kind: str
    seed: int
    currency: str
    quota: int
    deals: tuple[Deal, ...]
    #: keys of the component written otherwise; None leaves one out
    component: tuple[tuple[str, object], ...] = ()
    scale: int = 1

    def money(self, amount: int) -> str:
        """Write an amount in the currency of the story."""
        unit = minor(self.currency)
        digits = len(str(unit)) - 1
        sign, (whole, rest) = ("-" if amount < 0 else ""), divmod(abs(amount), unit)
        return f"{sign}{whole}.{rest:0{digits}d} {self.currency}" if digits else f"{sign}{whole} {self.currency}"

    def plan(self) -> Plain:
        """Return the plan with one example that holds the facts."""
        plan = copy.deepcopy(history(self.kind, self.seed))
        component = plan["earn"]["pay"]
        for key, value in self.component:
            if value is None:
                component.pop(key, None)
            elif key in component or key != "applies":
                component[key] = value
        plan["currency"] = self.currency
        plan["measure"]["total"]["over"] = plan["measure"]["score"]["over"] = "year_to_date"
        plan["tables"]["by_product"]["otherwise"] = "2.5%"
        plan["tables"]["by_product"]["pick"] = "first_row"
        given = plan["examples"][0]["given"]
        people = list(dict.fromkeys(["ann", "bo", *(deal.who for deal in self.deals)]))
        given["people"] = [
            {"person": who, "target": self.money(80_001 * self.scale), "hire": "2025-08-31"} for who in people
        ]
        given["quotas"] = [
            {"person": who, "quota": "goal", "value": self.money(self.quota * self.scale)} for who in people
        ]
        given["inputs"] = [
            {"person": who, "input": "score", "value": "100%", "last_day": f"2026-{month:02d}-28"}
            for who in people
            for month in MONTHS
        ]
        given["records"] = [self.record(deal) for deal in self.deals]
        plan["examples"][0]["expect"][0]["total"] = self.money(0)
        return {**plan, "earn": {"pay": _in(self.currency, component)}}

    def record(self, deal: Deal) -> Plain:
        """Return a deal as a row of the example."""
        return {
            "deal": deal.number,
            "stage": "won",
            "close_date": f"2026-{deal.month:02d}-{deal.day:02d}",
            "amount": self.money(deal.amount * self.scale),
            "product": "core",
            "margin": "20%",
            "started": "2025-09-15",
            "owner": deal.who,
        }

    def months(self) -> list[RunResult]:
        """Calculate the months one after the other."""
        plan, facts = ready(self.plan())
        return [calculate([plan], facts, period_from_text(f"2026-{month:02d}")) for month in MONTHS]

    def lines(self, who: str = "ann") -> list[Line]:
        """Return all lines of a person."""
        return [
            line
            for result in self.months()
            for payee in result.payees
            if payee.payee == who
            for part in payee.parts
            for line in part.lines
        ]

    def exact(self, who: str = "ann") -> Fraction:
        """Return everything a person earned, before rounding, in minor units."""
        return sum((line.exact for line in self.lines(who)), Fraction(0))

    def with_deals(self, *deals: Deal) -> Story:
        """Return the story with other deals."""
        return replace(self, deals=deals)


def _in(currency: str, node: object) -> object:
    """Write every amount of money of a component in another currency."""
    if isinstance(node, dict):
        return {key: _in(currency, value) for key, value in node.items()}
    if isinstance(node, list):
        return [_in(currency, value) for value in node]
    if isinstance(node, str) and node.split()[-1:] and node.split()[-1] in ("USD", "KRW", "KWD"):
        whole, _, rest = node.split()[0].partition(".")
        return f"{'1' if int(whole) == 0 and rest.strip('0') else whole} {currency}"
    return node


#: a component without anything that makes an order or a count matter
PURE: tuple[tuple[str, object], ...] = (("caps", None), ("only_if", None), ("judged", None), ("when", None))


@st.composite
def stories(
    draw: st.DrawFn,
    kinds: Sequence[str] = KINDS,
    component: tuple[tuple[str, object], ...] = (),
    most: int = 7,
    positive: bool = False,
) -> Story:
    """Draw a story; with `positive` no deal is below 0."""
    kind = draw(st.sampled_from(kinds))
    currency = draw(st.sampled_from(["USD", "KRW", "KWD"]))
    quota = draw(st.sampled_from([1, 3, 100, 9_999, 1_234_567, 300_000_001]))
    running, deals = 0, []
    for number in range(draw(st.integers(1, most))):
        landing = int(draw(st.sampled_from(LANDINGS)) * quota) + draw(st.integers(-1, 1))
        amount = draw(st.one_of(st.just(landing - running), st.integers(-quota, 2 * quota)))
        amount = abs(amount) if positive else amount
        running += amount
        deals.append(Deal(f"D{number:02d}", draw(st.integers(1, 6)), draw(st.integers(1, 28)), amount))
    return Story(kind, draw(st.integers(0, 40)), currency, quota, tuple(deals), component)
