"""The register as files for a spreadsheet: amounts are numbers, and no cell is a formula.

In: the groups of the register. Out: bytes of CSV (UTF-8 with a byte order mark) and of a workbook.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

import xlsxwriter

from comp_rules.values.money import minor_digits
from comp_rules.values.words import Language
from portal.language import gettext as _
from portal.periods.register import RegisterGroup, RegisterRow
from statements.data_from_view import number_of, plain_text
from statements.formatting import cut_text

Cell = str | Decimal | int
#: Attainments are cut after so many decimals of a percent.
_PERCENT_DECIMALS = 6


def csv_from_register(groups: Sequence[RegisterGroup], period: str, state: str, language: Language) -> bytes:
    """Return one row for each person and plan, amounts as plain decimals of whole units, one header row."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(header())
    for row in rows_from_register(groups, period, state, language):
        writer.writerow([plain_text(cell) if isinstance(cell, str) else cell for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def workbook_from_register(groups: Sequence[RegisterGroup], period: str, state: str, language: Language) -> bytes:
    """Return a workbook of one sheet with the same rows; texts are written as texts."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(period)
    bold = book.add_format({"bold": True})
    money = {digits: book.add_format({"num_format": _form(digits)}) for digits in range(5)}
    for column, title in enumerate(header()):
        sheet.write_string(0, column, title, bold)
    for number, row in enumerate(rows_from_register(groups, period, state, language), start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell)
            elif isinstance(cell, Decimal):
                sheet.write_number(number, column, cell, money[-int(cell.as_tuple().exponent)])
            else:
                sheet.write_number(number, column, cell)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(header()) - 1, 18)
    book.close()
    return out.getvalue()


def header() -> list[str]:
    """Return the titles of the columns in the reader's language."""
    return [
        _("Earned month"), _("Plan"), _("Person"), _("Number"), _("Attainment"), _("Lines"), _("Earned"),
        _("Month before"), _("Currency"), _("State"), _("Without an amount"),
    ]  # fmt: skip


def rows_from_register(
    groups: Sequence[RegisterGroup], period: str, state: str, language: Language
) -> Iterator[list[Cell]]:
    """Yield the cells of each person and plan, in the order of the page."""
    for group in groups:
        for row in group.rows:
            yield _cells(group, row, period, state, language)


def _cells(group: RegisterGroup, row: RegisterRow, period: str, state: str, language: Language) -> list[Cell]:
    attainment = "; ".join(f"{each.label.say(language)} {_percent(each.ratio)}" for each in row.attainment)
    blocked = "; ".join(label.say(language) for label in row.blocked)
    earned = _amount(row.earned, group.currency)
    before = "" if row.before is None else _amount(row.before, group.currency)
    person = [row.name, row.payee, attainment, row.lines]
    return [period, group.label.say(language), *person, earned, before, group.currency, state, blocked]


def _percent(ratio: Fraction) -> str:
    """Print an attainment as a percentage for a spreadsheet: at most six decimals, cut and never rounded up."""
    text = cut_text(ratio * 100, _PERCENT_DECIMALS)
    return f"{text.rstrip('0').rstrip('.')}%"


def _amount(minor: int, currency: str) -> Cell:
    if not currency:
        return ""
    amount = number_of(minor, f"money:{currency}")
    assert amount is not None, "whole minor units are exact decimals"
    return amount.quantize(Decimal(1).scaleb(-minor_digits(currency)))


def _form(digits: int) -> str:
    return "#,##0" + ("." + "0" * digits if digits else "")
