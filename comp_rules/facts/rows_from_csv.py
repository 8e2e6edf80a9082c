"""A folder of CSV files, read row by row; faults of a file or a line are kept with their place.

In: files as `csv_tables` describes them. Out: rows whose needed cells are filled, and faults.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from comp_rules.facts.csv_row import CsvRow, Unfit
from comp_rules.facts.csv_tables import TABLES, Table
from comp_rules.values.fault import Fault, Place
from comp_rules.values.words import Words

_MOST_BYTES = 50_000_000
_T = TypeVar("_T")


@dataclass(slots=True)
class CsvFolder:
    """A folder of facts, the faults found so far, and where each file has which column."""

    folder: Path
    faults: list[Fault] = field(default_factory=list)
    columns: dict[str, dict[str, int]] = field(default_factory=dict)

    def read(self, file: str, make: Callable[[CsvRow], _T]) -> tuple[_T, ...]:
        """Read one file, if it is there, into facts; a row with a fault is left out."""
        path = self.folder / file
        if not path.is_file():
            return ()
        table = next(table for table in TABLES if table.file == file)
        return tuple(self.made(table, path, make))

    def made(self, table: Table, path: Path, make: Callable[[CsvRow], _T]) -> Iterator[_T]:
        """Yield what `make` reads from the rows of a file."""
        for row in self._rows(table, path):
            try:
                yield make(row)
            except Unfit:
                continue

    def _rows(self, table: Table, path: Path) -> Iterator[CsvRow]:
        text = self._text(path)
        if text is None:
            return
        reader = csv.reader(text.splitlines(keepends=True), strict=True)
        try:
            header = [name.strip() for name in next(reader, [])]
            if not self._known_columns(table, path.name, header):
                return
            self.columns[path.name] = {name: number for number, name in enumerate(header, start=1)}
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield from self._row(table, path.name, reader.line_num, header, cells)
        except csv.Error as broken:
            sentence = Words(f"This line is not CSV: {broken}.", "CSV 형식이 아닌 줄입니다.")
            self._fault("not_csv", Place(path.name, reader.line_num, 1), sentence)

    def _text(self, path: Path) -> str | None:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            self._fault("file_too_large", Place(path.name), _TOO_LARGE)
            return None
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            self._fault("not_utf8", Place(path.name), _NOT_UTF8)
            return None

    def _known_columns(self, table: Table, file: str, header: list[str]) -> bool:
        found = len(self.faults)
        for number, name in enumerate(header, start=1):
            if not table.more and name not in table.columns:
                near = get_close_matches(name, table.columns, 1)
                meant = Words(f"Did you mean “{near[0]}”?", f"혹시 ‘{near[0]}’ 열입니까?") if near else None
                sentence = Words(
                    f"“{name[:40]}” is not a column of {file}.", f"‘{name[:40]}’ 값은 {file} 파일의 열이 아닙니다."
                )
                self._fault("unknown_column", Place(file, 1, number), sentence, meant)
            elif name in header[: number - 1]:
                sentence = Words(
                    f"{file} has two columns “{name[:40]}”.", f"{file} 파일에 ‘{name[:40]}’ 열이 둘입니다."
                )
                self._fault("column_twice", Place(file, 1, number), sentence, _ONE_COLUMN)
        for name in table.needed:
            if name not in header:
                sentence = Words(f"{file} needs the column “{name}”.", f"{file} 파일에 ‘{name}’ 열이 필요합니다.")
                self._fault("column_missing", Place(file, 1, 1), sentence)
        return found == len(self.faults)

    def _row(self, table: Table, file: str, line: int, header: list[str], cells: list[str]) -> Iterator[CsvRow]:
        if len(cells) > len(header):
            self._fault("row_too_long", Place(file, line, len(header) + 1), _TOO_LONG)
            return
        row = CsvRow(file, line, dict(zip(header, cells, strict=False)), self.columns[file], self.faults)
        empty = [name for name in table.needed if not row.text(name)]
        for name in empty:
            row.fault("cell_empty", name, Words(f"“{name}” is empty here.", f"‘{name}’ 값이 비어 있습니다."))
        if not empty:
            yield row

    def _fault(self, code: str, place: Place, sentence: Words, hint: Words | None = None) -> None:
        self.faults.append(Fault(code, place, sentence, hint))


_TOO_LARGE = Words("This file is larger than 50 MB.", "파일이 50MB보다 큽니다.")
_NOT_UTF8 = Words("This file is not UTF-8 text.", "UTF-8 텍스트 파일이 아닙니다.")
_TOO_LONG = Words(
    "This row has more cells than the first line has columns.", "첫 줄의 열보다 셀이 많은 행입니다."
)  # fmt: skip
_ONE_COLUMN = Words("Keep one of them.", "하나만 남겨 주세요.")
