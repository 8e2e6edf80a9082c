"""Who is under a plan, and what people are called.

In: assignments as known at a moment, and names. Out: ids of payees; names by id.
"""

from __future__ import annotations

from collections.abc import Collection
from operator import itemgetter
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from comp_rules.values.period import Span, span_of_days
from portal.models import Account, AssignmentRow, PayeeName


def payees_under_plan(session: Session, plan: str, as_of: int, span: Span | None = None) -> frozenset[str]:
    """Return everyone assigned under the plan, on any day or on a day of `span`."""
    return frozenset(
        row["payee_id"]
        for row in _assignments(session, as_of)
        if row["plan"] == plan and (span is None or span_of_days(row["first_day"], row["last_day"]).overlap(span).days)
    )


def people_by_plan(session: Session, as_of: int, span: Span) -> dict[str, int]:
    """Return how many people are assigned under each plan on a day of `span`."""
    people: dict[str, set[str]] = {}
    for row in _assignments(session, as_of):
        if span_of_days(row["first_day"], row["last_day"]).overlap(span).days:
            people.setdefault(row["plan"], set()).add(row["payee_id"])
    return {plan: len(payees) for plan, payees in people.items()}


def names_from_rows(session: Session, payees: Collection[str]) -> dict[str, str]:
    """Return the names of these payees; one whose name was erased is called by the id."""
    chosen = select(PayeeName.payee_id, PayeeName.name).where(PayeeName.payee_id.in_(payees))
    names: dict[str, str] = {row.payee_id: row.name for row in session.execute(chosen)}
    return {payee: names.get(payee, payee) for payee in payees}


def account_names_from_rows(session: Session) -> dict[int, str]:
    """Return what each account is called: as the person whose it is, or by its sign-in name when it is nobody's."""
    named = select(Account.id, Account.sign_in_name, PayeeName.name).outerjoin(
        PayeeName, PayeeName.payee_id == Account.payee_id
    )
    return {number: name or sign_in_name for number, sign_in_name, name in session.execute(named)}


def _assignments(session: Session, as_of: int) -> list[Any]:
    table = AssignmentRow.__table__
    last: dict[str, Any] = {}
    rows = session.execute(select(table).where(table.c.known_no <= as_of)).mappings()
    for row in sorted(rows, key=itemgetter("known_no")):
        last[row["row_id"]] = row
    return [row for row in last.values() if not row["withdrawn"]]
