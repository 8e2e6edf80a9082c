"""The lines of a statement as CSV for a spreadsheet: amounts are numbers, and no cell is a formula.

In: the view. Out: UTF-8 bytes with a byte order mark, which tells spreadsheets that the Korean in it is Korean.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from comp_rules.values.money import decimal_text, minor_digits
from comp_rules.values.ratio import percent_text
from statements.view import DealView, LineView, PartView, StatementView
from statements.words import texts_in

#: What makes a spreadsheet read a cell as a formula, in ASCII and in the full-width forms of East Asian keyboards.
_FORMULA_STARTS = frozenset("=+-@|%\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}＠")
#: A spreadsheet of a country that separates by semicolons splits even inside our quotes.
_NEXT_CELL = re.compile(rf";(?=[\s\"']*[{re.escape(''.join(sorted(_FORMULA_STARTS)))}])")
_COLUMNS = (
    "line", "earned_month", "id", "prepared_for", "plan", "component", "deal", "record", "date", "credit", "share",
    "what_happened", "calculation", "amount", "currency", "running_total",
)  # fmt: skip

Cell = str | Decimal


def data_from_view(view: StatementView) -> bytes:
    """Return every line in the order printed: ISO dates, amounts as plain decimals of whole units, one header row."""
    out = io.StringIO(newline="")
    # Texts are quoted, so that a separator of another country inside one starts no new cell; numbers are not.
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    text = texts_in(view.lang)
    writer.writerow([text(name) for name in _COLUMNS])
    for part in view.parts:
        for deal in part.deals:
            writer.writerows(_row(view, part, deal, line) for line in deal.lines)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def plain_text(text: str) -> str:
    """Return a text that no spreadsheet reads as a formula: one that looks like it gets an apostrophe before it."""
    flat = "".join(" " if character < " " or character == "\x7f" else character for character in text)
    shown = flat.lstrip(" \N{NO-BREAK SPACE}\N{ZERO WIDTH SPACE}\N{WORD JOINER}\N{ZERO WIDTH NO-BREAK SPACE}")
    starts_so = bool(shown) and shown[0] in _FORMULA_STARTS
    return _NEXT_CELL.sub(";'", f"'{flat}" if starts_so or text[:1] in ("\t", "\r", "\n") else flat)


def number_of(value: Fraction | int, unit: str) -> Decimal | None:
    """Return a value of unit `money:USD` or `count` in whole units; None when no decimal is exact."""
    kind, _, currency = unit.partition(":")
    text = decimal_text(value, minor_digits(currency) if kind == "money" else 0)
    return None if text.startswith("(") else Decimal(text)


def _row(view: StatementView, part: PartView, deal: DealView, line: LineView) -> Iterable[Cell]:
    credit = None if line.credit is None else number_of(line.credit, line.credit_unit)
    cells: list[Cell | None] = [
        line.number,
        view.period,
        view.payee,
        view.payee_name,
        part.plan_label,
        line.label,
        deal.title if deal.record_id else "",
        deal.record_id,
        line.day.isoformat(),
        credit,
        None if line.share is None else _share(line.share),
        line.sentence,
        line.calculation,
        number_of(line.amount.minor, f"money:{line.amount.currency}"),
        line.amount.currency,
        number_of(line.running.minor, f"money:{line.running.currency}"),
    ]
    return [plain_text(cell) if isinstance(cell, str) else "" if cell is None else cell for cell in cells]


def _share(share: Fraction) -> str:
    """Print a share; a quotient gets a space between, since a spreadsheet would take 1/3 for a day of January."""
    return percent_text(share).replace("/", " / ")
