"""Which solutions engineer stands by which account executive at the demo company, and from when.

In: a timeline. Out: the pods as dated relations between people.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from comp_rules.values.period import Span
from portal.demo.roster import Post, roster
from portal.demo.timeline import Timeline

EAST, WEST = "E1081", "E1082"
_OF_TEAM = {"east": EAST, "enterprise": EAST, "west": WEST}
#: This rep's accounts went to the other pod on the first day of month 10.
REASSIGNED = "E1015"
_REASSIGNED_MONTH = 10


@dataclass(frozen=True, slots=True)
class PodMember:
    """The engineer is credited for what the seller is credited on the days of `span`."""

    engineer: str
    seller: str
    span: Span


def pods(timeline: Timeline) -> Iterator[PodMember]:
    """Return who belongs to whose pod, in order of people and days."""
    for member in roster(timeline):
        for post in member.posts:
            if post.plan == "account-executive-us":
                yield from _of_post(member.payee, post, timeline)


def pod_of(post: Post, day: date, timeline: Timeline) -> str | None:
    """Return the engineer beside a post on a day, None when it belongs to no pod."""
    return next((pod.engineer for pod in _of_post(f"E{post.position[2:]}", post, timeline) if day in pod.span), None)


def _of_post(payee: str, post: Post, timeline: Timeline) -> Iterator[PodMember]:
    engineer = _OF_TEAM.get(post.team)
    if engineer is None:
        return
    if payee != REASSIGNED:
        yield PodMember(engineer, payee, post.span)
        return
    moved = timeline.day(_REASSIGNED_MONTH, 1)
    yield PodMember(engineer, payee, Span(post.span.first, moved))
    yield PodMember(WEST if engineer == EAST else EAST, payee, Span(moved, post.span.after))
