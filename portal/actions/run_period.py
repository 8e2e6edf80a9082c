"""Calculates a pay group's period as known now, by approved plan versions only, and keeps everyone's result.

In: session, actor, now, pay group, period. Out: a finished run with its receipt and a journal entry.

It ends at earnings. Reading and calculating write nothing, so that a queue can do them without holding a lock.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from comp_rules import CompiledPlan, Facts, calculate
from comp_rules.flow.records import RunResult
from comp_rules.values.period import Period, period_from_text
from portal.actions.journal import record_entry
from portal.actions.knowledge import last_known_no
from portal.actions.refusal import Refused
from portal.bridge.digest_from_facts import digest_from_facts, digest_from_inputs
from portal.bridge.facts_from_rows import facts_from_rows
from portal.bridge.members_from_rows import members_from_rows
from portal.bridge.plans_from_rows import PlanUnfit, plans_from_rows
from portal.bridge.rows_from_result import rows_from_result
from portal.models import Calendar, PayGroup, PeriodRow, Run

Progress = Callable[[int, int], None]
#: Nothing is calculated over these: news goes to the next open period.
CLOSED = frozenset({"closed", "exported", "paid"})


@dataclass(frozen=True, slots=True)
class Known:
    """The facts of a moment, with their digest: the same for every period that is calculated from them."""

    facts: Facts
    digest: str


@dataclass(frozen=True, slots=True)
class RunInputs:
    """Everything a run looks at, read from one snapshot."""

    pay_group: str
    period: Period
    known: Known
    plans: tuple[CompiledPlan, ...]
    payees: frozenset[str]

    @property
    def as_of(self) -> int:
        """The moment of knowledge."""
        return self.known.facts.as_of


def run_period(
    session: Session,
    *,
    actor: int | str,
    now: datetime,
    pay_group: str,
    period: str,
    payees: Collection[str] | None = None,
    progress: Progress | None = None,
    known: Known | None = None,
) -> int:
    """Calculate and keep a run in the transaction of `session`, and return its id; the caller commits.

    `period` is a month such as `2026-03`; `payees` narrows the run to some people of the pay group; `known` are facts
    read before, for whoever calculates many periods at once. A person with a quota missing is kept as blocked, the
    others go on. Raises Refused for what cannot be calculated.
    """
    inputs = read_inputs(session, pay_group, period, payees, known)
    result = calculate_inputs(inputs, progress)
    return store_run(session, inputs, result, actor=actor, now=now)


def read_known(session: Session) -> Known:
    """Read everything that is known now."""
    facts = facts_from_rows(session, last_known_no(session))
    return Known(facts, digest_from_facts(facts))


def read_inputs(
    session: Session,
    pay_group: str,
    period: str,
    payees: Collection[str] | None = None,
    known: Known | None = None,
) -> RunInputs:
    """Read what the run needs as known now, or take the facts of `known`. Raises Refused."""
    month = _month(session, pay_group, period)
    known = known or read_known(session)
    as_of = known.facts.as_of
    members = members_from_rows(session, pay_group, month.span, as_of)
    try:
        plans = plans_from_rows(session, known.facts.company, month.span, as_of)
    except PlanUnfit as unfit:
        raise Refused(
            f"{unfit.plan}, version {unfit.version}, can no longer be calculated. {unfit.fault.say('en')}",
            f"플랜({unfit.plan}) 버전 {unfit.version} 내용을 더 이상 계산할 수 없습니다. {unfit.fault.say('ko')}",
            "plan_unfit",
        ) from unfit
    return RunInputs(pay_group, month, known, plans, members if payees is None else members.intersection(payees))


def calculate_inputs(inputs: RunInputs, progress: Progress | None = None) -> RunResult:
    """Calculate what was read; `progress` is told (people done, people in all)."""
    return calculate(inputs.plans, inputs.known.facts, inputs.period, inputs.payees, progress)


def store_run(
    session: Session, inputs: RunInputs, result: RunResult, *, actor: int | str, now: datetime,
    started_at: datetime | None = None,
) -> int:  # fmt: skip
    """Keep the result as a finished run with its receipt and a journal entry, and return its id.

    Raises Refused when the period was closed meanwhile.
    """
    _lock_period(session, inputs)
    digest = digest_from_inputs(inputs.known.digest, inputs.plans, inputs.period.name, inputs.payees)
    run = Run(
        pay_group=inputs.pay_group, period=inputs.period.name, as_of=inputs.as_of, state="running",
        created_at=started_at or now, started_at=started_at or now, actor=str(actor), input_digest=digest,
    )  # fmt: skip
    session.add(run)
    session.flush()
    rows_from_result(session, run, result)
    run.state, run.finished_at = "done", now
    session.flush()
    record_entry(
        session, actor=actor, now=now, action="run_finished", subject=("run", str(run.id)), after=_receipt(run),
    )  # fmt: skip
    return run.id


def _receipt(run: Run) -> dict[str, Any]:
    # Sums of pay stay out of the journal: it is read across pay groups.
    return {
        "pay_group": run.pay_group, "period": run.period, "as_of": run.as_of, "engine": run.engine,
        "plans": run.plans, "input_digest": run.input_digest, "people": run.people_total, **run.counts,
    }  # fmt: skip


def _month(session: Session, pay_group: str, period: str) -> Period:
    calculated = select(Calendar.calculate).join(PayGroup, PayGroup.calendar == Calendar.calendar)
    every = session.scalar(calculated.where(PayGroup.pay_group == pay_group))
    if every is None:
        raise Refused(f"There is no pay group “{pay_group}”.", f"급여 그룹이 없습니다: {pay_group}.", "no_pay_group")
    if every != "month":
        raise Refused(
            "This pay group is calculated by the quarter, which Daylight does not do yet.",
            "이 급여 그룹은 분기 단위로 산정합니다. Daylight는 아직 분기 단위 계산을 지원하지 않습니다.",
            "no_month",
        )
    try:
        return period_from_text(period)
    except ValueError:
        raise Refused(
            f"“{period}” is no month; write it like 2026-03.", f"월 형식이 아닙니다: {period}. 예: 2026-03", "no_month"
        ) from None


def _lock_period(session: Session, inputs: RunInputs) -> None:
    """Hold the row of the period until the transaction ends, so that nobody closes it under the run."""
    calendar = session.scalar(select(PayGroup.calendar).where(PayGroup.pay_group == inputs.pay_group))
    key = {"calendar": calendar, "pay_group": inputs.pay_group, "period": inputs.period.name}
    row = session.get(PeriodRow, key, with_for_update=True)
    if row is None:
        span = inputs.period.span
        session.add(PeriodRow(**key, first_day=span.first, last_day=span.last_day, state="draft"))
        session.flush()
    elif row.state in CLOSED:
        raise Refused(
            "This month is closed. What changes now is posted in the open month.",
            "마감된 월입니다. 이후 변경 내용은 진행 중인 월에 반영됩니다.",
            "closed",
        )
