"""What a mapping declares becomes rows, where the company does not have it yet.

In: the declarations of a mapping. Out: rows added in the caller's transaction, and how many.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from comp_rules.facts.facts import Company
from comp_rules.values.words import Words
from portal.bridge.facts_from_rows import company_from_rows
from portal.bridge.json_from_company import DECLARED_AS
from portal.bridge.mapping import CompanySetup, PayGroupSetup
from portal.models import Calendar, CompanyRow, DeclaredName, PayGroup, RecordFieldRow, RecordTypeRow


def rows_from_declared(
    session: Session,
    new: Company,
    setup: CompanySetup | None,
    pay_groups: Sequence[PayGroupSetup] = (),
    labels: Mapping[tuple[str, str], Words] | None = None,
) -> int:
    """Add the company, record types, fields, names and pay groups not there yet; return how many rows that took.

    `labels` are those of titles, grades and holidays by kind and name.
    """
    known = company_from_rows(session)
    rows: list[CompanyRow | RecordTypeRow | RecordFieldRow | DeclaredName] = []
    if setup and session.scalar(select(CompanyRow.id)) is None:
        rows.append(CompanyRow(id=1, name=setup.name, time_zone=setup.time_zone))
    for name, each in new.record_types.items():
        if name not in known.record_types:
            title = each.title_field
            rows.append(
                RecordTypeRow(record_type=name, title_field=title, label_en=each.label.en, label_ko=each.label.ko)
            )
            session.add(rows[-1])
            session.flush()
        fields = known.record_types[name].fields if name in known.record_types else {}
        rows += [
            RecordFieldRow(
                record_type=name, field=field.name, type=field.type, place=len(fields) + place,
                label_en=field.label.en, label_ko=field.label.ko,
            )
            for place, field in enumerate(each.fields.values())
            if field.name not in fields
        ]  # fmt: skip
    for plural, kind in DECLARED_AS.items():
        rows += [
            DeclaredName(kind=kind, name=name, unit=each.unit, label_en=each.label.en, label_ko=each.label.ko)
            for name, each in getattr(new, plural).items()
            if name not in getattr(known, plural)
        ]
    kept = {("title", name) for name in known.titles} | {("grade", name) for name in known.grades}
    kept |= {("holiday", day.isoformat()) for day in known.holidays}
    rows += [
        DeclaredName(kind=kind, name=name, label_en=label.en, label_ko=label.ko)
        for (kind, name), label in (labels or {}).items()
        if (kind, name) not in kept
    ]
    session.add_all(rows)
    session.flush()
    return len(rows) + _pay_groups(session, pay_groups)


def _pay_groups(session: Session, wanted: Sequence[PayGroupSetup]) -> int:
    """Add each pay group with a monthly calendar of its own name."""
    known = set(session.scalars(select(PayGroup.pay_group)))
    new = [each for each in wanted if each.name not in known]
    for each in new:
        words = {"label_en": each.label.en, "label_ko": each.label.ko}
        if session.get(Calendar, each.name) is None:
            session.add(Calendar(calendar=each.name, calculate="month", year_starts=each.year_starts, **words))
            session.flush()
        session.add(PayGroup(pay_group=each.name, calendar=each.name, **words))
    session.flush()
    return len(new)
