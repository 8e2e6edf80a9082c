"""The second person's decision about a plan version: approve, or send back with a note.

In: session, actor, now, the version and the digest that was read. Out: a decision and a journal entry.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.actions.journal import record_entry
from portal.actions.knowledge import last_known_no, next_known_no
from portal.actions.refusal import Refused
from portal.bridge.payees_from_rows import payees_under_plan
from portal.models import Account, Plan, PlanApproval, PlanVersion

Decision = Literal["approved", "sent_back"]


def decide_plan(
    session: Session, *, actor: int, now: datetime, plan: str, version_no: int, digest: str, decision: Decision,
    note: str,
) -> None:  # fmt: skip
    """Keep the decision; an approved version is used by runs from now on.

    Raises Refused for the author, for someone who is paid by the plan, for a version that is not the newest or is
    decided already, for another text than the one that was read, and for sending back without a note.
    """
    session.get_one(Plan, plan, with_for_update=True)
    version = session.get(PlanVersion, (plan, version_no))
    if version is None:
        raise Refused("There is no such version.", "해당 버전이 없습니다.", "no_version")
    _refuse_own(session, version, actor)
    _refuse_settled(session, version, digest)
    if decision == "sent_back" and not note.strip():
        raise Refused(
            "Say what should change: the author reads it.", "수정할 내용을 적어 주세요. 작성자가 읽습니다.", "no_note"
        )
    known_no = next_known_no(session, now, f"Plan {plan}, version {version_no}: {decision}", actor)
    session.add(
        PlanApproval(
            plan=plan, version_no=version_no, approver=actor, at=now, decision=decision, note=note.strip(),
            known_no=known_no,
        )
    )  # fmt: skip
    session.flush()
    record_entry(
        session, actor=actor, now=now, action=f"plan_{decision}", subject=("plan", f"{plan} {version_no}"),
        after={"digest": version.digest, "version": version_no}, why=note.strip(),
    )  # fmt: skip


def record_refusal(
    session: Session, *, actor: int, now: datetime, plan: str, version_no: int, refused: Refused
) -> None:
    """Journal an attempt that was refused: nobody approves alone, and nobody tries unseen."""
    record_entry(
        session, actor=actor, now=now, action="plan_refused", subject=("plan", f"{plan} {version_no}"),
        after={"code": refused.code, "version": version_no},
    )  # fmt: skip


def may_decide(session: Session, version: PlanVersion, account: int) -> bool:
    """Say whether an account is a second person for this version."""
    try:
        _refuse_own(session, version, account)
    except Refused:
        return False
    return True


def _refuse_own(session: Session, version: PlanVersion, actor: int) -> None:
    if version.author == actor:
        raise Refused(
            "Nobody approves a plan that they wrote. Ask the other comp admin.",
            "본인이 작성한 플랜은 승인할 수 없습니다. 다른 보상 담당자에게 요청해 주세요.",
            "own_plan",
        )
    payee = session.scalar(select(Account.payee_id).where(Account.id == actor))
    if payee is not None and payee in payees_under_plan(session, version.plan, last_known_no(session)):
        raise Refused(
            "Nobody approves a plan that they are paid by. Ask the other comp admin.",
            "본인에게 적용되는 플랜은 승인할 수 없습니다. 다른 보상 담당자에게 요청해 주세요.",
            "own_pay",
        )


def _refuse_settled(session: Session, version: PlanVersion, digest: str) -> None:
    same = PlanApproval.plan == version.plan, PlanApproval.version_no == version.version_no
    if session.scalar(select(func.count()).select_from(PlanApproval).where(*same)):
        raise Refused("This version is decided already.", "이미 결정된 버전입니다.", "decided")
    newest = session.scalar(select(func.max(PlanVersion.version_no)).where(PlanVersion.plan == version.plan))
    if newest != version.version_no:
        raise Refused(
            f"Version {newest} was handed in since. Decide about that one.",
            f"새 버전이 등록되었습니다. 버전 {newest} 기준으로 결정해 주세요.",
            "superseded",
        )
    if digest != version.digest:
        raise Refused(
            "This is not the text that you read. Look at it again.",
            "확인한 내용과 다릅니다. 다시 확인해 주세요.",
            "other_text",
        )
