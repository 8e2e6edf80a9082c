"""How the demo company's customers stayed, grew and left: opening books, renewals, growth and losses.

In: a seed and a timeline. Out: stories of ARR movements, each owned by a customer success manager.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from comp_rules.values.money import Money, rounded_ratio
from comp_rules.values.period import Span, quarter_of
from portal.demo.customers import customers_of
from portal.demo.dice import Dice
from portal.demo.record_story import State, Story
from portal.demo.roster import Member, Post, roster
from portal.demo.timeline import Timeline

_UPLIFTS = ("-0.02", "0", "0", "0.02", "0.03", "0.035", "0.05", "0.05", "0.065", "0.08", "0.1", "0.12")
_EXPANSIONS = ("upsell", "upsell", "cross_sell")
#: A loss is a positive amount of its own kind, as the books of the customer success team have it.
_SIGNS = {"upsell": 1, "cross_sell": 1, "downsell": -1, "churn": -1}


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
            stories += _openings(Dice(seed, f"book of {member.payee}"), member, post, found, timeline)
            stories += [
                Story("arr_movement", f"A-{member.payee[2:]}{number:04d}", [State(day, fields)], owner=member.payee)
                for number, fields in enumerate(found, start=1)
                if (day := fields["moved_on"])
            ]
    return stories


def _openings(
    dice: Dice, member: Member, post: Post, movements: list[dict[str, Any]], timeline: Timeline
) -> Iterator[Story]:
    """The ARR of all accounts at the start of each quarter: that of the one before, less what left, and what grew."""
    opening = dice.between(95, 125) * 1_000_000 + dice.between(0, 9_999) * 100
    days = timeline.past(post.span)
    quarter = quarter_of(days.first, 1)
    while quarter.first <= timeline.today:
        day = max(quarter.first, days.first)
        fields = {
            "name": f"Accounts of {member.name}, {quarter_name(quarter)}",
            "kind": "opening",
            "moved_on": day,
            "amount": Money(opening, "USD"),
        }
        yield Story("arr_movement", f"A-{member.payee[2:]}-{day}", [State(day, fields)], owner=member.payee)
        for moved in movements:
            if moved["moved_on"] in quarter:
                opening += _SIGNS.get(moved["kind"], 0) * moved["amount"].minor
        quarter = quarter_of(quarter.after, 1)


def quarter_name(quarter: Span) -> str:
    """Return the name of a calendar quarter, `2026-Q1`."""
    return f"{quarter.first.year}-Q{(quarter.first.month + 2) // 3}"


def _month(dice: Dice, post: Post, month: Span, customers: list[str], timeline: Timeline) -> Iterator[dict[str, Any]]:
    past = timeline.past(month.overlap(post.span))
    if not past.days:
        return
    part = Fraction(past.days * post.skill, month.days * 100)
    wanted = [("renewal", 38), ("expansion", 17), ("downsell", 4), ("churn", 3)]
    for kind, tenths in wanted:
        for _ in range(dice.around(int(tenths * part) if kind in ("renewal", "expansion") else tenths)):
            day = dice.day_in(past)
            if day is None:
                continue
            customer = dice.choose(customers)
            previous = dice.between(140, 690) * 10_000 + dice.between(0, 99) * 25
            name = dice.choose(_EXPANSIONS) if kind == "expansion" else kind
            yield {
                "name": f"{customer}, {name.replace('_', '-')}",
                "customer": customer,
                "kind": name,
                "moved_on": day,
                "previous_arr": Money(previous, "USD"),
            } | _change(dice, kind, previous)


def _change(dice: Dice, kind: str, previous: int) -> dict[str, Any]:
    if kind == "renewal":
        uplift = Fraction(dice.choose(_UPLIFTS))
        return {"amount": Money(rounded_ratio(previous * (1 + uplift)), "USD"), "uplift": uplift}
    share = {"expansion": dice.between(8, 45), "downsell": dice.between(5, 30), "churn": 100}[kind]
    return {"amount": Money(previous * share // 100, "USD")}
