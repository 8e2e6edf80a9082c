"""In: files as companies send them and as nobody should. Out: rows of text, or a gentle refusal in little time."""

import json
import resource
import struct
import time
import zipfile
import zlib
from datetime import date, datetime

import pytest
import xlsxwriter

from portal.apart import Limits, Stopped, answers_apart
from portal.bridge.rows_from_files import FileForm, FileRefused, rows_from_file

SHEET = FileForm("xlsx")


def rows(path, form=None):
    with rows_from_file(path, form or FileForm()) as found:
        return list(found)


def cells(path, form=None):
    return [row.cells for row in rows(path, form)]


def refused(path, form=None, limits=None):
    with pytest.raises(FileRefused) as why:
        rows_from_file(path, form or FileForm(), limits)
    assert why.value.sentence.en
    assert why.value.hint.ko
    return why.value.code


# --- CSV ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("cp949", "cp949"), ("cp949", "euc-kr"), ("utf-16", "utf-16")],
)
def test_korean_is_read_in_the_encoding_of_the_mapping(tmp_path, encoding, name):
    path = tmp_path / "deals.csv"
    path.write_bytes("고객사,금액\n한빛물산,1000\n".encode(encoding))
    assert cells(path, FileForm(encoding=name)) == [("고객사", "금액"), ("한빛물산", "1000")]


def test_one_row_in_another_encoding_is_one_faulty_row(tmp_path):
    path = tmp_path / "deals.csv"
    path.write_bytes(b"a\n" + "한빛\n".encode("cp949") + b"b\n")
    found = rows(path)
    assert [row.cells for row in found if not row.fault] == [("a",), ("b",)]
    assert [row.number for row in found if row.fault] == [2]


def test_quotes_that_are_never_closed_do_not_stop_the_rows_before(tmp_path):
    path = tmp_path / "deals.csv"
    path.write_text('a,b\n1,2\n"x"y,3\n4,5\n6,"open\n7,8\n')
    found = rows(path)
    assert [row.cells for row in found if not row.fault] == [("a", "b"), ("1", "2"), ("4", "5")]
    assert [row.number for row in found if row.fault] == [3, 5]


def test_rows_have_the_numbers_a_spreadsheet_shows(tmp_path):
    path = tmp_path / "deals.csv"
    path.write_text('a\n\n"two\nlines"\nb\n')
    assert [(row.number, row.cells) for row in rows(path)] == [(1, ("a",)), (3, ("two\nlines",)), (4, ("b",))]


def test_a_cell_that_begins_like_a_formula_is_data(tmp_path):
    path = tmp_path / "deals.csv"
    path.write_text("=1+1,+2,-3,@x\n")
    assert cells(path) == [("=1+1", "+2", "-3", "@x")]


def test_nul_bytes_an_endless_cell_and_a_missing_file(tmp_path):
    path = tmp_path / "deals.csv"
    path.write_bytes(b"a,b\n1,\x00\n")
    assert refused(path) == "nul"
    path.write_text("a\n" + "x" * 40_000 + "\nb\n")
    assert [bool(row.fault) for row in rows(path)] == [False, True, False]
    assert refused(tmp_path / "nowhere.csv") == "missing"
    assert refused(tmp_path) == "missing"


def test_too_many_bytes_or_rows_are_refused(tmp_path):
    path = tmp_path / "deals.csv"
    with path.open("wb") as file:
        file.truncate(50_000_001)
    assert refused(path) == "too_large"
    path.write_bytes(b"1\n" * 1_000_001)
    assert refused(path) == "too_many_rows"


# --- XLSX -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def workbook(tmp_path):
    path = tmp_path / "deals.xlsx"
    book = xlsxwriter.Workbook(str(path))
    day, moment = book.add_format({"num_format": "d/m/yy"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    first = book.add_worksheet("계약")
    first.write_row(0, 1, ["id", "amount", "signed", "booked", "won", "owner", "note"])
    first.write_row(2, 1, ["0012", 20565.6206])
    first.write_datetime(2, 3, datetime(2026, 3, 5), day)
    first.write_datetime(2, 4, datetime(2026, 3, 5, 14, 3, 9), moment)
    first.write_boolean(2, 5, True)
    first.write_formula(2, 6, "=VLOOKUP(1,A1:B2,2)", None, "#N/A")
    first.write_string(2, 7, "=HYPERLINK(1)")
    book.add_worksheet("Other").write(0, 0, "x")
    book.close()
    return path


def test_a_workbook_shows_what_its_author_sees(workbook):
    assert rows(workbook, SHEET)[1].number == 3
    assert cells(workbook, SHEET) == [
        ("", "id", "amount", "signed", "booked", "won", "owner", "note"),
        ("", "0012", "20565.6206", "2026-03-05", "2026-03-05 14:03:09", "yes", "#N/A", "=HYPERLINK(1)"),
    ]
    assert cells(workbook, FileForm("xlsx", sheet="Other")) == [("x",)]


@pytest.mark.parametrize(
    ("number", "text"), [(0.1 + 0.2, "0.3"), (1e20, "1" + "0" * 20), (5, "5"), (-0.0005, "-0.0005")]
)
def test_numbers_have_the_fifteen_digits_of_a_spreadsheet_and_no_exponent(tmp_path, number, text):
    path = tmp_path / "deals.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet().write_number(0, 0, number)
    book.close()
    assert cells(path, SHEET) == [(text,)]


def test_a_sheet_that_is_not_there_and_a_file_that_is_no_workbook(tmp_path, workbook):
    assert refused(workbook, FileForm("xlsx", sheet="Deals")) == "no_sheet"
    path = tmp_path / "deals.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    assert refused(path, SHEET) == "not_a_workbook"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<no/>")
    assert refused(path, SHEET) == "not_a_workbook"


def test_bombs_are_refused_before_they_are_opened(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as member,
    ):
        for _ in range(300):
            member.write(b"0" * 1_000_000)
    started = time.monotonic()
    assert refused(path, SHEET) == "too_large_inflated"
    assert time.monotonic() - started < 1

    with zipfile.ZipFile(path, "w") as archive:
        for number in range(201):
            archive.writestr(f"{number}.xml", "x")
    assert refused(path, SHEET) == "too_many_members"


def test_a_bomb_that_lies_about_its_size_is_counted_and_refused(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 120_000_000)
    data = bytearray(path.read_bytes())
    lie = struct.pack("<LL", zlib.crc32(b"0" * 10), len(data)) + struct.pack("<L", 10)
    for mark, at in ((b"PK\x03\x04", 14), (b"PK\x01\x02", 16)):
        begins = data.index(mark)
        size = data[begins + at + 4 : begins + at + 8]
        data[begins + at : begins + at + 12] = lie[:4] + size + lie[8:]
    path.write_bytes(data)
    assert zipfile.ZipFile(path).infolist()[0].file_size == 10
    started = time.monotonic()
    assert refused(path, SHEET) == "too_large_inflated"
    assert time.monotonic() - started < 1


def test_a_sheet_that_claims_to_be_endless_stops_the_child_and_nothing_else(tmp_path):
    """Two cells in opposite corners of a sheet: a reader that makes room for all between them runs out of memory."""
    path = tmp_path / "wide.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write(0, 0, 1)
    sheet.write(1_048_575, 16_383, 1)
    book.close()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.monotonic()
    assert refused(path, SHEET) in ("memory", "too_many_rows", "broken")
    assert time.monotonic() - started < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000


def test_refusing_a_bomb_takes_little_memory(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 99_000_000)
    assert refused(path, SHEET, Limits(memory_mb=150)) == "too_large_inflated"


# --- the child ------------------------------------------------------------------------------------------------------


def test_a_child_gives_back_what_the_work_yields():
    assert list(answers_apart("tests.portal.importing.children:count", {"to": 3})) == [0, 1, 2]


@pytest.mark.parametrize(
    ("work", "limits", "why"),
    [
        ("memory", Limits(memory_mb=200), "memory"),
        ("forever", Limits(cpu_seconds=1), "time"),
        ("asleep", Limits(wall_seconds=1), "time"),
        ("shouting", Limits(output_mb=1), "output"),
        ("broken", Limits(), "broken"),
    ],
)
def test_a_child_that_uses_up_a_limit_is_stopped_and_says_which(work, limits, why):
    with pytest.raises(Stopped) as stopped:
        list(answers_apart(f"tests.portal.importing.children:{work}", {}, limits))
    assert stopped.value.why == why


def test_a_child_inherits_no_settings(monkeypatch):
    monkeypatch.setenv("DAYLIGHT_SECRET_KEY", "canary")
    (seen,) = answers_apart("tests.portal.importing.children:settings", {})
    assert "canary" not in json.dumps(seen)


def test_a_date_is_a_date():
    from portal.bridge.rows_from_workbook import text_of_cell

    assert text_of_cell(date(2026, 3, 5)) == "2026-03-05"
