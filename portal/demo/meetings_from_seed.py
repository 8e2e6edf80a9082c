"""The meetings that the demo company's SDRs booked: held, missed, declined and still to come.

In: a seed and a timeline. Out: stories of meetings.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from comp_rules.values.period import Span
from portal.demo.customers import customers_of
from portal.demo.dice import Dice
from portal.demo.record_story import State, Story
from portal.demo.roster import Post, roster
from portal.demo.timeline import Timeline

_KINDS = ("discovery call", "fleet review", "route audit", "first demo")


def meetings_from_seed(seed: str, timeline: Timeline) -> list[Story]:
    """Return the meetings of every SDR while they were one, numbered for each of them."""
    stories: list[Story] = []
    for member in roster(timeline):
        dice = Dice(seed, f"meetings {member.payee}")
        customers = customers_of(seed, f"prospects of {member.payee}", korean=False, count=40)
        found = [
            states
            for post in member.posts
            if post.plan == "sdr"
            for month in timeline.months
            for states in _month(dice, post, month.span, customers, timeline)
        ]
        stories += [
            Story("meeting", f"M-{member.payee[2:]}{number:04d}", states, owner=member.payee)
            for number, states in enumerate(found, start=1)
        ]
    return stories


def _month(dice: Dice, post: Post, month: Span, customers: list[str], timeline: Timeline) -> Iterator[list[State]]:
    past = timeline.past(month.overlap(post.span))
    if not past.days:
        return
    for _ in range(dice.around(165 * post.skill * past.days // (100 * month.days))):
        day = dice.day_in(past)
        if day is None:
            continue
        customer = dice.choose(customers)
        booked = {
            "subject": f"{customer}, {dice.choose(_KINDS)}",
            "customer": customer,
            "status": "booked",
            "held_on": day,
        }
        outcome = {"status": "held", "accepted": not dice.chance(9)} if dice.chance(82) else {"status": "no_show"}
        yield [State(day - timedelta(days=dice.between(3, 12)), booked), State(day, outcome)]
