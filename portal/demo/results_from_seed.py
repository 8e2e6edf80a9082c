"""What somebody at the demo company types in every month: how a team's reps stand, and the operating margin.

In: a seed and a timeline. Out: typed results as they stood on the last day of each month, known five days later.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from comp_rules.facts.facts import TypedResult, Value
from portal.bridge.row_id_from_natural_key import id_of_input
from portal.demo.dice import Dice
from portal.demo.roster import Member, roster
from portal.demo.timeline import Timeline

_DAYS_TO_TYPE = 5


def results_from_seed(seed: str, timeline: Timeline) -> Iterator[TypedResult]:
    """Return the results of the managers and of the head of sales; ratios are exact."""
    for member in roster(timeline):
        plan = member.posts[0].plan
        if plan == "sales-manager":
            yield from _monthly(seed, member, "share_of_reps_at_quota", timeline)
        elif plan == "chief-revenue-officer":
            yield from _monthly(seed, member, "operating_margin", timeline)


def _monthly(seed: str, member: Member, name: str, timeline: Timeline) -> Iterator[TypedResult]:
    dice = Dice(seed, f"{name} {member.payee}")
    fifths = 0
    for month in timeline.months:
        to_come = -month.span.first.month % 3
        if to_come == 2 or not fifths:
            fifths = dice.between(2, 5)
        margin = Fraction(dice.between(172, 231), 1000)
        value = Fraction(fifths - to_come, 5) if name == "share_of_reps_at_quota" else margin
        last = month.span.after - timedelta(days=1)
        typed = last + timedelta(days=_DAYS_TO_TYPE)
        if typed <= timeline.today:
            row_id, known = id_of_input(member.payee, name, last), timeline.known_no(typed)
            yield TypedResult(row_id, member.payee, name, Value("percent", value), last, known_no=known)
