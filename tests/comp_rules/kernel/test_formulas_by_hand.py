"""Formulas written out by hand from what a line is made of, and the amounts that they come to."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from comp_rules.kernel.formula import Printed, formula_from_operands, formula_number
from comp_rules.kernel.operand import Operand, Rounding, amount_of, cut_parts, in_units, product_of, states_of
from comp_rules.values.identity import Source

SOURCE = Source("plan", "p")


def money(role: str, cents: int | Fraction, currency: str = "USD", *, before: bool = False) -> Operand:
    return Operand(role, Fraction(cents), f"money:{currency}", SOURCE, True, before=before)


def number(role: str, value: int | str | Fraction, unit: str = "percent", *, divide: bool = False) -> Operand:
    return Operand(role, Fraction(value), unit, SOURCE, True, divide)


def was(operand: Operand) -> Operand:
    """The operand as one of the value before."""
    return replace(operand, before=True)


def shown(operand: Operand) -> Operand:
    """The operand as one that explains and is no factor."""
    return replace(operand, in_amount=False)


SOLD = money("credit", 868095)
RATE = number("rate", "3/2", "times")
BASE = money("base", 9600000)
QUOTA = replace(money("quota", 120000000), divide=True)
TENTH = number("rate", "1/10")


@pytest.mark.parametrize(
    ("operands", "formula", "amount"),
    [
        # 8,680.95 x 1.5 x 0.08 = 1,041.714
        ((SOLD, RATE, BASE, QUOTA), "=ROUND(8680.95*1.5*96000/1200000,2)", 104171),
        # what is below the line may come first, and what only explains is not printed
        ((QUOTA, SOLD, shown(RATE), BASE), "=ROUND(1/1200000*8680.95*96000,2)", 69448),
        ((QUOTA, SOLD, QUOTA, BASE, BASE), "=ROUND(1/1200000*8680.95/1200000*96000*96000,2)", 5556),
        # half a cent goes away from zero, on both sides
        ((money("credit", 45), TENTH), "=ROUND(0.45*10%,2)", 5),
        ((money("credit", -45), TENTH), "=ROUND(-0.45*10%,2)", -5),
        # a third of 100.00, a part of a third of a cent, a price for each of 12
        ((money("credit", 10000), number("rate", "1/3")), "=ROUND(100*(1/3),2)", 3333),
        ((money("part", Fraction(10000, 3)), TENTH), "=ROUND((100/3)*10%,2)", 333),
        ((money("part", Fraction(1, 8)), number("rate", 40)), "=ROUND(0.00125*4000%,2)", 5),
        ((number("credit", 12, "count"), money("rate", 6050)), "=ROUND(12*60.5,2)", 72600),
    ],
)
def test_factors_are_printed_in_their_order(operands: tuple[Operand, ...], formula: str, amount: int) -> None:
    assert formula_from_operands(operands, "USD") == formula
    assert amount_of(operands) == amount


def test_what_lines_share_is_printed_once_and_stays_what_it_is() -> None:
    printed: Printed = {}
    first = formula_from_operands((SOLD, TENTH), "USD", printed=printed)
    second = formula_from_operands((BASE, TENTH), "USD", printed=printed)
    assert (first, second) == ("=ROUND(8680.95*10%,2)", "=ROUND(96000*10%,2)")
    assert {text for _, text in printed.values()} == {"8680.95", "10%", "96000"}
    assert formula_from_operands((SOLD,), "USD", printed={id(SOLD): (SOLD, "known")}) == "=ROUND(known,2)"


@pytest.mark.parametrize(
    ("operand", "text"),
    [
        (money("a", 1200, "KRW"), "1200"),
        (money("a", 1200000), "12000"),
        (money("a", 1210), "12.1"),
        (money("a", 7), "0.07"),
        (money("a", -250), "-2.5"),
        (money("a", 1250, "KWD"), "1.25"),
        (replace(money("a", 1250), unit="money_each:USD"), "12.5"),
        (money("a", Fraction(1000, 3)), "(10/3)"),
        (number("a", "8/100"), "8%"),
        (number("a", "2/3"), "(2/3)"),
        (number("a", "3/2", "times"), "1.5"),
        (number("a", 100, "count"), "100"),
        (number("a", "1/7", "count"), "(1/7)"),
    ],
)
def test_numbers_as_a_spreadsheet_reads_them(operand: Operand, text: str) -> None:
    assert formula_number(operand) == text


@pytest.mark.parametrize(
    ("rounding", "formula", "amounts"),
    [
        # of 125.00, -125.00, 375.00 and 1.30 at 10%: 12.50, -12.50, 37.50 and 0.13
        ((1, "half_away"), "=ROUND({x},2)", [1250, -1250, 3750, 13]),
        ((1, "down"), "=ROUNDDOWN({x},2)", [1250, -1250, 3750, 13]),
        ((1, "up"), "=ROUNDUP({x},2)", [1250, -1250, 3750, 13]),
        ((100, "half_away"), "=ROUND({x},0)", [1300, -1300, 3800, 0]),
        ((100, "down"), "=ROUNDDOWN({x},0)", [1200, -1200, 3700, 0]),
        ((100, "up"), "=ROUNDUP({x},0)", [1300, -1300, 3800, 100]),
        ((50, "half_away"), "=ROUND({x}*2,0)/2", [1250, -1250, 3750, 0]),
        ((10, "up"), "=ROUNDUP({x}*10,0)/10", [1250, -1250, 3750, 20]),
        ((300, "half_away"), "=ROUND({x}/3,0)*3", [1200, -1200, 3900, 0]),
        ((250, "down"), "=ROUNDDOWN({x}*0.4,0)/0.4", [1250, -1250, 3750, 0]),
        ((1000, "up"), "=ROUNDUP({x}/10,0)*10", [2000, -2000, 4000, 1000]),
        ((100, "half_even"), "=IF(AND(2*({x})=ROUND(2*({x}),0),({x})<>ROUND({x},0)),2*ROUND(({x})/2,0),ROUND({x},0))",
         [1200, -1200, 3800, 0]),
        ((1, "half_even"), "=IF(AND(2*({x}*100)=ROUND(2*({x}*100),0),({x}*100)<>ROUND({x}*100,0)),"
         "2*ROUND(({x}*100)/2,0),ROUND({x}*100,0))/100", [1250, -1250, 3750, 13]),
        ((500, "half_even"), "=IF(AND(2*({x}/5)=ROUND(2*({x}/5),0),({x}/5)<>ROUND({x}/5,0)),"
         "2*ROUND(({x}/5)/2,0),ROUND({x}/5,0))*5", [1000, -1000, 4000, 0]),
    ],
)  # fmt: skip
def test_lines_are_rounded_to_a_multiple_of_the_unit(rounding: Rounding, formula: str, amounts: list[int]) -> None:
    got = []
    for text, cents in (("125", 12500), ("-125", -12500), ("375", 37500), ("1.3", 130)):
        operands = (money("credit", cents), TENTH)
        assert formula_from_operands(operands, "USD", rounding) == formula.replace("{x}", f"{text}*10%")
        got.append(amount_of(operands, rounding))
    assert got == amounts
    assert [in_units(Fraction(cents, 10), rounding) for cents in (12500, -12500, 37500, 130)] == amounts


def test_currencies_without_decimals_are_rounded_to_whole_units() -> None:
    operands = (money("credit", 12345, "KRW"), TENTH)
    assert formula_from_operands(operands, "KRW") == "=ROUND(12345*10%,0)"
    assert formula_from_operands(operands, "KRW", (100, "down")) == "=ROUNDDOWN(12345*10%/100,0)*100"
    assert (amount_of(operands), amount_of(operands, (100, "down"))) == (1235, 1200)


RISEN = (SOLD, number("rate", "3/100"), was(number("rate", "2/100")))


def test_a_difference_is_of_two_rounded_values_and_keeps_what_did_not_change() -> None:
    # 260.4285 and 173.619
    assert formula_from_operands(RISEN, "USD") == "=ROUND(ROUND(8680.95*3%,2)-ROUND(8680.95*2%,2),2)"
    assert amount_of(RISEN) == 26043 - 17362
    assert amount_of(RISEN, (100, "up")) == 26100 - 17400
    now, before = states_of(RISEN)
    assert ([o.value for o in now], [o.value for o in before]) == (
        [868095, Fraction(3, 100)],
        [868095, Fraction(2, 100)],
    )
    assert (product_of(now), product_of(before)) == (Fraction(52085700, 2000), Fraction(34723800, 2000))
    assert states_of(RISEN[:2]) == (list(RISEN[:2]), [])


def test_an_operand_that_only_explains_has_no_value_before() -> None:
    operands = (SOLD, TENTH, shown(was(number("rate", "2/100"))))
    assert states_of(operands) == ([SOLD, TENTH], [])
    assert (formula_from_operands(operands, "USD"), amount_of(operands)) == ("=ROUND(8680.95*10%,2)", 86810)


def test_what_was_posted_is_taken_off_as_it_stands() -> None:
    now = (money("target", 500000), number("payout", "1/2"))
    for posted, text, amount in ((100050, "1000.5", 149950), (-100050, "(-1000.5)", 350050), (0, "0", 250000)):
        operands = (was(money("posted", posted)), *now)
        assert formula_from_operands(operands, "USD") == f"=ROUND(ROUND(5000*50%,2)-{text},2)"
        assert amount_of(operands) == amount
    # a whole unit for what is due now, and the posted sum to the cent
    odd = (was(money("posted", 33)), money("target", 151), number("payout", 1))
    assert amount_of(odd, (100, "half_away")) == 200 - 33


def test_a_sum_that_was_posted_may_be_taken_back_alone() -> None:
    assert amount_of((money("posted", -100050),)) == -100050
    assert formula_from_operands((money("posted", -100050),), "USD") == "=ROUND(-1000.5,2)"


def computed(how: str, *via: Operand, unit: str = "percent", value: Fraction = Fraction(0)) -> Operand:
    return Operand("payout", value, unit, SOURCE, True, False, False, how, via)  # type: ignore[arg-type]


LINE = (number("at", "1/2"), number("pays", "1/5"), number("next_at", 1), number("next_pays", 1))
BELOW = (number("at", "-1/2"), number("pays", "-1/5"), number("next_at", "-1/4"), number("next_pays", "-1/10"))
QUOTIENT = computed("ratio", money("upper", 75000), money("lower", 100000), value=Fraction(3, 4))


@pytest.mark.parametrize(
    ("operand", "text"),
    [
        (QUOTIENT, "(750/1000)"),
        (computed("ratio", money("upper", -75000), money("lower", 100000)), "((-750)/1000)"),
        (computed("ratio", money("upper", 75000), money("lower", -100000)), "(750/(-1000))"),
        (computed("line", QUOTIENT, *LINE), "(0.2+((750/1000)-0.5)*(1-0.2)/(1-0.5))"),
        (computed("line", number("x", "-2/5"), *BELOW), "(-0.2+(-0.4-(-0.5))*(-0.1-(-0.2))/(-0.25-(-0.5)))"),
        (computed("sum", money("term", 90000), money("term", -10000), money("term", 2550)), "(900-100+25.5)"),
        (computed("sum", money("term", -90000)), "(-900)"),
        (computed("weighted", number("weight", "3/5"), QUOTIENT, number("weight", "2/5"), number("item", "-1/2")),
         "(0.6*(750/1000)+0.4*(-0.5))"),
        (computed("weighted", number("weight", "-1/5"), number("item", "1/2")), "((-0.2)*0.5)"),
        (computed("sum", replace(money("term", 1250), unit="money_each:USD"), number("term", 3, "count")), "(12.5+3)"),
    ],
)  # fmt: skip
def test_a_computed_value_is_printed_whole(operand: Operand, text: str) -> None:
    assert formula_number(operand) == text


def cut(total: int, cap: int, floor: int | None = None, suffix: str = "") -> tuple[Operand, ...]:
    sides = [money(f"sum{suffix}", total), money(f"cap{suffix}", cap)]
    return tuple(sides if floor is None else [*sides, money(f"floor{suffix}", floor)])


@pytest.mark.parametrize(
    ("operands", "formula", "amount"),
    [
        # 150 held at 100; 80 held at 100 cuts nothing; a sum below 0
        (cut(15000, 10000), "=ROUND(MIN(100,150)-150,2)", -5000),
        (cut(8000, 10000), "=ROUND(MIN(100,80)-80,2)", 0),
        (cut(-8000, 10000), "=ROUND(MIN(100,-80)-(-80),2)", 0),
        # held on both sides
        (cut(-15000, 10000, -10000), "=ROUND(MAX(-100,MIN(100,-150))-(-150),2)", 5000),
        # the same cap before and after: 150 was held at 100, and 120 is
        ((*cut(12000, 10000), money("sum_before", 15000)), "=ROUND(MIN(100,120)-MIN(100,150)-(120-150),2)", 3000),
        ((*cut(-2000, 10000), money("sum_before", -500)), "=ROUND(MIN(100,-20)-MIN(100,-5)-(-20-(-5)),2)", 0),
        # another cap before
        ((*cut(15000, 12000), *cut(15000, 10000, suffix="_before")),
         "=ROUND(MIN(120,150)-MIN(100,150)-(150-150),2)", 2000),
        # the cap no longer binds: what stood above it comes back
        (cut(15000, 10000, suffix="_before"), "=ROUND(150-MIN(100,150),2)", 5000),
        (cut(-15000, 10000, -10000, suffix="_before"), "=ROUND((-150)-MAX(-100,MIN(100,-150)),2)", -5000),
        # a floor now holds before too, where none is named
        ((*cut(-30000, 10000, -10000), money("sum_before", -15000)),
         "=ROUND(MAX(-100,MIN(100,-300))-MAX(-100,MIN(100,-150))-(-300-(-150)),2)", 15000),
        ((*cut(0, 10000), money("sum_before", -15000), money("floor_before", -10000)),
         "=ROUND(MIN(100,0)-MAX(-100,MIN(100,-150))-(0-(-150)),2)", -5000),
    ],
)  # fmt: skip
def test_what_a_cap_takes_off_and_gives_back(operands: tuple[Operand, ...], formula: str, amount: int) -> None:
    assert formula_from_operands(operands, "USD") == formula
    assert amount_of(operands) == amount


def test_a_cap_that_only_explains_cuts_nothing() -> None:
    operands = (money("sum", 15000), shown(money("cap", 10000)))
    assert (formula_from_operands(operands, "USD"), amount_of(operands)) == ("=ROUND(150,2)", 15000)
    parts = cut_parts((*cut(12000, 10000), shown(money("floor", -10000)), *cut(9000, 8000, -8000, "_before")))
    assert [(a.value, b.value, c.value if c else None) for a, b, c in parts] == [
        (12000, 10000, None),
        (9000, 8000, -8000),
    ]
