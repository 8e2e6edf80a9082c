"""What the pages of plans show: versions with their decisions, drafts, who is under a plan.

In: a session and a viewer. Out: rows for lists; texts to read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from comp_rules.plan.document_from_text import document_from_text
from comp_rules.values.period import period_from_text, span_of_days
from comp_rules.values.words import Words
from portal.actions.knowledge import last_known_no
from portal.bridge.members_from_rows import members_from_rows
from portal.bridge.months_from_rows import months_from_rows
from portal.bridge.payees_from_rows import (
    account_names_from_rows,
    names_from_rows,
    payees_under_plan,
    people_by_plan,
)
from portal.formatting import today
from portal.models import Plan, PlanApproval, PlanDraft, PlanVersion
from portal.pay_groups import visible_pay_groups
from portal.viewer import Viewer


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version with its latest decision: `waiting`, `approved`, `sent_back`, or `replaced` by a newer request."""

    plan: str
    number: int
    first_day: date
    last_day: date | None
    author: str
    author_id: int
    requested_at: datetime
    state: str
    decided_by: str
    decided_at: datetime | None
    note: str
    digest: str

    def in_force(self, day: date) -> bool:
        """Say whether runs of that day may use it."""
        return self.state == "approved" and day in span_of_days(self.first_day, self.last_day)


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft in somebody's hands."""

    author: str
    author_id: int
    saved_at: datetime
    based_on: int | None


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan in the list."""

    plan: str
    label: Words
    people: int
    versions: Sequence[VersionRow]
    drafts: Sequence[DraftRow]


def plans(session: Session, day: date) -> list[PlanRow]:
    """Return every plan with its versions, the newest first, its drafts and how many people are under it on `day`."""
    names = session.scalars(select(Plan.plan)).all()
    versions = _versions(session)
    drafts = _drafts(session)
    people = people_by_plan(session, last_known_no(session), span_of_days(day, day))
    rows = [
        PlanRow(
            name, label_of(session, name), people.get(name, 0),
            [row for row in versions if row.plan == name], drafts.get(name, []),
        )
        for name in names
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row.label.en, row.plan))


def plan_row(session: Session, plan: str, day: date) -> PlanRow | None:
    """Return one plan, None when there is none of that name."""
    if session.get(Plan, plan) is None:
        return None
    people = people_by_plan(session, last_known_no(session), span_of_days(day, day)).get(plan, 0)
    return PlanRow(plan, label_of(session, plan), people, _versions(session, plan), _drafts(session).get(plan, []))


def label_of(session: Session, plan: str) -> Words:
    """Return the label in the newest text of the plan, its name while there is none."""
    newest = select(PlanVersion.text).where(PlanVersion.plan == plan).order_by(PlanVersion.version_no.desc()).limit(1)
    text = session.scalar(newest)
    return label_in(text, plan) if text else Words(plan, plan)


def label_in(text: str, plan: str) -> Words:
    """Return the label that a text gives to its plan."""
    document, _faults = document_from_text(text, plan)
    label = document.top.map("label") if document else None
    return Words(label.text("en") or plan, label.text("ko") or plan) if label else Words(plan, plan)


def version_text(session: Session, plan: str, number: int) -> PlanVersion | None:
    """Return a version with its text."""
    return session.get(PlanVersion, (plan, number))


def version_before(rows: Sequence[VersionRow], number: int) -> VersionRow | None:
    """Return the newest approved version with a lower number: what a reviewer compares with."""
    earlier = [row for row in rows if row.number < number and row.state == "approved"]
    return max(earlier, key=lambda row: row.number, default=None)


def draft_of(session: Session, plan: str, account: int) -> PlanDraft | None:
    """Return the account's own draft."""
    return session.get(PlanDraft, (plan, account))


def months_to_try(session: Session, viewer: Viewer) -> list[str]:
    """Return the months of the viewer's pay groups, the newest first."""
    groups = visible_pay_groups(session, viewer)
    return sorted({period for _, period in months_from_rows(session, groups, today())}, reverse=True)


def people_to_try(session: Session, viewer: Viewer, plan: str, period: str) -> dict[str, str]:
    """Return who is under the plan in a month, by name: people of the viewer's pay groups, never the viewer."""
    span, as_of = period_from_text(period).span, last_known_no(session)
    groups = visible_pay_groups(session, viewer)
    seen = {payee for group in groups for payee in members_from_rows(session, group, span, as_of)}
    chosen = payees_under_plan(session, plan, as_of, span) & seen - {viewer.payee or ""}
    names = names_from_rows(session, chosen)
    return dict(sorted(names.items(), key=lambda each: (each[1], each[0])))


def _versions(session: Session, plan: str | None = None) -> list[VersionRow]:
    chosen = select(PlanVersion).order_by(PlanVersion.version_no.desc())
    decisions = select(PlanApproval).order_by(PlanApproval.id)
    if plan is not None:
        chosen, decisions = chosen.where(PlanVersion.plan == plan), decisions.where(PlanApproval.plan == plan)
    latest = {(each.plan, each.version_no): each for each in session.scalars(decisions)}
    versions = session.scalars(chosen).all()
    newest = {}
    for version in versions:
        newest.setdefault(version.plan, version.version_no)
    names = account_names_from_rows(session)
    return [
        _version(version, latest.get((version.plan, version.version_no)), newest[version.plan], names)
        for version in versions
    ]


def _version(version: PlanVersion, decision: Any, newest: int, names: dict[int, str]) -> VersionRow:
    waiting = "waiting" if version.version_no == newest else "replaced"
    return VersionRow(
        plan=version.plan,
        number=version.version_no,
        first_day=version.first_day,
        last_day=version.last_day,
        author=names.get(version.author, ""),
        author_id=version.author,
        requested_at=version.requested_at,
        state=decision.decision if decision else waiting,
        decided_by=names.get(decision.approver, "") if decision else "",
        decided_at=decision.at if decision else None,
        note=decision.note if decision else "",
        digest=version.digest,
    )


def _drafts(session: Session) -> dict[str, list[DraftRow]]:
    names = account_names_from_rows(session)
    found: dict[str, list[DraftRow]] = {}
    drafts = select(PlanDraft.plan, PlanDraft.author, PlanDraft.saved_at, PlanDraft.based_on)
    for plan, author, saved_at, based_on in session.execute(drafts.order_by(PlanDraft.saved_at.desc())):
        found.setdefault(plan, []).append(DraftRow(names.get(author, ""), author, saved_at, based_on))
    return found
