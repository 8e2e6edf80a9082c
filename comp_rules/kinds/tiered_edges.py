"""Where the tiers of a component start: in the unit of what they are compared with, by fields, or by month numbers.

In: the settings of a tiered component. Out: faults.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from comp_rules.facts.facts import Field
from comp_rules.kinds.tiered_ladder import Ladder
from comp_rules.kinds.tiers import Row, first_start
from comp_rules.plan.conditions_from_node import unknown_field
from comp_rules.plan.document import Map, Node, Scalar
from comp_rules.plan.faults import error
from comp_rules.values.fault import Fault
from comp_rules.values.words import Words

_SORTS = {"percent": "percent", "number": "count", "money": "money"}


def edge_faults(ladder: Ladder) -> Iterator[Fault]:
    """Yield the faults of the column of starts: its unit is that of what it is compared with."""
    for row in ladder.rows:
        if row.start_field is not None:
            yield from _field_edge_faults(ladder, row)
    first = first_start(ladder.rows)
    by = ladder.part.node.map("by")
    if by is not None:
        yield from _picked_by_record(ladder, by, first)
    elif first is not None and first.start is not None:
        yield from _unit_faults(ladder, first)


def _unit_faults(ladder: Ladder, row: Row) -> Iterator[Fault]:
    measure, start = ladder.measure, row.start
    assert start is not None
    if row.sort == "percent":
        if ladder.window and measure is not None and not measure.has_attainment:
            yield error("quota_needed", start.place, *_QUOTA_NEEDED, measure=measure.name)
        elif ladder.each_credit and measure is None and not isinstance(ladder.part.node.get("by"), Scalar):
            yield error("mixed_units", start.place, *_PERCENT_OF_CREDIT)
        return
    compared = (measure.unit if measure else None) if ladder.window else ladder.paid.unit
    if compared is not None and compared != row.sort:
        yield error("mixed_units", start.place, *_WRONG_EDGE, start=start.text)


def _field_edge_faults(ladder: Ladder, row: Row) -> Iterator[Fault]:
    """A tier that starts at a field's value holds for that record alone."""
    place, name = row.start_place, row.start_field
    assert place is not None
    assert name is not None
    if ladder.window or ladder.by_record:
        yield error("field_edge", place, *_EDGE_OF_ONE)
        return
    if ladder.paid.component is not None:
        yield error("no_record", place, *_NO_RECORD)
        return
    fields = ladder.paid.fields
    if fields is None:
        return
    if name not in fields:
        yield unknown_field(name, Scalar(place, name), fields, ladder.paid.record_type)
    elif ladder.paid.unit is not None and _SORTS.get(fields[name].type) != ladder.paid.unit:
        yield error("mixed_units", place, *_WRONG_EDGE, start=name)


def _picked_by_record(ladder: Ladder, by: Map, row: Row | None) -> Iterator[Fault]:
    fields = ladder.paid.fields
    if by.get("since") is not None:
        yield from since_faults(by, fields, ladder.paid.record_type)
        yield from month_number_faults(ladder.rows)
        return
    name, node = ladder.field, by.get("field")
    if fields is None or name is None or node is None:
        return
    if name not in fields:
        yield unknown_field(name, node, fields, ladder.paid.record_type)
    elif row is not None and row.start is not None and _SORTS.get(fields[name].type) != row.sort:
        yield error("mixed_units", row.start.place, *_WRONG_EDGE, start=row.start.text)


def since_faults(by: Map, fields: Mapping[str, Field] | None, record_type: str) -> Iterator[Fault]:
    """Yield the faults of `since: {field: f}`: the records have the field, and it is a date."""
    inner = by.map("since")
    node: Node | None = inner.get("field") if inner else None
    if fields is None or not isinstance(node, Scalar):
        return
    if node.text not in fields:
        yield unknown_field(node.text, node, fields, record_type)
    elif fields[node.text].type != "date":
        yield error("field_type", node, *_NOT_A_DATE, name=node.text)


def month_number_faults(rows: list[Row]) -> Iterator[Fault]:
    """Yield the faults of tiers that start at month numbers: whole numbers, none that two tiers would share."""
    for row in rows:
        if row.start is None:
            if row.start_field is not None and row.start_place is not None:
                yield error("mixed_units", row.start_place, *_MONTH_NUMBER, start=row.start_field)
        elif row.sort != "count" or row.start.number.denominator != 1:
            yield error("mixed_units", row.start.place, *_MONTH_NUMBER, start=row.start.text)
            return


_QUOTA_NEEDED = (
    Words(
        "The tiers are percentages of a quota, but {measure} has none.",
        "구간은 달성률이지만 {measure} 지표에 목표가 없습니다.",
    ),
    Words(
        "Give the measure a `quota`, or write the tiers in its own unit.",
        "지표에 `quota` 키를 적거나 구간을 금액이나 건수로 적어 주세요.",
    ),
)
_PERCENT_OF_CREDIT = (
    Words("A credit alone has no quota to be a percentage of.", "인정 실적 한 건에는 달성률이 없습니다."),
    Words(
        "Write the tiers as amounts, or name a measure for its quota with `by`.",
        "구간을 금액으로 적거나, 목표를 쓸 지표를 `by` 키에 적어 주세요.",
    ),
)
_WRONG_EDGE = (
    Words(
        "{start} is not in the unit of what it is compared with.", "{start} 값의 단위가 비교하는 값의 단위와 다릅니다."
    ),
    Words("Amounts are compared with amounts, counts with counts.", "금액은 금액과, 건수는 건수와 비교합니다."),
)
_EDGE_OF_ONE = (
    Words(
        "A field of one record cannot say where a tier starts for others.",
        "데이터 한 건의 필드로 다른 실적의 구간 시작을 정할 수 없습니다.",
    ),
    Words(
        "Write `ladder: each_credit` and leave `by` out, or write a fixed start.",
        "`ladder: each_credit` 값을 쓰고 `by` 키를 빼거나, 시작 값을 직접 적어 주세요.",
    ),
)
_NO_RECORD = (
    Words(
        "The lines of a component have no fields at which a tier could start.",
        "다른 지급 항목의 내역에는 구간의 시작을 정할 필드가 없습니다.",
    ),
    Words("Write a fixed start.", "시작 값을 직접 적어 주세요."),
)
_NOT_A_DATE = (
    Words(
        "“{name}” is not a date from which months could be counted.",
        "‘{name}’ 필드는 개월을 셀 수 있는 날짜가 아닙니다.",
    ),
    Words("Name a date field.", "날짜 필드를 지정해 주세요."),
)
_MONTH_NUMBER = (
    Words("{start} is not a month number.", "{start} 값은 개월 차수가 아닙니다."),
    Words(
        "Write 1 for the first month, 13 for the first month of the second year.",
        "첫 달은 1, 둘째 해의 첫 달은 13입니다.",
    ),
)
