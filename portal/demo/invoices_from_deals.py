"""The invoices of the demo company: one for the first year of each won deal, and those of older contracts of partners.

In: the stories of deals. Out: stories of invoices, first open and later paid.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from comp_rules.values.money import Money
from comp_rules.values.period import add_months
from portal.demo.customers import customers_of
from portal.demo.dice import Dice
from portal.demo.record_story import State, Story
from portal.demo.roster import roster
from portal.demo.timeline import Timeline


def invoices_from_deals(seed: str, deals: Sequence[Story], timeline: Timeline) -> list[Story]:
    """Return an invoice for each signed deal that was not a reversal, once it could be written."""
    dice = Dice(seed, "invoices")
    invoices: list[Story] = []
    for deal in deals:
        fields = dict(deal.states[-1].changes)
        for state in reversed(deal.states[:-1]):
            fields = dict(state.changes) | fields
        if fields["stage"] != "closed_won" or not fields.get("close_date") or deal.reverses:
            continue
        invoiced = max(fields["close_date"], deal.states[0].day) + timedelta(days=dice.between(2, 9))
        paid = invoiced + timedelta(days=dice.between(18, 55))
        unpaid = dice.chance(6)
        if invoiced > timeline.today:
            continue
        opened = {
            "number": f"INV-{deal.record_id[2:]}",
            "customer": fields["customer"],
            "deal": deal.record_id,
            "status": "open",
            "source": fields["source"],
            "invoiced_on": invoiced,
            "net_amount": fields["arr"],
            "contract_start": fields["close_date"],
            "partner_manager": fields.get("partner_manager"),
        }
        states = [State(invoiced, opened)]
        if not unpaid:
            states.append(State(paid, {"status": "paid", "paid_on": paid}))
        invoices.append(Story("invoice", f"INV-{deal.record_id[2:]}", states))
    return invoices


def invoices_of_older_contracts(seed: str, timeline: Timeline) -> list[Story]:
    """Return what customers of partners go on paying for contracts of one to three years ago, two invoices a month."""
    stories: list[Story] = []
    for member in roster(timeline):
        if member.posts[0].plan != "partner":
            continue
        dice = Dice(seed, f"older contracts of {member.payee}")
        customers = customers_of(seed, f"partners of {member.payee}", korean=True, count=10)
        for month in timeline.months:
            for _ in range(2):
                invoiced = month.span.first + timedelta(days=dice.between(0, 19))
                paid = invoiced + timedelta(days=dice.between(1, 45))
                age = dice.between(7, 32)
                number = f"P-{member.payee[2:]}{len(stories) + 1:03d}"
                opened = {
                    "number": number,
                    "customer": dice.choose(customers),
                    "status": "open",
                    "source": "partner",
                    "invoiced_on": invoiced,
                    "net_amount": Money(dice.between(4_000, 31_000) * 1_000 + dice.between(0, 99) * 10, "KRW"),
                    "contract_start": add_months(month.span.first, -age) + timedelta(days=dice.between(0, 27)),
                    "partner_manager": member.payee,
                }
                stories.append(
                    Story(
                        "invoice", number, [State(invoiced, opened), State(paid, {"status": "paid", "paid_on": paid})]
                    )
                )
    return [story for story in stories if story.states[0].day <= timeline.today]
