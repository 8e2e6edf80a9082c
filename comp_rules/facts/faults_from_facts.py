"""Rows that contradict each other: two managers on one day, two results for one, people whom nobody knows.

In: facts, each row typed. Out: faults at the later of two rows; a fault's path is the column that it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from dataclasses import replace
from typing import Protocol, TypeVar

from comp_rules.facts.csv_row import did_you_mean
from comp_rules.facts.facts import Facts, TableRow
from comp_rules.facts.faults_from_hierarchy import faults_from_hierarchy
from comp_rules.facts.overlaps_from_rows import Dated, overlaps_from_rows
from comp_rules.values.fault import Fault, Place
from comp_rules.values.money import Money
from comp_rules.values.words import Words


class _Placed(Protocol):
    @property
    def row_id(self) -> str: ...
    @property
    def place(self) -> Place | None: ...


class _Dated(_Placed, Dated, Protocol):
    """A row with a place that holds on the days of a span."""


_Row = TypeVar("_Row", bound=_Placed)
_Days = TypeVar("_Days", bound=_Dated)


def faults_from_facts(facts: Facts) -> list[Fault]:
    """Return what is wrong between the rows that are known and not withdrawn.

    People are checked once anybody is named in `people` or `assignments`; titles, grades and events once the company
    declares any. A record may name strangers: they are credited nothing, and the calculation says so.
    """
    known = facts.known_by(facts.as_of or facts.last_known_no)
    return [
        *_strangers(known),
        *_undeclared(known),
        *faults_from_hierarchy(known.hierarchy),
        *_overlapping(known.targets, lambda row: row.payee, "first_day", *_TWO_TARGETS),
        *_overlapping(known.personal, lambda row: (row.payee, row.name), "first_day", *_TWO_PERSONAL),
        *_twice(known.quotas, lambda row: (row.payee, row.quota, row.span), "quota", *_TWO_QUOTAS),
        *_twice(known.inputs, lambda row: (row.payee, row.name, row.last_day), "last_day", *_TWO_INPUTS),
        *_twice(known.openings, lambda row: (row.payee, row.of, row.name, row.last_day), "last_day", *_TWO_OPENINGS),
        *_twice(known.fx, lambda row: (row.table, frozenset((row.one, row.currency)), row.day), "day", *_TWO_FX),
        *_mixed_rates(known.table_rows),
    ]


def _strangers(facts: Facts) -> Iterator[Fault]:
    """People of a table who are in neither `people` nor `assignments`."""
    people = {row.payee for row in facts.people}
    if not people and not facts.assignments:
        return
    known = people or {row.payee for row in facts.assignments}
    named: list[tuple[_Placed, str, str]] = []
    for table in (
        facts.assignments, facts.hierarchy, facts.relations, facts.leaves, facts.quotas, facts.personal, facts.targets,
        facts.inputs, facts.openings, facts.territories,
    ):  # fmt: skip
        named += [(row, "payee", row.payee) for row in table]
    named += [(row, "manager", row.manager) for row in facts.hierarchy]
    named += [(row, "other", row.other) for row in facts.relations]
    for row, column, person in named:
        if person not in known:
            sentence = Words(
                f"Nobody is known as “{person[:40]}”.", f"‘{person[:40]}’ 번호를 쓰는 사람이 등록되어 있지 않습니다."
            )
            yield _fault("unknown_person", row, column, sentence, did_you_mean(person, known) or _ADD_PERSON)


def _undeclared(facts: Facts) -> Iterator[Fault]:
    company = facts.company
    for row in facts.assignments:
        for column, name, known in (("title", row.title, company.titles), ("grade", row.grade, company.grades)):
            yield from _unknown(row, column, name, known, Words(column, "직책" if column == "title" else "직급"))
    for event in facts.events:
        yield from _unknown(event, "event", event.event, company.events, Words("event", "이벤트"))


def _unknown(row: _Placed, column: str, name: str, known: Collection[str], what: Words) -> Iterator[Fault]:
    if name and known and name not in known:
        sentence = Words(
            f"The company declares no {what.en} “{name[:40]}”.",
            f"회사가 정한 {what.ko} 중에 ‘{name[:40]}’ 이름이 없습니다.",
        )
        yield _fault("unknown_name", row, column, sentence, did_you_mean(name, known))


def _overlapping(
    rows: Iterable[_Days], key: Callable[[_Days], Hashable], column: str, code: str, sentence: Words, hint: Words
) -> Iterator[Fault]:
    """Rows of one key whose days overlap: on such a day nobody can tell which one holds."""
    groups: dict[Hashable, list[_Days]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    for group in groups.values():
        for row, both in overlaps_from_rows(group):
            yield _fault(code, row, column, sentence.with_values(day=both.first.isoformat()), hint)


def _twice(
    rows: Iterable[_Row], key: Callable[[_Row], Hashable], column: str, code: str, sentence: Words, hint: Words
) -> Iterator[Fault]:
    seen: set[Hashable] = set()
    for row in rows:
        if key(row) in seen:
            yield _fault(code, row, column, sentence, hint)
        seen.add(key(row))


def _mixed_rates(rows: Iterable[TableRow]) -> Iterator[Fault]:
    """The rates of one table have one unit."""
    forms: dict[str, tuple[str, str]] = {}
    for row in rows:
        currency = row.rate.data.currency if isinstance(row.rate.data, Money) else ""
        if forms.setdefault(row.table, (row.form, currency)) != (row.form, currency):
            yield _fault("rates_mixed", row, "rate", *_MIXED)


def _fault(code: str, row: _Placed, column: str, sentence: Words, hint: Words | None) -> Fault:
    return Fault(code, replace(row.place or Place(row.row_id), path=column), sentence, hint)


_ADD_PERSON = Words("Add the person, or correct the id.", "사람을 등록하거나 번호를 고쳐 주세요.")
_TWO_TARGETS = (
    "targets_overlap",
    Words(
        "Two target incentives of this person hold on {day}.", "같은 사람의 목표 인센티브가 두 개입니다. 날짜: {day}"
    ),
    Words("End the earlier one the day before.", "앞선 값의 마지막 날을 그 전날로 적어 주세요."),
)
_TWO_PERSONAL = (
    "personal_overlap",
    Words("Two values of this name hold for this person on {day}.", "같은 이름의 개인별 값이 두 개입니다. 날짜: {day}"),
    Words("End the earlier one the day before.", "앞선 값의 마지막 날을 그 전날로 적어 주세요."),
)
_ONE_ROW = Words("Withdraw one of the two rows.", "두 행 중 하나를 철회해 주세요.")
_TWO_QUOTAS = (
    "quota_twice",
    Words("This quota is stated twice for the same days.", "같은 기간의 목표가 두 번 적혀 있습니다."),
    _ONE_ROW,
)
_TWO_INPUTS = (
    "input_twice",
    Words("This result is stated twice for the same last day.", "마지막 날이 같은 결과가 두 번 적혀 있습니다."),
    _ONE_ROW,
)
_TWO_OPENINGS = (
    "opening_twice",
    Words("This opening is stated twice for the same last day.", "마지막 날이 같은 기초값이 두 번 적혀 있습니다."),
    _ONE_ROW,
)
_TWO_FX = (
    "fx_twice",
    Words(
        "This table has two rates between these currencies on one day.", "같은 날 같은 통화 사이의 환율이 두 개입니다."
    ),
    _ONE_ROW,
)
_MIXED = (
    Words("The rates of one table have one unit; this one differs.", "한 표의 지급률은 단위가 같아야 합니다."),
    Words("Write it as the rows above, or use another table.", "위 행과 같은 단위로 적거나 다른 표를 써 주세요."),
)
