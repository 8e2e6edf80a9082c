"""Facts become rows: what is new is appended under one moment of knowledge, what is known already changes nothing.

In: facts of the engine, typed. Out: rows appended in the caller's transaction, and which facts were new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy import Table, insert, select, update
from sqlalchemy.orm import Session

from comp_rules.facts.facts import (
    Assignment,
    Event,
    FxRate,
    Leave,
    Opening,
    Person,
    PersonalValue,
    Quota,
    RecordVersion,
    Relation,
    TableRow,
    TargetIncentive,
    TypedResult,
)
from comp_rules.facts.facts import TerritoryRow as Territory
from portal.bridge.columns_from_facts import DatedFact, OrganisationRow, columns_from_fact
from portal.bridge.versions_from_records import Versions, versions_from_records
from portal.models import (
    AssignmentRow,
    Payee,
    PayeeName,
    PersonRow,
    PositionRow,
    RecordPerson,
    RecordRow,
    RecordVersionRow,
    TerritoryRow,
)

#: The table and the row id; of a record `record_versions` and `deal:D-1`.
Key = tuple[str, str]
KnownNo = int | Callable[[], int]
#: How many ids one statement asks for.
_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Appended:
    """What became of the facts, in the order they were given; `known_no` is None when no row was needed."""

    new: tuple[Key, ...]
    unchanged: tuple[Key, ...]
    known_no: int | None


class TwoVersions(ValueError):
    """The same dated row was given twice with different content at one moment: `key` names it."""

    def __init__(self, key: Key) -> None:
        super().__init__(f"{key[0]} {key[1]} was given twice with different content")
        self.key = key


def rows_from_facts(
    session: Session,
    known_no: KnownNo,
    *,
    people: Iterable[Person] = (),
    assignments: Iterable[Assignment] = (),
    quotas: Iterable[Quota] = (),
    personal: Iterable[PersonalValue] = (),
    targets: Iterable[TargetIncentive] = (),
    fx: Iterable[FxRate] = (),
    records: Iterable[RecordVersion] = (),
    events: Iterable[Event] = (),
    relations: Iterable[Relation] = (),
    territories: Iterable[Territory] = (),
    table_rows: Iterable[TableRow] = (),
    leaves: Iterable[Leave] = (),
    inputs: Iterable[TypedResult] = (),
    openings: Iterable[Opening] = (),
    organisation: Iterable[OrganisationRow] = (),
) -> Appended:
    """Append what differs from the last version known of each row, and say what was new and what was not.

    `known_no` may be a function (`lambda: next_known_no(...)`): it is called once, and only when a row is new, so
    that an import that brings nothing takes no number. The `known_no` of the facts and the `version_no` of records
    are not read: they are given here. Names of people go to their own table and are replaced; a hire day, currency,
    title, grade or label that is not said stays as it was. Reporting lines belong to positions and come as rows of the
    organisation. Raises TwoVersions; ValueError for a quota that is neither money nor a number nor a percentage.
    """
    people = tuple(people)
    numbers = chain(assignments, quotas, personal, targets, fx, events, table_rows, inputs, openings)
    dated = list(chain(people, numbers, relations, territories, leaves, organisation))
    writer = _Writer(session, known_no)
    writer.ensure_payees(payee for fact in dated for payee in _payees_of(columns_from_fact(fact)[1]))
    writer.name_payees(people)
    writer.append_dated(dated)
    writer.append_records(records)
    return Appended(tuple(writer.new), tuple(writer.unchanged), writer.number)


class _Writer:
    """One call's worth of appending: the number taken so far, and what was new."""

    def __init__(self, session: Session, known_no: KnownNo) -> None:
        self.session = session
        self.known_no = known_no
        self.number: int | None = None
        self.new: list[Key] = []
        self.unchanged: list[Key] = []

    def take_number(self) -> int:
        if self.number is None:
            self.number = self.known_no() if callable(self.known_no) else self.known_no
        return self.number

    def ensure_payees(self, payees: Iterable[str | None]) -> None:
        wanted = sorted({payee for payee in payees if payee is not None})
        known: set[str] = set()
        for some in _portions(wanted):
            known.update(self.session.scalars(select(Payee.payee_id).where(Payee.payee_id.in_(some))))
        self._insert(Payee, [{"payee_id": payee} for payee in wanted if payee not in known])

    def name_payees(self, people: Sequence[Person]) -> None:
        names = {person.payee: person.name for person in people if person.name and not person.withdrawn}
        known: dict[str, str] = {}
        for some in _portions(sorted(names)):
            chosen = select(PayeeName.payee_id, PayeeName.name).where(PayeeName.payee_id.in_(some))
            known.update((row.payee_id, row.name) for row in self.session.execute(chosen))
        fresh = [{"payee_id": payee, "name": name} for payee, name in names.items() if payee not in known]
        self._insert(PayeeName, fresh)
        for payee in sorted(payee for payee in known if known[payee] != names[payee]):
            renamed = update(PayeeName).where(PayeeName.payee_id == payee).values(name=names[payee])
            self.session.execute(renamed)
            self.new.append(("payee_names", payee))

    def append_dated(self, facts: Iterable[DatedFact | OrganisationRow]) -> None:
        by_table: dict[Table, list[dict[str, Any]]] = {}
        for fact in facts:
            table, columns = columns_from_fact(fact)
            by_table.setdefault(table, []).append(columns)
        for table, rows in by_table.items():
            known = self._last_known(table, [row["row_id"] for row in rows])
            _keep_unsaid(table.name, rows, known)
            self._append_new(table, rows, known)

    def append_records(self, records: Iterable[RecordVersion]) -> None:
        given = tuple(records)
        ids = sorted({record.record_id for record in given})
        versions = versions_from_records(given, self._last_versions(ids))
        self.new += [_record_key(row) for row in versions.rows]
        self.unchanged += [("record_versions", ":".join(key)) for key in versions.unchanged]
        if versions.rows:
            self._insert_versions(versions, ids)

    def _append_new(self, table: Table, rows: list[dict[str, Any]], known: dict[str, dict[str, Any]]) -> None:
        fresh: dict[str, dict[str, Any]] = {}
        for row in rows:
            key = table.name, row["row_id"]
            before = fresh.get(row["row_id"], known.get(row["row_id"]))
            # What was never known cannot be withdrawn.
            if row == before or (before is None and row["withdrawn"]):
                self.unchanged.append(key)
            elif row["row_id"] in fresh:
                raise TwoVersions(key)
            else:
                fresh[row["row_id"]] = row
                self.new.append(key)
        if fresh:
            number = self.take_number()
            self._insert(table, [row | {"known_no": number} for row in fresh.values()])

    def _last_known(self, table: Table, row_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        last: dict[str, dict[str, Any]] = {}
        for some in _portions(row_ids):
            chosen = select(table).where(table.c.row_id.in_(some)).order_by(table.c.known_no)
            for row in self.session.execute(chosen).mappings():
                last[row["row_id"]] = {name: value for name, value in row.items() if name != "known_no"}
        return last

    def _last_versions(self, ids: Sequence[str]) -> dict[tuple[str, str], tuple[int, str]]:
        last: dict[tuple[str, str], tuple[int, str]] = {}
        row = RecordVersionRow
        for some in _portions(ids):
            chosen = select(row.record_type, row.record_id, row.version_no, row.content_hash)
            for found in self.session.execute(chosen.where(row.record_id.in_(some)).order_by(row.version_no)):
                last[found.record_type, found.record_id] = found.version_no, found.content_hash
        return last

    def _insert_versions(self, versions: Versions, ids: Sequence[str]) -> None:
        number = self.take_number()
        named: set[tuple[str, str, str]] = set()
        for some in _portions(ids):
            person = select(RecordPerson.record_type, RecordPerson.record_id, RecordPerson.payee_id)
            chosen = self.session.execute(person.where(RecordPerson.record_id.in_(some)))
            named.update((row.record_type, row.record_id, row.payee_id) for row in chosen)
        fresh = [row for row in versions.rows if row["version_no"] == 1]
        self._insert(RecordRow, [{name: row[name] for name in ("record_type", "record_id")} for row in fresh])
        self._insert(RecordVersionRow, [row | {"known_no": number} for row in versions.rows])
        people = [person for person in versions.people if person not in named]
        self._insert(RecordPerson, [dict(zip(_NAMED, person, strict=True)) for person in people])

    def _insert(self, table: Any, rows: list[dict[str, Any]]) -> None:
        if rows:
            self.session.execute(insert(table), rows)


_NAMED = ("record_type", "record_id", "payee_id")


#: Columns that a source may leave empty, and the column that stands in for one that nobody ever filled.
_UNSAID: dict[str, dict[str, str]] = {
    PersonRow.__tablename__: {"hire_day": "", "home_currency": ""},
    AssignmentRow.__tablename__: {"title": "", "grade": ""},
    PositionRow.__tablename__: {"title": "", "label_en": "position_id", "label_ko": "position_id"},
    TerritoryRow.__tablename__: {"label_en": "territory", "label_ko": "territory"},
}


def _keep_unsaid(table: str, rows: list[dict[str, Any]], known: Mapping[str, Mapping[str, Any]]) -> None:
    # A source that does not say a person's hire day or home currency, a title or a label does not unsay it.
    for row in rows:
        before = known.get(row["row_id"], {})
        for column, stand_in in _UNSAID.get(table, {}).items():
            row[column] = row[column] or before.get(column) or (row[stand_in] if stand_in else row[column])


def _payees_of(columns: Mapping[str, Any]) -> Iterator[str | None]:
    yield columns.get("payee_id")
    yield columns.get("other_id")


def _record_key(row: Mapping[str, Any]) -> Key:
    return "record_versions", f"{row['record_type']}:{row['record_id']}"


def _portions(items: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(items), _AT_ONCE):
        yield items[start : start + _AT_ONCE]
