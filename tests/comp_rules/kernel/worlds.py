"""A small world for steps: one person in 2026, months as periods, and numbers said where a test needs them.
In: credits, quotas and the like as a test writes them. Out: a World, and the amounts of its lines by period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

from comp_rules.kernel.columns import Columns, PaidLine
from comp_rules.kernel.exact import run_steps
from comp_rules.kernel.formula import formula_from_operands
from comp_rules.kernel.operand import Operand, amount_of
from comp_rules.kernel.paid import operands_of
from comp_rules.kernel.steps import AnyStep, Edge, Factor, Form, Frame, Limit, Number, Pay
from comp_rules.kernel.world import Cell, CreditRow, GivenRow, Known, Missing, World
from comp_rules.values.identity import Source
from comp_rules.values.money import RoundingMode, minor_digits
from comp_rules.values.period import Period, Span, add_months, month_of, window_of
from tests.comp_rules.kernel.beside_exact import beside_exact
from tests.formula import value_of

YEAR = Frame("year_to_date")
QUARTER = Frame("quarter_to_date")
MONTH = Frame("month")
PERIOD = Frame("period")


def percent(number: int | str | Fraction, path: str = "p") -> Number:
    """8 is 8%."""
    return Number(Fraction(number) / 100, "percent", path)


def times(number: int | str, path: str = "p") -> Number:
    return Number(Fraction(number), "times", path)


def usd(number: int | str, path: str = "p") -> Number:
    """Whole dollars, held in cents."""
    return Number(Fraction(number) * 100, "money", path)


def at(*starts: int | str, form: Form = "percent", above: Iterable[int] = ()) -> tuple[Edge, ...]:
    """Edges in percent (100 is 100%), dollars or counts; those numbered in `above` exclude their start."""
    scale = {"percent": Fraction(1, 100), "money": Fraction(100)}.get(form, Fraction(1))
    excluded = set(above)
    return tuple(
        Edge(Fraction(start) * scale, form, number not in excluded, f"tiers[{number}]")
        for number, start in enumerate(starts)
    )


def cell(name: str, role: str = "", *, unit: str = "ratio", divide: bool = False) -> Factor:
    return Factor(role or name, "cell", unit, name=name, divide=divide)  # type: ignore[arg-type]


CREDIT = Factor("credit", "credit", "money")
PART = Factor("part", "part", "money")


def by_tier(*numbers: Number) -> Factor:
    return Factor("rate", "by_tier", "ratio", numbers=numbers)


def literal(number: Number, role: str = "rate") -> Factor:
    return Factor(role, "literal", "money" if number.form == "money" else "ratio", numbers=(number,))


def deal(name: str, month: int, dollars: int | str, day: int = 10, **more: object) -> CreditRow:
    """A credit of rule `new` in a month of 2026."""
    row = CreditRow(
        name, "new", date(2026, month, day), month - 1, int(Fraction(dollars) * 100), {}, frozenset(), record=name
    )
    return replace(row, **more)  # type: ignore[arg-type]


@dataclass
class Numbers:
    """Dated numbers by name and month from which they hold; amounts in cents."""

    quotas: Mapping[str, Mapping[int, Known]] = field(default_factory=dict)
    targets: Mapping[int, int] = field(default_factory=dict)
    of_window: bool = False
    inputs: Mapping[str, Mapping[date, int | Fraction]] = field(default_factory=dict)
    personals: Mapping[str, Mapping[int, Known]] = field(default_factory=dict)
    openings: Mapping[tuple[str, str], tuple[date, int]] = field(default_factory=dict)

    def quota(self, name: str, cell: Cell, window_is_row: bool) -> Known | Missing:
        return self._latest(self.quotas.get(name, {}), cell.day) or Missing("quota_missing", name, cell.day)

    def target(self, day: date) -> Known | Missing:
        rows = {month: Known(cents, Source("target", f"t{month}")) for month, cents in self.targets.items()}
        return self._latest(rows, day) or Missing("target_missing", "target", day)

    def target_is_of_window(self, day: date) -> bool:
        return self.of_window

    def personal(self, name: str, day: date) -> Known | Missing:
        return self._latest(self.personals.get(name, {}), day) or Missing("personal_missing", name, day)

    def input(self, name: str, cell: Cell) -> Known | Missing:
        days = [day for day in self.inputs.get(name, {}) if cell.window.first <= day < cell.through]
        if not days:
            return Missing("input_missing", name, cell.day)
        return Known(self.inputs[name][max(days)], Source("input", name))

    def opening(self, of: str, name: str, cell: Cell) -> Known | None:
        found = self.openings.get((of, name))
        if found is None or not cell.window.first <= found[0] < cell.through:
            return None
        return Known(found[1], Source("opening", name))

    @staticmethod
    def _latest(rows: Mapping[int, Known], day: date) -> Known | None:
        months = [month for month in rows if month <= day.month]
        return rows[max(months)] if months else None


def quota(dollars: int | str, if_zero: str = "") -> Known:
    return Known(int(Fraction(dollars) * 100), Source("quota", "q"), if_zero=if_zero)


def world(
    credits: Sequence[CreditRow] = (),
    *,
    until: int,
    numbers: Numbers | None = None,
    frames: Iterable[Frame] = (YEAR, QUARTER, MONTH, PERIOD),
    every_period: bool = False,
    from_day: date = date(2026, 1, 1),
    given: Mapping[str, Sequence[GivenRow]] | None = None,
    rounding: tuple[int, RoundingMode] = (1, "half_away"),
) -> World:
    """The months of 2026 up to `until`; `every_period` makes lines of all of them."""
    periods = [month_of(date(2026, month, 1)) for month in range(1, until + 1)]
    return World(
        periods,
        "USD",
        {frame: _cells(frame, periods, from_day) for frame in frames},
        credits,
        numbers or Numbers(),
        0 if every_period else -1,
        given or {},
        rounding,
    )


def _cells(frame: Frame, periods: Sequence[Period], from_day: date) -> list[Cell]:
    cells = []
    for index, period in enumerate(periods):
        if frame.window == "rolling_months":
            window = Span(add_months(period.span.first, 1 - frame.months), period.span.after)
        else:
            window = window_of(period.span.first, frame.window, 1)
        worked = Span(max(from_day, window.first), window.after)
        if period.span.after <= from_day:
            continue
        months = (window.after.year - window.first.year) * 12 + window.after.month - window.first.month
        to_date = period.span.first.month - window.first.month + 1 + 12 * (period.span.first.year - window.first.year)
        part = Fraction(worked.days, window.days)
        last = period.span.after - timedelta(days=1)
        cells.append(Cell(index, window, period.span.after, worked, last, part, months, to_date))
    return cells


@dataclass
class Ran:
    """A run with what tests ask of it."""

    steps: Sequence[AnyStep]
    world: World
    columns: Columns

    def lines(self, pay: str = "pay", month: int | None = None) -> list[PaidLine]:
        """The lines of a step, of one month or of all."""
        paid = self.columns.paid[pay]
        return [line for line in paid if month is None or line.row.period == month - 1]

    def amounts(self, pay: str = "pay", month: int | None = None) -> list[int]:
        """The amounts of the lines in cents."""
        return [line.amount for line in self.lines(pay, month)]

    def operands(self, line: PaidLine, pay: str = "pay") -> tuple[Operand, ...]:
        step = self.columns.steps[pay]
        assert isinstance(step, (Pay, Limit))
        return operands_of(step, line, self.columns, self.world)

    def formula(self, line: PaidLine, pay: str = "pay") -> str:
        return formula_from_operands(self.operands(line, pay), self.world.currency, self.world.rounding)

    def values(self, name: str) -> list[int | Fraction | None]:
        """A cell column: its numbers, None where undefined."""
        return [known.value if isinstance(known, Known) else None for known in self.columns.cells[name]]


def ran(steps: Sequence[AnyStep], over: World) -> Ran:
    """Run the steps, and hold every line against its operands and its formula."""
    columns = run_steps(steps, over)
    beside_exact(steps, over, columns)
    result = Ran(steps, over, columns)
    for name, lines in columns.paid.items():
        for line in lines:
            operands = result.operands(line, name)
            assert amount_of(operands, over.rounding) == line.amount, (line, operands)
            printed = value_of(result.formula(line, name)) * 10 ** minor_digits(over.currency)
            assert printed == line.amount, (result.formula(line, name), line)
    return result
