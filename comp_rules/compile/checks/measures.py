"""Checks of measures: one unit and one window, a quota that fits, and somebody who reads them.

In: the outline of a plan. Out: faults.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from comp_rules.compile.words_from_node import percent_of
from comp_rules.plan.document import Entry, Items, Map, Node, Scalar
from comp_rules.plan.faults import error, warning
from comp_rules.plan.node_texts import scalars_of
from comp_rules.plan.outline import MeasureOutline, Outline
from comp_rules.values.fault import Fault
from comp_rules.values.period import Window
from comp_rules.values.ratio import percent_text
from comp_rules.values.words import Words

#: keys under which a component or the pay section names a measure
_READERS = ("by", "measure", "rank")
#: how many measures may stand above each other, and how many one may be made of: a line prints them all
DEEPEST, MOST_LEAVES = 8, 100


def measure_faults(outline: Outline) -> Iterator[Fault]:
    """Yield the faults of all measures. That nobody reads one is said only when every name that is read is known."""
    read = _read(outline)
    for measure in outline.measures.values():
        faults = list(_faults(measure, outline))
        yield from faults
        if not faults and measure.name not in read and read <= outline.measures.keys():
            yield warning("unused_measure", measure.place, *_UNREAD, measure=measure.name)
    yield from _quota_windows(outline)


def _faults(measure: MeasureOutline, outline: Outline) -> Iterator[Fault]:
    if measure.shape == "credits":
        yield from _credit_units(measure, outline)
    elif not measure.levels:
        chain = _circle(measure, outline)
        if measure.name == next(name for name in outline.measures if name in chain):
            yield error("measure_circle", measure.place, *_CIRCLE, chain=" → ".join(chain))
        return
    elif measure.levels > DEEPEST or measure.leaves > MOST_LEAVES:
        yield error("measure_too_large", measure.place, *_TOO_LARGE, measure=measure.name)
        return
    else:
        yield from _part_faults(measure, outline)
    yield from _quota(measure, outline)
    yield from _short_window(measure, outline)


def _credit_units(measure: MeasureOutline, outline: Outline) -> Iterator[Fault]:
    """Amounts are summed and counts counted; a credit is named once."""
    seen: set[str] = set()
    for item in scalars_of(measure.node.get("sum" if measure.unit == "money" else "count")):
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


def _circle(measure: MeasureOutline, outline: Outline) -> tuple[str, ...]:
    """The chain of measures that leads from one back to itself: each has a part that never comes from below."""
    above: dict[str, None] = {}
    name = measure.name
    while name not in above:
        above[name] = None
        parts = outline.measures[name].parts
        name = next(part for part in parts if part in outline.measures and not outline.measures[part].levels)
    names = list(above)
    return (*names[names.index(name) :], name)


def _part_faults(measure: MeasureOutline, outline: Outline) -> Iterator[Fault]:
    """What a measure is made of has one window and fitting units; what is weighted is a percentage of 100% in all."""
    parts = [outline.measures[name] for name in measure.parts if name in outline.measures]
    entry = measure.node.entry(measure.shape) if measure.shape else None
    if entry is None or measure.shape == "input" or len(parts) != len(measure.parts):
        return
    windows = {(part.window, part.months, part.window_quota) for part in parts}
    if len(windows) > 1 and all(part.window for part in parts):
        yield error("windows_differ", entry.place, *_WINDOWS, measure=measure.name)
    if measure.shape == "weighted":
        yield from _weights(measure, entry, outline)
        return
    units = {part.unit for part in parts}
    if len(units) > 1 and None not in units:
        yield error("mixed_units", entry.place, *_PART_UNITS, measure=measure.name)


def _weights(measure: MeasureOutline, entry: Entry, outline: Outline) -> Iterator[Fault]:
    items = measure.node.maps("weighted")
    for item in items:
        part = outline.measures.get(item.text("by") or "")
        by = item.get("by")
        if part is not None and by is not None and part.unit is not None and not part.has_attainment:
            yield error("quota_needed", by, *_NO_ATTAINMENT, measure=part.name)
    weights = [percent_of(item, "weight") for item in items]
    total = sum((weight or Fraction(0) for weight in weights), Fraction(0))
    if None not in weights and total != 1:
        yield error("weights", entry.place, *_WEIGHTS, total=percent_text(total))


def _quota(measure: MeasureOutline, outline: Outline) -> Iterator[Fault]:
    over, quota = measure.node.get("over"), measure.node.entry("quota")
    if measure.window == "quota_window" and quota is None and isinstance(over, Scalar):
        yield error("quota_needed", over, *_WINDOW_OF_NOTHING)
    if quota is None:
        return
    if measure.shape == "weighted":
        yield error("key_without_use", quota.place, *_WEIGHTED_QUOTA)
        return
    against = measure.node.get("against")
    if measure.to_date and measure.unit == "ratio" and against is not None:
        yield error("key_without_use", against, *_LEVEL)
    wanted = outline.quota_unit(measure.quota or "")
    if wanted is not None and measure.unit is not None and wanted != measure.unit:
        yield error("mixed_units", quota.value, *_QUOTA_UNIT, quota=measure.quota or "")


def _short_window(measure: MeasureOutline, outline: Outline) -> Iterator[Fault]:
    """A quarter that is calculated at once would never look at the months before its last."""
    months = {"month": 1, "rolling_months": measure.months}.get(measure.window or "", 3)
    over = measure.node.get("over")
    if outline.calculate == "quarter" and months < 3 and over is not None:
        yield error("window_too_short", over, *_TOO_SHORT)


def _quota_windows(outline: Outline) -> Iterator[Fault]:
    """A quota is the number of one whole window, so that measures of two lengths cannot share it."""
    first: dict[str, MeasureOutline] = {}
    for measure in outline.measures.values():
        quota = measure.node.get("quota")
        if measure.quota is None or measure.window is None or quota is None:
            continue
        known = first.setdefault(measure.quota, measure)
        if _length(known, outline) != _length(measure, outline):
            yield error("quota_windows", quota, *_TWO_WINDOWS, quota=measure.quota, a=known.name, b=measure.name)


def _length(measure: MeasureOutline, outline: Outline) -> tuple[Window | None, int]:
    window = measure.window
    if window == "period" and outline.calculate != "half_month":
        window = "month" if outline.calculate == "month" else "quarter_to_date"
    return window, measure.months


def _read(outline: Outline) -> set[str]:
    """The measures that something is made of, paid by, judged by or limited by."""
    read = {part for measure in outline.measures.values() for part in measure.parts}
    pay = outline.document.top.map("pay")
    for node in (*outline.components.values(), *((pay,) if pay else ())):
        read.update(_named(node))
    return read


def _named(node: Node) -> Iterator[str]:
    if isinstance(node, Items):
        for item in node.items:
            yield from _named(item)
    elif isinstance(node, Map):
        for entry in node.entries:
            if entry.key in _READERS and isinstance(entry.value, Scalar):
                yield entry.value.text
            yield from _named(entry.value)


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
_CIRCLE = (
    Words("These measures need each other in a circle: {chain}.", "실적 지표가 서로를 바탕으로 합니다: {chain}."),
    Words(
        "One of them must come from credits or a typed result.", "하나는 인정 실적이나 입력한 결과에서 나와야 합니다."
    ),
)
_TOO_LARGE = (
    Words(
        f"{{measure}} is made of more than {MOST_LEAVES} measures, or of more than {DEEPEST} above each other.",
        f"{{measure}} 지표를 이루는 지표가 {MOST_LEAVES}개를 넘거나 {DEEPEST}단계 넘게 겹쳐 있습니다.",
    ),
    Words("Add up the credits in fewer measures.", "더 적은 지표로 실적을 집계해 주세요."),
)
_WINDOWS = (
    Words("The parts of {measure} look at different windows.", "{measure} 지표의 각 부분은 집계 기간이 서로 다릅니다."),
    Words("Give them the same `over`.", "`over` 값을 똑같이 적어 주세요."),
)
_PART_UNITS = (
    Words("The parts of {measure} have different units.", "{measure} 지표의 각 부분은 단위가 서로 다릅니다."),
    Words(
        "Take amounts with amounts, counts with counts, percentages with percentages.",
        "금액은 금액과, 건수는 건수와, 백분율은 백분율과 함께 써 주세요.",
    ),
)
_NO_ATTAINMENT = (
    Words(
        "{measure} has no quota, so it has no attainment to weigh.", "{measure} 지표에 목표가 없어 달성률이 없습니다."
    ),
    Words("Give the measure a `quota`, or take a ratio.", "지표에 `quota` 키를 적거나 비율 지표를 써 주세요."),
)
_WEIGHTS = (
    Words("The weights add up to {total}, not 100%.", "가중치의 합계가 100%가 아니라 {total}입니다."),
    Words("Correct them.", "가중치를 고쳐 주세요."),
)
_WINDOW_OF_NOTHING = (
    Words("The window is that of a quota, but the measure names none.", "집계 기간이 목표에 따르는데 목표가 없습니다."),
    Words("Write `quota:` with the name of a quota.", "`quota:` 키에 목표 이름을 적어 주세요."),
)
_WEIGHTED_QUOTA = (
    Words(
        "A weighted measure is made of attainments, so it has no quota of its own.",
        "가중 지표는 달성률로 만들므로 자체 목표가 없습니다.",
    ),
    Words("Remove `quota`.", "`quota` 키를 지워 주세요."),
)
_LEVEL = (
    Words(
        "A percentage does not add up over the months, so there is no part of its quota to date.",
        "백분율은 달마다 쌓이는 값이 아니므로 누적 목표가 없습니다.",
    ),
    Words("Remove `against`.", "`against` 키를 지워 주세요."),
)
_QUOTA_UNIT = (
    Words("The quota “{quota}” has another unit than the measure.", "‘{quota}’ 목표의 단위가 지표의 단위와 다릅니다."),
    Words(
        "A sum of money needs a quota in money, a count one in numbers, a percentage one in percent.",
        "금액 지표에는 금액 목표, 건수 지표에는 숫자 목표, 비율 지표에는 백분율 목표가 필요합니다.",
    ),
)
_TOO_SHORT = (
    Words(
        "The plan calculates whole quarters, and this window is shorter: earlier months would never be looked at.",
        "산정 기간은 분기인데 집계 기간이 더 짧아 앞선 달의 실적이 빠집니다.",
    ),
    Words(
        "Write `over: quarter_to_date`, or calculate every month.",
        "`over: quarter_to_date` 값을 적거나 매월 산정하도록 바꿔 주세요.",
    ),
)
_TWO_WINDOWS = (
    Words(
        "The quota “{quota}” is one number, but {a} and {b} compare it with windows of different lengths.",
        "‘{quota}’ 목표는 값이 하나인데 {a}, {b} 지표의 집계 기간이 서로 다릅니다.",
    ),
    Words("Use a quota of its own for each window.", "집계 기간마다 목표를 따로 써 주세요."),
)
_UNREAD = (
    Words(
        "“{measure}” is measured, but nothing is paid or judged by it.",
        "‘{measure}’ 지표는 집계되지만 지급이나 조건에 쓰이지 않습니다.",
    ),
    Words("Use it in a component, or remove it.", "지급 항목에서 쓰거나 지워 주세요."),
)
