"""Checks of measures: that they add up one unit, and that their quota has it too.

In: the outline of a plan. Out: faults.
"""

from __future__ import annotations

from collections.abc import Iterator

from comp_rules.plan.document import Items, Node, Scalar
from comp_rules.plan.faults import error
from comp_rules.plan.outline import MeasureOutline, Outline
from comp_rules.values.fault import Fault
from comp_rules.values.words import Words


def measure_faults(outline: Outline) -> Iterator[Fault]:
    """Yield the faults of all measures."""
    for measure in outline.measures.values():
        yield from _units(measure, outline)
        yield from _quota(measure, outline)


def _units(measure: MeasureOutline, outline: Outline) -> Iterator[Fault]:
    """Amounts are summed and counts counted; a credit is named once."""
    if measure.unit is None:
        return
    seen: set[str] = set()
    for item in _scalars(measure.node.get("sum" if measure.unit == "money" else "count")):
        credit = outline.credits.get(item.text)
        if item.text in seen:
            yield error("credit_twice", item, *_TWICE, credit=item.text)
        seen.add(item.text)
        if credit is None or credit.unit is None or credit.unit == measure.unit:
            continue
        if measure.unit == "money":
            yield error("sum_of_counts", item, *_SUM_OF_COUNTS, credit=item.text)
        else:
            yield error("count_of_money", item, *_COUNT_OF_MONEY, credit=item.text)


def _quota(measure: MeasureOutline, outline: Outline) -> Iterator[Fault]:
    over, quota = measure.node.get("over"), measure.node.get("quota")
    if measure.window == "quota_window" and quota is None and over is not None:
        yield error("quota_needed", over, *_WINDOW_OF_NOTHING)
    if not isinstance(quota, Scalar) or outline.company is None or measure.unit is None:
        return
    declared = outline.company.quotas.get(quota.text)
    if declared is not None and declared.unit and declared.unit != ("money" if measure.unit == "money" else "number"):
        yield error("mixed_units", quota, *_QUOTA_UNIT, quota=quota.text)


def _scalars(node: Node | None) -> tuple[Scalar, ...]:
    if isinstance(node, Scalar):
        return (node,)
    return tuple(item for item in node.items if isinstance(item, Scalar)) if isinstance(node, Items) else ()


_TWICE = (
    Words("“{credit}” is added up twice.", "‘{credit}’ 실적이 두 번 집계됩니다."),
    Words("Name it once.", "한 번만 적어 주세요."),
)
_SUM_OF_COUNTS = (
    Words("“{credit}” is a count, and `sum` adds up money.", "‘{credit}’ 실적은 건수인데 `sum` 키는 금액을 더합니다."),
    Words("Use `count`.", "`count` 키를 써 주세요."),
)
_COUNT_OF_MONEY = (
    Words(
        "“{credit}” is money, and `count` adds up counts.", "‘{credit}’ 실적은 금액인데 `count` 키는 건수를 더합니다."
    ),
    Words("Use `sum`, or a credit with `count: 1`.", "`sum` 키나 `count: 1` 실적을 써 주세요."),
)
_WINDOW_OF_NOTHING = (
    Words("The window is that of a quota, but the measure names none.", "집계 기간이 목표에 따르는데 목표가 없습니다."),
    Words("Write `quota:` with the name of a quota.", "`quota:` 키에 목표 이름을 적어 주세요."),
)
_QUOTA_UNIT = (
    Words("The quota “{quota}” has another unit than the measure.", "‘{quota}’ 목표의 단위가 지표의 단위와 다릅니다."),
    Words(
        "A sum of money needs a quota in money, a count one in numbers.",
        "금액 지표에는 금액 목표, 건수 지표에는 숫자 목표가 필요합니다.",
    ),
)
