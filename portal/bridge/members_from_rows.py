"""Who belongs to a pay group in a period.

In: membership rows as known at a moment. Out: payees, each in one pay group for a period.
"""

from __future__ import annotations

from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from comp_rules.values.period import Span, span_of_days
from portal.models import PayGroupMemberRow


def members_from_rows(session: Session, pay_group: str, span: Span, as_of: int) -> frozenset[str]:
    """Return the payees that the pay group calculates for the days of `span`.

    Whoever changes the pay group within them belongs to the later one, so that nobody is calculated twice.
    """
    latest: dict[str, tuple[date, date, str]] = {}
    groups: dict[str, str] = {}
    for row in _rows(session, as_of):
        days = span_of_days(row["first_day"], row["last_day"]).overlap(span)
        order = days.after, row["first_day"], row["row_id"]
        if days.days and order >= latest.get(row["payee_id"], (date.min, date.min, "")):
            latest[row["payee_id"]] = order
            groups[row["payee_id"]] = row["pay_group"]
    return frozenset(payee for payee, group in groups.items() if group == pay_group)


def _rows(session: Session, as_of: int) -> list[Any]:
    table = PayGroupMemberRow.__table__
    chosen = select(table).where(table.c.known_no <= as_of)
    last: dict[str, Any] = {}
    for row in sorted(session.execute(chosen).mappings(), key=itemgetter("known_no")):
        last[row["row_id"]] = row
    return [row for row in last.values() if not row["withdrawn"]]
