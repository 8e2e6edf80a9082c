"""Tiered: the rate depends on how far a measure, or the credit itself, has come.

In: a component with `tiers` and what picks among them. Out: for each credit its parts or its whole at the rate reached.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from comp_rules.kinds.component import SHARED, WHEN
from comp_rules.kinds.flat import PAYS_ON
from comp_rules.kinds.kind import Kind, Part
from comp_rules.kinds.rate import rate_of, unit_faults, unlikely_faults
from comp_rules.kinds.tiered_prose import tiered_prose
from comp_rules.kinds.tiered_steps import BASES, tiered_steps
from comp_rules.kinds.tiered_words import tiered_words
from comp_rules.kinds.tiers import TIERS, Row, order_faults, rate_column_faults, rows_of
from comp_rules.plan.conditions_from_node import unknown_field
from comp_rules.plan.document import Map, Scalar
from comp_rules.plan.faults import error, lacks, not_built, warning
from comp_rules.plan.outline import CreditOutline, MeasureOutline
from comp_rules.plan.schema import Either, Key, MapOf, Value, choice, instead, may
from comp_rules.values.fault import Fault, Place
from comp_rules.values.words import Words

_BY = Either(
    Value(names="measure"),
    map=MapOf(
        (
            Key("field", Value(("name",))),
            instead("since", "Pick the tier by a measure or a field.", "실적 지표나 필드로 구간을 정해 주세요."),
        ),
        called=Words("what picks the tier", "구간 기준"),
    ),
)
_BASE_KEYS = (Key("target_share", Value(("percent",))), Key("personal", Value(names="personal")))
_BASE_RATE = Either(
    Value(BASES),
    map=MapOf(_BASE_KEYS, one_of=(("target_share", "personal"),), called=Words("the base rate", "기본 요율")),
)
_OVERAGE = Words("Use `marginal` or `whole`.", "`marginal` 또는 `whole` 값을 써 주세요.")


def _check(part: Part) -> Iterator[Fault]:
    node, outline = part.node, part.outline
    credit = outline.credits.get(node.text("pays_on") or "")
    measure = outline.measures.get(node.text("by") or "")
    rows = rows_of(node)
    yield from order_faults(rows)
    yield from rate_column_faults(rows)
    yield from _ladder_faults(part, credit, measure)
    yield from _edge_faults(part, rows, credit, measure)
    yield from _rate_faults(part, rows, credit, measure)
    if node.text("ladder") == "window" and node.text("applies") == "whole":
        yield from _cliff(part, rows)


def _ladder_faults(part: Part, credit: CreditOutline | None, measure: MeasureOutline | None) -> Iterator[Fault]:
    """What counts on the ladder: said, and the credit that is paid on stands on it."""
    node = part.node
    by_field = isinstance(node.get("by"), Map)
    at = _component_place(part)
    if not by_field:
        for key, words in (("ladder", _LADDER), ("applies", _APPLIES)):
            if _lacks(part, key):
                yield error("missing_key", at, *words)
    ladder, applies, by = node.entry("ladder"), node.entry("applies"), node.entry("by")
    if by_field and ladder and node.text("ladder") == "window":
        yield error("field_on_window", ladder.value.place, *_FIELD_WINDOW)
    if by_field and applies and node.text("applies") == "marginal":
        yield error("field_marginal", applies.value.place, *_FIELD_MARGINAL)
    if node.text("ladder") == "window" and by is None and _lacks(part, "by"):
        yield error("missing_key", at, *_BY_MISSING)
    if node.text("ladder") == "each_credit" and by is not None and isinstance(by.value, Scalar):
        yield not_built(by.value.place, "by", _NO_MEASURE)
    if node.text("ladder") != "window" or measure is None or by is None:
        return
    if measure.window == "quota_window":
        yield not_built(by.value.place, "quota_window", _NO_QUOTA_WINDOW)
    if credit is not None and measure.credits and credit.name not in measure.credits:
        listed = ", ".join(measure.credits)
        yield error(
            "ladder_mismatch", by.value.place, *_MISMATCH, credit=credit.name, measure=measure.name, sums=listed
        )


def _edge_faults(
    part: Part, rows: list[Row], credit: CreditOutline | None, measure: MeasureOutline | None
) -> Iterator[Fault]:
    """The unit of the edges is that of what they compare."""
    row = next((row for row in rows if row.start is not None), None)
    if row is None or row.start is None:
        return
    if isinstance(part.node.get("by"), Map):
        yield from _field_faults(part, row, credit)
        return
    window = part.node.text("ladder") == "window"
    if row.sort == "percent":
        if window and measure is not None and measure.quota is None:
            yield error("quota_needed", row.start.place, *_QUOTA_NEEDED, measure=measure.name)
        elif part.node.text("ladder") == "each_credit":
            yield error("mixed_units", row.start.place, *_PERCENT_OF_CREDIT)
        return
    compared = (measure.unit if measure else None) if window else (credit.unit if credit else None)
    if compared is not None and compared != row.sort:
        yield error("mixed_units", row.start.place, *_WRONG_EDGE, start=row.start.text)


def _field_faults(part: Part, row: Row, credit: CreditOutline | None) -> Iterator[Fault]:
    by = part.node.map("by")
    name = by.text("field") if by else None
    assert row.start is not None
    if row.sort == "money":
        yield not_built(row.start.place, row.start.text, _FIELD_OF_MONEY)
    fields = part.outline.fields(credit.record_type if credit else None)
    if fields is None or name is None or by is None:
        return
    if name not in fields:
        yield unknown_field(name, by.get("field") or by, fields, (credit.record_type if credit else "") or "")
    elif {"percent": "percent", "number": "count"}.get(fields[name].type) != row.sort != "money":
        yield error("mixed_units", row.start.place, *_WRONG_EDGE, start=row.start.text)


def _rate_faults(
    part: Part, rows: list[Row], credit: CreditOutline | None, measure: MeasureOutline | None
) -> Iterator[Fault]:
    """Multiples need a base rate, other rates have no use for one; together they are money once."""
    base = part.node.entry("base_rate")
    rates = [row.rate for row in rows if row.rate is not None]
    unit = credit.unit if credit else None
    for rate in rates:
        yield from unlikely_faults(rate)
    if not rates:
        return
    if rates[0].sort != "times":
        if base is not None:
            yield error("key_without_use", base.place, *_BASE_UNUSED)
        yield from unit_faults(rates[0], unit, part.outline)
        return
    if base is None:
        if _lacks(part, "base_rate"):
            yield error("missing_key", _component_place(part), *_BASE_MISSING)
        return
    base_rate = rate_of(base.value, *BASES)
    if base_rate is not None:
        yield from unit_faults(base_rate, unit, part.outline)
        yield from unlikely_faults(base_rate)
    elif isinstance(base.value, Map) and base.value.entry("target_share"):
        if part.node.text("ladder") != "window" and part.node.entry("ladder"):
            yield error("quota_needed", base.place, *_TARGET_NEEDS_LADDER)
        elif measure is not None and measure.quota is None:
            yield error("quota_needed", base.place, *_TARGET_NEEDS_QUOTA, measure=measure.name)


def _cliff(part: Part, rows: list[Row]) -> Iterator[Fault]:
    applies = part.node.get("applies")
    for before, row in pairwise(rows):
        a, b = (r.rate.literal if r.rate else None for r in (before, row))
        if applies and row.start and a and b and a.number != b.number:
            yield warning("cliff", applies, *_CLIFF, start=row.start.text, low=a.text, high=b.text)
            return


def _lacks(part: Part, key: str) -> bool:
    return lacks(part.node, key, {known.name for known in (*SHARED, *TIERED.keys)})


def _component_place(part: Part) -> Place:
    earn = part.outline.document.top.map("earn")
    entry = earn.entry(part.name) if earn else None
    return entry.place if entry else part.node.place


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
_NO_MEASURE = Words(
    "Leave `by` out: each credit is placed by its own amount.",
    "`by` 키를 빼 주세요. 거래마다 자기 금액으로 구간을 정합니다.",
)
_NO_QUOTA_WINDOW = Words(
    "Use a measure over month, quarter_to_date or year_to_date, or pay an award.",
    "month, quarter_to_date, year_to_date 지표를 쓰거나 포상(award)으로 지급해 주세요.",
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
    Words("Write the tiers as amounts.", "구간을 금액으로 적어 주세요."),
)
_WRONG_EDGE = (
    Words(
        "{start} is not in the unit of what it is compared with.", "{start} 값의 단위가 비교하는 값의 단위와 다릅니다."
    ),
    Words("Amounts are compared with amounts, counts with counts.", "금액은 금액과, 건수는 건수와 비교합니다."),
)
_FIELD_OF_MONEY = Words("Pick the tier by a number or percentage.", "숫자나 백분율 필드로 구간을 정해 주세요.")
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
        "Write `ladder: window` and `by`, or another base rate.",
        "`ladder: window`, `by` 키를 쓰거나 기본 요율을 바꿔 주세요.",
    ),
)
_TARGET_NEEDS_QUOTA = (
    Words(
        "The base rate divides by a quota, but {measure} has none.",
        "기본 요율을 계산할 목표가 {measure} 지표에 없습니다.",
    ),
    Words("Give the measure a `quota`.", "지표에 `quota` 키를 적어 주세요."),
)
_CLIFF = (
    Words(
        "Reaching {start} changes the rate of the whole window from {low} to {high}; one deal can move a large sum.",
        "{start} 지점에서 집계 기간 전체의 요율이 바뀝니다({low} → {high}). 거래 한 건으로 금액이 크게 달라집니다.",
    ),
    Words(
        "Keep it if that is meant; `applies: marginal` has no such jump.",
        "의도한 것이면 그대로 두세요. `applies: marginal` 설정에는 이런 차이가 없습니다.",
    ),
)

TIERED = Kind(
    name="tiered",
    label=Words("Tiers", "구간별 요율"),
    keys=(
        PAYS_ON,
        WHEN,
        may("by", _BY),
        may("ladder", choice("window", "each_credit")),
        may("applies", Value(words=("marginal", "whole"), later={"overage": _OVERAGE})),
        may("base_rate", _BASE_RATE),
        Key("tiers", TIERS),
    ),
    check=_check,
    compiled=tiered_steps,
    words=tiered_words,
    prose=tiered_prose,
)
