"""In: views with hostile names. Out: CSV and workbooks that add up, in which only our own formulas are formulas."""

import csv
import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest

from statements.data_from_view import data_from_view, plain_text
from statements.view_from_result import view_from_result
from statements.workbook_from_view import workbook_from_view
from tests.statements.sample import CONTEXT, MONTHS, blocked_month, marginal_month, won_month

HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20A1",
    " =1+1",
    "\u200b=1+1",
    'x";=1+1',
    "x;=1+1",
    'x; "=1+1',
    "x,=1+1",
    '"=1+1',
    '=HYPERLINK("http://127.0.0.1/","x")',
    "|cmd",
    "%0A=1",
]


def rows_of(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("name", sorted(MONTHS))
def test_csv_lines_add_up_and_amounts_are_numbers(name):
    view = view_from_result(MONTHS[name](), CONTEXT, "en")
    rows = rows_of(data_from_view(view))
    digits = 0 if name == "won" else 2
    total = sum((Decimal(row["Amount"]) for row in rows), Decimal(0))
    assert int(total.scaleb(digits)) == view.parts[0].total.minor
    assert len(rows) == len(view.parts[0].lines)
    if rows:
        assert rows[-1]["Running total"] == str(total)
    for row in rows:
        assert re.fullmatch(r"-?\d+\.\d\d" if digits else r"-?\d+", row["Amount"])
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", row["Credit date"])


def test_korean_heads_and_negative_amounts():
    view = view_from_result(marginal_month(), CONTEXT, "ko")
    last = rows_of(data_from_view(view))[-1]
    assert (last["내역"], last["금액"], last["통화"], last["인정 실적"]) == ("L-011", "-1800.00", "USD", "-15000.00")
    raw = data_from_view(view).decode("utf-8-sig").splitlines()[-1]
    assert ",-1800.00," in raw


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_a_csv_is_a_formula(text):
    view = view_from_result(named(text), replace(CONTEXT, payee_name=text), "en")
    data = data_from_view(view).decode("utf-8-sig")
    for delimiter in ",;":
        for row in csv.reader(io.StringIO(data, newline=""), delimiter=delimiter):
            for cell in row:
                # what a person wrote never begins like a formula; a number with a minus is a number
                if not re.fullmatch(r"-?\d+(\.\d+)?", cell):
                    assert not re.match(r"[\s\u200b\u2060\ufeff]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]", cell), cell


def test_an_ordinary_text_is_left_alone():
    assert [plain_text(text) for text in ("Borealis Foods", "한빛소프트", "a=b", "3-D Print")] == [
        "Borealis Foods",
        "한빛소프트",
        "a=b",
        "3-D Print",
    ]
    assert plain_text("=1") == "'=1"


def named(text):
    """A month whose deals all have this title."""
    result = marginal_month()
    (part,) = result.parts
    lines = tuple(replace(line, record=replace(line.record, title=text)) for line in part.lines)
    credits = tuple(replace(c, record=replace(c.record, title=text)) for c in part.credits)
    return replace(result, parts=(replace(part, lines=lines, credits=credits),))


@pytest.mark.parametrize("text", HOSTILE)
def test_only_our_formulas_are_formulas_in_a_workbook(text):
    view = view_from_result(named(text), replace(CONTEXT, payee_name=text, company=text), "en")
    book = openpyxl.load_workbook(io.BytesIO(workbook_from_view(view)))
    ours = re.compile(r"=ROUND\((?:[-+*/.,%0-9A-Z$:'! =()]|1 Account Executive 2026)+\)")
    formulas = [cell.value for sheet in book for row in sheet for cell in row if cell.data_type == "f"]
    assert len(formulas) > len(view.parts[0].lines)
    assert all(ours.fullmatch(formula) for formula in formulas), formulas
    assert not any(sheet._hyperlinks for sheet in book)


@pytest.mark.parametrize("result", [marginal_month, won_month, blocked_month])
def test_a_workbook_shows_the_values_without_being_recalculated(result):
    view = view_from_result(result(), CONTEXT, "en")
    data = workbook_from_view(view)
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    formulas = openpyxl.load_workbook(io.BytesIO(data))
    sheet, written = values.worksheets[1], formulas.worksheets[1]
    digits = 0 if result is won_month else 2
    for row, line in enumerate(view.parts[0].lines, 2):
        assert round(sheet[f"H{row}"].value * 10**digits) == line.amount.minor
        assert round(sheet[f"I{row}"].value * 10**digits) == line.running.minor
        assert written[f"H{row}"].value == line.formula
    summary = values.worksheets[0]
    total = next(row for row in summary.iter_rows(values_only=True) if row[0] == "Earned in October 2026")
    assert round(total[1] * 10**digits) == view.parts[0].total.minor


def test_a_workbook_is_the_same_each_time():
    view = view_from_result(marginal_month(), CONTEXT, "ko")
    assert workbook_from_view(view) == workbook_from_view(view)
    names = zipfile.ZipFile(io.BytesIO(workbook_from_view(view))).namelist()
    assert not [name for name in names if "external" in name.lower()]


def test_a_foreign_formula_is_refused():
    result = marginal_month()
    (part,) = result.parts
    lines = (replace(part.lines[0], formula='=WEBSERVICE("http://127.0.0.1/")'), *part.lines[1:])
    view = view_from_result(replace(result, parts=(replace(part, lines=lines),)), CONTEXT, "en")
    with pytest.raises(ValueError, match="no formula of ours"):
        workbook_from_view(view)
