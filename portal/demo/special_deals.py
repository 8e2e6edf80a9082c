"""Deals that a visitor should meet: each refusal once, odd cents, a foreign currency, a late one, one taken back.

In: the sellers and a timeline. Out: hand-placed deals of the two reps and the joiners that the demo sign-ins show.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from comp_rules.values.money import Money
from portal.demo.deal import Deal, Seller, deal_of, opened_before
from portal.demo.dice import Dice
from portal.demo.pods import EAST
from portal.demo.record_story import State
from portal.demo.timeline import Timeline

REP_US, REP_KR = "E1011", "E1031"
_COLLEAGUES = {REP_US: ("E1013", "E1015"), REP_KR: ("E1034", "E1036")}
_JOINERS = ("E1020", "E1037")


def special_deals(seed: str, sellers: Sequence[Seller], timeline: Timeline) -> list[Deal]:
    """Return the hand-placed deals; those of the open month lie on days that have been."""
    by_payee = {seller.member.payee: seller for seller in sellers}
    deals: list[Deal] = []
    for payee in (REP_US, REP_KR):
        dice = Dice(seed, f"special {payee}")
        for month in (-2, -1):
            deals += _not_counted(dice, by_payee[payee], month, timeline)
            deals += _counted(dice, by_payee[payee], month, timeline)
        deals += _over_time(dice, by_payee[payee], timeline)
    deals.append(_across_the_border(Dice(seed, "border"), by_payee[REP_US], timeline))
    deals += [_before_the_first_day(Dice(seed, f"early {payee}"), by_payee[payee], timeline) for payee in _JOINERS]
    return deals


def _on(dice: Dice, seller: Seller, timeline: Timeline, month: int, day: int) -> Deal:
    return deal_of(dice, seller, min(timeline.day(month, day), timeline.today), timeline)


def _not_counted(dice: Dice, seller: Seller, month: int, timeline: Timeline) -> Iterator[Deal]:
    """Still in negotiation, services only, and a share of nothing; in the open month one without its close date."""
    yield _on(dice, seller, timeline, month, 11).changed(stage="negotiation")
    yield _on(dice, seller, timeline, month, 6).as_services()
    for_another = _on(dice, seller, timeline, month, 8)
    colleague = _COLLEAGUES[seller.member.payee][0]
    shares = ((seller.member.payee, Fraction(0)), (colleague, Fraction(1)))
    yield replace(for_another, owner=colleague, split=shares)
    if month == -1:
        yield _on(dice, seller, timeline, month, 4).changed(close_date=None)


def _counted(dice: Dice, seller: Seller, month: int, timeline: Timeline) -> Iterator[Deal]:
    """Three people share an amount that does not divide; another currency; more digits than a cent has."""
    three = _on(dice, seller, timeline, month, 5)
    people = (seller.member.payee, *_COLLEAGUES[seller.member.payee])
    thirds = tuple((payee, Fraction(1, 3)) for payee in people)
    odd = Money(61_204_001, "KRW") if seller.korean else Money(4_873_150, "USD")
    yield replace(three.changed(arr=odd), split=thirds)
    two = _on(dice, seller, timeline, month, 3)
    share = Fraction(60, 100)
    pair = ((seller.member.payee, share), (people[1], 1 - share))
    if not seller.korean:
        two = two.changed(solutions_engineer=EAST)
    yield replace(two.changed(arr=_odd(two)), split=pair)
    abroad = _on(dice, seller, timeline, month, 2)
    yield abroad.changed(arr=Money(2_964_375, "USD" if seller.korean else "EUR"), term_months=36)
    if not seller.korean:
        exact = _on(dice, seller, timeline, month, 7).changed(arr=Money(3_621_249, "USD"), term_months=12)
        yield replace(exact, written="36212.4875")


def _odd(deal: Deal) -> Money:
    """An amount whose 60% has a part of a minor unit."""
    arr = deal.fields["arr"]
    return Money(arr.minor - arr.minor % 10 + 3, arr.currency)


def _over_time(dice: Dice, seller: Seller, timeline: Timeline) -> Iterator[Deal]:
    """Learnt a month late; amended twice; taken back in the month before the open one."""
    late = _on(dice, seller, timeline, -4, 26)
    yield replace(late, known=min(timeline.day(-2, 4), timeline.today))
    amended = opened_before(dice, _on(dice, seller, timeline, -3, 12))
    arr = amended.fields["arr"]
    first = State(amended.known + timedelta(days=12), {"arr": Money(arr.minor * 95 // 100, arr.currency)})
    second = State(amended.known + timedelta(days=33), {"arr": Money(arr.minor * 97 // 100, arr.currency)})
    yield replace(amended, later=(first, second))
    yield replace(_on(dice, seller, timeline, -3, 17), reversed_on=timeline.day(-2, 19))


def _across_the_border(dice: Dice, seller: Seller, timeline: Timeline) -> Deal:
    """One deal in dollars, credited under two plans: in Boston in dollars, in Seoul in won."""
    deal = _on(dice, seller, timeline, -2, 13).changed(arr=Money(7_412_585, "USD"))
    return replace(deal, split=((REP_US, Fraction(70, 100)), (REP_KR, Fraction(30, 100))))


def _before_the_first_day(dice: Dice, seller: Seller, timeline: Timeline) -> Deal:
    """Signed nine days before its owner was assigned to the plan."""
    joined = seller.member.joined or timeline.first_day
    day: date = joined - timedelta(days=9)
    return deal_of(dice, seller, day, timeline).changed(source="inbound")
