"""The invoices of the demo company: one for the first year of each won deal, most of them paid.

In: the stories of deals. Out: stories of invoices, first open and later paid.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from portal.demo.dice import Dice
from portal.demo.record_story import State, Story
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
            "partner_manager": fields.get("partner_manager"),
        }
        states = [State(invoiced, opened)]
        if not unpaid:
            states.append(State(paid, {"status": "paid", "paid_on": paid}))
        invoices.append(Story("invoice", f"INV-{deal.record_id[2:]}", states))
    return invoices
