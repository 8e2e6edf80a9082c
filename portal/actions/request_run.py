"""Asks for a period to be calculated: the queue does it, the page shows how far it is.

In: session, actor, now, pay group, period. Out: a waiting job and a journal entry, or the job that is under way.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actions.enqueue_job import enqueue
from portal.actions.journal import record_entry
from portal.actions.refusal import Refused
from portal.actions.run_period import CLOSED
from portal.models import Job, PeriodRow

RUN_PERIOD = "run_period"


def request_run(session: Session, *, actor: int | str, now: datetime, pay_group: str, period: str) -> int:
    """Enqueue the calculation and return the job's id; one that still waits is not enqueued twice.

    Raises Refused for a closed period.
    """
    key = (PeriodRow.pay_group == pay_group, PeriodRow.period == period)
    state = session.scalar(select(PeriodRow.state).where(*key).with_for_update())
    if state in CLOSED:
        raise Refused(
            "This month is closed and is not calculated again.", "마감된 월은 다시 계산하지 않습니다.", "closed"
        )
    arguments = {"pay_group": pay_group, "period": period}
    waiting = select(Job).where(Job.kind == RUN_PERIOD, Job.state == "queued").order_by(Job.id)
    for job in session.scalars(waiting):
        if job.arguments == arguments:
            return job.id
    job_id = enqueue(session, RUN_PERIOD, arguments, actor, now)
    record_entry(session, actor=actor, now=now, action="run_requested", subject=("job", str(job_id)), after=arguments)
    return job_id
