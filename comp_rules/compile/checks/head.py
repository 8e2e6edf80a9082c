"""Checks of a plan's head: its days, what is prorated, and what is rounded to.

In: the outline of a plan. Out: faults.
"""

from __future__ import annotations

from collections.abc import Iterator

from comp_rules.compile.words_from_node import literal_of
from comp_rules.plan.faults import error
from comp_rules.plan.outline import Outline
from comp_rules.plan.outline_from_document import texts_of
from comp_rules.values.fault import Fault
from comp_rules.values.period import date_from_text
from comp_rules.values.words import Words


def head_faults(outline: Outline) -> Iterator[Fault]:
    """Yield the faults of the head."""
    yield from _effective(outline)
    yield from _scales(outline)
    yield from _units(outline)


def _effective(outline: Outline) -> Iterator[Fault]:
    effective = outline.document.top.map("effective")
    if effective is None:
        return
    first, last = effective.text("first_day"), effective.text("last_day")
    try:
        reversed_days = first is not None and last is not None and date_from_text(last) < date_from_text(first)
    except ValueError:
        return
    if reversed_days:
        yield error(
            "days_reversed", effective.get("last_day") or effective, *_REVERSED, last=last or "", first=first or ""
        )


def _scales(outline: Outline) -> Iterator[Fault]:
    proration = outline.document.top.map("proration")
    scales = proration.get("scales") if proration else None
    if scales is not None and len({"quota", "target"} & set(texts_of(scales))) == 1:
        yield error("quota_without_target", scales, *_TOGETHER)


def _units(outline: Outline) -> Iterator[Fault]:
    """What is rounded to is more than nothing."""
    rounding = outline.document.top.map("rounding")
    for key in ("lines", "payment"):
        literal = literal_of(rounding.map(key) if rounding else None, "unit", "money")
        if literal is not None and literal.number <= 0:
            yield error("not_positive", literal.place, *_NO_UNIT, text=literal.text)


_REVERSED = (
    Words(
        "The plan ends on {last}, before it begins on {first}.",
        "플랜의 마지막 날({last})이 첫날({first})보다 빠릅니다.",
    ),
    Words(
        "Both days are included; put the earlier one first.",
        "두 날짜 모두 기간에 들어갑니다. 빠른 날짜를 첫날로 적어 주세요.",
    ),
)
_TOGETHER = (
    Words(
        "Quota and target are prorated together or not at all.",
        "목표와 목표 인센티브는 함께 일할 계산하거나 모두 하지 않습니다.",
    ),
    Words("Write both in `scales`, or neither.", "`scales` 목록에 둘 다 적거나 둘 다 빼 주세요."),
)
_NO_UNIT = (
    Words("Nothing can be rounded to {text}.", "{text} 단위로는 반올림할 수 없습니다."),
    Words("Write the smallest amount that is kept, such as 10 KRW.", "남길 최소 금액을 적어 주세요. 예: 10 KRW"),
)
