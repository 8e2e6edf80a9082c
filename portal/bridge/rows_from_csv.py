"""Rows of a CSV file, read in a child process that has taken on its limits.

In: the path of the file with its delimiter and encoding. Out: one answer for each row, JSON that the parent checks.

An answer is `[row, cells]`, `[row, null, code]` for a row that is not fit to read, or `{"refused": code, ...}` for the
file; rows are numbered as a spreadsheet shows them. The last answer is `{"rows": n}`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any, TextIO

LARGEST_FILE = 50_000_000
MOST_ROWS = 1_000_000
MOST_CELLS = 1_000
LONGEST_CELL = 32_000


def rows_of_csv(argument: dict[str, Any]) -> Iterator[Any]:
    """Yield the answers for the file `argument["path"]`, in `encoding`, with `delimiter`."""
    csv.field_size_limit(LONGEST_CELL)
    # Bytes that are no text of the encoding become marks that make their row a faulty one, not the whole file.
    with open(argument["path"], encoding=argument["encoding"], errors="surrogateescape", newline="") as file:
        reader = csv.reader(_without_nul(file), delimiter=argument["delimiter"], strict=True)
        try:
            yield from _answers(reader)
        except _NotText as found:
            yield {"refused": "nul", "row": str(found.line)}
        except UnicodeError:
            yield {"refused": "encoding", "encoding": str(argument["encoding"])}


def _answers(reader: Any) -> Iterator[Any]:
    row = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as fault:
            row += 1
            yield [row, None, "cell_too_long" if "field larger" in str(fault) else "quotes"]
            continue
        row += 1
        if row > MOST_ROWS:
            yield {"refused": "too_many_rows"}
            return
        if cells:
            yield _checked(row, cells)
    yield {"rows": row}


def _checked(row: int, cells: list[str]) -> list[Any]:
    if len(cells) > MOST_CELLS:
        return [row, None, "too_many_cells"]
    if any("\udc80" <= letter <= "\udcff" for cell in cells if not cell.isascii() for letter in cell):
        return [row, None, "not_in_encoding"]
    return [row, cells]


class _NotText(Exception):
    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(line)


def _without_nul(file: TextIO) -> Iterator[str]:
    for number, line in enumerate(file, 1):
        if "\0" in line:
            raise _NotText(number)
        yield line
