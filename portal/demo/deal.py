"""A deal of the demo company before it has a number: who, what, how much, and how it went.

In: dice and a seller. Out: deals with believable amounts, and their stories once they are numbered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from comp_rules.values.money import Money
from portal.demo.dice import Dice
from portal.demo.record_story import Split, State, Story
from portal.demo.roster import Member, Post
from portal.demo.timeline import Timeline

#: cents for a vehicle and month; Korean prices are won
_PRICES = {"Routes": (1_140, 15_200), "Dispatch": (875, 11_900), "Cold Chain": (1_620, 21_400), "Yard": (690, 9_300)}
_ABROAD = {"EUR": 91, "GBP": 78, "CAD": 137}
_OPEN_STAGES = ("qualified", "proposal", "negotiation")
_FIRST_NUMBER = 20_117


@dataclass(frozen=True, slots=True)
class Deal:
    """`fields` is the state that counts, true from `known`; `earlier` and `later` are changes against it."""

    created: date
    owner: str
    split: Split
    fields: dict[str, Any]
    known: date
    earlier: tuple[State, ...] = ()
    later: tuple[State, ...] = ()
    reversed_on: date | None = None
    written: str | None = None
    booked_at: str = ""

    def changed(self, **fields: Any) -> Deal:
        """Return the deal with other values in the state that counts."""
        return replace(self, fields=self.fields | fields)

    def as_services(self) -> Deal:
        """Return the deal as one of services only, which no plan counts."""
        return self.changed(kind="services", product="Onboarding", name=f"{self.fields['customer']} · Onboarding")


@dataclass(frozen=True, slots=True)
class Seller:
    """An account executive in one post, with customers of their own."""

    member: Member
    post: Post
    customers: tuple[str, ...]

    @property
    def korean(self) -> bool:
        """Whether the seller works under the plan in won."""
        return self.post.plan == "account-executive-kr"

    @property
    def large(self) -> bool:
        """Whether the seller's deals are few and large."""
        return self.post.team == "enterprise"


def deal_of(dice: Dice, seller: Seller, close: date, timeline: Timeline) -> Deal:
    """Return a won deal of the seller alone, closed and known on `close`."""
    created = close - timedelta(days=dice.between(18, 120))
    product = dice.choose(["Routes", "Routes", "Dispatch", "Cold Chain", "Yard"])
    vehicles = dice.between(480, 1_300) if seller.large else dice.between(64, 360)
    customer = dice.choose(seller.customers)
    currency = _currency(dice, seller)
    title = f"{customer} · {product} {vehicles}대" if seller.korean else f"{customer} · {product} for {vehicles}"
    fields = {
        "name": title,
        "customer": customer,
        "product": product,
        "stage": "closed_won",
        "kind": "expansion" if dice.chance(30) else "new",
        "source": "inbound",
        "region": "korea" if seller.korean else f"us_{seller.post.team}",
        "vehicles": vehicles,
        "arr": amount(dice, product, vehicles, currency),
        "term_months": dice.choose([12, 12, 12, 24, 36]),
        "created_on": created,
        "close_date": close,
    }
    booked_at = f"{dice.between(9, 18):02d}:{dice.between(0, 59):02d}:00"
    payee = seller.member.payee
    return Deal(created, payee, ((payee, Fraction(1)),), fields, close, booked_at=booked_at)


def amount(dice: Dice, product: str, vehicles: int, currency: str) -> Money:
    """Return a year's price: vehicles x 12 monthly prices, less a discount of up to 18%, in minor units."""
    cents, won = _PRICES[product]
    kept = 1_000 - dice.choose([0, 0, 25, 50, 75, 100, 125, 150, 180])
    monthly = won if currency == "KRW" else cents * _ABROAD.get(currency, 100) // 100
    return Money(vehicles * monthly * 12 * kept // 1_000, currency)


def _currency(dice: Dice, seller: Seller) -> str:
    if seller.korean:
        return "USD" if dice.chance(6) else "KRW"
    return dice.choose(["EUR", "GBP", "CAD"]) if dice.chance(7) else "USD"


def opened_before(dice: Dice, deal: Deal) -> Deal:
    """Return the deal with the state it had while it was still open: another stage, a first estimate."""
    arr = deal.fields["arr"]
    estimate = Money(arr.minor * dice.between(88, 115) // 100, arr.currency)
    changes = deal.fields | {"stage": dice.choose(_OPEN_STAGES), "arr": estimate}
    first_seen = deal.created + timedelta(days=(deal.known - deal.created).days // 2)
    return replace(deal, earlier=(State(first_seen, changes),))


def stories_of(deals: Iterable[Deal], timeline: Timeline) -> list[Story]:
    """Number the deals by the day they were created and tell their stories, reversals after what they reverse."""
    ordered = sorted(deals, key=lambda deal: (deal.created, deal.owner, deal.fields["name"], deal.known))
    stories: list[Story] = []
    for number, deal in enumerate(ordered, start=_FIRST_NUMBER):
        record_id = f"D-{number}"
        states = (*deal.earlier, State(deal.known, deal.fields), *deal.later)
        stories.append(
            Story(
                "deal", record_id, states, deal.owner, deal.split, deal.booked_at,
                written={"arr": deal.written} if deal.written else {},
            )
        )  # fmt: skip
        if deal.reversed_on and deal.reversed_on <= timeline.today:
            stories.append(_reversal(record_id, deal, deal.reversed_on))
    return stories


def _reversal(record_id: str, deal: Deal, day: date) -> Story:
    last = deal.fields
    for state in deal.later:
        last = last | dict(state.changes)
    arr = last["arr"]
    title = f"{last['name']} ({'취소' if last['region'] == 'korea' else 'reversal'})"
    fields = last | {"name": title, "arr": Money(-arr.minor, arr.currency), "created_on": day, "close_date": day}
    return Story("deal", f"{record_id}-R", (State(day, fields),), deal.owner, deal.split, "17:30:00", record_id)
