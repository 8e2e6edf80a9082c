"""In: rows of the register. Out: attainments that a spreadsheet reads as percentages, cut and never rounded up."""

import csv
import io
from fractions import Fraction

import pytest

from comp_rules.values.words import Words
from portal.periods.files_from_register import csv_from_register
from portal.periods.register import Attainment, RegisterGroup, RegisterRow

LABEL = Words("New business", "신규 계약")


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        (Fraction(151_815_299, 156_000_000), "97.317499%"),
        (Fraction(1, 3), "33.333333%"),
        (Fraction(2, 3), "66.666666%"),
        (Fraction(10**9 - 1, 10**9), "99.999999%"),
        (Fraction(1218, 1000), "121.8%"),
        (Fraction(1), "100%"),
        (Fraction(0), "0%"),
        (Fraction(-1, 3), "-33.333333%"),
        (Fraction(1, 10**12), "0%"),
        (Fraction(-1, 10**12), "0%"),
    ],
)
def test_an_attainment_has_at_most_six_decimals(app, ratio, said):
    row = RegisterRow("P-1", "Ann", (Attainment(LABEL, ratio),), 1, 100, None, ())
    with app.test_request_context():
        data = csv_from_register([group_of(row)], "2026-10", "draft", "en")
    _, cells = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert cells[4] == f"New business {said}"


def group_of(row):
    return RegisterGroup("ae", Words("Plan", "플랜"), "USD", (row,))
