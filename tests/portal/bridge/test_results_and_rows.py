"""In: results of the engine stored on each database. Out: read back equal; a byte changed in a trace is noticed."""

import zlib
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from comp_rules.flow.records import AssignmentResult, PayeeResult, RecordRef, RunResult, Uncredited
from comp_rules.values.fault import Fault, Place
from comp_rules.values.period import period_from_text
from comp_rules.values.words import Words
from portal.bridge.result_from_rows import TraceChanged, payee_result_from_rows, payee_results_from_rows
from portal.bridge.rows_from_result import rows_from_result
from portal.models import Calendar, Payee, PayGroup, Run, RunPayeeResult, RunUncredited, remove_guards

NOW = datetime(2026, 4, 3, tzinfo=UTC)
MARCH = period_from_text("2026-03")
MISSING = Fault(
    "quota_missing", Place("quotas.csv", 3, 2), Words("No quota.", "목표가 없습니다."), Words("Add", "추가")
)
WARNING = Fault("label_missing", Place("plan.yaml"), Words("No label.", "이름이 없습니다."), None, "warning")


def a_month(payee: str, *faults: Fault, currency: str = "USD", total: int = 0) -> PayeeResult:
    part = AssignmentResult(
        assignment=f"a-{payee}", payee=payee, position="seat", title="ae", plan="ae", plan_label=Words("AE", "영업"),
        plan_version=1, plan_digest="d" * 64, period=MARCH.name, span=MARCH.span, currency=currency, credits=(),
        earlier=(), measures=(), components=(), lines=(), refusals=(), faults=faults, total=total,
    )  # fmt: skip
    return PayeeResult(payee, MARCH.name, (part,))


def a_result(*payees: PayeeResult, **changes: Any) -> RunResult:
    content: dict[str, Any] = {
        "period": MARCH.name, "span": MARCH.span, "as_of": 4, "engine": "0.1.0", "plans": (("ae", 1, "d" * 64),),
        "payees": payees, "uncredited": (), "faults": (),
    }  # fmt: skip
    return RunResult(**content | changes)


@pytest.fixture
def run(session: Session) -> Run:
    session.add(Calendar(calendar="month", label_en="Month", label_ko="월"))
    session.flush()
    session.add(PayGroup(pay_group="us", calendar="month", label_en="US", label_ko="미국"))
    session.add_all([Payee(payee_id="ana"), Payee(payee_id="bo")])
    session.flush()
    run = Run(pay_group="us", period="2026-03", as_of=4, actor="system", created_at=NOW, state="running")
    session.add(run)
    session.flush()
    return run


def test_months_come_back_as_they_were_calculated(session: Session, run: Run) -> None:
    ana, bo = a_month("ana", total=-(2**60)), a_month("bo", MISSING, currency="KRW", total=7)
    rows_from_result(session, run, a_result(ana, bo))
    session.expire_all()
    assert payee_result_from_rows(session, run.id, "ana") == ana
    assert payee_results_from_rows(session, run.id) == {"ana": ana, "bo": bo}
    assert payee_results_from_rows(session, run.id, {"bo"}) == {"bo": bo}
    assert payee_result_from_rows(session, run.id, "cho") is None
    assert payee_result_from_rows(session, run.id + 1, "ana") is None


def test_lists_need_no_trace(session: Session, run: Run) -> None:
    months = a_month("ana", WARNING, total=3_841_288), a_month("bo", MISSING, currency="KRW", total=7)
    rows_from_result(session, run, a_result(*months))
    session.expire_all()
    listed = session.scalars(select(RunPayeeResult).order_by(RunPayeeResult.payee_id)).all()
    assert [(row.totals, row.blocked, row.lines) for row in listed] == [
        ({"USD": 3_841_288}, False, 0),
        ({"KRW": 7}, True, 0),
    ]


def test_a_run_keeps_what_it_ran_on_and_what_nobody_is_credited_for(session: Session, run: Run) -> None:
    deal = RecordRef("deal", "D-9", 2, "Hanbit")
    nobody = Words("No one is named.", "담당자가 없습니다.")
    uncredited = (Uncredited(deal, date(2026, 3, 5), "no_person", nobody), Uncredited(deal, None, "no_date", nobody))
    rows_from_result(session, run, a_result(uncredited=uncredited, faults=(MISSING,)))
    session.expire_all()
    assert (run.engine, run.plans, run.people_done) == ("0.1.0", [["ae", 1, "d" * 64]], 0)
    assert run.faults == [
        {
            "code": "quota_missing", "severity": "error", "file": "quotas.csv", "line": 3, "column": 2, "path": "",
            "sentence": {"en": "No quota.", "ko": "목표가 없습니다."}, "hint": {"en": "Add", "ko": "추가"},
        }
    ]  # fmt: skip
    rows = session.scalars(select(RunUncredited).order_by(RunUncredited.number)).all()
    assert [(row.number, row.record_id, row.day, row.code) for row in rows] == [
        (1, "D-9", date(2026, 3, 5), "no_person"),
        (2, "D-9", None, "no_date"),
    ]


def test_a_run_is_filled_once(session: Session, run: Run) -> None:
    rows_from_result(session, run, a_result(a_month("ana")))
    with pytest.raises(IntegrityError):
        rows_from_result(session, run, a_result(a_month("ana")))


@pytest.mark.parametrize("how", ["another month", "a cut"])
def test_a_trace_that_was_changed_is_not_shown(session: Session, run: Run, how: str) -> None:
    rows_from_result(session, run, a_result(a_month("ana", total=1)))
    trace = session.scalars(select(RunPayeeResult.trace)).one()
    changed = (
        trace[:-5] if how == "a cut" else zlib.compress(zlib.decompress(trace).replace(b'"total":1', b'"total":2'))
    )
    remove_guards(session.connection())
    session.execute(update(RunPayeeResult).values(trace=changed))
    with pytest.raises(TraceChanged):
        payee_result_from_rows(session, run.id, "ana")
