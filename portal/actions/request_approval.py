"""Hands a draft in for approval: from then on it is a numbered version that never changes.

In: session, actor, now, the checked draft. Out: a plan version and a journal entry, or every reason why not.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.actions.check_plan import CheckedPlan
from portal.actions.journal import record_entry
from portal.actions.knowledge import next_known_no
from portal.actions.refusal import Refused
from portal.models import Plan, PlanDraft, PlanVersion


def request_approval(session: Session, *, actor: int, now: datetime, plan: str, checked: CheckedPlan) -> int:
    """Make the actor's draft the next version of the plan and return its number.

    `checked` is the result of checking the draft as it stands. Raises Refused while there is an error, a label
    missing, fewer than two examples or one that differs; and when the draft changed since it was checked.
    """
    if checked.obstacles or checked.plan is None:
        raise Refused(*_joined(checked), "not_ready")
    session.get_one(Plan, plan, with_for_update=True)
    draft = session.get(PlanDraft, (plan, actor))
    if draft is None or draft.text != checked.text:
        raise Refused(
            "The draft was changed meanwhile. Look at it again, then ask for approval.",
            "그사이 초안이 바뀌었습니다. 내용을 다시 확인한 뒤 승인을 요청해 주세요.",
            "changed",
        )
    newest = _newest(session, plan)
    if newest is not None and newest.digest == checked.digest:
        raise Refused(
            f"This text is version {newest.version_no} already.",
            f"같은 내용이 이미 등록되어 있습니다. 버전: {newest.version_no}.",
            "same",
        )
    number = 1 if newest is None else newest.version_no + 1
    known_no = next_known_no(session, now, f"Plan {plan}, version {number}", actor)
    span = checked.plan.span
    session.add(
        PlanVersion(
            plan=plan, version_no=number, text=checked.text, digest=checked.digest, first_day=span.first,
            last_day=span.last_day, author=actor, requested_at=now, known_no=known_no,
        )
    )  # fmt: skip
    draft.based_on = number
    session.flush()
    record_entry(
        session, actor=actor, now=now, action="plan_requested", subject=("plan", f"{plan} {number}"),
        after={"digest": checked.digest, "version": number},
    )  # fmt: skip
    return number


def _newest(session: Session, plan: str) -> PlanVersion | None:
    last = select(func.max(PlanVersion.version_no)).where(PlanVersion.plan == plan).scalar_subquery()
    return session.scalar(select(PlanVersion).where(PlanVersion.plan == plan, PlanVersion.version_no == last))


def _joined(checked: CheckedPlan) -> tuple[str, str]:
    head = "Approval cannot be asked for yet.", "아직 승인을 요청할 수 없습니다."
    return (
        " ".join([head[0], *(words.en for words in checked.obstacles)]),
        " ".join([head[1], *(words.ko for words in checked.obstacles)]),
    )
