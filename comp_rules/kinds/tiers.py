"""The table of a tiered component: where each tier starts and what it pays.

In: the node of `tiers`. Out: its rows, the faults of their order and units, and edges for the steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from comp_rules.kernel.steps import Edge, Unit
from comp_rules.kinds.rate import Rate, rate_of, rate_shape
from comp_rules.plan.compiled import TierRow
from comp_rules.plan.document import Map
from comp_rules.plan.faults import error, not_built, warning
from comp_rules.plan.literals import Literal, literal_from_text
from comp_rules.plan.schema import Either, Key, ListOf, MapOf, Value, instead
from comp_rules.values.fault import Fault, Place
from comp_rules.values.words import Words

RATES = ("percent", "times", "price")
_STARTS = ("percent", "price", "number")
_START = Either(
    Value(_STARTS),
    map=MapOf(
        (instead("field", "Write where the tier starts.", "구간의 시작 값을 적어 주세요."),),
        called=Words("the start of a tier", "구간의 시작"),
    ),
)
TIERS = ListOf(
    MapOf(
        (Key("from", _START), Key("above", _START), Key("rate", rate_shape(*RATES))),
        one_of=(("from", "above"),),
        called=Words("the tier", "구간"),
    )
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it could be read; None for what is missing or at fault."""

    place: Place
    start: Literal | None
    included: bool
    rate: Rate | None

    @property
    def sort(self) -> str:
        """What its start is measured in: `percent`, `money` or `count`."""
        assert self.start is not None
        return {"price": "money", "number": "count"}.get(self.start.type, self.start.type)


def rows_of(node: Map) -> list[Row]:
    """Return the rows of a component's table in the order written."""
    rows = []
    for item in node.maps("tiers"):
        key = "from" if item.entry("from") else "above"
        text = item.text(key)
        entry = item.entry(key)
        start = literal_from_text(text, _STARTS, entry.value.place) if text is not None and entry else None
        rows.append(Row(item.place, start, key == "from", rate_of(item.get("rate"), *RATES)))
    return rows


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
    if known and known[0] is rows[0] and known[0].start is not None and known[0].start.number > 0:
        yield warning("starts_above_zero", known[0].start.place, *_ABOVE_ZERO, start=known[0].start.text)


def rate_column_faults(rows: Sequence[Row]) -> Iterator[Fault]:
    """Yield the faults of the column of rates: one unit, and one name where they are personal."""
    rates = [row.rate for row in rows if row.rate is not None]
    for rate in rates[1:]:
        if rate.sort != rates[0].sort and "personal" not in (rate.sort, rates[0].sort):
            yield error("mixed_units", rate.place, *_MIXED_RATES)
            return
        if (rate.sort, rate.personal) != (rates[0].sort, rates[0].personal) and "personal" in (
            rate.sort,
            rates[0].sort,
        ):
            yield not_built(rate.place, "personal", _ONE_PERSONAL)
            return


def edges_of(rows: Sequence[Row]) -> tuple[Edge, ...]:
    """Return the edges of a table without faults; the first tier also covers everything below its edge."""
    edges = []
    for row in rows:
        assert row.start is not None
        edges.append(Edge(row.start.number, row.start.form, row.included, row.start.place.path))
    return tuple(edges)


def rows_for_pages(rows: Sequence[Row]) -> tuple[TierRow, ...]:
    """Return the table as pages and prose show it."""
    shown = []
    for number, row in enumerate(rows):
        assert row.rate is not None
        assert row.start is not None
        rate = row.rate.literal.as_number if row.rate.literal else None
        shown.append(TierRow(row.start.as_number if number else None, row.included, rate, row.rate.personal))
    return tuple(shown)


def start_unit(row: Row) -> Unit:
    """Return the unit in which a tier's start is carried by the steps."""
    units: dict[str, Unit] = {"percent": "ratio", "money": "money"}
    return units.get(row.sort, "count")


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
_ONE_PERSONAL = Words(
    "Name one personal rate in every row, or use multiples of a personal `base_rate`.",
    "모든 구간에 똑같은 개인별 요율을 쓰거나, 개인별 `base_rate`의 배수를 써 주세요.",
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
