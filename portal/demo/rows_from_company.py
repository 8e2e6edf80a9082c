"""The demo company's own rows: what it declared, its accounts and its plans.

In: a session in a writing transaction. Out: rows in the portal's tables, nothing committed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta

from pwdlib import PasswordHash
from sqlalchemy.orm import Session

from comp_rules.facts.facts import Company, Declared
from comp_rules.values.period import Span
from comp_rules.values.words import Words
from portal import models
from portal.actions.create_account import create_account
from portal.actions.journal import record_entry
from portal.actions.knowledge import SYSTEM
from portal.demo.accounts import ACCOUNTS, PASSWORD
from portal.demo.declared import COMPANY, TITLES
from portal.demo.organisation import CALENDAR, PAY_GROUPS
from portal.demo.plans_from_files import DraftText, PlanText
from portal.demo.timeline import ZONE, Timeline


def write_company(session: Session, timeline: Timeline) -> None:
    """Write the company, what it declared, its calendar, pay groups and periods."""
    session.add(models.CompanyRow(id=1, name=COMPANY.name, time_zone=ZONE))
    for kind in COMPANY.record_types.values():
        session.add(models.RecordTypeRow(record_type=kind.name, title_field=kind.title_field, **_labels(kind.label)))
        session.flush()
        for place, field in enumerate(kind.fields.values()):
            session.add(
                models.RecordFieldRow(
                    record_type=kind.name, field=field.name, type=field.type, place=place, **_labels(field.label)
                )
            )
    for kind_name, names in _declared(COMPANY).items():
        for name in names.values():
            session.add(models.DeclaredName(kind=kind_name, name=name.name, unit=name.unit, **_labels(name.label)))
    session.add(models.Calendar(calendar=CALENDAR, **_labels(Words("Monthly", "매월"))))
    session.flush()
    for group, label in PAY_GROUPS.items():
        session.add(models.PayGroup(pay_group=group, calendar=CALENDAR, **_labels(label)))
    session.flush()
    for group in PAY_GROUPS:
        session.add_all(_period(group, month.name, month.span) for month in timeline.months)
    session.flush()


def _declared(company: Company) -> dict[str, Mapping[str, Declared]]:
    return {
        "quota": company.quotas,
        "personal": company.personal,
        "event": company.events,
        "rate_table": company.rate_tables,
        "input": company.inputs,
        "relation": company.relations,
        "table": company.tables,
        "title": TITLES,
        "territory": company.territories,
    }


def _period(group: str, name: str, span: Span) -> models.PeriodRow:
    last = span.last_day
    assert last is not None, "a month has a last day"
    return models.PeriodRow(
        calendar=CALENDAR, pay_group=group, period=name, first_day=span.first, last_day=last, state="draft"
    )


def _labels(words: Words) -> dict[str, str]:
    return {"label_en": words.en, "label_ko": words.ko}


def write_accounts(session: Session, at: datetime) -> dict[str, int]:
    """Make the demo accounts and return their ids by sign-in name. Each password is hashed on its own."""
    hasher = PasswordHash.recommended()
    return {
        account.name: create_account(
            session, actor=SYSTEM, now=at, sign_in_name=account.name, password_hash=hasher.hash(PASSWORD),
            roles=account.roles, payee=account.payee, pay_groups=account.pay_groups, language=account.language,
            demo=True,
        )
        for account in ACCOUNTS
    }  # fmt: skip


def write_plan(session: Session, known_no: int, plan: PlanText, accounts: Mapping[str, int]) -> None:
    """Write a version with its approval by the other comp admin; a plan's first version creates the plan."""
    author, approver = accounts[plan.author], accounts[plan.approver]
    if plan.version_no == 1:
        session.add(models.Plan(plan=plan.plan, created_at=plan.requested_at))
        session.flush()
    digest = hashlib.sha256(plan.text.encode()).hexdigest()
    session.add(
        models.PlanVersion(
            plan=plan.plan, version_no=plan.version_no, text=plan.text, digest=digest, first_day=plan.first_day,
            last_day=plan.last_day, author=author, requested_at=plan.requested_at, known_no=known_no,
        )
    )  # fmt: skip
    session.flush()
    session.add(
        models.PlanApproval(
            plan=plan.plan, version_no=plan.version_no, approver=approver, at=plan.approved_at, decision="approved",
            known_no=known_no,
        )
    )  # fmt: skip
    session.flush()
    subject = ("plan", f"{plan.plan} {plan.version_no}")
    for actor, at, action in ((author, plan.requested_at, "requested"), (approver, plan.approved_at, "approved")):
        record_entry(session, actor=actor, now=at, action=f"plan_{action}", subject=subject, after={"digest": digest})


def write_draft(session: Session, draft: DraftText, accounts: Mapping[str, int]) -> None:
    """Write the draft that the plan page opens with."""
    author = accounts[draft.author]
    session.add(
        models.PlanDraft(
            plan=draft.plan, author=author, text=draft.text, saved_at=draft.saved_at, based_on=draft.based_on
        )
    )
    record_entry(
        session, actor=author, now=draft.saved_at + timedelta(seconds=1), action="plan_draft_saved",
        subject=("plan", draft.plan),
    )  # fmt: skip
