"""What the pages of a month read besides the result: versions of a record, the plan behind it, how fresh the data is.

In: keys from a result that the viewer may see. Out: rows in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from comp_rules.facts.facts import Value
from comp_rules.flow.records import AssignmentResult, PayeeResult
from comp_rules.values.money import Money
from comp_rules.values.words import Language
from portal.bridge.context_from_rows import compiled_plan, names_of
from portal.bridge.json_from_values import values_from_json
from portal.models import (
    Account,
    Knowledge,
    PayeeName,
    PlanApproval,
    PlanVersion,
    RecordFieldRow,
    RecordTypeRow,
    RecordVersionRow,
)
from statements.formatting import LocaleForm

#: A word of a source system, such as `closed_won`: conditions print it with spaces, and so does the record.
_CODE = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)+")


@dataclass(frozen=True, slots=True)
class Received:
    """A field of a record: its value in the version used, and earlier values with the version they stood in."""

    label: str
    value: str
    earlier: tuple[tuple[str, int, datetime], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A component's rule as the plan's author wrote it: text lines with their numbers, and who approved it when."""

    plan: str
    version: int
    first_day: date
    approvals: tuple[tuple[str, datetime], ...]
    lines: tuple[tuple[int, str], ...]


def freshness(session: Session, record_types: Iterable[str], lang: Language) -> list[tuple[str, datetime]]:
    """Return the label of each record type and when something of it was last learnt."""
    newest = (
        select(RecordVersionRow.record_type, func.max(RecordVersionRow.known_no).label("known_no"))
        .where(RecordVersionRow.record_type.in_(set(record_types)))
        .group_by(RecordVersionRow.record_type)
        .subquery()
    )
    rows = session.execute(
        select(RecordTypeRow, Knowledge.known_at)
        .join(newest, newest.c.record_type == RecordTypeRow.record_type)
        .join(Knowledge, Knowledge.known_no == newest.c.known_no)
        .order_by(RecordTypeRow.record_type)
    )
    return [(row.RecordTypeRow.label_ko if lang == "ko" else row.RecordTypeRow.label_en, row.known_at) for row in rows]


def record_types_of(result: PayeeResult) -> set[str]:
    """Return the types of the records that a month looked at."""
    looked_at = [each.record for part in result.parts for each in (*part.credits, *part.refusals)]
    return {record.record_type for record in looked_at}


def received(
    session: Session, record_type: str, record_id: str, version: int, form: LocaleForm
) -> tuple[list[Received], datetime | None, int]:
    """Return a record as received up to a version: its fields, when that was learnt, how many versions there are."""
    rows = session.execute(
        select(RecordVersionRow, Knowledge.known_at)
        .join(Knowledge, Knowledge.known_no == RecordVersionRow.known_no)
        .where(RecordVersionRow.record_type == record_type, RecordVersionRow.record_id == record_id)
        .order_by(RecordVersionRow.version_no)
    ).all()
    used = [row for row in rows if row.RecordVersionRow.version_no <= version]
    if not used:
        return [], None, 0
    fields = session.scalars(
        select(RecordFieldRow).where(RecordFieldRow.record_type == record_type).order_by(RecordFieldRow.place)
    ).all()
    versions = [
        (row.RecordVersionRow.version_no, row.known_at, values_from_json(row.RecordVersionRow.fields)) for row in used
    ]
    people = {str(value.data) for _, _, values in versions for value in values.values() if value.type == "person"}
    names = names_of(session, people)
    shown = [_received(row, versions, names, form) for row in fields]
    return [each for each in shown if each.value or each.earlier], used[-1].known_at, len(rows)


def rule_of(session: Session, part: AssignmentResult, component: str) -> Rule | None:
    """Return the rule of a component in the plan version that the month was calculated with."""
    row = session.get(PlanVersion, (part.plan, part.plan_version))
    if row is None:
        return None
    named = aliased(PayeeName)
    approvals = session.execute(
        select(Account.sign_in_name, named.name, PlanApproval.at)
        .join(Account, Account.id == PlanApproval.approver)
        .outerjoin(named, named.payee_id == Account.payee_id)
        .where(PlanApproval.plan == row.plan, PlanApproval.version_no == row.version_no,
               PlanApproval.decision == "approved")
        .order_by(PlanApproval.id)
    ).all()  # fmt: skip
    signed = tuple((name or sign_in_name, at) for sign_in_name, name, at in approvals)
    written = _own_lines(row.text, row.plan, row.version_no, component)
    return Rule(row.plan, row.version_no, row.first_day, signed, written)


def dated_sources(session: Session, known_nos: Iterable[int]) -> dict[int, datetime]:
    """Return when each moment of knowledge was."""
    found = select(Knowledge.known_no, Knowledge.known_at).where(Knowledge.known_no.in_(set(known_nos)))
    return dict(session.execute(found).all())


def _received(
    field: RecordFieldRow,
    versions: Sequence[tuple[int, datetime, dict[str, Value]]],
    names: dict[str, str],
    form: LocaleForm,
) -> Received:
    texts = [(number, at, _text(values.get(field.field), names, form)) for number, at, values in versions]
    value = texts[-1][2]
    earlier: list[tuple[str, int, datetime]] = []
    for (number, _, text), (_, until, following) in pairwise(texts):
        if text != following and text:
            earlier.append((text, number, until))
    return Received(field.label_ko if form.lang == "ko" else field.label_en, value, tuple(earlier))


def _text(value: Value | None, names: dict[str, str], form: LocaleForm) -> str:
    if value is None:
        return ""
    data = value.data
    if isinstance(data, Money):
        return form.amount(data.minor, data.currency)
    if value.type == "yes_no":
        return ("예" if data else "아니요") if form.lang == "ko" else ("yes" if data else "no")
    if value.type == "percent":
        return form.percent(data)  # type: ignore[arg-type]
    if value.type == "number":
        return form.count(data)  # type: ignore[arg-type]
    if value.type == "date":
        return form.day(data)  # type: ignore[arg-type]
    if value.type == "person":
        return names.get(str(data), str(data))
    return str(data).replace("_", " ") if _CODE.fullmatch(str(data)) else str(data)


def _own_lines(text: str, name: str, version: int, component: str) -> tuple[tuple[int, str], ...]:
    """Return the lines of a plan's text that say one component, from its key up to the next one."""
    plan = compiled_plan(text, name, version)
    earn = plan.document.top.map("earn") if plan else None
    entry = earn.entry(component) if earn else None
    if earn is None or entry is None:
        return ()
    all_lines = text.splitlines()
    starts = [each.place.line for each in (*earn.entries, *plan.document.top.entries)] if plan else []
    end = min((line for line in starts if line > entry.place.line), default=len(all_lines) + 1)
    return tuple((number, all_lines[number - 1]) for number in range(entry.place.line, end))
