"""What a tiered component does that its author may not have meant: jumps, tiers that never pay, order that matters.

In: the settings of a tiered component. Out: warnings, with the sums that are at stake where they can be known.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from comp_rules.kinds.caps import Cap, caps_of
from comp_rules.kinds.gates import Condition, conditions_of
from comp_rules.kinds.rate import rate_of
from comp_rules.kinds.tiered_base import BASES
from comp_rules.kinds.tiered_ladder import Ladder
from comp_rules.kinds.tiers import Row
from comp_rules.plan.document import Map
from comp_rules.plan.faults import warning
from comp_rules.plan.literals import Literal, literal_from_text
from comp_rules.values.fault import Fault
from comp_rules.values.money import decimal_text, minor_digits
from comp_rules.values.ratio import percent_text
from comp_rules.values.words import Words

#: the words of `per` under which one whole window of a measure stands alone under a cap
_ALONE = {
    "period": ("window", "period"),
    "month": ("window",),
    "quarter_to_date": ("window", "quarter"),
    "year_to_date": ("window", "year"),
    "quota_window": ("window",),
}


def tiered_warnings(ladder: Ladder) -> Iterator[Fault]:
    """Yield the warnings of a component."""
    if ladder.window and ladder.applies in ("whole", "overage"):
        yield from _cliffs(ladder)
    if ladder.window:
        yield from _order(ladder)
        yield from _above_cap(ladder)
        yield from _against_condition(ladder)


# -- cliffs: reaching a line changes what is paid for everything ------------------------------------------------------


def _cliffs(ladder: Ladder) -> Iterator[Fault]:
    """A warning for each line at which the pay of the whole window jumps, with what one unit more changes there."""
    pairs = list(pairwise(ladder.rows))
    for before, row in pairs[1:] if ladder.shape == "overage" else pairs:
        low, high = (r.rate.literal if r.rate else None for r in (before, row))
        if row.start is None or low is None or high is None or low.form != high.form or low.number == high.number:
            continue
        jump = _jump(ladder, row.start, high.number - low.number, high.form)
        start = _CLIFF_ABOVE if ladder.shape == "overage" else _CLIFF
        sentence = Words(f"{start.en} {jump.en}", f"{start.ko} {jump.ko}")
        yield warning(
            "cliff", row.start.place, sentence, _CLIFF_CURE, start=row.start.text, low=low.text, high=high.text
        )


def _jump(ladder: Ladder, start: Literal, change: Fraction, form: str) -> Words:
    """What one unit more changes where a line is reached: a sum, or the part of which it is a sum."""
    quota = _given_quota(ladder) if start.type == "percent" else None
    lifted = start.number - _second_start(ladder) if ladder.shape == "overage" else start.number
    amount = lifted * quota if quota is not None else lifted if start.type != "percent" else None
    factor, base = _base(ladder) if form == "times" else (Fraction(1), None)
    if amount is not None and factor is not None and ladder.paid.component is None:
        return _sum_words(ladder, abs(amount * change * factor), quota)
    if form == "times" and base is not None and start.type == "percent":
        target = _given_target(ladder)
        part = abs(lifted * change * base)
        if target is not None and ladder.measure and ladder.measure.window == "year_to_date":
            values = {"sum": _money(part * target, ladder), "target": _money(target, ladder)}
            return _JUMP_OF_TARGET_SUM.with_values(**values)
        return _JUMP_OF_TARGET.with_values(part=percent_text(part))
    if form == "percent":
        words = _JUMP_OF_EARNED if ladder.paid.component else _JUMP_OF_CREDITED
        return words.with_values(part=percent_text(abs(change)))
    return _JUMP


def _second_start(ladder: Ladder) -> Fraction:
    second = ladder.rows[1].start
    return second.number if second else Fraction(0)


def _sum_words(ladder: Ladder, change: Fraction, quota: Fraction | None) -> Words:
    if quota is None:
        return _JUMP_SUM.with_values(sum=_money(change, ladder))
    unit = ladder.measure.unit if ladder.measure else None
    text = _money(quota, ladder) if unit == "money" else decimal_text(quota, 0)
    return _JUMP_AT_QUOTA.with_values(sum=_money(change, ladder), quota=text)


def _base(ladder: Ladder) -> tuple[Fraction | None, Fraction | None]:
    """The base rate as a factor, or the part of the target incentive that it is made of; None for what is not known."""
    node = ladder.part.node.get("base_rate")
    rate = rate_of(node, *BASES)
    if rate is not None:
        return (rate.literal.number if rate.literal else None), None
    text = node.text("target_share") if isinstance(node, Map) else None
    share = literal_from_text(text, ("percent",), node.place) if text and node else None
    return None, share.number if share else None


def _given(ladder: Ladder, key: str) -> Iterator[Map]:
    for example in ladder.part.outline.document.top.maps("examples"):
        given = example.map("given")
        yield from given.maps(key) if given else ()


def _given_quota(ladder: Ladder) -> Fraction | None:
    """The quota of the measure in the first example that states it above 0."""
    quota = ladder.measure.quota if ladder.measure else None
    for row in _given(ladder, "quotas"):
        value = literal_from_text(row.text("value") or "", ("money", "number"), row.place)
        if quota is not None and row.text("quota") == quota and value is not None and value.number > 0:
            return value.number
    return None


def _given_target(ladder: Ladder) -> Fraction | None:
    for row in _given(ladder, "people"):
        target = literal_from_text(row.text("target") or "", ("money",), row.place)
        if target is not None and target.number > 0:
            return target.number
    return None


def _money(minor: Fraction, ladder: Ladder) -> str:
    currency = ladder.part.outline.currency or ""
    digits = minor_digits(currency) if currency else 0
    return f"{decimal_text(minor, digits)} {currency}".strip()


# -- tiers that never pay ---------------------------------------------------------------------------------------------


def _above_cap(ladder: Ladder) -> Iterator[Fault]:
    """A tier that begins where a cap on the window has already been met pays nothing more."""
    for cap in caps_of(ladder.part.node):
        if cap.limit is None or cap.excess != "lost" or cap.node.entry("unless"):
            continue
        if cap.per not in _ALONE.get(ladder.measure.window or "" if ladder.measure else "", ()):
            continue
        for number, row in enumerate(ladder.rows):
            earned = _earned_before(ladder, number, cap) if number else None
            if row.start and earned is not None and earned >= cap.limit.number:
                values = {"start": row.start.text, "cap": cap.limit.text}
                yield warning("never_reached", row.start.place, *_ABOVE_CAP, **values)
                break


def _earned_before(ladder: Ladder, number: int, cap: Cap) -> Fraction | None:
    """What a window pays at the start of a tier: money, or parts of the component's part of the target incentive."""
    rows = ladder.rows[: number + 1]
    starts = [row.start.number if row.start else None for row in rows]
    rates = [row.rate.literal.number if row.rate and row.rate.literal else None for row in rows]
    sort = rows[-1].sort
    in_target = cap.of == "target" and sort == "percent" and _base(ladder)[1] is not None
    in_money = cap.limit is not None and cap.limit.type == "money" and sort in ("money", "count")
    if not (in_target or in_money) or None in starts or None in rates:
        return None
    factor = Fraction(1)
    if in_money and rows[0].rate and rows[0].rate.literal and rows[0].rate.literal.type == "times":
        base = _base(ladder)[0]
        if base is None:
            return None
        factor = base
    known = [(start, rate) for start, rate in zip(starts, rates, strict=True) if start is not None and rate is not None]
    begin = [Fraction(0), *(start for start, _ in known[1:])]
    if ladder.applies == "whole":
        return begin[-1] * known[-2][1] * factor
    if ladder.applies == "overage":
        # all that lies above the second line is paid at one rate, the one before this line
        return (begin[1] * known[0][1] + (begin[-1] - begin[1]) * known[-2][1]) * factor
    widths = (after - start for start, after in pairwise(begin))
    return factor * sum((width * rate for width, (_, rate) in zip(widths, known, strict=False)), Fraction(0))


def _against_condition(ladder: Ladder) -> Iterator[Fault]:
    """A tier that lies where a condition on the same measure does not hold never pays in the end."""
    if ladder.part.node.text("judged") != "to_date":
        return
    for condition in conditions_of(ladder.part.node, "only_if", ladder.part.outline):
        line = condition.line
        if line is None or ladder.measure is None or condition.measure is not ladder.measure:
            continue
        for row, following in zip(ladder.rows, [*ladder.rows[1:], None], strict=False):
            rate = row.rate.literal if row.rate else None
            if row.start is None or rate is None or rate.number == 0 or row.start.form != line.form:
                continue
            if _closed_off(condition, line.number, row, following):
                values = {"start": row.start.text, "line": line.text}
                yield warning("never_reached", row.start.place, *_CONDITION, **values)


def _closed_off(condition: Condition, line: Fraction, row: Row, following: Row | None) -> bool:
    assert row.start is not None
    if condition.comparison in ("at_most", "under"):
        touching = condition.comparison == "under" or not row.included
        return row.start.number > line or (row.start.number == line and touching)
    if following is None or following.start is None:
        return False
    end = following.start.number
    return end < line or (end == line and (condition.comparison == "above" or following.included))


def _order(ladder: Ladder) -> Iterator[Fault]:
    """Where the rate depends on the record and on the tier, the order of deals decides which of them gets which."""
    tiers = ladder.part.node.entry("tiers")
    if ladder.shape == "restate" or len(ladder.rows) < 2 or tiers is None:
        return
    if any(row.rate and row.rate.form in ("table", "field", "ratio") for row in ladder.rows):
        yield warning("order_matters", tiers.place, *_ORDER)


_CLIFF = Words(
    "Reaching {start} changes the rate of the whole window from {low} to {high}; one deal can move a large sum.",
    "{start} 지점에서 집계 기간 전체의 요율이 바뀝니다({low} → {high}). 거래 한 건으로 금액이 크게 달라집니다.",
)
_CLIFF_ABOVE = Words(
    "Reaching {start} changes the rate of all that lies above the first tier from {low} to {high}.",
    "{start} 지점에서 첫 구간을 넘은 부분 전체의 요율이 바뀝니다({low} → {high}).",
)
_CLIFF_CURE = Words(
    "Keep it if that is meant; `applies: marginal` has no such jump.",
    "의도한 것이면 그대로 두세요. `applies: marginal` 설정에는 이런 차이가 없습니다.",
)
_JUMP = Words("The last unit there changes pay at once.", "그 지점의 마지막 한 단위로 지급액이 한꺼번에 바뀝니다.")
_JUMP_SUM = Words("The last unit there changes pay by {sum}.", "그 지점의 마지막 한 단위로 바뀌는 금액: {sum}.")
_JUMP_AT_QUOTA = Words(
    "With a quota of {quota}, as in the examples, the last unit there changes pay by {sum}.",
    "계산 예시의 목표({quota})에서는 그 지점의 마지막 한 단위로 바뀌는 금액이 {sum}입니다.",
)
_JUMP_OF_TARGET = Words(
    "The last unit there changes pay by {part} of the target incentive.",
    "그 지점의 마지막 한 단위로 목표 인센티브의 {part}만큼 금액이 바뀝니다.",
)
_JUMP_OF_TARGET_SUM = Words(
    "With a target of {target}, as in the examples, the last unit there changes pay by {sum}.",
    "계산 예시의 목표 인센티브({target})에서는 그 지점의 마지막 한 단위로 바뀌는 금액이 {sum}입니다.",
)
_JUMP_OF_CREDITED = Words(
    "The last unit there changes pay by {part} of everything credited in the window.",
    "그 지점의 마지막 한 단위로 집계 기간 인정 실적의 {part}만큼 금액이 바뀝니다.",
)
_JUMP_OF_EARNED = Words(
    "The last unit there changes pay by {part} of everything that component earned in the window.",
    "그 지점의 마지막 한 단위로 그 지급 항목에서 발생한 금액의 {part}만큼 금액이 바뀝니다.",
)
_ABOVE_CAP = (
    Words(
        "Nothing more is paid from {start} on: the cap of {cap} is met before.",
        "{start} 구간에서는 더 지급되지 않습니다. 그 전에 상한({cap})에 도달합니다.",
    ),
    Words("Raise the cap, or remove the tier.", "상한을 올리거나 구간을 지워 주세요."),
)
_CONDITION = (
    Words(
        "The tier from {start} never pays: the condition on its measure asks for {line}.",
        "{start} 구간은 지급되지 않습니다. 같은 지표의 지급 조건이 {line}이기 때문입니다.",
    ),
    Words("Change the condition, or remove the tier.", "조건을 바꾸거나 구간을 지워 주세요."),
)
_ORDER = (
    Words(
        "The rate depends on the record and on the tier, so the order of deals of one day changes pay.",
        "요율이 데이터와 구간에 모두 따르므로, 같은 날 거래의 순서에 따라 지급액이 달라집니다.",
    ),
    Words(
        "Deals are ordered by credit date, then time, then number; keep it if that is fair here.",
        "거래는 실적 인정일, 시각, 번호 순서로 놓입니다. 그래도 괜찮으면 그대로 두세요.",
    ),
)
