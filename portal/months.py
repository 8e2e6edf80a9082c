"""Months that were calculated, read for a viewer: there is no way to a person's pay that does not take the viewer.

In: a viewer, a person, a month. Out: the newest finished result that the viewer may see, or None.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from comp_rules.flow.records import PayeeResult
from comp_rules.values.period import period_from_text
from portal.bridge.result_from_rows import result_from_trace
from portal.models import Run, RunPayeeResult
from portal.scope import Reach, Seat, pay_reach
from portal.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Calculated:
    """A person's month as a run left it, no more of it than the viewer may see."""

    run: int
    pay_group: str
    calculated_at: datetime
    result: PayeeResult
    #: SHA-256 of the whole month's canonical JSON
    digest: str
    reach: Reach


def calculated_month(session: Session, viewer: Viewer, payee: str, period: str, today: date) -> Calculated | None:
    """Return the newest finished result of a person's month, None when there is none or the viewer may not see it."""
    reach = pay_reach(session, viewer, payee, today)
    if reach is None:
        return None
    row = session.execute(
        _finished(payee, reach).add_columns(RunPayeeResult.trace, RunPayeeResult.trace_digest)
        .where(Run.period == period).order_by(Run.id.desc()).limit(1)
    ).one_or_none()  # fmt: skip
    if row is None:
        return None
    result = _seen(result_from_trace(row.trace, row.trace_digest), reach)
    if not result.parts:
        return None
    return Calculated(row.id, row.pay_group, row.finished_at, result, row.trace_digest, reach)


def calculated_periods(session: Session, viewer: Viewer, payee: str, today: date) -> Sequence[str]:
    """Return the names of the months of a person that the viewer may see, the oldest first."""
    reach = pay_reach(session, viewer, payee, today)
    if reach is None:
        return []
    periods = session.scalars(_finished(payee, reach).with_only_columns(Run.period).distinct()).all()
    return sorted(period for period in periods if _may_hold(period, reach.seats))


def newest_runs(session: Session, period: str) -> dict[str, int]:
    """Return the newest finished run of a month by pay group; it holds no pay."""
    newest = select(Run.pay_group, func.max(Run.id)).where(Run.period == period, Run.state == "done")
    return dict(session.execute(newest.group_by(Run.pay_group)).all())


def _finished(payee: str, reach: Reach) -> Select[tuple[int, str, datetime]]:
    found = (
        select(Run.id, Run.pay_group, Run.finished_at)
        .join(RunPayeeResult, RunPayeeResult.run_id == Run.id)
        .where(Run.state == "done", RunPayeeResult.payee_id == payee)
    )
    return found if reach.pay_groups is None else found.where(Run.pay_group.in_(reach.pay_groups))


def _seen(result: PayeeResult, reach: Reach) -> PayeeResult:
    """Leave the parts of a month that may be seen: a manager sees people for the time they were in the team."""
    month = period_from_text(result.period).span
    parts = tuple(part for part in result.parts if reach.covers(part.position, part.span.overlap(month)))
    return result if parts == result.parts else replace(result, parts=parts)


def _may_hold(period: str, seats: tuple[Seat, ...] | None) -> bool:
    span = period_from_text(period).span
    return seats is None or any(seat.span.overlap(span).days for seat in seats)
