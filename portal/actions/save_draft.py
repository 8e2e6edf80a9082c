"""Keeps the text of a plan as its author typed it, faults included.

In: session, actor, now, plan, text, and what the author saw when the page was opened. Out: a saved draft and a journal
entry, or a conflict that loses neither text.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from comp_rules.values.words import Words
from portal.actions.journal import record_entry
from portal.actions.refusal import Refused
from portal.models import Plan, PlanDraft, PlanVersion

#: The longest text that is kept, in bytes of UTF-8; the reader of plans takes no more.
LONGEST = 256 * 1024
LONGEST_NAME = 80
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody saved the draft since it was opened. `theirs` is what stands there now."""

    theirs: str
    saved_at: datetime


def text_digest(text: str) -> str:
    """Return the SHA-256 of a text in hex: what a page remembers of the text that it opened."""
    return hashlib.sha256(text.encode()).hexdigest()


def with_line_feeds(text: str) -> str:
    """Return the text with the line ends of a plan; a browser sends others."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def text_fault(text: str) -> Refused | None:
    """Return why a text cannot be kept, None when it can; whether it is a plan is another question."""
    if len(text.encode()) > LONGEST:
        return Refused(
            "A plan is at most 256 kB long. Shorten it and save again.",
            "플랜은 256kB까지 저장할 수 있습니다. 줄인 뒤 다시 저장해 주세요.",
            "too_long",
        )
    if "\0" in text:
        return Refused(
            "The text holds a character that cannot be kept (NUL). Remove it and save again.",
            "저장할 수 없는 문자(NUL)가 있습니다. 지운 뒤 다시 저장해 주세요.",
            "unkept_character",
        )
    return None


def name_fault(plan: str) -> Words | None:
    """Return why a plan cannot have this name, None when it can."""
    if len(plan) <= LONGEST_NAME and _NAME.fullmatch(plan):
        return None
    return Words(
        "A plan's name is lower-case letters, digits and hyphens, such as account-executive-us.",
        "플랜 이름에는 영문 소문자, 숫자, 하이픈만 쓸 수 있습니다. 예: account-executive-us",
    )


def save_draft(
    session: Session, *, actor: int, now: datetime, plan: str, text: str, opened: str, based_on: int | None
) -> Conflict | None:
    """Keep the text as the actor's draft of the plan; return the conflict when it was saved meanwhile.

    `opened` is the digest of the draft that the page showed, empty when the actor had none; `based_on` the version
    that it began from. Raises Refused for a plan that does not exist and a text that is too long.
    """
    if session.get(Plan, plan, with_for_update=True) is None:
        raise Refused("There is no such plan.", "해당 플랜이 없습니다.", "no_plan")
    fault = text_fault(text)
    if fault is not None:
        raise fault
    draft = session.get(PlanDraft, (plan, actor))
    if draft is not None and draft.text == text:
        return None
    standing = text_digest(draft.text) if draft else ""
    if standing != opened:
        return Conflict(draft.text if draft else "", draft.saved_at if draft else now)
    if draft is None:
        session.add(PlanDraft(plan=plan, author=actor, text=text, saved_at=now, based_on=based_on))
    else:
        draft.text, draft.saved_at = text, now
    record_entry(
        session, actor=actor, now=now, action="plan_draft_saved", subject=("plan", plan),
        before={"digest": standing or None}, after={"digest": text_digest(text)},
    )  # fmt: skip
    return None


def begin_plan(session: Session, *, actor: int, now: datetime, plan: str, copy_of: str | None) -> None:
    """Make a plan of that name with a first draft: a copy of another plan's newest version, or an empty text.

    Raises Refused for a name that is taken or cannot be an address.
    """
    fault = name_fault(plan)
    if fault is not None:
        raise Refused(fault.en, fault.ko, "plan_name")
    if session.get(Plan, plan) is not None:
        raise Refused("There is a plan of that name already.", "같은 이름의 플랜이 이미 있습니다.", "plan_exists")
    session.add(Plan(plan=plan, created_at=now))
    session.flush()
    session.add(PlanDraft(plan=plan, author=actor, text=_first_text(session, plan, copy_of), saved_at=now))
    record_entry(session, actor=actor, now=now, action="plan_begun", subject=("plan", plan), after={"copy_of": copy_of})


def _first_text(session: Session, plan: str, copy_of: str | None) -> str:
    newest = select(PlanVersion.text).where(PlanVersion.plan == copy_of).order_by(PlanVersion.version_no.desc())
    text = session.scalar(newest.limit(1)) if copy_of else None
    if text is None:
        return f"language: 1\nplan: {plan}\n"
    return re.sub(rf"(?m)^plan: {re.escape(copy_of or '')}\b", f"plan: {plan}", text, count=1)
