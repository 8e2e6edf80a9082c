"""The table of a tiered component: where each tier starts and what it pays.

In: the node of `tiers`. Out: its rows, the faults of their order and units, and edges for the steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from comp_rules.kernel.steps import Edge, Form, Unit
from comp_rules.kinds.component import PaidOn
from comp_rules.kinds.rate import (
    Rate,
    rate_faults,
    rate_of,
    rate_shape,
    sort_of,
    unit_faults,
    unlikely_faults,
)
from comp_rules.plan.compiled import TierRow
from comp_rules.plan.document import Map
from comp_rules.plan.faults import error, warning
from comp_rules.plan.literals import Literal, literal_from_text
from comp_rules.plan.outline import Outline
from comp_rules.plan.schema import Either, Key, ListOf, MapOf, Value
from comp_rules.values.fault import Fault, Place
from comp_rules.values.words import Words

RATES = ("percent", "times", "price")
STARTS = ("percent", "price", "number")
_START = Either(
    Value(STARTS),
    map=MapOf((Key("field", Value(("name",))),), called=Words("the start of a tier", "구간의 시작")),
)


def tiers_shape(*rates: str) -> ListOf:
    """Return the shape of a table whose rates may be literals of these types."""
    return ListOf(
        MapOf(
            (Key("from", _START), Key("above", _START), Key("rate", rate_shape(*rates))),
            one_of=(("from", "above"),),
            called=Words("the tier", "구간"),
        )
    )


TIERS = tiers_shape(*RATES)


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it could be read; None for what is missing or at fault. It starts at a literal or at a field's value."""

    place: Place
    start: Literal | None
    included: bool
    rate: Rate | None
    start_field: str | None = None
    start_place: Place | None = None

    @property
    def sort(self) -> str:
        """What its start is measured in: `percent`, `money`, `count`, or `field`."""
        if self.start is None:
            return "field"
        return {"price": "money", "number": "count"}.get(self.start.type, self.start.type)


def rows_of(node: Map, rates: tuple[str, ...] = RATES) -> list[Row]:
    """Return the rows of a component's table in the order written."""
    rows = []
    for item in node.maps("tiers"):
        key = "from" if item.entry("from") else "above"
        text = item.text(key)
        entry = item.entry(key)
        start = literal_from_text(text, STARTS, entry.value.place) if text is not None and entry else None
        inner = item.map(key)
        rows.append(
            Row(
                place=item.place,
                start=start,
                included=key == "from",
                rate=rate_of(item.get("rate"), *rates),
                start_field=inner.text("field") if inner else None,
                start_place=entry.value.place if entry else None,
            )
        )
    return rows


def first_start(rows: Sequence[Row]) -> Row | None:
    """Return the first row whose start is a literal that could be read: it says what the column is measured in."""
    return next((row for row in rows if row.start is not None), None)


def order_faults(rows: Sequence[Row]) -> Iterator[Fault]:
    """Yield the faults of the column of starts: one unit, rising, none reached twice."""
    known = [row for row in rows if row.start is not None]
    for before, row in pairwise(known):
        assert before.start is not None
        assert row.start is not None
        here, there = (row.start.number, not row.included), (before.start.number, not before.included)
        if row.sort != before.sort:
            yield error("mixed_units", row.start.place, *_MIXED_STARTS, a=before.start.text, b=row.start.text)
            return
        if here == there:
            yield error("tier_unreachable", row.start.place, *_UNREACHABLE, start=row.start.text)
        elif here < there:
            yield error("tiers_not_rising", row.start.place, *_FALLING, start=row.start.text, before=before.start.text)
    fields = [row for row in rows if row.start_field is not None]
    for earlier, row in pairwise(fields):
        if (earlier.start_field, earlier.included) == (row.start_field, row.included) and row.start_place:
            yield error("tier_unreachable", row.start_place, *_UNREACHABLE, start=row.start_field or "")


def above_zero_faults(rows: Sequence[Row]) -> Iterator[Fault]:
    """Yield a warning when the first tier says that it starts above 0, because it covers what lies below as well."""
    start = rows[0].start if rows else None
    if start is not None and start.number > 0:
        yield warning("starts_above_zero", start.place, *_ABOVE_ZERO, start=start.text)


def rate_column_faults(
    rows: Sequence[Row], paid: PaidOn, outline: Outline, *, multiples: bool = False
) -> Iterator[Fault]:
    """Yield the faults of the column of rates: where each comes from, one unit in all, and money in the end.

    `multiples` says that the kind has a base rate, so that the first rate may be a multiple of it.
    """
    rates = [row.rate for row in rows if row.rate is not None]
    for rate in rates:
        yield from rate_faults(rate, paid, outline)
        yield from unlikely_faults(rate)
    known = [(rate, sort_of(rate, paid, outline)) for rate in rates]
    sorts = [(rate, sort) for rate, sort in known if sort is not None]
    for rate, sort in sorts[1:]:
        if sort != sorts[0][1]:
            yield error("mixed_units", rate.place, *_MIXED_RATES)
            return
    if sorts:
        yield from unit_faults(sorts[0][0], paid, outline, multiples=multiples)


def edges_of(rows: Sequence[Row], paid: Unit | None = None) -> tuple[Edge, ...]:
    """Return the edges of a table without faults; the first tier also covers everything below its edge.

    Where all of them are fields they are in the unit of what is paid on, money if that is not said.
    """
    first = first_start(rows)
    form: Form = first.start.form if first and first.start else "count" if paid == "count" else "money"
    edges = []
    for row in rows:
        if row.start is not None:
            edges.append(Edge(row.start.number, row.start.form, row.included, row.start.place.path))
        else:
            assert row.start_place is not None
            path = f"{row.start_place.path}.field"
            edges.append(Edge(_ZERO, form, row.included, path, row.start_field or ""))
    return tuple(edges)


def rows_for_pages(rows: Sequence[Row]) -> tuple[TierRow, ...]:
    """Return the table as pages and prose show it."""
    shown = []
    for number, row in enumerate(rows):
        assert row.rate is not None
        start = row.start.as_number if row.start and number else None
        rate = row.rate.literal.as_number if row.rate.literal else None
        names = row.rate.names
        shown.append(
            TierRow(
                start=start,
                included=row.included,
                rate=rate,
                personal=row.rate.personal,
                table=names[0] if row.rate.form == "table" else None,
                fields=names if row.rate.form in ("field", "ratio") else (),
                start_field=row.start_field if number else None,
            )
        )
    return tuple(shown)


def start_unit(rows: Sequence[Row], paid: Unit | None = None) -> Unit:
    """Return the unit in which the tiers' starts are carried by the steps; that of what is paid on where all are
    fields."""
    first = first_start(rows)
    units: dict[str, Unit] = {"percent": "ratio", "count": "count"}
    return units.get(first.sort, "money") if first else paid or "money"


_ZERO = Fraction(0)
_MIXED_STARTS = (
    Words("The tiers start in different units: {a} and {b}.", "구간 시작 값의 단위가 서로 다릅니다: {a}, {b}."),
    Words(
        "Write all of them as percentages of quota, or all as amounts.",
        "모두 달성률로 쓰거나 모두 금액으로 적어 주세요.",
    ),
)
_MIXED_RATES = (
    Words("The rates of this table have different units.", "이 요율표의 요율 단위가 서로 다릅니다."),
    Words(
        "Use percentages, multiples such as 1.5x, or money: one of them.",
        "백분율, 1.5x 같은 배수, 금액 가운데 하나만 써 주세요.",
    ),
)
_FALLING = (
    Words("The tier from {start} stands after the tier from {before}.", "{start} 구간이 {before} 구간 뒤에 있습니다."),
    Words("Put the tiers in rising order.", "구간을 낮은 값부터 순서대로 적어 주세요."),
)
_UNREACHABLE = (
    Words(
        "Two tiers start at {start}; the first of them is never used.",
        "두 구간의 시작 값이 같습니다({start}). 앞 구간은 쓰이지 않습니다.",
    ),
    Words("Remove one of the two.", "둘 가운데 하나를 지워 주세요."),
)
_ABOVE_ZERO = (
    Words(
        "The first tier starts at {start}, but it also pays for everything below.",
        "첫 구간은 {start}부터이지만 그 아래 실적에도 적용됩니다.",
    ),
    Words(
        "If nothing should be paid there, write a first tier from 0 with a rate of 0.",
        "지급하지 않으려면 0부터 시작하는 요율 0 구간을 먼저 적어 주세요.",
    ),
)
