"""A row of a CSV file, read cell by cell; every fault of a cell is kept with its place, and the row left out.

In: the cells of a row as text. Out: typed values, days and names, or `Unfit` after the fault was noted.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from typing import TypedDict, cast

from comp_rules.facts.facts import Declared, FieldType, Value
from comp_rules.facts.unreadable import Unreadable
from comp_rules.facts.value_from_text import TextForm, value_from_text
from comp_rules.values.fault import Fault, Place
from comp_rules.values.money import Money
from comp_rules.values.period import Span, span_of_days
from comp_rules.values.words import Words

#: A source amount with more digits than its currency is rounded and keeps its text.
ROUNDED = TextForm(beyond_minor_unit="round")
#: A rate is never rounded.
EXACT = TextForm()


class Unfit(Exception):
    """A cell that cannot be read; the row is left out and its fault kept."""


class Version(TypedDict):
    """What every dated row has: when it was learnt, whether it was withdrawn, and where it stands."""

    row_id: str
    known_no: int
    withdrawn: bool
    place: Place


@dataclass(slots=True)
class CsvRow:
    """A row of a file: its cells by column, and where each stands. Readers of cells raise Unfit."""

    file: str
    line: int
    cells: Mapping[str, str]
    columns: Mapping[str, int]
    faults: list[Fault]

    def place(self, column: str = "") -> Place:
        """Return where the cell stands, or the row itself."""
        return Place(self.file, self.line, self.columns.get(column, 1), column)

    def text(self, column: str) -> str:
        """Return the text of a cell without spaces around it, empty when the file has no such column."""
        return self.cells.get(column, "").strip()

    def fault(self, code: str, column: str, sentence: Words, hint: Words | None = None) -> Unfit:
        """Note a fault of the cell and return what to raise."""
        self.faults.append(Fault(code, self.place(column), sentence, hint))
        return Unfit()

    def value(self, column: str, field_type: FieldType, form: TextForm = ROUNDED) -> Value:
        """Return the typed value of a cell."""
        return self.value_of(self.text(column), column, field_type, form)

    def value_of(self, text: str, column: str, field_type: FieldType, form: TextForm = ROUNDED) -> Value:
        """Return the typed value of a text that stands in the cell."""
        try:
            value = value_from_text(text, field_type, form)
        except Unreadable as unfit:
            raise self.fault("unreadable", column, unfit.sentence, unfit.hint) from None
        # an original keeps the digits of the source; the currency after them is the file's, not the source's
        return replace(value, original=value.original.partition(" ")[0]) if value.original else value

    def values(self, column: str, field_type: FieldType) -> tuple[Value, ...]:
        """Return the values of a cell that may list several: `EMEA; APAC`; one with a semicolon stands in quotes."""
        try:
            texts = next(csv.reader([self.text(column)], delimiter=";", skipinitialspace=True, strict=True), [])
        except csv.Error:
            raise self.fault("not_a_list", column, *_NOT_A_LIST) from None
        return tuple(self.value_of(text, column, field_type) for text in texts if text.strip())

    def money(self, column: str) -> Money:
        """Return the amount of money in a cell."""
        return cast(Money, self.value(column, "money").data)

    def measured(self, column: str, unit: str) -> Value:
        """Return the value of a declared name: of its unit `money`, `number` or `percent`."""
        return self.value(column, cast(FieldType, unit))

    def day(self, column: str) -> date:
        """Return the date in a cell."""
        return cast(date, self.value(column, "date").data)

    def day_or_none(self, column: str) -> date | None:
        """Return the date in a cell, None when it is empty."""
        return self.day(column) if self.text(column) else None

    def days(self) -> Span:
        """Return the days from `first_day` to `last_day`, both included; an empty last day is no end."""
        first, last = self.day("first_day"), self.day_or_none("last_day")
        try:
            return span_of_days(first, last)
        except ValueError:
            raise self.fault("days_reversed", "last_day", *_REVERSED) from None

    def number(self, column: str) -> int:
        """Return the whole number in a cell, 0 when it is empty."""
        text = self.text(column)
        if not text:
            return 0
        if not (text.isascii() and text.isdigit() and len(text) <= 15):
            sentence = Words(f"“{text[:40]}” is not a whole number.", f"‘{text[:40]}’ 값은 정수가 아닙니다.")
            raise self.fault("not_a_number", column, sentence, Words("Write digits only.", "숫자만 적어 주세요."))
        return int(text)

    def yes(self, column: str) -> bool:
        """Say whether a cell says yes; an empty one does not."""
        return bool(self.text(column)) and self.value(column, "yes_no").data is True

    def one_of(self, column: str, known: Collection[str]) -> str:
        """Return the word in a cell when it is one of `known`."""
        text = self.text(column)
        if text not in known:
            words = ", ".join(known)
            sentence = Words(
                f"“{text[:40]}” is not one of: {words}.", f"‘{text[:40]}’ 값은 쓸 수 없습니다. 가능한 값: {words}"
            )
            raise self.fault("unknown_word", column, sentence, did_you_mean(text, known))
        return text

    def declared(self, column: str, names: Mapping[str, Declared], what: Words) -> Declared:
        """Return what names.csv declares under the name in a cell."""
        name = self.text(column)
        if name not in names:
            sentence = Words(
                f"No {what.en} “{name[:40]}” is declared in names.csv.",
                f"names.csv 파일에 {what.ko} ‘{name[:40]}’ 이름이 없습니다.",
            )
            raise self.fault("unknown_name", column, sentence, did_you_mean(name, names))
        return names[name]

    def version(self, row_id: str = "") -> Version:
        """Return when the row was learnt and whether it was withdrawn; without a `row_id` its line names it."""
        return {
            "row_id": self.text("row_id") or row_id or f"{self.file}:{self.line}",
            "known_no": self.number("known_no"),
            "withdrawn": self.yes("withdrawn"),
            "place": self.place(),
        }

    def label(self, name: str) -> Words:
        """Return the label in both languages; one that is missing is the other, or the name with spaces."""
        plain = name.replace("_", " ")
        return Words(self.text("label_en") or plain, self.text("label_ko") or self.text("label_en") or plain)


def did_you_mean(name: str, known: Collection[str]) -> Words | None:
    """Return the question that offers the nearest of the known names, None when none is near."""
    near = get_close_matches(name, known, 1)
    return Words(f"Did you mean “{near[0]}”?", f"혹시 ‘{near[0]}’ 이름입니까?") if near else None


_REVERSED = (
    Words("The last day lies before the first day.", "마지막 날이 첫날보다 앞섭니다."),
    Words("Exchange them, or leave the last day empty.", "두 날짜를 바꾸거나 마지막 날을 비워 주세요."),
)
_NOT_A_LIST = (
    Words("A quotation mark of this list is not closed.", "따옴표가 닫히지 않은 목록입니다."),
    Words("Write it like: EMEA; “Asia; Pacific”, with plain quotation marks.", '곧은따옴표로 적어 주세요. 예: "A; B"'),
)
