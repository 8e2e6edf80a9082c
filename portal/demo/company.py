"""Fills an empty database with the demo company: facts import by import, plans, accounts, and every month calculated.

In: a session of an empty database and the moment. Out: the demo sign-ins: name, password, what to look at.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from portal.actions.journal import record_entry
from portal.actions.knowledge import SYSTEM, next_known_no
from portal.actions.run_period import read_known, run_period
from portal.bridge.rows_from_facts import rows_from_facts
from portal.demo.accounts import ACCOUNTS, PASSWORD
from portal.demo.facts_from_seed import Batch, batches_of, facts_from_seed
from portal.demo.organisation import PAY_GROUPS, OrganisationRow, organisation
from portal.demo.plans_from_files import PlanText, draft_text, plan_texts
from portal.demo.rows_from_company import (
    write_accounts,
    write_company,
    write_draft,
    write_plan,
)
from portal.demo.timeline import Timeline, timeline_of
from portal.ready import in_language


class SignIn(NamedTuple):
    """A line of the start banner."""

    name: str
    password: str
    see: str


def seed(session: Session, now: datetime) -> list[SignIn]:
    """Write the whole company into an empty database and calculate its months; the caller commits.

    The facts depend on the month and day of `now` and on nothing else. Raises ValueError when `now` has no zone.
    """
    timeline = timeline_of(now)
    fill(session, timeline)
    calculate_months(session, timeline)
    return sign_ins()


def sign_ins() -> list[SignIn]:
    """Return the demo sign-ins in the language of the terminal."""
    return [SignIn(account.name, PASSWORD, in_language(account.see.en, account.see.ko)) for account in ACCOUNTS]


def fill(session: Session, timeline: Timeline) -> None:
    """Write facts, organisation, accounts and plans in the order in which the company learnt them."""
    write_company(session, timeline)
    shape = list(organisation(timeline))
    plans = list(plan_texts(timeline))
    accounts: dict[str, int] = {}
    for batch in batches_of(facts_from_seed(timeline), timeline):
        rows = [row for number, row in shape if number == batch.known_no]
        known_no = _write_batch(session, batch, rows)
        accounts = accounts or write_accounts(session, batch.known_at - timedelta(days=6))
        plans = _write_plans(session, known_no, batch.known_at, plans, accounts)
    if plans:  # on the first days of a year no import may have followed
        known_no = next_known_no(session, timeline.now, "Plans approved", SYSTEM)
        _write_plans(session, known_no, timeline.now, plans, accounts)
    write_draft(session, draft_text(timeline), accounts)
    session.flush()


def _write_batch(session: Session, batch: Batch, rows: list[OrganisationRow]) -> int:
    facts = batch.facts
    known_no = next_known_no(session, batch.known_at, batch.cause, SYSTEM)
    appended = rows_from_facts(
        session, known_no, people=facts.people, assignments=facts.assignments, quotas=facts.quotas,
        personal=facts.personal, targets=facts.targets, fx=facts.fx, records=facts.records, events=facts.events,
        relations=facts.relations, table_rows=facts.table_rows, leaves=facts.leaves, inputs=facts.inputs,
        openings=facts.openings, organisation=rows,
    )  # fmt: skip
    record_entry(
        session, actor=SYSTEM, now=batch.known_at, action="facts_learnt", subject=("knowledge", str(known_no)),
        after={"new": len(appended.new), "unchanged": len(appended.unchanged)}, why=batch.cause,
    )  # fmt: skip
    return known_no


def _write_plans(
    session: Session, known_no: int, moment: datetime, plans: list[PlanText], accounts: Mapping[str, int]
) -> list[PlanText]:
    """Write the plans approved by `moment`, and return the others."""
    for plan in plans:
        if plan.approved_at <= moment:
            write_plan(session, known_no, plan, accounts)
    return [plan for plan in plans if plan.approved_at > moment]


def calculate_months(session: Session, timeline: Timeline) -> None:
    """Calculate every month of both pay groups as known now, each a finished run."""
    known = read_known(session)
    for group in PAY_GROUPS:
        for month in timeline.months:
            run_period(session, actor=SYSTEM, now=timeline.now, pay_group=group, period=month.name, known=known)
