"""What cannot be right about a tiered component: what counts on its ladder, and what its rates are multiples of.

In: the settings of a tiered component. Out: faults.
"""

from __future__ import annotations

from collections.abc import Iterator

from comp_rules.kinds.component import SHARED, WHEN
from comp_rules.kinds.rate import rate_of, sort_of, unit_faults, unlikely_faults
from comp_rules.kinds.tiered_base import BASES
from comp_rules.kinds.tiered_ladder import Ladder
from comp_rules.kinds.tiers import rate_column_faults
from comp_rules.plan.document import Entry, Map
from comp_rules.plan.faults import error, lacks
from comp_rules.plan.outline import MeasureOutline, Outline
from comp_rules.values.fault import Fault, Place
from comp_rules.values.words import Words

KEYS = frozenset({"pays_on", "by", "ladder", "applies", "base_rate", "tiers", WHEN.name, *(key.name for key in SHARED)})


def ladder_faults(ladder: Ladder) -> Iterator[Fault]:
    """Yield the faults of what counts on the ladder: said, and the credit that is paid on stands on it."""
    node = ladder.part.node
    at = component_place(ladder)
    if ladder.by_record:
        yield from _by_record_faults(ladder)
        return
    for key, words in (("ladder", _LADDER), ("applies", _APPLIES)):
        if _lacks(ladder, key):
            yield error("missing_key", at, *words)
    by = node.entry("by")
    if ladder.window and by is None and _lacks(ladder, "by"):
        yield error("missing_key", at, *_BY_MISSING)
    if by is None or ladder.measure is None:
        return
    if ladder.window:
        yield from _window_faults(ladder, by, ladder.measure)
    elif ladder.each_credit:
        yield from _quota_use_faults(ladder, by, ladder.measure)


def _by_record_faults(ladder: Ladder) -> Iterator[Fault]:
    """A field or a date belongs to one record, so its tier holds for the whole credit."""
    node = ladder.part.node
    by, held, applied = node.entry("by"), node.entry("ladder"), node.entry("applies")
    if by is not None and ladder.paid.component is not None:
        yield error("no_record", by.value.place, *_NO_RECORD)
    if held and ladder.window:
        yield error("field_on_window", held.value.place, *_FIELD_WINDOW)
    if applied and ladder.applies in ("marginal", "overage"):
        yield error("field_marginal", applied.value.place, *_FIELD_MARGINAL)


def _window_faults(ladder: Ladder, by: Entry, measure: MeasureOutline) -> Iterator[Fault]:
    """On a ladder over a window stand the credits that its measure adds up; lines of a component take any measure."""
    applied = ladder.part.node.entry("applies")
    if ladder.paid.component is not None:
        if applied and ladder.applies in ("marginal", "overage"):
            yield error("component_whole", applied.value.place, *_COMPONENT_WHOLE)
        return
    credit = ladder.paid.credit
    if credit is None or measure.shape is None:
        return
    if measure.shape == "credits":
        if measure.credits and credit.name not in measure.credits:
            sums = ", ".join(measure.credits)
            values = {"credit": credit.name, "measure": measure.name, "sums": sums}
            yield error("ladder_mismatch", by.value.place, *_MISMATCH, **values)
    elif not contains(measure, credit.name, ladder.part.outline):
        yield error("ladder_mismatch", by.value.place, *_NOT_IN, credit=credit.name, measure=measure.name)
    elif ladder.applies in ("marginal", "overage"):
        yield error("ladder_mismatch", by.value.place, *_NO_PLACE, measure=measure.name)


def contains(measure: MeasureOutline, credit: str, outline: Outline) -> bool:
    """Say whether a credit makes the measure larger: it is added up, or adds to a part that is added."""
    added = {measure.name}
    for found in (waiting := [measure]):
        if found.shape == "credits" and credit in found.credits:
            return True
        for name in {"plus": found.parts, "minus": found.parts[:1]}.get(found.shape or "", ()):
            part = outline.measures.get(name)
            if part is not None and name not in added:
                added.add(name)
                waiting.append(part)
    return False


def _quota_use_faults(ladder: Ladder, by: Entry, measure: MeasureOutline) -> Iterator[Fault]:
    """A credit placed alone needs a measure only for its quota."""
    base = ladder.part.node.map("base_rate")
    if not ladder.by_percent and (base is None or base.get("target_share") is None):
        yield error("key_without_use", by.place, *_BY_UNUSED)
    elif measure.quota is None:
        yield error("quota_needed", by.value.place, *_ONLY_QUOTA, measure=measure.name)
    elif ladder.by_percent and measure.unit != ladder.paid.unit and None not in (measure.unit, ladder.paid.unit):
        yield error("mixed_units", by.value.place, *_QUOTA_UNIT, measure=measure.name)


def rate_faults_of(ladder: Ladder) -> Iterator[Fault]:
    """Yield the faults of the rates: multiples need a base rate, others have no use for one; money once in all."""
    outline, base = ladder.part.outline, ladder.part.node.entry("base_rate")
    yield from rate_column_faults(ladder.rows, ladder.paid, outline, multiples=True)
    rates = [row.rate for row in ladder.rows if row.rate is not None]
    sorts = [sort for sort in (sort_of(rate, ladder.paid, outline) for rate in rates) if sort is not None]
    if not rates or len(set(sorts)) > 1 or (not sorts and base is not None):
        return
    if "times" not in sorts:
        if base is not None:
            yield error("key_without_use", base.place, *_BASE_UNUSED)
    elif base is not None:
        yield from _base_faults(ladder, base)
    elif _lacks(ladder, "base_rate"):
        yield error("missing_key", component_place(ladder), *_BASE_MISSING)


def _base_faults(ladder: Ladder, base: Entry) -> Iterator[Fault]:
    rate, measure = rate_of(base.value, *BASES), ladder.measure
    if rate is not None:
        yield from unit_faults(rate, ladder.paid, ladder.part.outline)
        yield from unlikely_faults(rate)
        return
    if not isinstance(base.value, Map) or not base.value.entry("target_share"):
        return
    if measure is None:
        if ladder.by_record or (ladder.part.node.get("by") is None and ladder.each_credit):
            yield error("quota_needed", base.place, *_TARGET_NEEDS_LADDER)
    elif measure.quota is None:
        if ladder.window:
            yield error("quota_needed", base.place, *_TARGET_NEEDS_QUOTA, measure=measure.name)
    elif measure.unit != ladder.paid.unit and None not in (measure.unit, ladder.paid.unit):
        yield error("mixed_units", base.place, *_TARGET_UNIT, measure=measure.name)


def _lacks(ladder: Ladder, key: str) -> bool:
    return lacks(ladder.part.node, key, KEYS)


def component_place(ladder: Ladder) -> Place:
    """Return the place of the component's name, for faults of what it lacks."""
    earn = ladder.part.outline.document.top.map("earn")
    entry = earn.entry(ladder.part.name) if earn else None
    return entry.place if entry else ladder.part.node.place


_LADDER = (
    Words("Nothing says what moves up the ladder.", "구간을 무엇으로 쌓아 올리는지 적혀 있지 않습니다."),
    Words(
        "Write `ladder: window` to add deals up, or `ladder: each_credit` to begin every deal at 0.",
        "거래를 누적하려면 `ladder: window`, 거래마다 0부터 시작하려면 `ladder: each_credit` 값을 적어 주세요.",
    ),
)
_APPLIES = (
    Words(
        "Nothing says what a higher tier pays for; the same deals pay differently.",
        "높은 구간의 요율이 어디에 적용되는지 적혀 있지 않습니다. 어느 쪽인지에 따라 지급액이 다릅니다.",
    ),
    Words(
        "Write `applies: marginal` for the part above the line, or `applies: whole` for everything.",
        "초과분에만 적용하려면 `applies: marginal`, 전체에 소급하려면 `applies: whole` 값을 적어 주세요.",
    ),
)
_BY_MISSING = (
    Words(
        "A ladder over a window needs the measure that picks the tier.",
        "집계 기간의 구간을 정할 실적 지표가 필요합니다.",
    ),
    Words("Write `by:` with the name of a measure.", "`by:` 키에 실적 지표 이름을 적어 주세요."),
)
_BY_UNUSED = (
    Words(
        "Each credit is placed by its own amount, and nothing here needs the quota of a measure.",
        "거래마다 자기 금액으로 구간을 정하며, 여기에는 지표의 목표가 쓰이지 않습니다.",
    ),
    Words(
        "Remove `by`, or write the tiers as percentages of its quota.",
        "`by` 키를 지우거나 구간을 달성률로 적어 주세요.",
    ),
)
_ONLY_QUOTA = (
    Words(
        "A credit placed alone needs {measure} only for its quota, and it has none.",
        "거래를 따로 놓을 때는 {measure} 지표의 목표만 쓰이는데, 목표가 없습니다.",
    ),
    Words("Give the measure a `quota`, or remove `by`.", "지표에 `quota` 키를 적거나 `by` 키를 지워 주세요."),
)
_QUOTA_UNIT = (
    Words(
        "The quota of {measure} has another unit than the credit.",
        "{measure} 지표의 목표와 인정 실적의 단위가 다릅니다.",
    ),
    Words("Name a measure in the unit of the credit.", "인정 실적과 단위가 같은 지표를 적어 주세요."),
)
_FIELD_WINDOW = (
    Words(
        "A field belongs to one record, so it cannot add up over a window.",
        "필드는 데이터 한 건의 값이므로 집계 기간에 쌓이지 않습니다.",
    ),
    Words("Write `ladder: each_credit`.", "`ladder: each_credit` 값을 적어 주세요."),
)
_FIELD_MARGINAL = (
    Words("A tier picked by a field holds for the whole credit.", "필드로 정한 구간은 인정 실적 전체에 적용됩니다."),
    Words("Write `applies: whole`.", "`applies: whole` 값을 적어 주세요."),
)
_NO_RECORD = (
    Words(
        "The lines of a component have no fields by which a tier could be picked.",
        "다른 지급 항목의 내역에는 구간을 정할 필드가 없습니다.",
    ),
    Words("Pick the tier by a measure.", "실적 지표로 구간을 정해 주세요."),
)
_COMPONENT_WHOLE = (
    Words(
        "The lines of a component have no place on the ladder of a measure; the rate reached holds for all of them.",
        "다른 지급 항목의 내역은 지표의 구간에 놓이지 않으며, 도달한 요율이 전체에 적용됩니다.",
    ),
    Words("Write `applies: whole`.", "`applies: whole` 값을 적어 주세요."),
)
_MISMATCH = (
    Words(
        "It pays on {credit}, but {measure} adds up {sums}; {credit} has no place on that ladder.",
        "지급 대상({credit})이 {measure} 지표의 집계 대상({sums})에 없습니다.",
    ),
    Words(
        "Add the credit to the measure, or pick the tier by another one.",
        "지표에 이 실적을 더하거나 다른 지표를 골라 주세요.",
    ),
)
_NOT_IN = (
    Words(
        "It pays on {credit}, which does not add to {measure}.",
        "지급 대상({credit})은 {measure} 지표에 더해지지 않습니다.",
    ),
    Words(
        "Pick the tier by a measure that adds it up, or pay on the lines of a component: `pays_on: {component: …}`.",
        "이 실적을 더하는 지표를 쓰거나 다른 지급 항목의 내역에 지급해 주세요: `pays_on: {component: …}`.",
    ),
)
_NO_PLACE = (
    Words(
        "{measure} is made of other measures, so a single credit has no place on its way.",
        "{measure} 지표는 다른 지표로 이루어져 거래 하나하나의 위치가 없습니다.",
    ),
    Words(
        "Write a measure that adds the credits up: `sum: [a, b]`; or `applies: whole`.",
        "인정 실적을 더하는 지표(`sum: [a, b]`)를 쓰거나 `applies: whole` 값을 적어 주세요.",
    ),
)
_BASE_UNUSED = (
    Words("A base rate has a use only with multiples such as 1.5x.", "기본 요율은 1.5x 같은 배수와 함께 씁니다."),
    Words("Remove it, or write the rates as multiples.", "지우거나 요율을 배수로 적어 주세요."),
)
_BASE_MISSING = (
    Words(
        "The rates are multiples of a base rate that is not said.", "요율이 기본 요율의 배수인데 기본 요율이 없습니다."
    ),
    Words(
        "Write `base_rate: {target_share: 100%}`, a percentage or a personal rate.",
        "`base_rate: {target_share: 100%}` 형식이나 백분율, 개인별 요율을 적어 주세요.",
    ),
)
_TARGET_NEEDS_LADDER = (
    Words(
        "A base rate from the target incentive needs a measure with a quota.",
        "목표 인센티브로 기본 요율을 정하려면 목표가 있는 지표가 필요합니다.",
    ),
    Words(
        "Write `by` with such a measure, or another base rate.", "`by` 키에 그런 지표를 쓰거나 기본 요율을 바꿔 주세요."
    ),
)
_TARGET_NEEDS_QUOTA = (
    Words(
        "The base rate divides by a quota, but {measure} has none.",
        "기본 요율을 계산할 목표가 {measure} 지표에 없습니다.",
    ),
    Words("Give the measure a `quota`.", "지표에 `quota` 키를 적어 주세요."),
)
_TARGET_UNIT = (
    Words(
        "The base rate divides by the quota of {measure}, which has another unit than what is paid on.",
        "기본 요율을 나누는 {measure} 지표의 목표와 지급 대상의 단위가 다릅니다.",
    ),
    Words("Write the base rate as a percentage or as money.", "기본 요율을 백분율이나 금액으로 적어 주세요."),
)
