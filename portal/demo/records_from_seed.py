"""Everything that happened at the demo company: deals, invoices, meetings, leads, opportunities, ARR movements.

In: a seed and a timeline. Out: record versions and events, each with the import in which it was learnt.
"""

from __future__ import annotations

from comp_rules.facts.facts import Event, RecordVersion
from portal.demo.arr_movements_from_seed import arr_movements_from_seed
from portal.demo.deals_from_seed import deals_from_seed
from portal.demo.invoices_from_deals import invoices_from_deals
from portal.demo.leads_from_seed import leads_from_seed, opportunities_from_seed
from portal.demo.meetings_from_seed import meetings_from_seed
from portal.demo.record_story import Story, versions_of
from portal.demo.timeline import Timeline


def records_from_seed(seed: str, timeline: Timeline) -> tuple[RecordVersion, ...]:
    """Return every version of every record, in the order of records and then of versions."""
    deals = deals_from_seed(seed, timeline)
    stories: list[Story] = [
        *deals,
        *invoices_from_deals(seed, deals, timeline),
        *meetings_from_seed(seed, timeline),
        *leads_from_seed(seed, timeline),
        *opportunities_from_seed(seed, timeline),
        *arr_movements_from_seed(seed, timeline),
    ]
    return tuple(version for story in stories for version in versions_of(story, timeline))


def events_from_records(records: tuple[RecordVersion, ...], timeline: Timeline) -> tuple[Event, ...]:
    """Return what happened to deals after they were signed: booked, and their invoice paid."""
    events: list[Event] = []
    for version in records:
        if version.record_type == "invoice" and version.fields["status"].data == "paid":
            deal, paid = str(version.fields["deal"].data), version.fields["paid_on"].data
            events.append(_event(deal, "invoice_paid", paid, version.known_no))
    booked: dict[str, Event] = {}
    for version in records:
        fields = version.fields
        if version.record_type != "deal" or fields["stage"].data != "closed_won" or "close_date" not in fields:
            continue
        if version.reverses is None and version.record_id not in booked:
            day = fields["close_date"].data
            booked[version.record_id] = _event(version.record_id, "booked", day, version.known_no)
    return (*booked.values(), *events)


def _event(deal: str, event: str, day: object, known_no: int) -> Event:
    assert hasattr(day, "year"), "an event has a day"
    return Event(f"event:{deal}:{event}", "deal", deal, event, day, known_no=known_no)  # type: ignore[arg-type]
