"""The months of a pay group: from the first day that anyone was in it to the month of today, and those with a state.

In: rows of members and periods. Out: the state of every month; one that nobody touched yet is a draft.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from comp_rules.values.period import months_between
from portal.models import PayGroupMemberRow, PeriodRow

Months = dict[tuple[str, str], str]


def months_from_rows(session: Session, pay_groups: Collection[str], today: date) -> Months:
    """Return the state of each month by (pay group, period name), for the pay groups asked for."""
    member = PayGroupMemberRow
    begun = select(member.pay_group, func.min(member.first_day)).where(member.pay_group.in_(pay_groups))
    found: Months = {
        (pay_group, month.name): "draft"
        for pay_group, first in session.execute(begun.group_by(member.pay_group)).all()
        for month in (months_between(first, today) if first <= today else [])
    }
    rows = select(PeriodRow.pay_group, PeriodRow.period, PeriodRow.state).where(PeriodRow.pay_group.in_(pay_groups))
    return found | {(pay_group, period): state for pay_group, period, state in session.execute(rows).all()}
