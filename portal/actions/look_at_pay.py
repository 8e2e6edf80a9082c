"""Looking at a person's pay, which leaves a trace when someone does it by office.

In: who looked at whose month. Out: one journal entry.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.actions.journal import record_entry


def note_look(session: Session, *, actor: int, now: datetime, payee: str, period: str, run: int) -> None:
    """Write down that an account looked at a person's month; the person is named by id only."""
    record_entry(
        session, actor=actor, now=now, action="pay_looked_at", subject=("payee", payee),
        after={"period": period, "run": run},
    )  # fmt: skip


def note_trial(session: Session, *, actor: int, now: datetime, payee: str, period: str, plan: str) -> None:
    """Write down that an account tried a draft on a person's month, which shows what they earn."""
    record_entry(
        session, actor=actor, now=now, action="pay_looked_at", subject=("payee", payee),
        after={"period": period, "plan": plan},
    )  # fmt: skip
