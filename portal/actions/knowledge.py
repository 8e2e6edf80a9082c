"""The number of a moment of knowledge: it only grows, without gaps, in the order of commits.

In: a session in a writing transaction. Out: the number under which its facts are learnt.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from portal.models import Counter, Knowledge

#: Who acts when it is no account: a command of the shell, a job of the house.
SYSTEM = "system"


def next_known_no(session: Session, now: datetime, cause: str, actor: int | str) -> int:
    """Record that the company learns something now, and return the number for it.

    `cause` says what in a few words, `actor` is an account's id or `SYSTEM`. Whoever comes next waits for this
    transaction to end, so that facts become visible in the order of their numbers and a rollback leaves no gap.
    """
    number = next_number(session, "knowledge")
    session.execute(insert(Knowledge).values(known_no=number, known_at=now, cause=cause, actor=str(actor)))
    return number


def last_known_no(session: Session) -> int:
    """Return the number of the newest moment of knowledge that this transaction sees, 0 when there is none."""
    return session.scalar(select(func.max(Knowledge.known_no))) or 0


def next_number(session: Session, counter: str) -> int:
    """Count on and return the number, from 1. The row stays locked until the transaction ends."""
    counted = update(Counter).where(Counter.name == counter).values(last_no=Counter.last_no + 1)
    number = session.scalar(counted.returning(Counter.last_no).execution_options(synchronize_session=False))
    if number is None:
        session.execute(insert(Counter).values(name=counter, last_no=1))
        return 1
    return number
