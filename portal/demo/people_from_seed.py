"""The people of the demo company as facts: assignments, quotas, targets, personal values and exchange rates.

In: a timeline. Out: dated rows with the import in which each was learnt, a missing quota and an amended one included.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from comp_rules.facts.facts import Assignment, Facts, FxRate, Person, PersonalValue, Quota, TargetIncentive, Value
from comp_rules.values.money import Money
from comp_rules.values.period import Span, add_months, month_of, quarter_of
from portal.bridge.row_id_from_natural_key import (
    id_of_assignment,
    id_of_person,
    id_of_personal,
    id_of_quota,
    id_of_rate,
    id_of_target,
)
from portal.demo.declared import COMPANY
from portal.demo.dice import Dice
from portal.demo.roster import Member, Post, roster
from portal.demo.timeline import Timeline

#: The quota of this marketer for the open quarter never arrived: what reads it is blocked, the rest goes on.
WITHOUT_QUOTA = "E1053"
#: Leads per quarter, the same for every marketer.
MARKETING_QUOTA = 15
#: This rep's quota of the year was lowered in month 10, known from then on.
QUOTA_AMENDED = "E1012"


@dataclass(frozen=True, slots=True)
class _Asked:
    """A quota by name, its window in months, and its value this year: money in whole units, a count, or a ratio."""

    quota: str
    window: int
    value: int | Fraction
    unit: str


@dataclass(frozen=True, slots=True)
class _Terms:
    """What a plan asks and offers: quotas, and the target incentive of a year in whole units of its currency."""

    currency: str
    target: int
    quotas: tuple[_Asked, ...]


_TERMS = {
    "account-executive-us": _Terms("USD", 92_000, (_Asked("arr_year", 12, 960_000, "money"),)),
    "account-executive-kr": _Terms("KRW", 46_000_000, (_Asked("arr_year", 12, 1_080_000_000, "money"),)),
    "sdr": _Terms("USD", 24_000, (_Asked("meetings_month", 1, 13, "number"),)),
    "solutions-engineer": _Terms("USD", 36_000, (_Asked("pod_quarter", 3, 1_150_000, "money"),)),
    "demand-generation": _Terms(
        "USD", 22_000,
        (
            _Asked("mql_quarter", 3, 36, "number"),
            _Asked("sql_quarter", 3, MARKETING_QUOTA, "number"),
            _Asked("pipe_quarter", 3, 280_000, "money"),
        ),
    ),
    "customer-success": _Terms("USD", 30_000, (_Asked("renewal_quarter", 3, 350_000, "money"),)),
    "partner": _Terms("KRW", 28_000_000, (_Asked("partner_year", 12, 780_000_000, "money"),)),
    "sales-manager": _Terms("USD", 84_000, (_Asked("team_quarter", 3, 1_150_000, "money"),)),
    "sales-manager-kr": _Terms("KRW", 52_000_000, (_Asked("team_quarter", 3, 1_750_000_000, "money"),)),
    "chief-revenue-officer": _Terms(
        "USD", 160_000,
        (_Asked("company_year", 12, 18_500_000, "money"), _Asked("margin_year", 12, Fraction(1, 5), "percent")),
    ),
}  # fmt: skip
#: Enterprise deals are few and large; the eastern pod serves the enterprise team as well.
_VALUE_OF_TEAM = {("arr_year", "enterprise"): 1_560_000, ("pod_quarter", "east"): 1_900_000}
#: The newest SDR's meetings grow: of the month of joining, of the next one, and then what is asked of everyone.
RAMPED = "E1046"
_RAMP = (6, 10)
_LAST_YEAR_PERCENT = 92
_FX = (
    ("USD", "KRW", "1368"), ("EUR", "USD", "1.085"), ("GBP", "USD", "1.2715"), ("CAD", "USD", "0.7285"),
    ("EUR", "KRW", "1484"), ("GBP", "KRW", "1739"), ("CAD", "KRW", "997"),
)  # fmt: skip


def people_from_seed(seed: str, timeline: Timeline) -> Facts:
    """Return the facts about people; amounts in minor units, `known_no` is the number of the import."""
    members = roster(timeline)
    posts = [(member, post) for member in members for post in member.posts]
    return Facts(
        company=COMPANY,
        people=tuple(_person(seed, member, timeline) for member in members),
        assignments=tuple(row for member in members for row in _assignments(member, timeline)),
        quotas=tuple(row for member, post in posts for row in _quotas(member, post, timeline)),
        personal=tuple(row for member, post in posts for row in _personal(member, post, timeline)),
        targets=tuple(row for member, post in posts for row in _targets(member, post, timeline)),
        fx=tuple(_fx(timeline)),
    )


def learnt(timeline: Timeline, day: date) -> int:
    """Return the import that knows what was decided before `day`: the setting up for the first day."""
    return timeline.known_no(day - timedelta(days=8))


def _person(seed: str, member: Member, timeline: Timeline) -> Person:
    dice = Dice(seed, f"hire {member.payee}")
    years, days = dice.between(1, 6), dice.between(0, 330)
    hire = member.joined or timeline.first_day - timedelta(days=365 * years + days)
    currency = "KRW" if member.pay_group == "kr" else "USD"
    row_id, known = id_of_person(member.payee), _since(member, timeline)
    return Person(row_id, member.payee, member.name, hire, known, payroll_currency=currency)


def _since(member: Member, timeline: Timeline) -> int:
    return learnt(timeline, member.posts[0].span.first)


def _assignments(member: Member, timeline: Timeline) -> Iterator[Assignment]:
    """An end is learnt later than the beginning: the row without it stays, superseded."""
    for post in member.posts:
        known = learnt(timeline, post.span.first)
        row_id = id_of_assignment(member.payee, post.position, post.span.first)
        if post.span.after != date.max:
            end_known = learnt(timeline, post.span.after)
            opened = Span(post.span.first, date.max)
            yield Assignment(row_id, member.payee, post.position, post.title, post.plan, opened, known)
            known = max(known + 1, end_known)
        yield Assignment(row_id, member.payee, post.position, post.title, post.plan, post.span, known)


def _quotas(member: Member, post: Post, timeline: Timeline) -> Iterator[Quota]:
    for year in timeline.years():
        span = Span(date(year, 1, 1), date(year + 1, 1, 1))
        if not span.overlap(post.span).days or span.first > timeline.today:
            continue
        for asked in _TERMS[post.plan].quotas:
            for window in _windows(member, asked, span, timeline):
                if window.overlap(post.span).days and not _is_missing(member, asked, window, timeline):
                    yield from _quota(member, post, asked, window, timeline)


def _quota(member: Member, post: Post, asked: _Asked, window: Span, timeline: Timeline) -> Iterator[Quota]:
    known = learnt(timeline, max(window.first, post.span.first, timeline.first_day))
    row_id = id_of_quota(member.payee, asked.quota, window.first)
    yield Quota(row_id, member.payee, asked.quota, _quota_value(member, post, asked, window, timeline), window, known)
    if member.payee == QUOTA_AMENDED and window.first.year == timeline.this_year:
        lower = Value("money", _money(int(asked.value) * 95 // 100, _TERMS[post.plan].currency))
        changed = timeline.known_no(max(timeline.day(10, 20), window.first))
        yield Quota(row_id, member.payee, asked.quota, lower, window, max(changed, known + 1))


def _windows(member: Member, asked: _Asked, year: Span, timeline: Timeline) -> list[Span]:
    """The days for which a quota is said: quarter by quarter, for the whole year, or along a ramp."""
    if asked.window == 3:
        return _quarters(year, timeline)
    if member.payee != RAMPED or not member.joined:
        return [year]
    months = [month_of(add_months(member.joined.replace(day=1), number)).span for number in range(len(_RAMP))]
    cuts = [year.first, *(month.after for month in months if year.first < month.after < year.after), year.after]
    return [Span(first, after) for first, after in pairwise(cuts)]


def _quarters(year: Span, timeline: Timeline) -> list[Span]:
    quarters = [quarter_of(add_months(year.first, months), 1) for months in (0, 3, 6, 9)]
    return [quarter for quarter in quarters if quarter.after > timeline.first_day and quarter.first <= timeline.today]


def _is_missing(member: Member, asked: _Asked, window: Span, timeline: Timeline) -> bool:
    return member.payee == WITHOUT_QUOTA and asked.quota == "sql_quarter" and timeline.today in window


def _quota_value(member: Member, post: Post, asked: _Asked, window: Span, timeline: Timeline) -> Value:
    if asked.unit == "percent":
        return Value("percent", Fraction(asked.value))
    value = int(_VALUE_OF_TEAM.get((asked.quota, post.team), asked.value))
    if member.payee == RAMPED and member.joined and window.after > member.joined:
        for number, ramped in enumerate(_RAMP):
            if window.after == month_of(add_months(member.joined.replace(day=1), number)).span.after:
                value = ramped
    if window.first.year < timeline.this_year:
        value = value * _LAST_YEAR_PERCENT // 100
    if asked.unit == "number":
        return Value("number", Fraction(value))
    return Value("money", _money(value, _TERMS[post.plan].currency))


def _money(major: int, currency: str) -> Money:
    return Money(major if currency == "KRW" else major * 100, currency)


def _targets(member: Member, post: Post, timeline: Timeline) -> Iterator[TargetIncentive]:
    terms = _TERMS[post.plan]
    amount = terms.target * 140 // 100 if post.team == "enterprise" else terms.target
    row_id = id_of_target(member.payee, post.span.first)
    known = learnt(timeline, post.span.first)
    yield TargetIncentive(row_id, member.payee, _money(amount, terms.currency), post.span, known)


def _personal(member: Member, post: Post, timeline: Timeline) -> Iterator[PersonalValue]:
    values = {
        "sales-manager": (
            "team_rate",
            Value("percent", Fraction(3, 1000) if post.team == "west" else Fraction(1, 400)),
        ),
        "sales-manager-kr": ("quarter_award", Value("money", _money(9_000_000, "KRW"))),
    }
    if post.plan in values:
        name, value = values[post.plan]
        row_id = id_of_personal(member.payee, name, post.span.first)
        yield PersonalValue(row_id, member.payee, name, value, post.span, learnt(timeline, post.span.first))


def _fx(timeline: Timeline) -> Iterator[FxRate]:
    """One fixed rate for each plan year; last year's are a little lower."""
    for year in timeline.years():
        known = learnt(timeline, max(date(year, 1, 1), timeline.first_day))
        for one, currency, text in _FX:
            rate = Fraction(text) if year == timeline.this_year else Fraction(text) * Fraction(98, 100)
            day = date(year, 1, 1)
            yield FxRate(id_of_rate("plan_rates", one, currency, day), "plan_rates", one, currency, rate, day, known)
