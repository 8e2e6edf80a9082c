"""The lines of a statement as a workbook whose amounts are live formulas with the engine's values beside them.

In: the view. Out: XLSX bytes; texts stay texts, the only formulas are those of the engine and the sums written here.
"""

from __future__ import annotations

import io
import re
from decimal import Decimal
from typing import Any

import xlsxwriter

from comp_rules.values.money import minor_digits
from statements.data_from_view import number_of
from statements.view import Amount, LineView, PartView, StatementView
from statements.words import texts_in

_OURS = re.compile(r"=(?:ROUNDDOWN|ROUNDUP|ROUND|MIN|MAX|IF|AND|[-+*/().,%0-9=<>])+")
_HEADS = (
    ("line", 8), ("date", 11), ("deal", 26), ("record", 14), ("component", 26), ("credit", 15), ("calculation", 44),
    ("amount", 15), ("running_total", 16), ("what_happened", 70),
)  # fmt: skip
#: columns of amount, running total and, hidden, the component's name, which two labels cannot share
_AMOUNT, _RUNNING, _NAME = "H", "I", "K"


def workbook_from_view(view: StatementView) -> bytes:
    """Return the workbook: a summary by component that adds up the lines, and a sheet of lines for each plan.

    Raises ValueError when a formula of the trace holds anything but numbers, operators and the functions of lines.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    # The moment of the calculation, not of the writing: the same view gives the same bytes.
    book.set_properties({"title": view.document, "created": view.calculated_at.replace(tzinfo=None)})
    formats = _Formats(book)
    summary = book.add_worksheet(_sheet_name(view.document, 0))
    row = _head_of_summary(summary, view, formats)
    for number, part in enumerate(view.parts, 1):
        name = _sheet_name(part.plan_label, number)
        _lines(book.add_worksheet(name), part, view, formats)
        row = _components(summary, row, part, name, view, formats)
    book.close()
    return out.getvalue()


class _Formats:
    """The cell formats of a workbook, one for each number of decimals."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._money: dict[tuple[int, bool], Any] = {}
        self.head = book.add_format({"bold": True, "bottom": 1})
        self.bold = book.add_format({"bold": True})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})

    def money(self, currency: str, *, total: bool = False) -> Any:
        """Return the format of an amount: full minor units always."""
        digits = minor_digits(currency)
        if (digits, total) not in self._money:
            decimals = "." + "0" * digits if digits else ""
            style = {"num_format": f'#,##0{decimals};"\N{MINUS SIGN}"#,##0{decimals}'}
            self._money[digits, total] = self._book.add_format({**style, "bold": True, "top": 1} if total else style)
        return self._money[digits, total]


def _sheet_name(label: str, number: int) -> str:
    """Return a name that workbooks allow: at most 31 characters, none of []:*?/\\ and no apostrophe, never twice."""
    plain = re.sub(r"[\[\]:*?/\\'\x00-\x1f]", " ", label).strip() or "-"
    # Workbooks count characters as UTF-16 does: most pictographs are two.
    cut = (f"{number} {plain}" if number else plain).encode("utf-16-le")[:62]
    return cut.decode("utf-16-le", "ignore").strip()


def _head_of_summary(sheet: Any, view: StatementView, formats: _Formats) -> int:
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 2, 20)
    sheet.set_column(3, 3, 8, None, {"hidden": True})
    sheet.write_string(0, 0, f"{view.company} · {view.document}", formats.bold)
    sheet.write_string(1, 0, f"{view.payee_name} · {view.payee} · {view.period_text}")
    sheet.write_string(2, 0, f"{view.plan_text} · {view.state_text}")
    sheet.write_string(3, 0, view.notice, formats.wrap)
    sheet.write_string(4, 0, f"{view.calculated_text} · {view.check_code}")
    return 6


def _components(sheet: Any, row: int, part: PartView, name: str, view: StatementView, formats: _Formats) -> int:
    """Write the components as sums over the lines of their sheet; returns the next free row."""
    if not part.components:
        return row
    text, last = texts_in(view.lang), len(part.lines) + 1
    for column, head in enumerate(("component", "amount", "currency")):
        sheet.write_string(row, column, text(head), formats.head)
    first = row + 1
    for row, component in enumerate(part.components, first):
        sheet.write_string(row, 0, component.label)
        if component.amount is None:
            sheet.write_string(row, 1, component.reason)
        elif part.lines:
            names, amounts = f"'{name}'!${_NAME}$2:${_NAME}${last}", f"'{name}'!${_AMOUNT}$2:${_AMOUNT}${last}"
            formula = f"=ROUND(SUMPRODUCT(({names}=D{row + 1})*{amounts}),{minor_digits(part.currency)})"
            sheet.write_formula(row, 1, formula, formats.money(part.currency), _value(component.amount))
        else:
            sheet.write_number(row, 1, _value(component.amount), formats.money(part.currency))
        sheet.write_string(row, 2, part.currency)
        sheet.write_string(row, 3, component.name)
    total = f"=ROUND(SUM(B{first + 1}:B{row + 1}),{minor_digits(part.currency)})"
    sheet.write_string(row + 1, 0, text("total", month=view.period_text), formats.bold)
    sheet.write_formula(row + 1, 1, total, formats.money(part.currency, total=True), _value(part.total))
    sheet.write_string(row + 1, 2, part.currency)
    return row + 3


def _lines(sheet: Any, part: PartView, view: StatementView, formats: _Formats) -> None:
    text = texts_in(view.lang)
    for column, (head, width) in enumerate(_HEADS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, text(head), formats.head)
    sheet.set_column(10, 10, 8, None, {"hidden": True})
    sheet.freeze_panes(1, 0)
    row = 0
    for deal in part.deals:
        for line in deal.lines:
            row += 1
            cells = (
                line.number,
                line.day.isoformat(),
                deal.title if deal.record_id else "",
                deal.record_id,
                line.label,
            )
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell)
            _credit(sheet, row, line, formats)
            sheet.write_string(row, 6, line.calculation)
            money = formats.money(part.currency)
            sheet.write_formula(row, 7, _our_formula(line), money, _value(line.amount))
            before = f"{_RUNNING}{row}+" if row > 1 else ""
            running = f"=ROUND({before}{_AMOUNT}{row + 1},{minor_digits(part.currency)})"
            sheet.write_formula(row, 8, running, money, _value(line.running))
            sheet.write_string(row, 9, line.sentence)
            sheet.write_string(row, 10, line.component)
    if row:
        total = f"=ROUND(SUM({_AMOUNT}2:{_AMOUNT}{row + 1}),{minor_digits(part.currency)})"
        sheet.write_string(row + 1, 4, text("total_lines"), formats.bold)
        sheet.write_formula(row + 1, 7, total, formats.money(part.currency, total=True), _value(part.total))


def _credit(sheet: Any, row: int, line: LineView, formats: _Formats) -> None:
    number = None if line.credit is None else number_of(line.credit, line.credit_unit)
    if number is not None:
        currency = line.credit_unit.partition(":")[2]
        sheet.write_number(row, 5, number, formats.money(currency) if currency else None)


def _our_formula(line: LineView) -> str:
    if not _OURS.fullmatch(line.formula):
        raise ValueError(f"line {line.number} has no formula of ours: {line.formula[:80]!r}")
    return line.formula


def _value(amount: Amount) -> Decimal:
    number = number_of(amount.minor, f"money:{amount.currency}")
    assert number is not None
    return number
