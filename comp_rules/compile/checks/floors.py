"""Checks of guarantees and draws: what is topped up, in which months, and how it is paid down.

In: the pay section and the outline of a plan. Out: faults.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from comp_rules.compile.words_from_node import literal_of, whole_of
from comp_rules.plan.document import Map
from comp_rules.plan.faults import error
from comp_rules.plan.literals import literal_from_text
from comp_rules.plan.node_texts import scalars_of
from comp_rules.plan.outline import Outline
from comp_rules.values.fault import Fault
from comp_rules.values.words import Words


def floor_faults(pay: Map, outline: Outline) -> Iterator[Fault]:
    """Yield the faults of the guarantee and of every draw."""
    guarantee = pay.map("guarantee")
    if guarantee is not None:
        yield from _floor(guarantee)
    for _, draw in pay.named("draw"):
        yield from _floor(draw)
        yield from recovery_faults(draw)
        shape = draw.get("shape")
        if shape is not None and draw.text("shape") == "top_up" and draw.text("recoverable") == "no":
            yield error("draw_is_guarantee", shape, *_GUARANTEE)


def recovery_faults(node: Map) -> Iterator[Fault]:
    """Yield the faults of how a draw or an advance is paid down."""
    recovery = node.map("recovery")
    share = literal_of(recovery, "share", "percent")
    if share is not None and not 0 < share.number <= 1:
        yield error("share_outside", share.place, *_OUTSIDE, text=share.text)
    most = literal_of(recovery, "at_most", "money")
    if most is not None and most.number <= 0:
        yield error("not_positive", most.place, *_NOTHING, text=most.text)


def _floor(node: Map) -> Iterator[Fault]:
    amount = literal_of(node, "each_period", "money") or literal_of(node.map("each_period"), "target_share", "percent")
    if amount is not None and amount.number <= 0:
        yield error("not_positive", amount.place, *_NOTHING, text=amount.text)
    since = node.get("since")
    if since is not None and (isinstance(since, Map) or node.text("since") == "credit_date"):
        yield error("since_of_period", since, *_SINCE)
    yield from _rising_months(node)
    yield from _rising_schedule(node)


def _rising_months(node: Map) -> Iterator[Fault]:
    months = [literal_from_text(scalar.text, ("whole",), scalar.place) for scalar in scalars_of(node.get("months"))]
    for before, month in pairwise(month for month in months if month is not None):
        if month.number <= before.number:
            yield error("not_rising", month.place, *_RISING, text=month.text, before=before.text)


def _rising_schedule(node: Map) -> Iterator[Fault]:
    rows = node.maps("schedule")
    for before, row in pairwise(rows):
        start, earlier = whole_of(row, "from"), whole_of(before, "from")
        if start is not None and earlier is not None and start <= earlier:
            yield error("not_rising", row.get("from") or row, *_RISING, text=str(start), before=str(earlier))


_GUARANTEE = (
    Words(
        "A top-up that is never taken back is a guarantee.",
        "회수하지 않는 차액 지급은 최저 보장입니다.",
    ),
    Words("Write it as `guarantee`, or make it recoverable.", "`guarantee` 키로 적거나 회수형으로 바꿔 주세요."),
)
_OUTSIDE = (
    Words("{text} is not a part of what is payable.", "{text} 값은 지급 예정액의 일부가 될 수 없습니다."),
    Words("Write a percentage above 0% and up to 100%.", "0% 초과 100% 이하의 백분율을 적어 주세요."),
)
_NOTHING = (
    Words("{text} leaves nothing.", "{text} 값이면 남는 금액이 없습니다."),
    Words("Write a value above 0.", "0보다 큰 값을 적어 주세요."),
)
_SINCE = (
    Words(
        "A period has no record, so its months cannot be counted from a date of one.",
        "산정 기간에는 데이터의 날짜가 없어 그 날짜부터 달을 셀 수 없습니다.",
    ),
    Words(
        "Write `since: assignment`, `hire` or `calendar`.",
        "`since: assignment`, `hire`, `calendar` 값 중 하나를 적어 주세요.",
    ),
)
_RISING = (
    Words("Month {text} stands after month {before}.", "{text}번째 달이 {before}번째 달 뒤에 있습니다."),
    Words("Write the months in rising order, each once.", "달을 작은 수부터 한 번씩 적어 주세요."),
)
