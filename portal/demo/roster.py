"""Who works at the demo company: the rows of people.csv, placed on the days of a timeline.

In: people.csv and a timeline. Out: members with their assignments as spans, the promotion and the leaver included.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from comp_rules.values.period import Span, span_of_days
from portal.demo.timeline import Timeline

_FILE = Path(__file__).with_name("people.csv")

#: The promotion: this SDR becomes an account executive in the middle of month 11, so that month has two parts.
PROMOTED = "E1045"
_PROMOTED_MONTH, _PROMOTED_DAY = 11, 16
#: Newcomer to Daylight: until month 7 her deals were kept elsewhere, and only her total of the year came along.
MOVED = "E1019"
_MOVED_MONTH = 7


@dataclass(frozen=True, slots=True)
class Post:
    """A position held under a plan for the days of `span`; `skill` is the percentage of an average colleague."""

    position: str
    title: str
    plan: str
    team: str
    manager: str | None
    skill: int
    span: Span
    #: the first day whose records are known one by one; earlier ones only as an opening total
    recorded_from: date = date.min

    @property
    def recorded(self) -> Span:
        """The days of the post whose records are known one by one."""
        return self.span.overlap(Span(self.recorded_from, date.max))


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the company; `joined` and `left` only for those who came or went in the fifteen months."""

    payee: str
    name: str
    office: str
    joined: date | None
    left: date | None
    posts: tuple[Post, ...]

    def post_on(self, day: date) -> Post | None:
        """Return the position held on the day, None when there is none."""
        return next((post for post in self.posts if day in post.span), None)

    @property
    def pay_group(self) -> str:
        """The pay group: `kr` for Seoul, `us` for Boston and Denver."""
        return "kr" if self.office == "Seoul" else "us"


def roster(timeline: Timeline) -> tuple[Member, ...]:
    """Return everyone, in the order of the file."""
    return tuple(_member(row, timeline) for row in _rows())


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _member(row: dict[str, str], timeline: Timeline) -> Member:
    joined, left = _day(row["joins"], timeline), _day(row["leaves"], timeline)
    span = span_of_days(joined or timeline.first_day, left)
    post = Post(
        position=f"P-{row['payee'][1:]}",
        title=row["title"],
        plan=row["plan"],
        team=row["team"],
        manager=f"P-{row['manager'][1:]}" if row["manager"] else None,
        skill=int(row["skill"]),
        span=span,
    )
    posts = (post,)
    if row["payee"] == PROMOTED:
        posts = _promoted(post, timeline)
    elif row["payee"] == MOVED:
        day = timeline.day(_MOVED_MONTH, 1)
        posts = (replace(post, span=Span(date(day.year, 1, 1), date.max), recorded_from=day),)
    return Member(row["payee"], row["name"], row["office"], joined, left, posts)


def _promoted(post: Post, timeline: Timeline) -> tuple[Post, ...]:
    day = timeline.day(_PROMOTED_MONTH, _PROMOTED_DAY)
    before = Post(post.position, post.title, post.plan, post.team, post.manager, post.skill, Span(post.span.first, day))
    after = Post(
        "P-1025", "account_executive", "account-executive-us", "west", "P-1003", post.skill - 20, Span(day, date.max)
    )
    return before, after


def _day(text: str, timeline: Timeline) -> date | None:
    """A day written as month number / day of the month."""
    if not text:
        return None
    month, day = text.split("/")
    return timeline.day(int(month), int(day))
