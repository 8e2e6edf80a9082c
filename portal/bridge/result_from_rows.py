"""A person's month read back from a run, byte for byte what was calculated.

In: a run and a payee. Out: the result of the engine, its digest proved.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Collection

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from comp_rules.flow.records import PayeeResult
from comp_rules.flow.trace import payee_from_json
from portal.models import RunPayeeResult


class TraceChanged(RuntimeError):
    """A stored trace is not the one that was calculated: its digest differs."""


def payee_result_from_rows(session: Session, run_id: int, payee: str) -> PayeeResult | None:
    """Return a person's month in a run, None when the run has none of that id. Raises TraceChanged."""
    found = session.execute(_traces(run_id).where(RunPayeeResult.payee_id == payee)).one_or_none()
    return None if found is None else result_from_trace(found.trace, found.trace_digest)


def payee_results_from_rows(
    session: Session, run_id: int, payees: Collection[str] | None = None
) -> dict[str, PayeeResult]:
    """Return the months of a run by payee, of all or of some of them, in one statement. Raises TraceChanged."""
    chosen = _traces(run_id)
    if payees is not None:
        chosen = chosen.where(RunPayeeResult.payee_id.in_(payees))
    rows = sorted(session.execute(chosen).all(), key=lambda row: row.payee_id)
    return {row.payee_id: result_from_trace(row.trace, row.trace_digest) for row in rows}


def result_from_trace(trace: bytes, digest: str) -> PayeeResult:
    """Return the result in a compressed trace. Raises TraceChanged when it is not the one of the digest."""
    try:
        plain = zlib.decompress(trace)
    except zlib.error as error:
        raise TraceChanged("a stored trace cannot be unpacked") from error
    if hashlib.sha256(plain).hexdigest() != digest:
        raise TraceChanged("a stored trace differs from the one that was calculated")
    return payee_from_json(json.loads(plain))


def _traces(run_id: int) -> Select[str, bytes, str]:
    row = RunPayeeResult
    return select(row.payee_id, row.trace, row.trace_digest).where(row.run_id == run_id)
