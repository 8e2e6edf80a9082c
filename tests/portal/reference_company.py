"""A company whose plans are those of the language reference, with the people and records of their first examples.

In: an application on an empty database. Out: its rows; January to March 2026 calculated; every kind of component pays.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import UTC, date, datetime

from flask import Flask
from sqlalchemy.orm import Session

from comp_rules.compile.compiled_from_document import compiled_from_text
from comp_rules.facts.facts import Facts
from comp_rules.plan.facts_from_examples import facts_from_example
from portal import models
from portal.actions.create_account import create_account
from portal.actions.knowledge import next_known_no
from portal.actions.run_period import run_period
from portal.bridge.rows_from_facts import rows_from_facts
from portal.extensions import db, hasher
from tests.comp_rules.test_language_reference import PLANS
from tests.portal.kite_company import YEAR, account, member
from tests.portal.small_company import PASSWORD

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MONTHS = ("2026-01", "2026-02", "2026-03")
GROUP = "reference"
#: plan: which of the reference it is
CHOSEN = {"care-2026": 3, "tiers-2026": 5, "since-2026": 6, "targets-2026": 7, "races-2026": 8, "caps-2026": 10}
_PERSON = re.compile(r"\b(ann|bo|cy|kim|lee)\b")
_RECORD = re.compile(r"\b([AD]\d)\b")
NAMES = {"ann": "Ann Whitfield", "bo": "Bo Lindqvist", "cy": "Cy Marsh", "kim": "Kim Daeun", "lee": "Lee Novak"}


def plan_text(plan: str) -> str:
    """Return the text of a plan, its people and records under names that no other plan has."""
    start, examples = PLANS[CHOSEN[plan]].split("examples:", 1)
    examples = _PERSON.sub(rf"\1_{plan[:4]}", examples)
    examples = _RECORD.sub(rf"\1_{plan[:4]}", examples)
    return f"{start}examples:{examples}".replace("sales-2026", plan)


def found(app: Flask) -> None:
    """Fill the database of the application and calculate its months."""
    with app.app_context():
        plans = {plan: _compiled_facts(plan) for plan in CHOSEN}
        people = sorted({person.payee for facts in plans.values() for person in facts.people})
        with db.transaction() as session:
            _declare(session, plans)
            for plan, facts in plans.items():
                _learn(session, plan, facts)
            _sign_in(session, people)
        with db.transaction() as session:
            for plan in CHOSEN:
                approve(session, plan, plan_text(plan), 1)
        for month in MONTHS:
            with db.transaction() as session:
                run_period(session, actor="system", now=NOW, pay_group=GROUP, period=month)


def approve(session: Session, plan: str, text: str, number: int) -> None:
    """Write a version by Julia that Mina approved."""
    known_no = next_known_no(session, NOW, "a plan", "system")
    if number == 1:
        session.add(models.Plan(plan=plan, created_at=NOW))
        session.flush()
    session.add(
        models.PlanVersion(
            plan=plan, version_no=number, text=text, digest=hashlib.sha256(text.encode()).hexdigest(),
            first_day=YEAR.first, last_day=YEAR.last_day, author=account(session, "julia"), requested_at=NOW,
            known_no=known_no,
        )
    )  # fmt: skip
    session.flush()
    session.add(
        models.PlanApproval(
            plan=plan, version_no=number, approver=account(session, "mina"), at=NOW, decision="approved",
            known_no=known_no,
        )
    )  # fmt: skip
    session.flush()


def _compiled_facts(plan: str) -> Facts:
    compiled, faults = compiled_from_text(plan_text(plan), plan)
    assert compiled is not None, [fault.say("en") for fault in faults]
    return facts_from_example(compiled.document, 0, compiled)[0]


def _declare(session: Session, plans: dict[str, Facts]) -> None:
    session.add(models.CompanyRow(id=1, name="Reference & Co", time_zone="UTC"))
    declared: dict[str, dict[str, str]] = {}
    for facts in plans.values():
        for record_type, known_type in facts.company.record_types.items():
            declared.setdefault(record_type, {}).update({name: field.type for name, field in known_type.fields.items()})
        for kind, names in (("quota", facts.company.quotas), ("input", facts.company.inputs)):
            for name, known in names.items():
                if session.get(models.DeclaredName, (kind, name)) is None:
                    words = name.replace("_", " ").capitalize()
                    session.add(
                        models.DeclaredName(kind=kind, name=name, unit=known.unit, label_en=words, label_ko=words)
                    )
                    session.flush()
    for record_type, types in declared.items():
        session.add(
            models.RecordTypeRow(record_type=record_type, title_field=None, label_en="Records", label_ko="거래")
        )
        session.flush()
        for place, (field, kind) in enumerate(types.items()):
            session.add(
                models.RecordFieldRow(
                    record_type=record_type, field=field, type=kind, place=place,
                    label_en=field.replace("_", " "), label_ko=field.replace("_", " "),
                )
            )  # fmt: skip
    session.add(models.DeclaredName(kind="title", name="rep", unit=None, label_en="Rep", label_ko="영업 담당자"))
    session.add(models.Calendar(calendar="month", label_en="Monthly", label_ko="매월"))
    session.flush()
    session.add(models.PayGroup(pay_group=GROUP, calendar="month", label_en="Everyone", label_ko="모두"))
    session.flush()
    for month, last in ((1, 31), (2, 28), (3, 31)):
        session.add(
            models.PeriodRow(
                calendar="month", pay_group=GROUP, period=f"2026-{month:02d}", first_day=date(2026, month, 1),
                last_day=date(2026, month, last),
            )
        )  # fmt: skip
    session.flush()


def _learn(session: Session, plan: str, facts: Facts) -> None:
    """Append the facts of an example; rows of different examples have the same ids, so each gets its plan in front."""
    known_no = next_known_no(session, NOW, "an example", "system")
    numbers = {
        name: [replace(row, row_id=f"{plan}:{row.row_id}") for row in getattr(facts, name)]
        for name in ("assignments", "quotas", "targets", "inputs")
    }
    named = [
        replace(each, row_id=f"{plan}:{each.row_id}", name=NAMES[each.payee[: each.payee.index("_")]])
        for each in facts.people
    ]
    members = [member(each.payee, GROUP, YEAR) for each in facts.people]
    rows_from_facts(session, known_no, people=named, records=facts.records, organisation=members, **numbers)


def _sign_in(session: Session, people: list[str]) -> None:
    for name in ("julia", "mina"):
        create_account(
            session, actor="system", now=NOW, sign_in_name=name, password_hash=hasher().hash(PASSWORD),
            roles=["comp_admin"], payee=None, pay_groups=[GROUP],
        )  # fmt: skip
    for payee in people:
        create_account(
            session, actor="system", now=NOW, sign_in_name=payee, password_hash=hasher().hash(PASSWORD),
            roles=["payee"], payee=payee, pay_groups=[],
        )  # fmt: skip
