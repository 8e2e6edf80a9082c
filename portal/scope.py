"""Whose pay and attainment a viewer may see: the table of who may see what, as queries.

In: a viewer and the company's civil day. Out: people with the days for which they may be seen, or nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from comp_rules.values.period import Span, span_of_days
from portal.models import AssignmentRow, CompanyRow, HierarchyRow, PayGroupMemberRow
from portal.models.base import Dated
from portal.viewer import Viewer

#: The whole of time.
ALWAYS = Span(date.min, date.max)
#: Roles whose every look at a person's pay is written into the journal.
JOURNALED = frozenset({"comp_admin", "auditor"})
Row = TypeVar("Row", bound=Dated)


@dataclass(frozen=True, slots=True)
class Seat:
    """A position that someone held, and the days of it that may be seen."""

    position: str
    span: Span


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a viewer sees into one person's pay.

    `pay_groups` None means every pay group; `seats` None means every position and day; `journaled` that the look is
    written down.
    """

    pay_groups: frozenset[str] | None
    seats: tuple[Seat, ...] | None
    journaled: bool

    def covers(self, position: str, span: Span) -> bool:
        """Say whether work in a position on the days of `span` may be seen."""
        if self.seats is None:
            return True
        return any(seat.position == position and seat.span.overlap(span).days for seat in self.seats)


def pay_reach(session: Session, viewer: Viewer, payee: str, today: date) -> Reach | None:
    """Return how far the viewer sees into a person's pay, None for not at all.

    Own pay is seen as a payee or not at all: an office reaches everybody but its holder.
    """
    if payee == viewer.payee:
        return Reach(None, None, journaled=False) if viewer.has("payee") else None
    if viewer.has("auditor"):
        return Reach(None, None, journaled=True)
    if viewer.has("approver", "finance"):
        return Reach(None, None, journaled=viewer.has(*JOURNALED))
    if viewer.has("comp_admin"):
        return Reach(viewer.pay_groups, None, journaled=True)
    if viewer.has("manager") and session.scalar(select(CompanyRow.managers_see_pay)):
        seats = subtree(session, viewer, today).get(payee)
        return Reach(None, tuple(seats), journaled=False) if seats else None
    return None


def visible_payees(session: Session, viewer: Viewer, today: date) -> set[str]:
    """Return everyone whose pay the viewer may see today."""
    seen = {viewer.payee} if viewer.payee and viewer.has("payee") else set()
    members = select(PayGroupMemberRow.payee_id).distinct()
    if viewer.has("auditor", "approver", "finance"):
        seen |= set(session.scalars(members))
    elif viewer.has("comp_admin"):
        seen |= set(session.scalars(members.where(PayGroupMemberRow.pay_group.in_(viewer.pay_groups))))
    if viewer.has("manager") and session.scalar(select(CompanyRow.managers_see_pay)):
        seen |= set(subtree(session, viewer, today))
    return seen


def subtree(session: Session, viewer: Viewer, day: date) -> dict[str, list[Seat]]:
    """Return who is below the viewer in the hierarchy on `day`, with every seat they had there and its days.

    Someone who left is not in it, and what someone did before joining is not either. The viewer is never in it.
    """
    if viewer.payee is None:
        return {}
    assignments = in_force(session, AssignmentRow)
    own = {row.position_id for row in assignments if row.payee_id == viewer.payee and day in _span(row)}
    below = _positions_below(own, in_force(session, HierarchyRow))
    seats: dict[str, list[Seat]] = defaultdict(list)
    for row in assignments:
        for span in below.get(row.position_id, ()):
            shared = span.overlap(_span(row))
            if shared.days and row.payee_id != viewer.payee:
                seats[row.payee_id].append(Seat(row.position_id, shared))
    return {payee: held for payee, held in seats.items() if any(day in seat.span for seat in held)}


def manager_of(session: Session, position: str, day: date) -> str | None:
    """Return the payee who holds the position that `position` reports to on `day`, None when there is none."""
    above = {row.manager_position_id for row in in_force(session, HierarchyRow) if _holds(row, position, day)}
    holders = [r.payee_id for r in in_force(session, AssignmentRow) if r.position_id in above and day in _span(r)]
    return min(holders, default=None)


def in_force(session: Session, model: type[Row]) -> Sequence[Row]:
    """Return the rows of a dated table as known now: of each its last version, without those withdrawn."""
    later = aliased(model)
    newest = select(func.max(later.known_no)).where(later.row_id == model.row_id).scalar_subquery()
    return session.scalars(select(model).where(model.known_no == newest, model.withdrawn.is_(False))).all()


def _positions_below(own: set[str], rows: Sequence[HierarchyRow]) -> Mapping[str, list[Span]]:
    """Walk down from the viewer's positions; each position below with the days on which it was below."""
    reports: dict[str, list[HierarchyRow]] = defaultdict(list)
    for row in rows:
        reports[row.manager_position_id].append(row)
    below: dict[str, list[Span]] = defaultdict(list)
    waiting = [(position, ALWAYS, frozenset({position})) for position in sorted(own)]
    while waiting:
        position, span, path = waiting.pop()
        for row in reports[position]:
            shared = span.overlap(_span(row))
            # A hierarchy that bites its own tail is a fault of the data; it must not hang a page.
            if shared.days and row.position_id not in path:
                below[row.position_id].append(shared)
                waiting.append((row.position_id, shared, path | {row.position_id}))
    return below


def _holds(row: HierarchyRow, position: str, day: date) -> bool:
    return row.position_id == position and day in _span(row)


def _span(row: Dated) -> Span:
    return span_of_days(row.first_day, row.last_day)
