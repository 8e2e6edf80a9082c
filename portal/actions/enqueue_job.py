"""Puts long work into the queue, in the transaction that journals it.

In: session, actor, now, the kind of work and its arguments. Out: a waiting job.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.models import Job


def enqueue(session: Session, kind: str, arguments: dict[str, Any], actor: int | str, now: datetime) -> int:
    """Add a job and return its id; it is seen by workers when the caller commits."""
    job = Job(kind=kind, arguments=arguments, created_at=now, actor=str(actor))
    session.add(job)
    session.flush()
    return job.id
