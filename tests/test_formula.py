"""The reader of formulas that other tests trust, held against values worked out by hand."""

from fractions import Fraction

import pytest

from tests.formula import value_of


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=ROUND(8680.95*1*96000/1200000,2)", "694.48"),
        ("=ROUND(17319.05*1.5*96000/1200000,2)", "2078.29"),
        ("=ROUND(26000*1%,2)", "260"),
        ("=ROUND(2.5,0)", "3"),
        ("=ROUND(-2.5,0)", "-3"),
        ("=ROUND(0.125*(1/3)*3,2)", "0.13"),
        ("=ROUND(ROUND(800000000*3%,0)-ROUND(800000000*2%,0),0)", "8000000"),
        ("=ROUND(-100000*1.5*80000/1000000,2)", "-12000"),
        ("=ROUND(MIN(500,620.5)-MIN(500,-80)-(620.5-(-80)),2)", "-120.5"),
        ("=ROUND(MAX(-500,MIN(500,-620))-(-620),2)", "120"),
        ("=ROUNDDOWN(-2.999,2)", "-2.99"),
        ("=ROUNDUP(2.001,2)", "2.01"),
        ("=ROUNDUP(2,0)", "2"),
        ("=IF(AND(2*(5/2)=ROUND(2*(5/2),0),(5/2)<>ROUND(5/2,0)),2*ROUND((5/2)/2,0),ROUND(5/2,0))", "2"),
        ("=IF(AND(2*(7/2)=ROUND(2*(7/2),0),(7/2)<>ROUND(7/2,0)),2*ROUND((7/2)/2,0),ROUND(7/2,0))", "4"),
    ],
)
def test_it_reads_formulas_as_a_spreadsheet_does(formula: str, value: str) -> None:
    assert value_of(formula) == Fraction(value)
