"""The facts a calculation runs on, each row with two time axes: when it applies and when it was learnt.

In: rows already typed. Out: `Facts`, and `Facts.known_by` for what was known at a moment.

A dated row has a `row_id` that stays the same through its versions and a `known_no` that only grows: the version with
the highest `known_no` counts, and a withdrawn one removes the row. Nothing is ever changed in place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Literal, Protocol, TypeVar

from comp_rules.values.fault import Place
from comp_rules.values.money import Money
from comp_rules.values.period import Span
from comp_rules.values.words import Words

FieldType = Literal["money", "number", "percent", "date", "text", "person", "yes_no"]
#: The data of a value by its type: Money; Fraction (number, percent); date; str (text, person); bool (yes_no).
Data = Money | Fraction | date | str | bool


@dataclass(frozen=True, slots=True)
class Value:
    """A typed value of a field. `original` is the text in the source when it had more digits than the currency."""

    type: FieldType
    data: Data
    original: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A field that a record type declares."""

    name: str
    type: FieldType
    label: Words


@dataclass(frozen=True, slots=True)
class RecordType:
    """A kind of record (deal, invoice, meeting) with its fields; `title_field` names the one people know it by."""

    name: str
    label: Words
    fields: Mapping[str, Field]
    title_field: str | None = None


@dataclass(frozen=True, slots=True)
class Declared:
    """A name that plans may use: a quota, a personal value, an event or a rate table, with its unit."""

    name: str
    label: Words
    #: `money`, `number` or `percent`; empty for events and rate tables
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Company:
    """What the company declared once; a plan only names it."""

    name: str
    record_types: Mapping[str, RecordType]
    quotas: Mapping[str, Declared]
    personal: Mapping[str, Declared]
    events: Mapping[str, Declared]
    rate_tables: Mapping[str, Declared]
    #: typed results, with unit `money`, `number` or `percent`
    inputs: Mapping[str, Declared] = field(default_factory=dict)
    relations: Mapping[str, Declared] = field(default_factory=dict)
    territories: Mapping[str, Declared] = field(default_factory=dict)
    #: tables of rates whose rows are uploaded
    tables: Mapping[str, Declared] = field(default_factory=dict)
    #: titles and grades that people may have; empty when nobody declared any
    titles: frozenset[str] = frozenset()
    grades: frozenset[str] = frozenset()
    #: days that are not worked, besides Saturdays and Sundays; read by proration in work days
    holidays: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Person:
    """A payee. Names live apart from money: a calculation needs only the id."""

    row_id: str
    payee: str
    name: str
    hire: date | None
    known_no: int = 0
    withdrawn: bool = False
    place: Place | None = None
    payroll_currency: str = ""


@dataclass(frozen=True, slots=True)
class Assignment:
    """Payee P holds position S under plan V for the days of `span`."""

    row_id: str
    payee: str
    position: str
    title: str
    plan: str
    span: Span
    known_no: int = 0
    withdrawn: bool = False
    place: Place | None = None
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Quota:
    """The number a measure is compared with, for a payee and the days of `span`.

    For a measure over month, quarter or year the value is that of one whole window, in force on those days; for one
    over `quota_window` the span itself is the window. Money has the currency of the plan that reads it.
    """

    row_id: str
    payee: str
    quota: str
    value: Value
    span: Span
    known_no: int = 0
    withdrawn: bool = False
    #: what a quota of 0 means; mandatory then
    if_zero: Literal["base_rate", "nothing", "at_target"] | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class PersonalValue:
    """A rate (percent) or a sum (money) of one payee, by name, for the days of `span`."""

    row_id: str
    payee: str
    name: str
    value: Value
    span: Span
    known_no: int = 0
    withdrawn: bool = False
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class TargetIncentive:
    """Money earned in a full year if every measure is exactly at target."""

    row_id: str
    payee: str
    amount: Money
    span: Span
    known_no: int = 0
    withdrawn: bool = False
    place: Place | None = None
    #: the amount is that of one window of the measure, not of a year
    of_window: bool = False


@dataclass(frozen=True, slots=True)
class FxRate:
    """`1 one = rate currency` from `day` until the next row of the table; the other direction divides exactly."""

    row_id: str
    table: str
    one: str
    currency: str
    rate: Fraction
    day: date
    known_no: int = 0
    withdrawn: bool = False
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class RecordVersion:
    """One version of a dated business fact from a source.

    `split` keeps the order of the source; `reverses` names the record that a negative one takes back. `known_no` is
    when this version was learnt, `version_no` counts from 1.
    """

    record_type: str
    record_id: str
    version_no: int
    known_no: int
    fields: Mapping[str, Value]
    owner: str | None = None
    split: tuple[tuple[str, Fraction], ...] = ()
    #: time of booking as text `HH:MM:SS`, for the order of credits of one day
    booked_at: str = ""
    reverses: str | None = None
    withdrawn: bool = False
    place: Place | None = None

    @property
    def key(self) -> tuple[str, str]:
        """The record that this is a version of."""
        return self.record_type, self.record_id


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a record after it was booked: cancelled, invoice paid."""

    row_id: str
    record_type: str
    record_id: str
    event: str
    day: date
    amount: Money | None = None
    known_no: int = 0
    withdrawn: bool = False
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Reporting:
    """Payee reports to manager on the days of `span`: the hierarchy that rollup and overrides climb."""

    row_id: str
    payee: str
    manager: str
    span: Span
    known_no: int = 0
    withdrawn: bool = False
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """A dated, named relation other than the hierarchy: `payee` is credited for what `other` is credited."""

    row_id: str
    relation: str
    payee: str
    other: str
    span: Span
    known_no: int = 0
    withdrawn: bool = False
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class TerritoryRow:
    """Who holds the part of a territory that these facts describe; a fact left out means any. Like an entry of a rate
    table: the row that states most facts holds the record."""

    row_id: str
    territory: str
    facts: tuple[tuple[str, tuple[Value, ...]], ...]
    payee: str
    span: Span
    known_no: int = 0
    withdrawn: bool = False
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class TableRow:
    """An uploaded row of a rate table: the facts it states, its rate (percent, money, or a multiple as number) and the
    days on which it holds. `form` is `percent`, `times` or `money`."""

    row_id: str
    table: str
    facts: tuple[tuple[str, tuple[Value, ...]], ...]
    rate: Value
    form: Literal["percent", "times", "money"]
    span: Span
    known_no: int = 0
    withdrawn: bool = False
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Leave:
    """Days on which a payee is away."""

    row_id: str
    payee: str
    span: Span
    known_no: int = 0
    withdrawn: bool = False
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class TypedResult:
    """A result that somebody typed in for a payee, by name, as it stood on `last_day`."""

    row_id: str
    payee: str
    name: str
    value: Value
    last_day: date
    first_day: date | None = None
    known_no: int = 0
    withdrawn: bool = False
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """What stood on `last_day`, before the first record known here: the total of a measure, the posted earnings of a
    component, or a balance of the pay ledger. Money has the currency of the plan that reads it."""

    row_id: str
    payee: str
    of: Literal["measure", "component", "balance"]
    name: str
    value: Value
    last_day: date
    known_no: int = 0
    withdrawn: bool = False
    place: Place | None = None


class _Versioned(Protocol):
    @property
    def row_id(self) -> str: ...
    @property
    def known_no(self) -> int: ...
    @property
    def withdrawn(self) -> bool: ...


_Row = TypeVar("_Row", bound=_Versioned)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a calculation may look at. `as_of` is the highest `known_no` it may contain."""

    company: Company
    people: tuple[Person, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    quotas: tuple[Quota, ...] = ()
    personal: tuple[PersonalValue, ...] = ()
    targets: tuple[TargetIncentive, ...] = ()
    fx: tuple[FxRate, ...] = ()
    #: every version known, in order of version_no within a record
    records: tuple[RecordVersion, ...] = ()
    events: tuple[Event, ...] = ()
    as_of: int = 0
    hierarchy: tuple[Reporting, ...] = ()
    relations: tuple[Relation, ...] = ()
    territories: tuple[TerritoryRow, ...] = ()
    table_rows: tuple[TableRow, ...] = ()
    leaves: tuple[Leave, ...] = ()
    inputs: tuple[TypedResult, ...] = ()
    openings: tuple[Opening, ...] = ()

    def known_by(self, known_no: int) -> Facts:
        """Return the facts as they were known at `known_no`: of a dated row its last version, of a record all."""
        return replace(
            self,
            people=_last_known(self.people, known_no),
            assignments=_last_known(self.assignments, known_no),
            quotas=_last_known(self.quotas, known_no),
            personal=_last_known(self.personal, known_no),
            targets=_last_known(self.targets, known_no),
            fx=_last_known(self.fx, known_no),
            events=_last_known(self.events, known_no),
            hierarchy=_last_known(self.hierarchy, known_no),
            relations=_last_known(self.relations, known_no),
            territories=_last_known(self.territories, known_no),
            table_rows=_last_known(self.table_rows, known_no),
            leaves=_last_known(self.leaves, known_no),
            inputs=_last_known(self.inputs, known_no),
            openings=_last_known(self.openings, known_no),
            records=tuple(version for version in self.records if version.known_no <= known_no),
            as_of=known_no,
        )

    @property
    def last_known_no(self) -> int:
        """The highest `known_no` of any row, 0 when there is none."""
        rows: list[Iterable[_Versioned]] = [
            self.people, self.assignments, self.quotas, self.personal, self.targets, self.fx, self.events,
            self.hierarchy, self.relations, self.territories, self.table_rows, self.leaves, self.inputs, self.openings,
        ]  # fmt: skip
        numbers = [row.known_no for table in rows for row in table]
        return max(numbers + [version.known_no for version in self.records], default=0)


def _last_known(rows: Iterable[_Row], known_no: int) -> tuple[_Row, ...]:
    last: dict[str, _Row] = {}
    for row in rows:
        if row.known_no <= known_no and (row.row_id not in last or last[row.row_id].known_no <= row.known_no):
            last[row.row_id] = row
    return tuple(row for row in last.values() if not row.withdrawn)
