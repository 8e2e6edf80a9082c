"""What the demo company's marketers brought in: leads that reached a stage, and opportunities.

In: a seed and a timeline. Out: stories of lead stages and of opportunities.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from comp_rules.values.money import Money
from comp_rules.values.period import Span
from portal.demo.customers import customers_of
from portal.demo.dice import Dice
from portal.demo.record_story import State, Story
from portal.demo.roster import Member, Post, roster
from portal.demo.timeline import Timeline

_CAMPAIGNS = ("Last-mile webinar", "Cold chain report", "Fuel cost calculator", "Fleet summit", "Route benchmark")
_PEOPLE = (
    "Alvarez, Bauer, Castillo, Dunne, Eriksen, Farrow, Goldberg, Hughes, Ito, Jensen, Kaplan, Laurent, Moreno, Novak, "
    "Okoye, Pereira, Quinn, Rossi, Schmidt, Tanaka, Ueda, Vance, Weiss, Xu, Yilmaz, Zeller"
).split(", ")


def leads_from_seed(seed: str, timeline: Timeline) -> list[Story]:
    """Return the stages reached: marketing qualified, for some also sales qualified, and a few disqualified."""
    stories: list[Story] = []
    for member, post, dice in _marketers(seed, "leads", timeline):
        number = 0
        customers = customers_of(seed, f"leads of {member.payee}", korean=False, count=40)
        for month in timeline.months:
            for stage, states in _month(dice, member, post, month.span, customers, timeline):
                number += stage == "mql"
                stories.append(Story("lead_stage", f"L-{member.payee[2:]}{number:04d}-{stage}", states))
    return stories


def _marketers(seed: str, stream: str, timeline: Timeline) -> Iterator[tuple[Member, Post, Dice]]:
    for member in roster(timeline):
        for post in member.posts:
            if post.plan == "demand-generation":
                yield member, post, Dice(seed, f"{stream} {member.payee}")


def _month(
    dice: Dice, member: Member, post: Post, month: Span, customers: list[str], timeline: Timeline
) -> Iterator[tuple[str, list[State]]]:
    past = timeline.past(month.overlap(post.span))
    if not past.days:
        return
    for _ in range(dice.around(120 * post.skill * past.days // (100 * month.days))):
        day = dice.day_in(past)
        if day is None:
            continue
        lead = {
            "lead": f"{dice.choose(_PEOPLE)}, {dice.choose(customers)}",
            "campaign": dice.choose(_CAMPAIGNS),
            "campaign_owner": member.payee,
        }
        yield "mql", [State(day, lead | {"stage": "mql", "reached_on": day})]
        later = day + timedelta(days=dice.between(4, 30))
        reached = dice.between(1, 100)
        if later > timeline.today:
            continue
        if reached <= 46:
            yield "sql", [State(later, lead | {"stage": "sql", "reached_on": later})]
        elif reached <= 54:
            yield "out", [State(later, lead | {"stage": "disqualified", "reached_on": later})]


def opportunities_from_seed(seed: str, timeline: Timeline) -> list[Story]:
    """Return the opportunities that campaigns opened, a few of them withdrawn as another team's."""
    stories: list[Story] = []
    for member, post, dice in _marketers(seed, "opportunities", timeline):
        customers = customers_of(seed, f"leads of {member.payee}", korean=False, count=40)
        for month in timeline.months:
            past = timeline.past(month.span.overlap(post.span))
            for _ in range(dice.around(30 * past.days // month.span.days)):
                day = dice.day_in(past)
                if day is None:
                    continue
                customer = dice.choose(customers)
                fields = {
                    "name": f"{customer}, {dice.choose(['pilot', 'rollout', 'renewal of fleet', 'second depot'])}",
                    "customer": customer,
                    "campaign": dice.choose(_CAMPAIGNS),
                    "source": "outbound" if dice.chance(12) else "marketing",
                    "stage": dice.choose(["open", "open", "won", "lost"]),
                    "created_on": day,
                    "amount": Money(dice.between(800, 6_400) * 1_000 + dice.between(0, 99) * 10, "USD"),
                    "campaign_owner": member.payee,
                }
                record_id = f"O-{member.payee[2:]}{len(stories) + 1:04d}"
                stories.append(Story("opportunity", record_id, [State(day, fields)]))
    return stories
