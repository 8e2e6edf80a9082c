"""Rows of any file a company sends, taken apart by a child process so that no file reaches the server's own parser.

In: a path and how the file is written. Out: its rows as text, numbered as a spreadsheet shows them, or why not.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, Literal

from comp_rules.facts.unreadable import shown
from comp_rules.values.words import Words
from portal.apart import Limits, Stopped, answers_in, run_apart
from portal.bridge.rows_from_csv import LARGEST_FILE

#: The encodings a mapping may name, and what they are called by the codec.
ENCODINGS = {
    "utf-8": "utf-8-sig", "utf-8-sig": "utf-8-sig", "utf-16": "utf-16", "cp949": "cp949", "euc-kr": "cp949",
    "latin-1": "latin-1", "cp1252": "cp1252",
}  # fmt: skip
DELIMITERS = {"comma": ",", "tab": "\t", "semicolon": ";", "pipe": "|"}


@dataclass(frozen=True, slots=True)
class FileForm:
    """How a file is written. `sheet` is that of a workbook, empty for the first."""

    format: Literal["csv", "xlsx"] = "csv"
    delimiter: str = ","
    encoding: str = "utf-8"
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row: its number from 1 and its cells, or the fault that makes it unreadable as a whole."""

    number: int
    cells: tuple[str, ...]
    fault: Words | None = None


class FileRefused(Exception):
    """The file cannot be read at all. `code` is stable, `sentence` and `hint` are for the person who sent it."""

    def __init__(self, code: str, sentence: Words, hint: Words) -> None:
        """Keep all three."""
        self.code, self.sentence, self.hint = code, sentence, hint
        super().__init__(f"{sentence.en} {hint.en}")


class FileRows:
    """The rows of one file, read to the end already; iterate as often as needed, then close."""

    def __init__(self, answers: IO[bytes]) -> None:
        """Take over the answers of the child. Raises FileRefused if it refused the file."""
        self._answers = answers
        self.count = 0
        last: Any = None
        for last in self._all():
            self.count += isinstance(last, list)
        if not isinstance(last, dict) or "rows" not in last:
            self.close()
            raise _refused(last if isinstance(last, dict) else {"refused": "broken"})

    def __iter__(self) -> Iterator[FileRow]:
        """Yield the rows that are not blank, in the order of the file."""
        for answer in self._all():
            if isinstance(answer, list):
                yield _row(answer)

    def __enter__(self) -> FileRows:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """Let the rows go."""
        self._answers.close()

    def _all(self) -> Iterator[Any]:
        self._answers.seek(0)
        return answers_in(self._answers)


def rows_from_file(path: Path, form: FileForm, limits: Limits | None = None) -> FileRows:
    """Read the file in a child process and return its rows.

    Raises FileRefused for a file that is missing, empty, larger than 50 MB, of more than a million rows, a
    workbook that inflates beyond 100 MB, or anything that used up memory or time.
    """
    try:
        size = path.stat().st_size
    except OSError:
        raise _refused({"refused": "missing"}) from None
    if not path.is_file() or not os.access(path, os.R_OK):
        raise _refused({"refused": "missing"})
    if size == 0:
        raise _refused({"refused": "empty"})
    if size > LARGEST_FILE:
        raise _refused({"refused": "too_large"})
    argument = {"path": str(path.resolve()), "sheet": form.sheet, "delimiter": form.delimiter}
    argument["encoding"] = ENCODINGS[form.encoding]
    try:
        return FileRows(run_apart(_WORK[form.format], argument, limits or Limits()))
    except Stopped as stopped:
        raise _refused({"refused": stopped.why}) from None


_WORK = {
    "csv": "portal.bridge.rows_from_csv:rows_of_csv",
    "xlsx": "portal.bridge.rows_from_workbook:rows_of_workbook",
}


def with_codes(form: FileForm, delimiter: str) -> FileForm:
    """Return the form with the character that the name of a delimiter stands for."""
    return replace(form, delimiter=DELIMITERS.get(delimiter, delimiter))


def _row(answer: list[Any]) -> FileRow:
    if len(answer) == 2:
        return FileRow(answer[0], tuple(answer[1]))
    return FileRow(answer[0], (), _ROW_FAULTS[answer[2]])


_ROW_FAULTS = {
    "quotes": Words("A quotation mark is opened or closed in the wrong place.", "따옴표가 잘못 열리거나 닫혔습니다."),
    "cell_too_long": Words("A cell holds more than 32,000 characters.", "글자 수가 32,000자를 넘는 셀이 있습니다."),
    "too_many_cells": Words("The row has more than 1,000 cells.", "셀이 1,000개를 넘는 행입니다."),
    "not_in_encoding": Words(
        "The row holds bytes that are no text in the mapping's encoding.",
        "매핑에 적힌 인코딩으로 읽을 수 없는 글자가 있는 행입니다.",
    ),
}


def _refused(answer: dict[str, Any]) -> FileRefused:
    code = str(answer["refused"]) if answer.get("refused") in _REFUSALS else "broken"
    values = {name: shown(str(value)) for name, value in answer.items()}
    sentence, hint = _REFUSALS[code]
    return FileRefused(code, sentence.with_values(**values), hint.with_values(**values))


_SPLIT = Words("Split it into several files.", "여러 파일로 나누어 주세요.")
_SAVE_AGAIN = Words(
    "Open it in a spreadsheet and save it again as XLSX or CSV.", "엑셀에서 열어 XLSX나 CSV로 다시 저장해 주세요."
)
_REFUSALS = {
    "missing": (
        Words("The file is not there or may not be read.", "파일이 없거나 읽을 수 없습니다."),
        Words("Look at its name and its rights.", "파일 이름과 읽기 권한을 확인해 주세요."),
    ),
    "empty": (
        Words("The file is empty: nothing was declared or recorded.", "빈 파일이라 아무것도 등록하지 않았습니다."),
        Words("Export it from its source again.", "원본 시스템에서 다시 내보내 주세요."),
    ),
    "too_large": (Words("The file is larger than 50 MB.", "파일이 50MB보다 큽니다."), _SPLIT),
    "too_many_rows": (Words("The file has more than a million rows.", "행이 백만 개를 넘습니다."), _SPLIT),
    "too_many_cells": (
        Words("The sheet is wider than 1,000 columns.", "시트의 열이 1,000개를 넘습니다."),
        Words("Keep the columns that are imported.", "가져올 열만 남겨 주세요."),
    ),
    "nul": (
        Words(
            "Line {row} holds a NUL byte, so the file is not text in this encoding.",
            "NUL 바이트가 있는 줄: {row}. 이 인코딩의 텍스트 파일이 아닙니다.",
        ),
        Words(
            "Files of this kind are often utf-16: let the mapping say so.",
            "대개 utf-16 파일입니다. 매핑에 인코딩을 적어 주세요.",
        ),
    ),
    "encoding": (
        Words("The file cannot be read as {encoding}.", "파일을 읽을 수 없는 인코딩입니다: {encoding}"),
        Words("Name its encoding in the mapping.", "파일의 인코딩을 매핑에 적어 주세요."),
    ),
    "no_sheet": (
        Words("There is no sheet “{sheet}” in the workbook.", "통합 문서에 ‘{sheet}’ 시트가 없습니다."),
        Words("It has: {sheets}.", "있는 시트: {sheets}."),
    ),
    "password": (
        Words("The workbook is protected by a password.", "암호로 보호된 통합 문서입니다."),
        Words("Save it without the password.", "암호를 풀고 저장해 주세요."),
    ),
    "not_a_workbook": (Words("The file is not a workbook (XLSX).", "XLSX 통합 문서가 아닙니다."), _SAVE_AGAIN),
    "too_many_members": (
        Words("The workbook has more than 200 parts.", "통합 문서의 구성 파일이 200개를 넘습니다."),
        _SAVE_AGAIN,
    ),
    "too_large_inflated": (
        Words(
            "Unpacked, the workbook is larger than 100 MB or suspiciously regular.",
            "압축을 풀면 100MB를 넘거나 비정상적으로 커지는 통합 문서입니다.",
        ),
        _SPLIT,
    ),
    "memory": (
        Words("Reading the file would take too much memory.", "파일을 읽는 데 메모리가 너무 많이 듭니다."),
        _SPLIT,
    ),
    "time": (Words("Reading the file takes too long.", "파일을 읽는 데 시간이 너무 오래 걸립니다."), _SPLIT),
    "output": (
        Words("The file holds more text than an import takes.", "파일의 글자 수가 가져올 수 있는 양을 넘습니다."),
        _SPLIT,
    ),
    "broken": (Words("The file is damaged and cannot be read.", "파일이 손상되어 읽을 수 없습니다."), _SAVE_AGAIN),
}
