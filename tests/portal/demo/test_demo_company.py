"""In: an empty database filled with the demo company. Out: what the pages will find there.
Runs on both databases; what the months look like has its own test."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from portal import models
from portal.actions.journal import verify_chain
from portal.bridge.facts_from_rows import facts_from_rows
from portal.demo.accounts import ACCOUNTS, PASSWORD
from portal.demo.company import calculate_months, fill, sign_ins
from portal.demo.facts_from_seed import facts_from_seed
from portal.demo.people_from_seed import WITHOUT_QUOTA
from portal.demo.special_deals import REP_KR, REP_US
from portal.demo.timeline import timeline_of

TIMELINE = timeline_of(datetime(2026, 11, 24, 14, 0, tzinfo=UTC))


@pytest.fixture
def filled(session: Any) -> Any:
    fill(session, TIMELINE)
    session.flush()
    return session


def test_the_database_holds_the_company(filled: Any) -> None:
    """One filling serves all that is asked of it: it takes seconds."""
    _same_facts(filled)
    _plans_are_approved_by_a_second_comp_admin(filled)
    _accounts_are_marked(filled)
    _the_head_of_the_hierarchy_is_one(filled)
    _every_payee_has_a_name_and_a_pay_group(filled)
    _months_are_calculated(filled)
    assert verify_chain(filled) == []


def _same_facts(session: Any) -> None:
    read, made = facts_from_rows(session), facts_from_seed(TIMELINE)
    made = made.known_by(made.as_of)
    assert read.company == made.company
    for table in (
        "people", "assignments", "quotas", "personal", "targets", "fx", "records", "events",
        "hierarchy", "relations", "table_rows", "leaves", "inputs", "openings",
    ):  # fmt: skip
        ordered = [sorted(getattr(facts, table), key=repr) for facts in (read, made)]
        assert ordered[0] == ordered[1], table


def _plans_are_approved_by_a_second_comp_admin(session: Any) -> None:
    versions = session.scalars(select(models.PlanVersion)).all()
    approvals = {(row.plan, row.version_no): row for row in session.scalars(select(models.PlanApproval))}
    assert {version.version_no for version in versions} == {1, 2}
    assert {(version.plan, version.version_no) for version in versions} == set(approvals)
    for version in versions:
        approval = approvals[version.plan, version.version_no]
        assert approval.decision == "approved"
        assert approval.approver != version.author
        assert approval.at > version.requested_at
        known_at = session.get_one(models.Knowledge, approval.known_no).known_at
        assert approval.at <= known_at
    assert session.scalar(select(func.count()).select_from(models.PlanDraft)) == 1


def _accounts_are_marked(session: Any) -> None:
    accounts = session.scalars(select(models.Account)).all()
    assert {account.sign_in_name for account in accounts} == {account.name for account in ACCOUNTS}
    assert all(account.demo for account in accounts)
    assert len({account.password_hash for account in accounts}) == len(accounts)
    roles = {row.role for row in session.scalars(select(models.AccountRole))}
    assert roles == {"payee", "manager", "comp_admin", "approver", "auditor"}


def _the_head_of_the_hierarchy_is_one(session: Any) -> None:
    positions = set(session.scalars(select(models.PositionRow.position_id)))
    reports = {row.position_id: row.manager_position_id for row in session.scalars(select(models.HierarchyRow))}
    assert set(reports.values()) <= positions
    assert positions - set(reports) == {"P-1001"}


def _every_payee_has_a_name_and_a_pay_group(session: Any) -> None:
    payees = set(session.scalars(select(models.Payee.payee_id)))
    assert payees == set(session.scalars(select(models.PayeeName.payee_id)))
    assert payees == set(session.scalars(select(models.PayGroupMemberRow.payee_id)))


def _months_are_calculated(session: Any) -> None:
    """The last two months stand for all fifteen."""
    months = TIMELINE.months[-2:]
    calculate_months(session, replace(TIMELINE, months=months))
    runs = session.scalars(select(models.Run)).all()
    assert sorted((run.period, run.pay_group) for run in runs) == sorted(
        (month.name, group) for month in months for group in ("kr", "us")
    )
    assert {run.state for run in runs} == {"done"}
    assert [run for run in runs if run.faults] == []
    results = session.scalars(select(models.RunPayeeResult)).all()
    assert {row.payee_id for row in results if row.blocked} == {WITHOUT_QUOTA}
    for payee, currency in ((REP_US, "USD"), (REP_KR, "KRW")):
        mine = [row.totals for row in results if row.payee_id == payee]
        assert [set(totals) for totals in mine] == [{currency}] * 2
        assert all(totals[currency] > 0 for totals in mine)


def test_the_banner_lists_each_sign_in_once() -> None:
    names = [line.name for line in sign_ins()]
    assert len(names) == len(set(names)) == len(ACCOUNTS)
    assert {line.password for line in sign_ins()} == {PASSWORD}
    assert all(account.see.en and account.see.ko for account in ACCOUNTS)
