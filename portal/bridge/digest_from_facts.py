"""One number for everything a run looked at: the same inputs give the same digest, on every machine.

In: facts, compiled plans, a period and its people. Out: a SHA-256 in hex.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from operator import attrgetter
from typing import Any

from comp_rules import CompiledPlan
from comp_rules.facts.facts import Company, Facts
from portal.bridge.json_from_company import json_from_company

_TABLES = (
    "assignments", "quotas", "personal", "targets", "fx", "records", "events", "hierarchy", "relations", "territories",
    "table_rows", "leaves", "inputs", "openings",
)  # fmt: skip
#: Where a fact stood in a file and when it was learnt change nothing.
_LEFT_OUT = {"place", "known_no"}


def digest_from_facts(facts: Facts) -> str:
    """Return the digest of the facts as they were known. Names of people are not part of them."""
    tables = {name: _rows(getattr(facts, name)) for name in _TABLES}
    tables["people"] = [[person.row_id, person.payee, str(person.hire)] for person in facts.people]
    return hashlib.sha256(digest_from_company(facts.company).encode() + _bytes(tables)).hexdigest()


def digest_from_company(company: Company) -> str:
    """Return the digest of what a company declared, in whatever order it was read."""
    return hashlib.sha256(_bytes(json_from_company(company))).hexdigest()


def digest_from_inputs(facts: str, plans: Sequence[CompiledPlan], period: str, payees: Iterable[str]) -> str:
    """Return the digest of everything a run looks at; `facts` is the digest of its facts."""
    versions = [[plan.name, plan.version, plan.digest] for plan in plans]
    content = {"facts": facts, "plans": versions, "period": period, "payees": sorted(payees)}
    return hashlib.sha256(_bytes(content)).hexdigest()


def _bytes(content: Any) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain).encode()


def _rows(rows: Sequence[Any]) -> list[list[Any]]:
    if not rows:
        return []
    names = [field.name for field in dataclasses.fields(rows[0]) if field.name not in _LEFT_OUT]
    return [list(row) if len(names) > 1 else [row] for row in map(attrgetter(*names), rows)]


def _plain(value: Any) -> Any:
    """What JSON does not know by itself: exact numbers, days, values, spans."""
    if isinstance(value, Fraction | date):
        return str(value)
    return [getattr(value, name) for name in value.__slots__]
