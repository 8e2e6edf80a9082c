"""The shape of the demo company: positions, who reports to whom, territories, pay groups.

In: a timeline. Out: rows for the portal's tables; the engine does not need them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from comp_rules.values.period import Span
from comp_rules.values.words import Words
from portal.demo.declared import TEAMS, TITLES
from portal.demo.people_from_seed import learnt
from portal.demo.roster import Member, Post
from portal.demo.timeline import Timeline

CALENDAR = "monthly"
PAY_GROUPS = {"us": Words("United States", "미국"), "kr": Words("Korea", "한국")}
_TERRITORIES = (
    ("us_east", Words("Eastern United States", "미국 동부"), {"region": ["us_east"]}, "P-1002"),
    ("us_west", Words("Western United States", "미국 서부"), {"region": ["us_west"]}, "P-1003"),
    ("enterprise", Words("Enterprise accounts", "대기업 고객사"), {"region": ["us_enterprise"]}, "P-1001"),
    ("korea", Words("Korea", "한국"), {"region": ["korea"]}, "P-1004"),
)


@dataclass(frozen=True, slots=True)
class Position:
    """A seat with its job title; `manager` is the position it reports to, None for the head."""

    position: str
    title: str
    label: Words
    manager: str | None
    span: Span
    known_no: int


@dataclass(frozen=True, slots=True)
class Territory:
    """A rule, field to values, that names the position which covers it."""

    territory: str
    label: Words
    rule: dict[str, Any]
    position: str
    span: Span
    known_no: int


@dataclass(frozen=True, slots=True)
class Membership:
    """Whose pay is calculated with which pay group."""

    payee: str
    pay_group: str
    span: Span
    known_no: int


def positions(members: tuple[Member, ...], timeline: Timeline) -> Iterator[Position]:
    """Return every position once, open from its first holder on; it stays when the holder leaves."""
    for member in members:
        for post in member.posts:
            span = Span(post.span.first, date.max)
            yield Position(
                post.position, post.title, _label(post), post.manager, span, learnt(timeline, post.span.first)
            )


def _label(post: Post) -> Words:
    title, team = TITLES[post.title].label, TEAMS[post.team]
    return Words(f"{title.en}, {team.en} {post.position[2:]}", f"{team.ko} {title.ko} {post.position[2:]}")


def territories(timeline: Timeline) -> Iterator[Territory]:
    """Return the territories, all from the first day on."""
    span = Span(timeline.first_day, date.max)
    for name, label, rule, position in _TERRITORIES:
        yield Territory(name, label, dict(rule), position, span, 1)


def memberships(members: tuple[Member, ...], timeline: Timeline) -> Iterator[Membership]:
    """Return one pay group for each member; a leaver stays in it, so that late changes find a way."""
    for member in members:
        first = member.posts[0].span.first
        yield Membership(member.payee, member.pay_group, Span(first, date.max), learnt(timeline, first))
