"""Everything that happened at the demo company: deals, invoices, meetings, leads, opportunities, ARR movements.

In: a seed and a timeline. Out: record versions and events, each with the import in which it was learnt.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from comp_rules.facts.facts import Event, RecordVersion
from portal.bridge.row_id_from_natural_key import id_of_event
from portal.demo.arr_movements_from_seed import arr_movements_from_seed
from portal.demo.deals_from_seed import deals_from_seed
from portal.demo.invoices_from_deals import invoices_from_deals, invoices_of_older_contracts
from portal.demo.leads_from_seed import leads_from_seed, opportunities_from_seed
from portal.demo.meetings_from_seed import meetings_from_seed
from portal.demo.record_story import Story, versions_of
from portal.demo.timeline import Timeline


def records_from_seed(seed: str, timeline: Timeline) -> tuple[tuple[RecordVersion, ...], tuple[Event, ...]]:
    """Return every version of every record, in the order of records and then of versions, and the events.

    Of the invoices only those of partner deals are records, since no plan looks at others; that one was paid is an
    event of its deal in any case.
    """
    deals = deals_from_seed(seed, timeline)
    invoices = invoices_from_deals(seed, deals, timeline)
    stories: list[Story] = [
        *deals,
        *(invoice for invoice in invoices if invoice.states[0].changes["source"] == "partner"),
        *invoices_of_older_contracts(seed, timeline),
        *meetings_from_seed(seed, timeline),
        *leads_from_seed(seed, timeline),
        *opportunities_from_seed(seed, timeline),
        *arr_movements_from_seed(seed, timeline),
    ]
    records = tuple(version for story in stories for version in versions_of(story, timeline))
    return records, (*_booked(records), *_paid(invoices, timeline))


def _booked(records: tuple[RecordVersion, ...]) -> list[Event]:
    booked: dict[str, Event] = {}
    for version in records:
        if version.record_type != "deal" or version.reverses or version.record_id in booked:
            continue
        day = version.fields["close_date"].data if "close_date" in version.fields else None
        if version.fields["stage"].data == "closed_won" and isinstance(day, date):
            booked[version.record_id] = _event(version.record_id, "booked", day, version.known_no)
    return list(booked.values())


def _paid(invoices: list[Story], timeline: Timeline) -> Iterator[Event]:
    for invoice in invoices:
        for state in invoice.states[1:]:
            if state.day <= timeline.today:
                deal = invoice.states[0].changes["deal"]
                yield _event(deal, "invoice_paid", state.day, timeline.known_no(state.day))


def _event(deal: str, event: str, day: date, known_no: int) -> Event:
    return Event(id_of_event("deal", deal, event, day), "deal", deal, event, day, known_no=known_no)
