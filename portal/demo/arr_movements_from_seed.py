"""How the demo company's customers stayed, grew and left: renewals, expansions, contractions and churn.

In: a seed and a timeline. Out: stories of ARR movements, each owned by a customer success manager.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from comp_rules.values.money import Money, rounded_ratio
from comp_rules.values.period import Span
from portal.demo.customers import customers_of
from portal.demo.dice import Dice
from portal.demo.record_story import State, Story
from portal.demo.roster import Post, roster
from portal.demo.timeline import Timeline

_UPLIFTS = ("0", "0", "0.02", "0.03", "0.035", "0.05", "0.05", "0.065", "0.08", "0.1", "0.12")


def arr_movements_from_seed(seed: str, timeline: Timeline) -> list[Story]:
    """Return the movements of every customer success manager, numbered for each of them."""
    stories: list[Story] = []
    for member in roster(timeline):
        for post in member.posts:
            if post.plan != "customer-success":
                continue
            dice = Dice(seed, f"movements {member.payee}")
            customers = customers_of(seed, f"accounts of {member.payee}", korean=False, count=30)
            found = [
                fields for month in timeline.months for fields in _month(dice, post, month.span, customers, timeline)
            ]
            stories += [
                Story("arr_movement", f"A-{member.payee[2:]}{number:04d}", [State(day, fields)], owner=member.payee)
                for number, fields in enumerate(found, start=1)
                if (day := fields["moved_on"])
            ]
    return stories


def _month(dice: Dice, post: Post, month: Span, customers: list[str], timeline: Timeline) -> Iterator[dict[str, Any]]:
    past = timeline.past(month.overlap(post.span))
    if not past.days:
        return
    part = Fraction(past.days * post.skill, month.days * 100)
    wanted = [("renewal", 38), ("expansion", 17), ("contraction", 4), ("churn", 3)]
    for kind, tenths in wanted:
        for _ in range(dice.around(int(tenths * part) if kind in ("renewal", "expansion") else tenths)):
            day = dice.day_in(past)
            if day is None:
                continue
            customer = dice.choose(customers)
            previous = dice.between(140, 690) * 10_000 + dice.between(0, 99) * 25
            yield {
                "name": f"{customer}, {kind}",
                "customer": customer,
                "kind": kind,
                "moved_on": day,
                "previous_arr": Money(previous, "USD"),
            } | _change(dice, kind, previous)


def _change(dice: Dice, kind: str, previous: int) -> dict[str, Any]:
    if kind == "renewal":
        uplift = Fraction(dice.choose(_UPLIFTS))
        return {"amount": Money(rounded_ratio(previous * (1 + uplift)), "USD"), "uplift": uplift}
    share = {"expansion": dice.between(8, 45), "contraction": -dice.between(5, 30), "churn": -100}[kind]
    return {"amount": Money(previous * share // 100, "USD")}
