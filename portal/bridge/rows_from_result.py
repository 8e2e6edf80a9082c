"""A calculated period becomes rows: totals to list, and everyone's whole trace.

In: a run and its result. Out: rows of results and of records credited to nobody.
"""

from __future__ import annotations

import hashlib
import zlib
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from comp_rules.flow.records import PayeeResult, RunResult, Uncredited
from comp_rules.flow.trace import canonical, json_from_payee
from comp_rules.values.fault import errors_in
from portal.bridge.counts_from_result import counts_from_result
from portal.bridge.json_from_fault import json_from_fault
from portal.bridge.summary_from_result import summary_from_result
from portal.models import Run, RunPayeeResult, RunUncredited


def rows_from_result(session: Session, run: Run, result: RunResult) -> None:
    """Append the results of a run; note on it the engine, the plan versions, the counts and the faults of the facts.

    The run must have been flushed; its state is the caller's to change. A run is filled once: the rows are
    append-only, and a second time raises IntegrityError.
    """
    run.engine = result.engine
    run.plans = [list(plan) for plan in result.plans]
    run.faults = [json_from_fault(fault) for fault in result.faults]
    run.counts = counts_from_result(result)
    run.people_done = run.people_total = len(result.payees)
    results = [{"run_id": run.id, **columns_from_payee(payee)} for payee in result.payees]
    uncredited = [
        {"run_id": run.id, "number": number, **_columns_from_uncredited(each)}
        for number, each in enumerate(result.uncredited, start=1)
    ]
    session.flush()
    for model, rows in ((RunPayeeResult, results), (RunUncredited, uncredited)):
        if rows:
            session.execute(insert(model), rows)


def columns_from_payee(result: PayeeResult) -> dict[str, Any]:
    """Return the columns of a person's month: totals by currency in minor units, digest and compressed trace."""
    trace = canonical(json_from_payee(result))
    return {
        "payee_id": result.payee,
        "totals": result.totals,
        "blocked": bool(errors_in(result.faults)),
        "lines": sum(len(part.lines) for part in result.parts),
        "summary": summary_from_result(result),
        "trace_digest": hashlib.sha256(trace).hexdigest(),
        "trace": zlib.compress(trace),
    }


def _columns_from_uncredited(each: Uncredited) -> dict[str, Any]:
    record = each.record
    return {
        "record_type": record.record_type, "record_id": record.record_id, "version_no": record.version_no,
        "title": record.title, "day": each.day, "code": each.code,
        "sentence_en": each.sentence.en, "sentence_ko": each.sentence.ko,
    }  # fmt: skip
