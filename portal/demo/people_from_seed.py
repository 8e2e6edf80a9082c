"""The people of the demo company as facts: assignments, quotas, targets, personal values and exchange rates.

In: a timeline. Out: dated rows with the import in which each was learnt, a missing quota and an amended one included.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from comp_rules.facts.facts import Assignment, Facts, FxRate, Person, PersonalValue, Quota, TargetIncentive, Value
from comp_rules.values.money import Money
from comp_rules.values.period import Span, add_months, quarter_of
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
class _Terms:
    """What a plan asks and offers: a quota by name, its window in months, its value this year, the target incentive."""

    quota: str
    window: int
    value: int
    currency: str
    target: int


_TERMS = {
    "account-executive-us": _Terms("arr_year", 12, 960_000, "USD", 92_000),
    "account-executive-kr": _Terms("arr_year", 12, 1_080_000_000, "KRW", 46_000_000),
    "sdr": _Terms("meetings_month", 1, 13, "", 24_000),
    "demand-generation": _Terms("sql_quarter", 3, MARKETING_QUOTA, "", 22_000),
    "customer-success": _Terms("renewal_quarter", 3, 420_000, "USD", 30_000),
    "partner": _Terms("partner_year", 12, 900_000_000, "KRW", 28_000_000),
    "sales-manager": _Terms("team_quarter", 3, 1_150_000, "USD", 84_000),
    "sales-manager-kr": _Terms("team_quarter", 3, 1_750_000_000, "KRW", 52_000_000),
}
#: Enterprise deals are few and large, the enterprise team is small.
_ENTERPRISE = 1_560_000
_ENTERPRISE_TEAM = 700_000
_LAST_YEAR_PERCENT = 92
_FX = (("USD", "KRW", "1368"), ("EUR", "USD", "1.085"), ("GBP", "USD", "1.2715"), ("CAD", "USD", "0.7285"))


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
    return Person(id_of_person(member.payee), member.payee, member.name, hire, _since(member, timeline))


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
    terms = _TERMS[post.plan]
    for year in timeline.years():
        span = Span(date(year, 1, 1), date(year + 1, 1, 1))
        if not span.overlap(post.span).days or span.first > timeline.today:
            continue
        spans = _quarters(span, timeline) if terms.window == 3 else [span]
        for window in spans:
            if not window.overlap(post.span).days or _is_missing(member, window, timeline):
                continue
            known = learnt(timeline, max(window.first, post.span.first, timeline.first_day))
            row_id = id_of_quota(member.payee, terms.quota, window.first)
            value = _quota_value(post, terms, year, timeline)
            yield Quota(row_id, member.payee, terms.quota, value, window, known)
            if member.payee == QUOTA_AMENDED and year == timeline.this_year:
                lower = Value("money", _money(terms.value * 95 // 100, terms.currency))
                changed = timeline.known_no(max(timeline.day(10, 20), window.first))
                yield Quota(row_id, member.payee, terms.quota, lower, window, max(changed, known + 1))


def _quarters(year: Span, timeline: Timeline) -> list[Span]:
    quarters = [quarter_of(add_months(year.first, months), 1) for months in (0, 3, 6, 9)]
    return [quarter for quarter in quarters if quarter.after > timeline.first_day and quarter.first <= timeline.today]


def _is_missing(member: Member, window: Span, timeline: Timeline) -> bool:
    return member.payee == WITHOUT_QUOTA and timeline.today in window


def _quota_value(post: Post, terms: _Terms, year: int, timeline: Timeline) -> Value:
    value = {"enterprise": _ENTERPRISE}.get(post.team, terms.value)
    if post.title == "chief_revenue_officer":
        value = _ENTERPRISE_TEAM
    if year < timeline.this_year:
        value = value * _LAST_YEAR_PERCENT // 100
    if not terms.currency:
        return Value("number", Fraction(value))
    return Value("money", _money(value, terms.currency))


def _money(major: int, currency: str) -> Money:
    return Money(major if currency == "KRW" else major * 100, currency)


def _targets(member: Member, post: Post, timeline: Timeline) -> Iterator[TargetIncentive]:
    terms = _TERMS[post.plan]
    currency = terms.currency or "USD"
    amount = terms.target * 140 // 100 if post.team == "enterprise" or not post.manager else terms.target
    row_id = id_of_target(member.payee, post.span.first)
    yield TargetIncentive(row_id, member.payee, _money(amount, currency), post.span, learnt(timeline, post.span.first))


def _personal(member: Member, post: Post, timeline: Timeline) -> Iterator[PersonalValue]:
    if post.plan not in ("sales-manager", "sales-manager-kr"):
        return
    rates = {"chief_revenue_officer": Fraction(3, 400)}
    rate = rates.get(post.title, Fraction(1, 100) if post.team == "west" else Fraction(9, 1000))
    award = _money(9_000_000, "KRW") if post.plan == "sales-manager-kr" else _money(7_500, "USD")
    known = learnt(timeline, post.span.first)
    for name, value in (("team_rate", Value("percent", rate)), ("quarter_award", Value("money", award))):
        row_id = id_of_personal(member.payee, name, post.span.first)
        yield PersonalValue(row_id, member.payee, name, value, post.span, known)


def _fx(timeline: Timeline) -> Iterator[FxRate]:
    """One fixed rate for each plan year; last year's are a little lower."""
    for year in timeline.years():
        known = learnt(timeline, max(date(year, 1, 1), timeline.first_day))
        for one, currency, text in _FX:
            rate = Fraction(text) if year == timeline.this_year else Fraction(text) * Fraction(98, 100)
            day = date(year, 1, 1)
            yield FxRate(id_of_rate("plan_rates", one, currency, day), "plan_rates", one, currency, rate, day, known)
