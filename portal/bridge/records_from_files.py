"""Records and other facts from the files of a company: every row ends as taken, refused, repeated or left out.

In: the rows of one file and the tables of a mapping that read it. Out: for each row its facts or its faults, with the
amounts it writes; what was known before is told apart by whoever keeps it.

A row is taken whole or not at all: when one table of the mapping refuses it, no other table takes anything of it.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import islice
from typing import Literal

from comp_rules.facts.facts import Person, RecordVersion, TableRow
from comp_rules.facts.unreadable import Unreadable
from comp_rules.plan.faults import did_you_mean, error
from comp_rules.values.fault import Fault
from comp_rules.values.period import Span, date_from_text
from comp_rules.values.words import Words
from portal.bridge.facts_from_row import Fact, RowReader
from portal.bridge.mapping import DayBeforeNext, Mapping, Origin, TableMapping
from portal.bridge.rows_from_files import FileRow
from portal.bridge.rows_from_organisation import Territory
from portal.bridge.values_from_cells import Amount, CellFault

State = Literal["accepted", "rejected", "duplicate", "left_out"]
#: (type of fact, id of its row or record)
FactKey = tuple[str, str]


@dataclass(slots=True)
class RowOutcome:
    """What became of a row; `facts` are those it brings, still to be compared with what is known already."""

    number: int
    state: State
    facts: list[Fact] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    names_person: bool = False
    unknown_people: list[str] = field(default_factory=list)
    #: the earlier row of the import that says the same
    same_as: str = ""


@dataclass(slots=True)
class Seen:
    """The facts of earlier rows of this import: what they say, and where they stood."""

    facts: dict[FactKey, tuple[int, str]] = field(default_factory=dict)
    people: set[str] = field(default_factory=set)
    pay_groups: set[str] = field(default_factory=set)
    #: the facts that run into another one about the same thing, and the days of that one
    overlapping: dict[FactKey, Span] = field(default_factory=dict)


class _Anyone(Collection[str]):
    """Everybody there could be: for looking at rows before the people of the same import are known."""

    def __contains__(self, _payee: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def key_of(fact: Fact) -> FactKey:
    """Return what makes two rows speak of the same fact."""
    if isinstance(fact, RecordVersion):
        return "RecordVersion", f"{fact.record_type}:{fact.record_id}"
    return type(fact).__name__, fact.row_id


class FileReader:
    """Reads one file with all tables of the mapping that want it; `rows` may be iterated more than once."""

    def __init__(
        self, name: str, rows: Callable[[], Iterator[FileRow]], tables: Sequence[TableMapping], mapping: Mapping,
        seen: Seen,
    ) -> None:  # fmt: skip
        """Look for the columns; `faults` tells which are missing, and nothing can be read then."""
        self.name, self._rows, self.tables, self.seen = name, rows, tables, seen
        self.faults: list[Fault] = []
        self.header: tuple[str, ...] | None = None
        columns = [self._columns(table) for table in tables]
        self.readers, self._lenient = (
            [
                RowReader(table, mapping.company, places, people, seen.pay_groups)
                for table, places in zip(tables, columns, strict=True)
            ]
            for people in (seen.people, _Anyone())
        )
        self._windows = [self._ends(reader) for reader in self.readers] if not self.faults else []

    def outcomes(self) -> Iterator[RowOutcome]:
        """Yield what becomes of each row, in the order of the file."""
        width = self._width()
        for row in self._data():
            outcome = self._outcome(row, width, self.readers)
            if outcome.state == "accepted":
                self._compare(outcome)
            yield outcome

    def facts(self) -> Iterator[list[Fact]]:
        """Yield the facts of each row that can be read, as if everybody were known and nothing had been said before."""
        width = self._width()
        for row in self._data():
            yield self._outcome(row, width, self._lenient).facts

    def _width(self) -> int:
        """The width of the header, or that of most of the first rows: one bad row does not speak for the file."""
        if self.header is not None:
            return len(self.header)
        widths = Counter(len(row.cells) for row in islice(self._data(), 50) if not row.fault)
        return widths.most_common(1)[0][0] if widths else 0

    def _data(self) -> Iterator[FileRow]:
        table = self.tables[0]
        skipped = table.skip_rows + (1 if table.header else 0)
        return (row for row in self._rows() if row.number > skipped)

    def _columns(self, table: TableMapping) -> dict[str, int]:
        wanted = {origin.column: origin.place for origin in _origins(table) if origin.column is not None}
        wanted |= {o.currency_column: o.place for o in _origins(table) if o.currency_column is not None}
        wanted |= {each.column: each.place for each in table.where}
        if not table.header:
            return {column: int(column) - 1 for column in wanted}
        names = [cell.strip() for cell in self._header(table)]
        for column, place in wanted.items():
            if names.count(column) != 1:
                words = _NO_COLUMN if column not in names else _TWO_COLUMNS
                self.faults.append(
                    error("no_column", place, words, did_you_mean(column, names), column=column, file=self.name)
                )
        return {column: names.index(column) for column in wanted if column in names}

    def _header(self, table: TableMapping) -> tuple[str, ...]:
        if self.header is None:
            found = next((row for row in self._rows() if row.number > table.skip_rows), None)
            self.header = found.cells if found and found.number == table.skip_rows + 1 else ()
        return self.header

    def _outcome(self, row: FileRow, width: int, readers: Sequence[RowReader]) -> RowOutcome:
        if row.fault is not None:
            return RowOutcome(row.number, "rejected", faults=[CellFault("", row.fault, _MEND)])
        needed = max((place + 1 for reader in self.readers for place in reader.columns.values()), default=0)
        if len(row.cells) != width or len(row.cells) < needed:
            words = _WIDTH.with_values(cells=str(len(row.cells)), width=str(max(width, needed)))
            return RowOutcome(row.number, "rejected", faults=[CellFault("", words, _MEND)])
        outcome = RowOutcome(row.number, "left_out")
        for reader, last_day in zip(readers, self._windows, strict=True):
            if reader.takes(row.cells):
                self._take(reader, row, last_day, outcome)
        if outcome.faults:
            outcome.state, outcome.facts = "rejected", []
        return outcome

    def _take(self, reader: RowReader, row: FileRow, last_day: _Ends | None, outcome: RowOutcome) -> None:
        brought = [fact.payee for fact in outcome.facts if isinstance(fact, Person)]
        fact, reading = reader.read(row.cells, last_day.of if last_day else None, brought, row.number)
        outcome.state = "accepted"
        # Two tables may read one cell; its fault is said once.
        outcome.faults += [fault for fault in reading.faults if fault not in outcome.faults]
        outcome.amounts += reading.amounts
        outcome.texts |= reader.texts(row.cells)
        outcome.names_person = outcome.names_person or reading.names_person
        outcome.unknown_people += reading.unknown_people
        if fact is not None:
            outcome.facts.append(fact)

    def _compare(self, outcome: RowOutcome) -> None:
        """Tell what other rows say: the same makes a duplicate; something else, or overlapping days, is refused."""
        fresh: list[Fact] = []
        for fact in outcome.facts:
            if key_of(fact) in self.seen.overlapping:
                outcome.faults.append(_overlap(self.seen.overlapping[key_of(fact)], key_of(fact)[1]))
                continue
            digest, where = self.seen.facts.get(key_of(fact), (0, ""))
            if not where:
                fresh.append(fact)
            elif digest == hash(_content(fact)):
                outcome.same_as = where
            else:
                sentence = _SAID_OTHERWISE.with_values(row=where)
                outcome.faults.append(CellFault("", sentence, _WHICH, key_of(fact)[1]))
        if outcome.faults:
            outcome.state, outcome.facts = "rejected", []
            return
        for fact in fresh:
            self.seen.facts[key_of(fact)] = hash(_content(fact)), f"{self.name}, {outcome.number}"
            if isinstance(fact, Person) and not fact.withdrawn:
                self.seen.people.add(fact.payee)
        outcome.facts = fresh
        outcome.state = "accepted" if fresh else "duplicate"

    def _ends(self, reader: RowReader) -> _Ends | None:
        rule = reader.table.day_before_next
        if rule is None:
            return None
        ends = _Ends(rule)
        for row in self._data():
            if not row.fault and len(row.cells) > max(reader.columns.values()) and reader.takes(row.cells):
                ends.add(*reader.group(row.cells), row.number)
        return ends


class _Ends:
    """The last days of windows that end where the next one of the same group begins."""

    def __init__(self, rule: DayBeforeNext) -> None:
        self.rule = rule
        self.days: dict[tuple[str, ...], set[date]] = {}
        self.sorted: dict[tuple[str, ...], list[date]] = {}
        self.in_doubt: dict[tuple[str, ...], int] = {}

    def add(self, group: tuple[str, ...], first: date | None, row: int) -> None:
        if first is None:
            self.in_doubt.setdefault(group, row)
        else:
            self.days.setdefault(group, set()).add(first)

    def of(self, group: tuple[str, ...], first: date) -> date | None:
        """Return the last day, None for no end. Raises Unreadable when a row of the group has no readable day."""
        if group in self.in_doubt:
            raise Unreadable(*_IN_DOUBT, row=str(self.in_doubt[group]))
        days = self.sorted.setdefault(group, sorted(self.days.get(group, ())))
        following = bisect_right(days, first)
        if following < len(days):
            return days[following] - timedelta(days=1)
        return None if self.rule.last == "open" else date_from_text(self.rule.last)


def _origins(table: TableMapping) -> list[Origin]:
    shares = [origin for share in table.split for origin in (share.person, share.share)]
    return [*table.fields.values(), *shares, *([table.split_cell] if table.split_cell else [])]


def _content(fact: Fact) -> object:
    if isinstance(fact, RecordVersion):
        fields = tuple(sorted((name, value) for name, value in fact.fields.items()))
        return (fields, fact.owner, fact.split, fact.booked_at, fact.reverses, fact.withdrawn)
    if isinstance(fact, Territory):
        held = fact.position, fact.payee
        return json.dumps(fact.rule, sort_keys=True), *held, fact.label, fact.span, fact.withdrawn
    if isinstance(fact, TableRow):
        return replace(fact, place=None)
    return fact


def _overlap(days: Span, text: str) -> CellFault:
    if days.last_day is None:
        return CellFault("", _OVERLAPS_OPEN.with_values(first=str(days.first)), _MAKE_ROOM, text)
    words = _OVERLAPS.with_values(first=str(days.first), last=str(days.last_day))
    return CellFault("", words, _MAKE_ROOM, text)


_OVERLAPS = Words(
    "Another row about the same thing already holds on some of these days: {first} to {last}.",
    "같은 대상의 다른 행과 기간이 겹칩니다({first} ~ {last}).",
)
_OVERLAPS_OPEN = Words(
    "Another row about the same thing already holds on some of these days: {first} and on, without an end.",
    "같은 대상의 다른 행과 기간이 겹칩니다({first}부터, 종료일 없음).",
)
_MAKE_ROOM = Words(
    "Import that row with its first day and a last day before this one begins, or withdraw it; to change it, write its"
    " first day here.",
    "그 행을 같은 첫날에 마지막 날만 앞당겨 다시 가져오거나 철회해 주세요. 내용을 바꾸려면 첫날을 똑같이 적어 주세요.",
)
_MEND = Words(
    "Mend the row at the source and import the file again.", "원본에서 행을 고치고 파일을 다시 가져와 주세요."
)
_WIDTH = Words("The row has {cells} cells, the file {width}.", "행의 셀 수: {cells}, 파일의 셀 수: {width}.")
_NO_COLUMN = Words("The file {file} has no column “{column}”.", "{file} 파일에 ‘{column}’ 열이 없습니다.")
_TWO_COLUMNS = Words(
    "The file {file} has the column “{column}” twice.", "{file} 파일에 ‘{column}’ 열이 두 번 나옵니다."
)
_SAID_OTHERWISE = Words(
    "An earlier row ({row}) says something else about the same thing.",
    "같은 대상을 다르게 적은 앞선 행이 있습니다({row}).",
)
_WHICH = Words("Keep the row that is right.", "맞는 행만 남겨 주세요.")
_IN_DOUBT = (
    Words(
        "When this ends is in doubt: the first day of row {row} cannot be read.",
        "끝나는 날을 알 수 없습니다. 첫날을 읽을 수 없는 행: {row}.",
    ),
    Words("Mend that row and import the file again.", "그 행을 고치고 파일을 다시 가져와 주세요."),
)
