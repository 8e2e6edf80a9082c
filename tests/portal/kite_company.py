"""A company that really calculates: kites sold, two pay groups, a plan approved by a second comp admin.

In: an application on an empty database. Out: its rows; October 2026 has deals that count, one that is lost, one that
names nobody, and someone without a quota.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from comp_rules.facts.facts import Assignment, Person, Quota, RecordVersion, Value
from comp_rules.values.money import Money
from comp_rules.values.period import Span, span_of_days
from portal import models
from portal.actions.create_account import create_account
from portal.actions.knowledge import next_known_no
from portal.bridge.rows_from_facts import rows_from_facts
from portal.extensions import db, hasher
from tests.portal.small_company import PASSWORD

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
YEAR = span_of_days(date(2026, 1, 1), date(2026, 12, 31))
MONTH = "2026-10"
#: payee: name, pay group, yearly quota in dollars
PEOPLE = {
    "K-ann": ("Ann Whitfield", "us", 100_000),
    "K-bo": ("=Bo Lindqvist", "us", 200_000),
    "K-dan": ("Dan Okoro", "us", None),
    "K-cho": ("조하린", "kr", 100_000),
}
#: sign-in name: roles, payee, pay groups
ACCOUNTS = {
    "julia": (["comp_admin"], None, ["us", "kr"]),
    "mina": (["comp_admin"], None, ["us", "kr"]),
    "korea": (["comp_admin"], None, ["kr"]),
    "ann": (["payee", "comp_admin"], "K-ann", ["us"]),
    "bo": (["payee"], "K-bo", []),
    "auditor": (["auditor"], None, []),
}
PLAN = """\
language: 1
plan: kites
label: {en: Kites 2026, ko: 2026 연}
effective: {first_day: 2026-01-01, last_day: 2026-12-31}
currency: USD
calendar: {calculate: month, year_starts: January}
proration: {basis: calendar_days, scales: [quota, target], leave: absent}
credit:
  sold:
    label: {en: Kites sold, ko: 판매한 연}
    records: deal
    when: {stage: won}
    date: closed_on
    amount: amount
    to: owner
measure:
  year: {label: {en: Sold this year, ko: 올해 판매}, sum: sold, over: year_to_date, quota: kites_year}
earn:
  commission:
    label: {en: Commission, ko: 커미션}
    kind: flat
    pays_on: sold
    rate: 10%
  award:
    label: {en: Yearly award, ko: 연간 포상}
    kind: award
    reached: [{measure: year, at_least: 100%}]
    pays: 500 USD
    kept: yes
pay:
  release: [{share: 100%, event: earned}]
  clawback: none
  negative: carry
  held_at_exit: pay
examples:
  - label: {en: A sale, ko: 판매}
    given:
      people: [{person: ann}]
      quotas: [{person: ann, quota: kites_year, value: 1000 USD}]
      records: [{deal: D1, stage: won, closed_on: 2026-02-10, amount: 500 USD, owner: ann}]
    expect: [{person: ann, period: 2026-02, component: commission, lines: [50 USD]}]
  - label: {en: The award, ko: 포상}
    given:
      people: [{person: ann}]
      quotas: [{person: ann, quota: kites_year, value: 1000 USD}]
      records: [{deal: D1, stage: won, closed_on: 2026-02-10, amount: 1000 USD, owner: ann}]
    expect: [{person: ann, period: 2026-02, component: award, lines: [500 USD]}]
"""


def found(app: Flask) -> None:
    """Fill the database of the application; nothing is calculated yet."""
    with app.app_context():
        with db.transaction() as session:
            _declare(session)
            _learn_people(session)
            _learn_deals(session)
            for name, (roles, payee, groups) in ACCOUNTS.items():
                create_account(
                    session, actor="system", now=NOW, sign_in_name=name, password_hash=hasher().hash(PASSWORD),
                    roles=roles, payee=payee, pay_groups=groups,
                )  # fmt: skip
        with db.transaction() as session:
            approve(session, PLAN)


def account(session: Session, name: str) -> int:
    """Return the id of an account."""
    return session.scalars(select(models.Account.id).where(models.Account.sign_in_name == name)).one()


def approve(session: Session, text: str, number: int = 1) -> None:
    """Write a version by Julia that Mina approved."""
    known_no = next_known_no(session, NOW, "a plan", "system")
    if number == 1:
        session.add(models.Plan(plan="kites", created_at=NOW))
        session.flush()
    session.add(
        models.PlanVersion(
            plan="kites", version_no=number, text=text, digest=hashlib.sha256(text.encode()).hexdigest(),
            first_day=YEAR.first, last_day=YEAR.last_day, author=account(session, "julia"), requested_at=NOW,
            known_no=known_no,
        )
    )  # fmt: skip
    session.flush()
    session.add(
        models.PlanApproval(
            plan="kites", version_no=number, approver=account(session, "mina"), at=NOW, decision="approved",
            known_no=known_no,
        )
    )  # fmt: skip


def deal(
    number: str, owner: str | None, dollars: int, stage: str = "won", day: date = date(2026, 10, 3)
) -> RecordVersion:
    """Return a deal closed on a day."""
    fields = {
        "stage": Value("text", stage),
        "closed_on": Value("date", day),
        "amount": Value("money", Money(dollars * 100, "USD")),
    }
    return RecordVersion("deal", number, 0, 0, fields, owner=owner)


def learn(session: Session, *records: RecordVersion, **facts: object) -> int:
    """Record that the company learns facts, and return their number."""
    known_no = next_known_no(session, NOW, "more facts", "system")
    rows_from_facts(session, known_no, records=records, **facts)  # type: ignore[arg-type]
    return known_no


def member(payee: str, group: str, span: Span, row: str = "") -> models.PayGroupMemberRow:
    """Return a membership of a pay group."""
    return models.PayGroupMemberRow(
        row_id=row or f"g:{payee}", payee_id=payee, pay_group=group, first_day=span.first, last_day=span.last_day
    )


def _declare(session: Session) -> None:
    session.add(models.CompanyRow(id=1, name="Kites & Co", time_zone="UTC"))
    session.add(models.RecordTypeRow(record_type="deal", title_field=None, label_en="Deals", label_ko="거래"))
    session.flush()
    for place, (field, kind) in enumerate((("stage", "text"), ("closed_on", "date"), ("amount", "money"))):
        session.add(
            models.RecordFieldRow(
                record_type="deal", field=field, type=kind, place=place, label_en=field, label_ko=field
            )
        )
    session.add(models.DeclaredName(kind="quota", name="kites_year", unit="money", label_en="Year", label_ko="연간"))
    session.add(models.Calendar(calendar="month", label_en="Monthly", label_ko="매월"))
    session.flush()
    for group, english in (("us", "United States"), ("kr", "Korea")):
        session.add(models.PayGroup(pay_group=group, calendar="month", label_en=english, label_ko=group))
    session.flush()
    for group in ("us", "kr"):
        for month in (9, 10):
            last = 30 if month == 9 else 31
            session.add(
                models.PeriodRow(
                    calendar="month", pay_group=group, period=f"2026-{month:02d}", first_day=date(2026, month, 1),
                    last_day=date(2026, month, last),
                )
            )  # fmt: skip
    session.flush()


def _learn_people(session: Session) -> None:
    learn(
        session,
        people=[Person(f"p:{payee}", payee, name, None) for payee, (name, _, _) in PEOPLE.items()],
        assignments=[Assignment(f"a:{payee}", payee, f"seat-{payee}", "", "kites", YEAR) for payee in PEOPLE],
        quotas=[
            Quota(f"q:{payee}", payee, "kites_year", Value("money", Money(dollars * 100, "USD")), YEAR)
            for payee, (_, _, dollars) in PEOPLE.items()
            if dollars
        ],
        organisation=[member(payee, group, YEAR) for payee, (_, group, _) in PEOPLE.items()],
    )


def _learn_deals(session: Session) -> None:
    learn(
        session,
        deal("D-1", "K-ann", 12_345),
        deal("D-2", "K-bo", 23_456),
        deal("D-3", "K-dan", 3_000),
        deal("D-4", "K-ann", 9_999, stage="lost"),
        deal("D-5", None, 7_777),
        deal("D-6", "K-cho", 45_678),
        deal("D-0", "K-ann", 1_000, day=date(2026, 9, 9)),
    )
