"""The cells of a row become typed values, or faults column by column.

In: the cells of a row and the table of the mapping that reads them. Out: values of the fields, with the faults of
their cells and the amounts that stand in them as they were written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any, cast

from comp_rules.facts.day_from_text import instant_from_text
from comp_rules.facts.facts import Company, FieldType, Value
from comp_rules.facts.unreadable import Unreadable
from comp_rules.facts.value_from_text import exact_amount, value_from_text
from comp_rules.values.money import Money, is_currency
from comp_rules.values.period import Span, span_of_days
from comp_rules.values.ratio import times_from_text
from comp_rules.values.words import Words
from portal.bridge.mapping import FIELDS, NAMES, FieldNeed, Origin, TableMapping
from portal.bridge.row_id_from_natural_key import LONGEST_ID
from portal.bridge.rule_from_cell import rule_from_cell
from portal.bridge.shares_from_cell import shares_from_cell

#: What a spreadsheet writes where a formula failed; never a text of its author.
FAILED = frozenset({"#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})


@dataclass(frozen=True, slots=True)
class CellFault:
    """Why a cell, and with it its row, is not taken: the column as the file calls it, and the text as found."""

    column: str
    sentence: Words
    hint: Words
    text: str = ""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount as written, in major units and exact, and in minor units as it is (or would be) kept."""

    column: str
    field: str
    currency: str
    exact: Fraction
    minor: int | None


@dataclass(slots=True)
class CellsReading:
    """What came of the cells of a row; `names_person` when anybody is named on it."""

    faults: list[CellFault] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    names_person: bool = False
    unknown_people: list[str] = field(default_factory=list)


#: Gives the last day of a row whose window ends before the next one begins; raises Unreadable when that is in doubt.
LastDay = Callable[[tuple[str, ...], date], date | None]


class TableReader:
    """What reading the rows of one table needs. `columns` is the place of each column that the mapping names."""

    def __init__(
        self, table: TableMapping, company: Company, columns: Mapping[str, int], people: Collection[str],
        pay_groups: Collection[str] = (),
    ) -> None:  # fmt: skip
        """Keep what is needed; `people` are those known so far and grows while people are imported."""
        self.table, self.company, self.columns, self.people = table, company, columns, people
        self.pay_groups = pay_groups
        self.record_type = company.record_types.get(table.record_type)
        declared = self.record_type.fields.values() if self.record_type and table.into == "records" else ()
        self.declared = {each.name: FieldNeed(each.name, each.type, False) for each in declared}
        self.needs = {need.name: need for need in FIELDS[table.into]} | self.declared


class Cells:
    """The cells of one row, read as the fields of a table; what is wrong is kept in `reading`."""

    def __init__(
        self, reader: TableReader, cells: tuple[str, ...], brought: Collection[str] = (), number: int = 0
    ) -> None:
        """Keep the row and its number; `brought` are people whom another table takes from it."""
        self.reader, self.cells, self.brought, self.number = reader, cells, brought, number
        self.reading = CellsReading()

    def text(self, origin: Origin) -> str:
        """Return the text of a field, empty when nothing is written."""
        text = origin.constant if origin.column is None else self.cells[self.reader.columns[origin.column]]
        text = (text or "").strip()
        if origin.after and origin.after in text:
            text = text.rpartition(origin.after)[2].strip()
        return "" if text in origin.empty else text

    def value(self, name: str, kind: str = "") -> Any:
        """Return the typed value of a field (of `kind`, else the field's own), None when empty or at fault."""
        origin = self.reader.table.fields.get(name)
        need = self.reader.needs[name]
        if origin is None:
            return None
        return self.typed(origin, kind or need.kind, need.needed or origin.needed)

    def typed(self, origin: Origin, kind: str, needed: bool) -> Any:
        """Return the typed value of an origin; its faults and amounts are kept."""
        text = self.text(origin)
        if not text:
            if needed:
                self.fault(origin, _EMPTY, text)
            return None
        if text in FAILED:
            self.fault(origin, _FAILED, text)
            return None
        try:
            return self._read(origin, kind, text)
        except Unreadable as why:
            self.fault(origin, (why.sentence, why.hint), text)
            return None

    def _read(self, origin: Origin, kind: str, text: str) -> Any:
        form = origin.form
        if origin.constant is not None:
            form = replace(form, date_form="YYYY-MM-DD", decimal_mark=".", thousands_mark="", percent_as="sign")
        if kind == "money":
            return self._money(origin, text)
        if kind == "date":
            return self._date(form, text)
        if kind == "time":
            return instant_from_text(text, form.day)[1]
        if kind in ("number", "percent", "yes_no"):
            return value_from_text(text, cast(FieldType, kind), form).data
        if kind == "word":
            return _word(origin.field, text)
        if kind == "rate":
            return self._rate(origin, text)
        if kind == "figure":
            return self._figure(origin, text)
        if kind == "currency":
            return _currency(text)
        if kind == "rule":
            return rule_from_cell(text, self.reader.company)
        plain = str(value_from_text(text, "text", form).data)
        if kind in ("id", "person", "name") and len(plain) > LONGEST_ID:
            raise Unreadable(*_TOO_LONG, plain)
        if kind == "person":
            self._person(origin, plain)
        return self._name(origin, plain) if kind == "name" else plain

    def _date(self, form: Any, text: str) -> date:
        # A date cell of a workbook is a date whatever form its author's screen showed it in.
        if self.reader.table.form.format == "xlsx":
            for plain in ("YYYY-MM-DD", "YYYY-MM-DD HH:MM:SS"):
                try:
                    return cast(date, value_from_text(text, "date", replace(form, date_form=plain)).data)
                except Unreadable:
                    continue
        return cast(date, value_from_text(text, "date", form).data)

    def _money(self, origin: Origin, text: str) -> Value:
        form = origin.form
        if origin.currency_column is not None:
            code = self.cells[self.reader.columns[origin.currency_column]].strip()
            form = replace(form, currency=_currency(code))
        column = origin.column or origin.field
        exact, currency = exact_amount(text, form)
        try:
            kept = cast(Money, value_from_text(text, "money", replace(form, beyond_minor_unit="round")).data).minor
        except Unreadable:
            kept = None
        self.reading.amounts.append(Amount(column, origin.field, currency, exact, kept))
        return value_from_text(text, "money", form)

    def _rate(self, origin: Origin, text: str) -> tuple[Value, str]:
        """Return a rate and its form: a multiple (`1.5x`), a percentage, or money, which is never rounded."""
        if text.endswith("x"):
            try:
                return Value("number", times_from_text(text)), "times"
            except ValueError:
                raise Unreadable(*_NO_RATE, text) from None
        if _is_percent(origin, text):
            return value_from_text(text, "percent", origin.form), "percent"
        exact_form = replace(origin, form=replace(origin.form, beyond_minor_unit="refuse"))
        return self._money(exact_form, text), "money"

    def _figure(self, origin: Origin, text: str) -> Value:
        """Return money, a percentage or a number, as it is written."""
        if _is_percent(origin, text):
            return value_from_text(text, "percent", origin.form)
        if origin.form.currency or origin.currency_column or any(letter.isalpha() for letter in text):
            return self._money(origin, text)
        return value_from_text(text, "number", origin.form)

    def _person(self, origin: Origin, payee: str) -> None:
        self.reading.names_person = True
        table = self.reader.table
        if table.into == "people" or payee in self.reader.people or payee in self.brought:
            return
        if table.into == "records" and table.unknown_person == "keep":
            self.reading.unknown_people.append(payee)
        else:
            raise Unreadable(*_UNKNOWN_PERSON, payee)

    def _name(self, origin: Origin, name: str) -> str:
        known = getattr(self.reader.company, NAMES[origin.field])
        if name not in known:
            raise Unreadable(*UNKNOWN_NAME, name)
        return name

    def fault(self, origin: Origin, words: tuple[Words, Words], text: str) -> None:
        """Keep why a cell is not taken."""
        self.reading.faults.append(CellFault(origin.column or origin.field, *words, text))

    def span(self, last_day: LastDay | None) -> Span | None:
        """Return the days of a dated row, None when they are at fault."""
        table = self.reader.table
        first, last = self.value("first_day"), None
        origin = table.fields["first_day"]
        if table.day_before_next is not None and last_day is not None:
            if first is None:
                return None
            key = tuple(self.text(table.fields[name]) for name in table.day_before_next.per)
            try:
                last = last_day(key, first)
            except Unreadable as why:
                self.fault(origin, (why.sentence, why.hint), self.text(origin))
                return None
        else:
            last = self.value("last_day")
            origin = table.fields.get("last_day", origin)
        if first is None:
            return None
        if last is not None and last < first:
            self.fault(origin, REVERSED, self.text(origin))
            return None
        return span_of_days(first, last)

    def withdrawn(self) -> bool:
        """Say whether the row takes its fact back."""
        return bool(self.value("withdrawn"))

    def declared_value(self, name_field: str, kind: str) -> Value | None:
        """Return the value of a quota or personal name, with the unit declared for that name."""
        name = self.value(name_field)
        declared = getattr(self.reader.company, kind).get(name)
        if declared is None:
            return None
        value = self.value("value", declared.unit)
        return Value(declared.unit, value) if value is not None and not isinstance(value, Value) else value

    def split(self) -> tuple[tuple[str, Fraction], ...]:
        """Return the people and shares written; a pair of empty cells is nobody, half a pair is a fault."""
        people: dict[str, Fraction] = {}
        for origin, payee, part in [*self._shares_in_columns(), *self._shares_in_a_cell()]:
            if payee in people:
                self.fault(origin, _NAMED_TWICE, payee)
            elif payee is not None and part is not None:
                people[payee] = part
        return tuple(people.items())

    def _shares_in_columns(self) -> Iterator[tuple[Origin, Any, Any]]:
        for share in self.reader.table.split:
            if not self.text(share.person) and (not self.text(share.share) or share.share.constant):
                continue
            yield share.person, self.typed(share.person, "person", True), self.typed(share.share, "percent", True)

    def _shares_in_a_cell(self) -> Iterator[tuple[Origin, Any, Any]]:
        origin = self.reader.table.split_cell
        text = self.text(origin) if origin else ""
        if origin is None or not text:
            return
        try:
            for payee, part in shares_from_cell(text):
                yield origin, self._read(origin, "person", payee), self._read(origin, "percent", part)
        except Unreadable as why:
            self.fault(origin, (why.sentence, why.hint), text)


def _is_percent(origin: Origin, text: str) -> bool:
    """Whether a number without a currency is a percentage: by its sign, or by how the mapping says that they are."""
    if "%" in text or "/" in text:
        return True
    money = origin.form.currency or origin.currency_column or any(letter.isalpha() for letter in text)
    return origin.form.percent_as != "sign" and not money


#: The words of a field, and what to say of another word.
_WORDS: Mapping[str, tuple[str, ...]] = {
    "if_zero": ("base_rate", "nothing", "at_target"), "of": ("measure", "component", "balance"),
}  # fmt: skip


def _word(field: str, text: str) -> str:
    if text not in _WORDS[field]:
        raise Unreadable(*(_NO_OPENING if field == "of" else _NO_WORD), text)
    return text


def _currency(text: str) -> str:
    if not is_currency(text):
        raise Unreadable(*_NO_CURRENCY, text)
    return text


_NAMED_TWICE = (
    Words("This person is named twice in the split.", "같은 사람이 실적 배분에 두 번 나옵니다."),
    Words("Add the two shares up.", "두 인정 비율을 합쳐 주세요."),
)
_EMPTY = (
    Words("This cell is empty and must not be.", "비워 둘 수 없는 칸이 비어 있습니다."),
    Words("Fill it in, or leave the row out.", "값을 채우거나 행을 빼 주세요."),
)
_FAILED = (
    Words("The spreadsheet could not compute this cell.", "엑셀에서 계산하지 못한 칸입니다."),
    Words("Mend the formula and save the file again.", "수식을 고치고 파일을 다시 저장해 주세요."),
)
_TOO_LONG = (
    Words("“{text}” is longer than an id can be (200 characters).", "‘{text}’ 값은 ID로 쓸 수 있는 200자를 넘습니다."),
    Words("Look whether the right column is mapped.", "알맞은 열인지 매핑을 확인해 주세요."),
)
_UNKNOWN_PERSON = (
    Words("The person “{text}” is not known.", "‘{text}’ 사람은 등록되어 있지 않습니다."),
    Words(
        "Import the person first, or let the mapping say `unknown_person: keep` for records of others.",
        "먼저 사람을 가져오거나, 지급 대상자가 아니면 매핑에 `unknown_person: keep` 설정을 적어 주세요.",
    ),
)
UNKNOWN_NAME = (
    Words("“{text}” is not declared by the company.", "‘{text}’ 이름은 회사가 선언하지 않았습니다."),
    Words("Declare it in the mapping, or correct the cell.", "매핑에 선언하거나 칸을 고쳐 주세요."),
)
REVERSED = (
    Words("The last day lies before the first day.", "마지막 날이 첫날보다 앞섭니다."),
    Words("Exchange them or correct one.", "두 날짜를 바꾸거나 고쳐 주세요."),
)
_NO_WORD = (
    Words("“{text}” does not say what a quota of 0 means.", "‘{text}’ 값은 목표 0의 처리 방법이 아닙니다."),
    Words("Write base_rate, nothing or at_target.", "base_rate, nothing, at_target 가운데 하나를 적어 주세요."),
)
_NO_OPENING = (
    Words("“{text}” does not say what stood at that amount.", "‘{text}’ 값은 기초값의 종류가 아닙니다."),
    Words("Write measure, component or balance.", "measure, component, balance 가운데 하나를 적어 주세요."),
)
_NO_RATE = (
    Words("“{text}” is not a rate.", "‘{text}’ 값은 지급률이 아닙니다."),
    Words("Write it like 5%, 1.5x or 60 USD.", "5%, 1.5x, 60 USD처럼 적어 주세요."),
)
_NO_CURRENCY = (
    Words("“{text}” is not a currency of ISO 4217.", "‘{text}’ 값은 ISO 4217 통화가 아닙니다."),
    Words("Write its code of three letters, such as KRW.", "세 글자 코드를 적어 주세요. 예: KRW"),
)
