"""How the people of the demo company stand to each other and to the calendar: lines, pods, leave, openings, rates.

In: a seed, a timeline and the assignments. Out: reporting lines, relations, leaves, openings and uploaded rates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction

from comp_rules.facts.facts import Assignment, Leave, Opening, Relation, Reporting, TableRow, Value
from comp_rules.values.money import Money
from comp_rules.values.period import Span
from portal.bridge.holders_from_assignments import Holders
from portal.bridge.reporting_from_positions import PositionLine, reporting_from_positions
from portal.bridge.row_id_from_natural_key import (
    id_of_leave,
    id_of_opening,
    id_of_relation,
    id_of_reporting,
    id_of_table_rate,
)
from portal.demo.dice import Dice
from portal.demo.people_from_seed import learnt
from portal.demo.pods import pods
from portal.demo.roster import MOVED, roster
from portal.demo.timeline import Timeline

#: Who was away: payee, month 0 to 14, first and last day of the month. Their quotas count fewer days.
AWAY = (("E1017", 8, 6, 24), ("E1063", 10, 3, 21), ("E1033", 12, 1, 14))
#: The extra for focus products in Seoul: product, percentage, and the day of the year from which it holds.
_FOCUS = (("Cold Chain", "0.5", (1, 1)), ("Yard", "0.3", (1, 1)), ("Yard", "0.4", (7, 1)))


def reporting_lines(assignments: Iterable[Assignment], timeline: Timeline) -> tuple[Reporting, ...]:
    """Return who reports to whom, from the positions that people hold; assignments as known at one moment."""
    lines = {
        (post.position, post.span.first): PositionLine(
            id_of_reporting(post.position, post.span.first), post.position, post.manager,
            Span(post.span.first, date.max), learnt(timeline, post.span.first),
        )
        for member in roster(timeline)
        for post in member.posts
        if post.manager
    }  # fmt: skip
    return reporting_from_positions(lines.values(), Holders(assignments))


def pod_relations(timeline: Timeline) -> Iterator[Relation]:
    """Return the pods as relations; the end of one is learnt with the beginning of the next."""
    for pod in pods(timeline):
        row_id = id_of_relation("se_pod", pod.engineer, pod.seller, pod.span.first)
        known = learnt(timeline, pod.span.first)
        if pod.span.after != date.max:
            opened = Span(pod.span.first, date.max)
            yield Relation(row_id, "se_pod", pod.engineer, pod.seller, opened, known)
            known = max(known + 1, learnt(timeline, pod.span.after))
        yield Relation(row_id, "se_pod", pod.engineer, pod.seller, pod.span, known)


def leaves(timeline: Timeline) -> Iterator[Leave]:
    """Return days of leave, known a week before they begin."""
    for payee, month, first, last in AWAY:
        span = Span(timeline.day(month, first), timeline.day(month, last) + timedelta(days=1))
        yield Leave(id_of_leave(payee, span.first), payee, span, learnt(timeline, span.first))


def openings_from_seed(seed: str, timeline: Timeline) -> Iterator[Opening]:
    """Return the total of the year that came with whoever moved to Daylight on the way; none at the start of one."""
    for member in roster(timeline):
        day = member.posts[0].recorded_from
        if member.payee != MOVED or (day.month, day.day) == (1, 1):
            continue
        each_month = Dice(seed, f"opening {member.payee}").between(7_100_000, 8_600_000)
        last = day - timedelta(days=1)
        total = Value("money", Money(each_month * last.month, "USD"))
        row_id = id_of_opening(member.payee, "measure", "arr_ytd", last)
        yield Opening(row_id, member.payee, "measure", "arr_ytd", total, last, learnt(timeline, day))


def focus_rates(timeline: Timeline) -> Iterator[TableRow]:
    """Return the uploaded rates of this year; a later one of the same product ends the one before."""
    year = timeline.this_year
    for number, (product, percent, (month, day)) in enumerate(_FOCUS):
        first = date(year, month, day)
        if first > timeline.today:
            continue
        later = [date(year, *start) for other, _, start in _FOCUS[number + 1 :] if other == product]
        after = next((start for start in later if start <= timeline.today), date(year + 1, 1, 1))
        facts = (("product", (Value("text", product),)),)
        rate = Value("percent", Fraction(percent) / 100)
        row_id = id_of_table_rate("focus_rates", product, first)
        known = learnt(timeline, max(first, timeline.first_day))
        yield TableRow(row_id, "focus_rates", facts, rate, "percent", Span(first, after), known)
