"""The deals of the demo company: won, lost, open, shared, late, amended and taken back.

In: a seed and a timeline. Out: deals, numbered, as stories of records.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from comp_rules.values.money import Money
from comp_rules.values.period import Span
from portal.demo.customers import customers_of
from portal.demo.deal import Deal, Seller, deal_of, opened_before, stories_of
from portal.demo.dice import Dice
from portal.demo.pods import pod_of
from portal.demo.record_story import State, Story
from portal.demo.roster import Member, roster
from portal.demo.special_deals import special_deals
from portal.demo.timeline import Timeline, month_index

#: A rep and the month (0 to 14) in which nothing at all bears their name: pages without a line.
QUIET = {"E1022": 14, "E1035": 13}


def deals_from_seed(seed: str, timeline: Timeline) -> list[Story]:
    """Return every deal of the fifteen months and the open ones, with reversals as records of their own."""
    members = roster(timeline)
    sellers = sellers_of(seed, members)
    deals: list[Deal] = []
    for seller in sellers:
        dice = Dice(seed, f"deals {seller.member.payee} {seller.post.position}")
        engineers = Dice(seed, f"engineers {seller.member.payee} {seller.post.position}")
        for number, month in enumerate(timeline.months):
            if QUIET.get(seller.member.payee) != number:
                month_of_deals = _month(dice, seller, month.span, sellers, members, timeline)
                deals += [_supported(engineers, deal, seller, timeline) for deal in month_of_deals]
        deals += _open_deals(dice, seller, timeline)
    return stories_of([*deals, *special_deals(seed, sellers, timeline)], timeline)


def sellers_of(seed: str, members: Sequence[Member]) -> list[Seller]:
    """Return the account executives, one entry for each post held, with their customers."""
    return [
        Seller(member, post, tuple(customers_of(seed, member.payee, post.plan.endswith("kr"), 14)))
        for member in members
        for post in member.posts
        if post.plan.startswith("account-executive")
    ]


def _month(
    dice: Dice, seller: Seller, month: Span, sellers: Sequence[Seller], members: Sequence[Member], timeline: Timeline
) -> Iterator[Deal]:
    worked = month.overlap(seller.post.recorded)
    past = timeline.past(worked)
    if not past.days:
        return
    each_month = 11 if seller.large else 27
    if month.first.month % 3 == 0:
        each_month += 5
    wins = dice.around(each_month * seller.post.skill * past.days // (100 * month.days))
    for _ in range(wins):
        day = dice.day_in(past)
        if day:
            deal = _sourced(dice, deal_of(dice, seller, day, timeline), seller, members)
            yield _history(dice, _shared(dice, deal, seller, sellers, timeline), timeline)
    for _ in range(dice.around(6)):
        day = dice.day_in(past)
        if day:
            lost = deal_of(dice, seller, day, timeline)
            yield opened_before(dice, lost.changed(stage="closed_lost"))
    if dice.chance(8) and (day := dice.day_in(past)):
        yield deal_of(dice, seller, day, timeline).as_services()


def _open_deals(dice: Dice, seller: Seller, timeline: Timeline) -> Iterator[Deal]:
    """Deals that are still open now, with the day on which they are expected to close."""
    if timeline.today not in seller.post.span:
        return
    quiet = QUIET.get(seller.member.payee) == len(timeline.months) - 1
    soonest = 40 if quiet else 2
    for _ in range(dice.between(2, 5)):
        expected = timeline.today + timedelta(days=dice.between(soonest, 75))
        deal = deal_of(dice, seller, expected, timeline)
        seen = timeline.today - timedelta(days=dice.between(1, 40))
        created = min(deal.created, seen)
        stage = dice.choose(["qualified", "proposal", "proposal", "negotiation"])
        opened = deal.changed(stage=stage, created_on=created)
        yield replace(opened, created=created, known=max(seen, seller.post.span.first))


def _sourced(dice: Dice, deal: Deal, seller: Seller, members: Sequence[Member]) -> Deal:
    """Say how the deal came in; most partner deals are Korean, most outbound ones American."""
    close = deal.fields["close_date"]
    if seller.korean:
        if dice.chance(38):
            partner = dice.choose(_holding(members, "partner", close))
            return deal.changed(source="partner", partner_manager=partner)
        return deal.changed(source=dice.choose(["inbound", "outbound", "marketing"]))
    if dice.chance(38):
        scout = dice.choose(_holding(members, "sdr", close))
        return deal.changed(source="outbound", sourced_by=scout)
    if dice.chance(7):  # sourced by an SDR, but it came in by itself: it does not count for the SDR
        return deal.changed(source="inbound", sourced_by=dice.choose(_holding(members, "sdr", close)))
    return deal.changed(source=dice.choose(["inbound", "marketing", "marketing", "partner"]))


def _supported(dice: Dice, deal: Deal, seller: Seller, timeline: Timeline) -> Deal:
    """Name the solutions engineer on some deals: the one of the pod that the seller belongs to on the day."""
    wanted = dice.chance(35)
    engineer = pod_of(seller.post, deal.fields["close_date"], timeline)
    if not wanted or engineer is None or deal.fields["stage"] != "closed_won":
        return deal
    return deal.changed(solutions_engineer=engineer)


def _holding(members: Sequence[Member], plan: str, day: date) -> list[str]:
    holders = ((member.payee, member.post_on(day)) for member in members)
    return [payee for payee, post in holders if post is not None and post.plan == plan]


def _shared(dice: Dice, deal: Deal, seller: Seller, sellers: Sequence[Seller], timeline: Timeline) -> Deal:
    """Divide some deals between two or three colleagues of the team."""
    close = deal.fields["close_date"]
    others = [
        other.member.payee
        for other in sellers
        if other.post.team == seller.post.team
        and other.member.payee != seller.member.payee
        and close in other.post.recorded
        and not is_quiet(other.member.payee, close, timeline)
    ]
    throw = dice.between(1, 100)
    if throw <= 4 and len(others) >= 2:
        second, third = dice.some(others, 2)
        shares = (Fraction(1, 3), Fraction(1, 3), Fraction(1, 3))
        return replace(deal, split=tuple(zip((deal.owner, second, third), shares, strict=True)))
    if throw <= 16 and others:
        share = Fraction(dice.choose([50, 60, 70, 75]), 100)
        return replace(deal, split=((deal.owner, share), (dice.choose(others), 1 - share)))
    return deal


def _history(dice: Dice, deal: Deal, timeline: Timeline) -> Deal:
    """Give the deal a past and a future: seen while open, learnt late, amended, taken back."""
    close = deal.fields["close_date"]
    if dice.chance(42):
        deal = opened_before(dice, deal)
    if dice.chance(5):
        late = close + timedelta(days=dice.between(34, 52))
        deal = replace(deal, known=late) if late <= timeline.today else deal
    if dice.chance(8):
        arr = deal.fields["arr"]
        amended = Money(arr.minor * dice.between(90, 106) // 100, arr.currency)
        deal = replace(deal, later=(State(deal.known + timedelta(days=dice.between(9, 30)), {"arr": amended}),))
    if dice.chance(3):
        day = deal.known + timedelta(days=dice.between(14, 60))
        if not any(is_quiet(payee, day, timeline) for payee, _ in deal.split):
            deal = replace(deal, reversed_on=day)
    return deal


def is_quiet(payee: str, day: date, timeline: Timeline) -> bool:
    """Say whether nothing may bear this name on the day."""
    return payee in QUIET and QUIET[payee] == month_index(timeline, day)
