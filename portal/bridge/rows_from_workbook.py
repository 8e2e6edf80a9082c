"""Rows of a workbook (XLSX), read in a child process after its size was really counted.

In: the path of the file and the name of a sheet. Out: one answer for each row, as `rows_from_csv` gives them.

A cell is what its author sees: a number with the 15 digits a spreadsheet has, a date as 2026-03-05, a failed formula
as its error. Formulas are not calculated and nothing that a workbook refers to is opened.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import IO, Any
from xml.etree import ElementTree

import python_calamine

from portal.bridge.rows_from_csv import LONGEST_CELL, MOST_CELLS, MOST_ROWS

MOST_MEMBERS = 200
LARGEST_INFLATED = 100_000_000
LARGEST_RATIO = 100
#: a member smaller than this may be as regular as it likes
_SMALL = 1_000_000
_CHUNK = 1 << 20
_ERROR_CELL = re.compile(
    rb'<c\s(?=[^>]*\br="([A-Z]{1,3}\d{1,7})")[^>]*\bt="e"[^>]*>(?:<f.{0,9000}?</f>)?<v>([^<]{1,40})</v>', re.DOTALL
)
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

Cell = str | float | int | bool | date | datetime | time | object


def rows_of_workbook(argument: dict[str, Any]) -> Iterator[Any]:
    """Yield the answers for the sheet `argument["sheet"]` (the first when it is empty) of the file `path`."""
    path = argument["path"]
    refused = bomb_in(path)
    if refused:
        yield {"refused": refused}
        return
    try:
        with python_calamine.load_workbook(path) as book:
            name = argument["sheet"] or next(iter(book.sheet_names), "")
            if name not in book.sheet_names:
                yield {"refused": "no_sheet", "sheet": name, "sheets": ", ".join(book.sheet_names[:12])}
                return
            yield from _answers(book.get_sheet_by_name(name), _failed_cells(path, name))
    except python_calamine.PasswordError:
        yield {"refused": "password"}
    except (python_calamine.CalamineError, OSError, ValueError):
        yield {"refused": "not_a_workbook"}


def bomb_in(path: str) -> str | None:
    """Return why the workbook must not be opened, None when its real size is within the limits.

    Sizes that a file states about itself are not believed: every member is inflated and counted, and forgotten.
    """
    try:
        with zipfile.ZipFile(path) as archive, open(path, "rb") as raw:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS:
                return "too_many_members"
            if sum(member.file_size for member in members) > LARGEST_INFLATED:
                return "too_large_inflated"
            counted = 0
            for member in members:
                if member.flag_bits & 1:
                    return "password"
                size = sum(len(chunk) for chunk in _inflated(raw, member, LARGEST_INFLATED - counted))
                counted += size
                if counted > LARGEST_INFLATED or size > max(_SMALL, LARGEST_RATIO * member.compress_size):
                    return "too_large_inflated"
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError):
        return "not_a_workbook"
    return None


def _inflated(raw: IO[bytes], member: zipfile.ZipInfo, most: int) -> Iterator[bytes]:
    """Yield the bytes of a member as its stream has them, up to a little more than `most`."""
    raw.seek(member.header_offset)
    header = raw.read(30)
    if header[:4] != b"PK\x03\x04" or member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError("not a member that a workbook has")
    raw.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    if member.compress_type == zipfile.ZIP_STORED:
        yield raw.read(min(member.compress_size, most + 1))
        return
    inflating = zlib.decompressobj(-15)
    counted, left = 0, b""
    while not inflating.eof and counted <= most:
        left = left or raw.read(_CHUNK)
        if not left:
            return
        chunk = inflating.decompress(left, _CHUNK)
        left = inflating.unconsumed_tail
        counted += len(chunk)
        yield chunk


def _answers(sheet: Any, failed: dict[int, dict[int, str]]) -> Iterator[Any]:
    if sheet.total_height > MOST_ROWS:
        yield {"refused": "too_many_rows"}
        return
    if sheet.total_width > MOST_CELLS:
        yield {"refused": "too_many_cells"}
        return
    offset = [""] * (sheet.start[1] if sheet.start else 0)
    row = 0
    for row, values in enumerate(sheet.iter_rows(), 1):
        cells = offset + [text_of_cell(value) for value in values]
        for column, error in failed.get(row, {}).items():
            if column <= len(cells):
                cells[column - 1] = error
        if any(len(cell) > LONGEST_CELL for cell in cells):
            yield [row, None, "cell_too_long"]
        elif any(cells):
            yield [row, cells]
    yield {"rows": row}


def text_of_cell(value: Cell) -> str:
    """Return a cell as its author sees it; a number never with an exponent, a moment as 2026-03-05 14:03:09."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float | int):
        return format(Decimal(format(value, ".15g")), "f")
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, time):
        return value.isoformat("seconds")
    return value if isinstance(value, str) else str(value)


def _failed_cells(path: str, sheet: str) -> dict[int, dict[int, str]]:
    """Return by row and column the cells whose formula failed; the reader of sheets shows them as empty."""
    with zipfile.ZipFile(path) as archive, open(path, "rb") as raw:
        part = _part_of(archive, sheet)
        if part is None:
            return {}
        found: dict[int, dict[int, str]] = {}
        before = b""
        for chunk in _inflated(raw, archive.getinfo(part), LARGEST_INFLATED):
            text = before + chunk
            if b't="e"' in text:
                for match in _ERROR_CELL.finditer(text):
                    row, column = _row_and_column(match.group(1).decode())
                    found.setdefault(row, {})[column] = match.group(2).decode("utf-8", "replace")
            before = text[-10_000:]
    return found


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    try:
        # The child's limits hold for these two small parts as for the sheets.
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
        relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    except (KeyError, ElementTree.ParseError):
        return None
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    for each in book.iter(f"{_MAIN}sheet"):
        target = targets.get(each.get(_REL), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if each.get("name") == sheet and part in archive.namelist():
            return part
    return None


def _row_and_column(reference: str) -> tuple[int, int]:
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(reference[len(letters) :]), column
