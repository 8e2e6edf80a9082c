"""Matrix: a part of the target incentive, or a sum, that two measures pick from a table.

In: a component with `rows`, `columns` and `pays`. Out: one line for a window, or its difference each period.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from comp_rules.kernel.steps import AnyStep, Factor, Form, Number, Pick, Tier, Unit
from comp_rules.kinds.component import component_of
from comp_rules.kinds.curve import PAYS, STARTS
from comp_rules.kinds.kind import Kind, Part
from comp_rules.kinds.payout import (
    Payout,
    Start,
    pays_faults,
    standing,
    start_faults,
    starts_of,
    tier_step,
    unit_of_start_faults,
)
from comp_rules.kinds.window_pay import PAID_KEYS, TARGET_SHARE, line_shape, paid_faults, share_faults, window_lines
from comp_rules.kinds.window_prose import matrix_prose
from comp_rules.kinds.window_reach import cap_faults
from comp_rules.kinds.window_words import matrix_words
from comp_rules.plan.compiled import Component
from comp_rules.plan.document import Items, Map, Scalar
from comp_rules.plan.faults import error
from comp_rules.plan.literals import Literal, literal_from_text
from comp_rules.plan.outline import MeasureOutline
from comp_rules.plan.schema import Key, ListOf, MapOf, Value, may
from comp_rules.plan.steps_from_measure import steps_from_measure
from comp_rules.values.fault import Fault
from comp_rules.values.words import Words

_EDGES = ListOf(
    MapOf(
        (Key("from", Value(STARTS)), Key("above", Value(STARTS))),
        one_of=(("from", "above"),),
        called=Words("the edge", "구간의 시작"),
    )
)
SIDES = ("rows", "columns")


def _side(called: Words) -> MapOf:
    return MapOf((Key("by", Value(names="measure")), Key("edges", _EDGES)), called=called)


def _check(part: Part) -> Iterator[Fault]:
    measures = tuple(measure_of(part, side) for side in SIDES)
    for side, measure in zip(SIDES, measures, strict=True):
        edges = edges_of(part, side)
        yield from start_faults(edges)
        yield from unit_of_start_faults(next((edge.at for edge in edges if edge.at), None), measure)
    yield from _window_faults(part, measures)
    cells = [literal for row in cells_of(part.node) for literal in row]
    known = [literal for literal in cells if literal is not None]
    yield from _size_faults(part)
    yield from pays_faults(known)
    yield from share_faults(part, known[0].form if known else None)
    yield from paid_faults(part, measures)
    yield from cap_faults(part, known)


def measure_of(part: Part, side: str) -> MeasureOutline | None:
    """Return the measure of `rows` or `columns`, None when it could not be read."""
    node = part.node.map(side)
    return part.outline.measures.get((node.text("by") if node else None) or "")


def edges_of(part: Part, side: str) -> list[Start]:
    """Return the edges of `rows` or `columns` in the order written."""
    node = part.node.map(side)
    return starts_of(node, "edges") if node else []


def cells_of(node: Map) -> list[list[Literal | None]]:
    """Return the table row by row; None for a cell that could not be read."""
    rows = [row.items if isinstance(row, Items) else () for row in node.items("pays")]
    return [
        [literal_from_text(cell.text, PAYS, cell.place) if isinstance(cell, Scalar) else None for cell in row]
        for row in rows
    ]


def _size_faults(part: Part) -> Iterator[Fault]:
    """The table has a list for each row, and in each as many values as there are columns."""
    entry = part.node.entry("pays")
    rows, columns = (len(edges_of(part, side)) for side in SIDES)
    table = cells_of(part.node)
    if entry is None or not rows or not columns or not all(isinstance(row, Items) for row in part.node.items("pays")):
        return
    if not table:
        return
    if len(table) != rows or any(len(row) != columns for row in table):
        sizes = {"rows": str(rows), "columns": str(columns), "has": str(len(table))}
        wrong = next((row for row in table if len(row) != columns), None)
        if len(table) == rows and wrong is not None:
            number = table.index(wrong) + 1
            place = part.node.items("pays")[number - 1].place
            yield error("matrix_size", place, *_ROW, number=str(number), has=str(len(wrong)), columns=str(columns))
        else:
            yield error("matrix_size", entry.place, *_SIZE, **sizes)


def _window_faults(part: Part, measures: tuple[MeasureOutline | None, ...]) -> Iterator[Fault]:
    """Both measures look at the same window, so that there is one place in the table for it."""
    rows, columns = measures
    side = part.node.map("columns")
    by = side.get("by") if side else None
    if rows is None or columns is None or by is None or rows.window is None or columns.window is None:
        return
    if rows.frame != columns.frame:
        yield error("matrix_windows", by, *_WINDOWS, rows=rows.name, columns=columns.name)


def _compiled(part: Part) -> tuple[Component, tuple[AnyStep, ...]]:
    component = component_of(part, "matrix", line_shape(part.node))
    rows = measure_of(part, "rows")
    assert rows is not None
    payout, reads = _payout(part, rows)
    steps = window_lines(part, payout, rows, part.name)
    columns = measure_of(part, "columns")
    assert columns is not None
    return replace(component, by=rows.name, reads=reads, named=(("column_total", columns.label),)), steps


def _payout(part: Part, rows: MeasureOutline) -> tuple[Payout, tuple[str, ...]]:
    steps: list[AnyStep] = []
    tiers: list[str] = []
    context: list[Factor] = []
    reads: list[str] = []
    for side, word in zip(SIDES, ("row", "column"), strict=True):
        node, measure = part.node.map(side), measure_of(part, side)
        assert node is not None
        assert measure is not None
        measured = steps_from_measure(measure, part.outline)
        tier = tier_step(f"{part.name}.{word}", node, "edges", measure, measured, part.outline)
        steps += [*measured.steps, tier]
        tiers.append(tier.name)
        context += standing(measure, measured, tier.edges[0].form, "" if word == "row" else "column_")
        edge = _edge_step(part, word, tier)
        steps.append(edge)
        context.append(Factor(_edge_role(word, tier), "cell", _UNITS[tier.edges[0].form], name=edge.name))
        if measure.quota is not None and tier.edges[0].form == "percent":
            reads.append(measure.name)
    numbers = [literal.as_number for row in cells_of(part.node) for literal in row if literal is not None]
    pick = Pick(
        name=f"{part.name}.payout",
        path=f"{part.path}.pays",
        tiers=tuple(tiers),
        numbers=tuple(numbers),
        columns=len(edges_of(part, "columns")),
        frame=rows.frame,
    )
    unit: Unit = "money" if numbers[0].form == "money" else "ratio"
    payout = Payout(pick.name, (*steps, pick), unit, rows.frame, tiers[0], tuple(context))
    return payout, tuple(dict.fromkeys(reads))


def _edge_step(part: Part, word: str, tier: Tier) -> Pick:
    """The edge at which the row or column reached begins, as the plan writes it."""
    numbers = tuple(Number(edge.at, edge.form, edge.path) for edge in tier.edges)
    name = f"{part.name}.{word}_edge"
    return Pick(name=name, path=tier.path, tiers=(tier.name,), numbers=numbers, columns=len(numbers), frame=tier.frame)


def _edge_role(word: str, tier: Tier) -> str:
    """`row_from` where all edges are included, `row_above` where none is; scaled ones lie elsewhere than written."""
    if tier.scaled or len({edge.included for edge in tier.edges}) > 1:
        return f"{word}_edge"
    return f"{word}_from" if tier.edges[0].included else f"{word}_above"


_UNITS: dict[Form, Unit] = {"percent": "ratio", "times": "ratio", "money": "money", "count": "count"}
_SIZE = (
    Words(
        "The table should be {rows} rows by {columns} columns; it has {has} rows.",
        "표의 크기는 {rows}행 {columns}열이어야 합니다. 적힌 행: {has}개.",
    ),
    Words("Write one list for each edge of `rows`.", "`rows`의 구간마다 목록을 하나씩 적어 주세요."),
)
_ROW = (
    Words(
        "Row {number} has {has} values, and there are {columns} columns.",
        "{number}행의 값은 {has}개인데 열은 {columns}개입니다.",
    ),
    Words("Write one value for each edge of `columns`.", "`columns`의 구간마다 값을 하나씩 적어 주세요."),
)
_WINDOWS = (
    Words(
        "{rows} and {columns} look at different windows, so they never meet in one place of the table.",
        "{rows}, {columns} 지표의 집계 기간이 서로 다르므로 표에서 한 자리를 정할 수 없습니다.",
    ),
    Words("Use two measures over the same window.", "집계 기간이 같은 두 지표를 써 주세요."),
)

MATRIX = Kind(
    name="matrix",
    label=Words("Matrix", "지급률 매트릭스"),
    keys=(
        may("target_share", TARGET_SHARE),
        Key("rows", _side(Words("the rows", "행"))),
        Key("columns", _side(Words("the columns", "열"))),
        Key("pays", ListOf(ListOf(Value(PAYS)))),
        *PAID_KEYS,
    ),
    check=_check,
    compiled=_compiled,
    words=matrix_words,
    prose=matrix_prose,
)
