"""Every number that a line prints, in its sentence, calculation or formula, is an operand with a source, and read back
it is the operand's value; every operand is printed in the sentence or stands in the formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from comp_rules.explain.form import PLAIN, PlainForm
from comp_rules.explain.lines_from_trace import explained_line
from comp_rules.flow.records import AssignmentResult, Line, Operand
from comp_rules.values.money import minor_digits
from comp_rules.values.words import Language, Words
from tests.comp_rules.invariants.corpus import GROUPS, lines_of, results_of

NUMBER = re.compile(r"\d+(?:\.\d+)?")
MARK = re.compile(r"⟦(\w*)⟧")
LETTERS = "abcdefghij"
LANGUAGES: tuple[Language, Language] = ("en", "ko")
#: in the arithmetic of rounding itself: digits kept, the unit, twice and half of a tie
STRUCTURE = frozenset(map(Fraction, (0, 1, 2, 3)))


class _Marking(PlainForm):
    """Prints a mark in the place of every number, and remembers what stands for it."""

    def __init__(self) -> None:
        self.printed: list[Operand] = []

    def operand(self, operand: Operand) -> str:
        self.printed.append(operand)
        return f"⟦{self._letters(len(self.printed) - 1)}⟧"

    def amount(self, minor: int | Fraction, currency: str) -> str:
        raise AssertionError(f"{minor} {currency} is no operand")

    def percent(self, ratio: Fraction) -> str:
        return PLAIN.percent(ratio)  # a quotient inside a calculation, held as well

    def count(self, number: Fraction) -> str:
        return PLAIN.count(number)  # a multiple inside a calculation: held by the plain form below

    def month(self, period: str) -> str:
        return "⟦⟧"

    @staticmethod
    def _letters(number: int) -> str:
        return "".join(LETTERS[int(digit)] for digit in str(number))


def _unnumbered(line: Line, part: AssignmentResult) -> tuple[Line, AssignmentResult]:
    """The line where nothing but operands has digits: no name of a record, component or measure."""
    name = Words("name", "이름")
    record = replace(line.record, title="name") if line.record else None
    components = tuple(
        replace(component, label=name, named=tuple((role, name) for role, _ in component.named))
        for component in part.components
    )
    measures = tuple(replace(measure, label=name) for measure in part.measures)
    return replace(line, record=record), replace(part, components=components, measures=measures)


def _all(operands: tuple[Operand, ...]) -> Iterator[Operand]:
    for operand in operands:
        yield operand
        yield from _all(operand.via)


def _read(text: str, unit: str) -> Fraction:
    """The value of an operand as it is printed, in the unit of the operand."""
    kind, _, currency = unit.partition(":")
    if kind == "date":
        return Fraction(date.fromisoformat(text).toordinal())
    if kind in ("money", "money_each"):
        text = text.removesuffix(f" {currency}")
        return Fraction(_bare(text)) * 10 ** minor_digits(currency)
    if kind == "percent":
        return Fraction(text) if "/" in text else Fraction(text.removesuffix("%")) / 100
    return Fraction(_bare(text.removesuffix("x") if kind == "times" else text))


def _bare(text: str) -> str:
    return text.removeprefix("(").removesuffix(")")


@pytest.mark.parametrize("group", GROUPS)
def test_every_printed_number_is_an_operand_with_a_source(group: str) -> None:
    for part, line in lines_of(results_of(group)):
        assert all(o.role and o.source.table and o.source.ref for o in _all(line.operands)), line.line_id
        bare_line, bare_part = _unnumbered(line, part)
        for lang in LANGUAGES:
            form = _Marking()
            said = explained_line(bare_line, bare_part, lang, form).sentence
            assert not NUMBER.search(MARK.sub("", said)), said
        _calculation_is_of_operands(line, part)
        _formula_is_of_operands(line)


def _calculation_is_of_operands(line: Line, part: AssignmentResult) -> None:
    text = explained_line(line, part, "en", PLAIN).calculation
    # in place of a number without an end stand those that it was computed from
    used = list(_all(tuple(o for o in line.operands if o.in_amount)))
    own = {PLAIN.operand(o) for o in used} | {PLAIN.operand(replace(o, role="value")) for o in used}
    own |= {PLAIN.count(o.value) for o in used if o.unit == "times"}
    own |= {PLAIN.percent(o.value) for o in used if o.unit == "percent"}
    for printed in sorted(own, key=len, reverse=True):
        text = text.replace(printed, "")
    assert not NUMBER.search(text), (line.line_id, text)


def _formula_is_of_operands(line: Line) -> None:
    """Numbers of a formula are values of operands in major units, of the rounding, or both parts of a quotient."""
    values = set(STRUCTURE)
    scale = Fraction(10 ** minor_digits(line.currency), line.round_to)
    values |= {Fraction(minor_digits(line.currency)), scale, 1 / scale}
    for operand in _all(line.operands):
        kind, _, currency = operand.unit.partition(":")
        value = abs(operand.value)
        if kind in ("money", "money_each"):
            value /= 10 ** minor_digits(currency)
        values |= {value, value * 100, Fraction(value.numerator), Fraction(value.denominator)}
    for found in NUMBER.findall(line.formula):
        assert Fraction(found) in values, (line.line_id, found, line.formula)


@pytest.mark.parametrize("group", GROUPS)
def test_words_and_formula_name_every_operand(group: str) -> None:
    for part, line in lines_of(results_of(group)):
        for lang in LANGUAGES:
            form = _Marking()
            said = explained_line(*_unnumbered(line, part), lang, form).sentence
            marks = {found.group(1) for found in MARK.finditer(said)}
            named = [o for n, o in enumerate(form.printed) if form._letters(n) in marks]
            for operand in line.operands:
                # a reversal of 20, not of -20: a sentence may have the sign in a word
                known = operand in named or replace(operand, value=-operand.value) in named
                assert operand.in_amount or known, (line.line_id, lang, operand.role, said)
        for operand in line.operands:
            if operand.in_amount:
                assert _stands_in(operand, line.formula), (line.line_id, operand.role, line.formula)


def _stands_in(operand: Operand, formula: str) -> bool:
    if operand.how:
        return all(_stands_in(part, formula) for part in operand.via)
    kind, _, currency = operand.unit.partition(":")
    value = abs(operand.value)
    if kind in ("money", "money_each"):
        value /= 10 ** minor_digits(currency)
    found = {Fraction(text) for text in NUMBER.findall(formula)}
    return bool({value, value * 100} & found) or {Fraction(value.numerator), Fraction(value.denominator)} <= found


@pytest.mark.parametrize("group", GROUPS)
def test_a_printed_operand_reads_back_as_its_value(group: str) -> None:
    for _, line in lines_of(results_of(group)):
        for operand in _all(line.operands):
            text = PLAIN.operand(operand)
            if text.endswith("…%"):  # a long quotient says that it goes on
                shown = Fraction(text.removesuffix("…%")) / 100
                assert 0 <= abs(operand.value) - abs(shown) < Fraction(1, 10**6), (operand, text)
            else:
                assert _read(text, operand.unit) == operand.value, (operand, text)
