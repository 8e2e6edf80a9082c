"""What a statement says that no result knows: names, titles, the manager, the plan in words, the month before.

In: rows and a result. Out: the context of `statements.view_from_result`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from comp_rules import CompiledPlan, compile_plan
from comp_rules.explain.sentences_from_plan import component_sentences
from comp_rules.flow.records import AssignmentResult, Credit, PayeeResult
from comp_rules.values.period import period_from_text
from comp_rules.values.words import Words
from portal.bridge.facts_from_rows import company_from_rows
from portal.bridge.newest_from_rows import newest_number
from portal.bridge.plans_from_rows import approved_versions, library_of, plan_texts_from_versions
from portal.models import CompanyRow, DeclaredName, PayeeName, PeriodRow, PlanVersion
from portal.scope import manager_of
from statements.formatting import form_for
from statements.view import PlanRule, State, StatementContext

_STATES: dict[str, State] = {
    "draft": "draft", "approved": "approved", "published": "published", "closed": "closed", "exported": "closed",
    "paid": "closed",
}  # fmt: skip


def context_from_rows(
    session: Session,
    result: PayeeResult,
    *,
    pay_group: str,
    calculated_at: datetime,
    zone: Any,
    digest: str,
    previous: PayeeResult | None = None,
) -> StatementContext:
    """Return the context of a person's month of a pay group; `zone` is the company's time zone, `digest` the trace's.

    Names of other people are those on this month's records and no more.
    """
    company = session.scalar(select(CompanyRow.name)) or ""
    partners = {other for part in result.parts for credit in _told(part) for other, _ in credit.split}
    partners |= {source.payee for part in result.parts for credit in _told(part) for source in credit.sources}
    manager = _manager(session, result)
    names = names_of(session, {result.payee, *partners, *([manager] if manager else [])})
    state = session.scalar(
        select(PeriodRow.state).where(PeriodRow.pay_group == pay_group, PeriodRow.period == result.period)
    )
    return StatementContext(
        company=company,
        payee_name=names.get(result.payee, result.payee),
        calculated_at=calculated_at.astimezone(zone),
        digest=digest,
        zone=str(zone),
        state=_STATES[state or "draft"],
        title=_title(session, result),
        manager_name=names.get(manager, manager) if manager else None,
        previous=previous,
        names=names,
        rules=tuple(_rules(session, result)),
    )


def _told(part: AssignmentResult) -> Iterable[Credit]:
    """Return the credits that a line of the month tells of: its own, and earlier ones that it lifts."""
    lifted = {line.credit_id for line in part.lines}
    return (*part.credits, *(credit for credit in part.earlier if credit.credit_id in lifted))


def names_of(session: Session, payees: Iterable[str]) -> dict[str, str]:
    """Return the names of people by id; someone erased has none."""
    found = select(PayeeName.payee_id, PayeeName.name).where(PayeeName.payee_id.in_(set(payees)))
    return dict(session.execute(found).all())


def plan_texts(session: Session, result: PayeeResult) -> dict[tuple[str, int], str]:
    """Return the text of each plan version that the month was calculated with."""
    wanted = {(part.plan, part.plan_version) for part in result.parts}
    found = select(PlanVersion.plan, PlanVersion.version_no, PlanVersion.text).where(
        tuple_(PlanVersion.plan, PlanVersion.version_no).in_(wanted)
    )
    return {(plan, version): text for plan, version, text in session.execute(found)}


@lru_cache(maxsize=128)
def compiled_plan(text: str, name: str, version: int) -> CompiledPlan | None:
    """Return a plan version ready to be told; None when its text has errors, which an approved one has not."""
    return compile_plan(text, name, None, version)[0]


def told_plans(session: Session, result: PayeeResult) -> dict[tuple[str, int], CompiledPlan]:
    """Return the plan versions that the month was calculated with, by name and number, ready to be told.

    What they name outside themselves, such as quotas and credits of other plans, bears its label.
    """
    approved = plan_texts_from_versions(approved_versions(session, newest_number(session)))
    library = library_of(approved, company_from_rows(session))
    beside = {(text.plan, text.version): text for text in approved}
    told = {
        key: (library.compiled(beside[key])[0] if key in beside else None) or compiled_plan(text, *key)
        for key, text in plan_texts(session, result).items()
    }
    return {key: plan for key, plan in told.items() if plan is not None}


def _rules(session: Session, result: PayeeResult) -> Iterable[PlanRule]:
    english, korean = form_for("en"), form_for("ko")
    for (name, _), plan in told_plans(session, result).items():
        for component in plan.components:
            sentences = zip(
                component_sentences(plan, component.name, "en", english),
                component_sentences(plan, component.name, "ko", korean),
                strict=True,
            )
            yield PlanRule(name, component.name, component.label, tuple(Words(*pair) for pair in sentences))


def _manager(session: Session, result: PayeeResult) -> str | None:
    last = period_from_text(result.period).span.last_day
    if not result.parts or last is None:
        return None
    part = result.parts[-1]
    return manager_of(session, part.position, min(last, part.span.last_day or last))


def _title(session: Session, result: PayeeResult) -> Words | None:
    name = next((part.title for part in reversed(result.parts) if part.title), None)
    row = session.get(DeclaredName, ("title", name)) if name else None
    return Words(row.label_en, row.label_ko) if row else None
