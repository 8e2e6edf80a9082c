"""What a window pays: percentages of the target incentive or sums, read from tiers or from a curve.

In: a node with `tiers` or `curve`, and the measure that it goes by. Out: its rows, their faults, and the cell steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from comp_rules.kernel.steps import AnyStep, Edge, Factor, Form, Frame, Number, Pick, Tier, Unit
from comp_rules.kinds.curve import (
    CURVE,
    DIGITS,
    MIXED_PAYS,
    PAYS,
    STARTS,
    curve_faults,
    curve_step,
    pays_form,
    points_of,
)
from comp_rules.plan.compiled import TierRow
from comp_rules.plan.document import Map
from comp_rules.plan.faults import error, warning
from comp_rules.plan.literals import Literal, literal_from_text, money_digits_fit
from comp_rules.plan.outline import MeasureOutline, Outline
from comp_rules.plan.schema import Key, ListOf, MapOf, Value, may
from comp_rules.plan.steps_from_measure import MeasureSteps, steps_from_measure
from comp_rules.values.fault import Fault, Place
from comp_rules.values.words import Words

PAYOUT_TIERS = ListOf(
    MapOf(
        (Key("from", Value(STARTS)), Key("above", Value(STARTS)), Key("pays", Value(PAYS))),
        one_of=(("from", "above"),),
        called=Words("the tier", "구간"),
    )
)
#: the keys by which a window's payout is said; exactly one of them is written
PAYOUT_KEYS = (may("tiers", PAYOUT_TIERS), may("curve", CURVE))


@dataclass(frozen=True, slots=True)
class Start:
    """Where a tier, row or column starts and what it pays; None for what is missing or at fault."""

    place: Place
    at: Literal | None
    included: bool
    pays: Literal | None = None


@dataclass(frozen=True, slots=True)
class Payout:
    """The cell steps of a payout: the name of its step, its unit (`ratio` of the target, or `money`) and its frame."""

    name: str
    steps: tuple[AnyStep, ...]
    unit: Unit
    frame: Frame
    tier: str | None
    #: operands that explain it: value, quota and attainment
    context: tuple[Factor, ...]
    rows: tuple[TierRow, ...] = ()


def starts_of(node: Map, key: str) -> list[Start]:
    """Return the rows of `tiers` or `edges` in the order written."""
    starts = []
    for item in node.maps(key):
        word = "from" if item.entry("from") else "above"
        starts.append(Start(item.place, _literal(item, word, STARTS), word == "from", _literal(item, "pays", PAYS)))
    return starts


def start_faults(starts: Sequence[Start]) -> Iterator[Fault]:
    """Yield the faults of a column of starts: one unit, rising, none reached twice."""
    known = [(start.at, start.included) for start in starts if start.at is not None]
    for number, (at, included) in enumerate(known[1:]):
        before, before_included = known[number]
        here, there = (at.number, not included), (before.number, not before_included)
        if at.form != before.form:
            yield error("mixed_units", at.place, *_MIXED_STARTS, a=before.text, b=at.text)
            return
        if here == there:
            yield error("tier_unreachable", at.place, *_UNREACHABLE, start=at.text)
        elif here < there:
            yield error("tiers_not_rising", at.place, *_FALLING, start=at.text, before=before.text)


def pays_faults(pays: Sequence[Literal]) -> Iterator[Fault]:
    """Yield the faults of what a table pays: one unit, digits that can be paid, nothing below zero unsaid."""
    for literal in pays:
        if literal.form != pays[0].form:
            yield error("mixed_units", literal.place, *MIXED_PAYS, a=pays[0].text, b=literal.text)
            return
        if literal.form == "money" and not money_digits_fit(literal):
            yield error("too_many_digits", literal.place, *DIGITS, text=literal.text)
        if literal.number < 0:
            yield warning("negative_rate", literal.place, *_NEGATIVE, pays=literal.text)


def payout_faults(node: Map, measure: MeasureOutline | None, at: Place) -> Iterator[Fault]:
    """Yield the faults of `tiers` or `curve`, exactly one of them; `at` is the place of what they belong to."""
    tiers, curve = node.entry("tiers"), node.entry("curve")
    if (tiers is None) == (curve is None):
        yield error("one_of", curve.place if curve else at, *(_BOTH if curve else _NEITHER))
        return
    if curve is not None and (map_node := node.map("curve")) is not None:
        yield from curve_faults(map_node)
        first = next((point.at for point in points_of(map_node) if point.at is not None), None)
        yield from unit_of_start_faults(first, measure)
        return
    rows = starts_of(node, "tiers")
    yield from start_faults(rows)
    yield from pays_faults([row.pays for row in rows if row.pays is not None])
    yield from unit_of_start_faults(next((row.at for row in rows if row.at is not None), None), measure)
    yield from _from_zero(rows)


def unit_of_start_faults(at: Literal | None, measure: MeasureOutline | None) -> Iterator[Fault]:
    """Yield the fault of a start that is not in the unit of what the measure is compared by."""
    if at is None or measure is None or measure.unit is None:
        return
    if at.form == "percent":
        if measure.quota is None and measure.unit != "ratio":
            yield error("quota_needed", at.place, *_QUOTA_NEEDED, measure=measure.name)
    elif measure.unit != ("money" if at.form == "money" else "count"):
        yield error("mixed_units", at.place, *_WRONG_UNIT, start=at.text, measure=measure.name)


def form_of_payout(node: Map) -> Form | None:
    """Return whether `tiers` or `curve` pay `percent` of the target or `money`; None when that cannot be read."""
    curve = node.map("curve")
    if curve is not None:
        return pays_form(points_of(curve))
    return next((row.pays.form for row in starts_of(node, "tiers") if row.pays is not None), None)


def payout_steps(node: Map, measure: MeasureOutline, outline: Outline, prefix: str) -> Payout:
    """Return the steps of a payout without faults; their names begin with `prefix`."""
    steps = steps_from_measure(measure, outline)
    unit: Unit = "money" if form_of_payout(node) == "money" else "ratio"
    name = f"{prefix}.payout"
    curve = node.map("curve")
    if curve is not None:
        first = points_of(curve)[0].at
        assert first is not None
        step = curve_step(name, curve, compared_step(steps, first.form), measure.frame)
        context = standing(measure, steps, first.form)
        return Payout(name, (*steps.steps, step), unit, measure.frame, None, context)
    rows = starts_of(node, "tiers")
    tier = tier_step(f"{prefix}.tier", node, "tiers", measure, steps, outline)
    numbers = tuple(row.pays.as_number for row in rows if row.pays is not None)
    path = tier.path
    pick = Pick(name=name, path=path, tiers=(tier.name,), numbers=numbers, columns=len(numbers), frame=measure.frame)
    context = standing(measure, steps, tier.edges[0].form)
    all_steps = (*steps.steps, tier, pick)
    return Payout(name, all_steps, unit, measure.frame, tier.name, context, rows_for_pages(rows))


def tier_step(name: str, node: Map, key: str, measure: MeasureOutline, steps: MeasureSteps, outline: Outline) -> Tier:
    """Return the step that says in which tier, row or column the measure stands; percentages compare attainment."""
    edges = []
    for start in starts_of(node, key):
        assert start.at is not None
        edges.append(Edge(start.at.number, start.at.form, start.included, start.at.place.path))
    value = compared_step(steps, edges[0].form)
    scaled = "tier_edges" in outline.scales and edges[0].form != "percent"
    path = f"{node.place.path}.{key}"
    return Tier(name=name, path=path, value=value, edges=tuple(edges), frame=measure.frame, scaled=scaled)


def compared_step(steps: MeasureSteps, form: Form) -> str:
    """Return the name of the cell that is compared: attainment with percentages, else the value itself."""
    return (steps.attainment or steps.total) if form == "percent" else steps.total


def standing(measure: MeasureOutline, steps: MeasureSteps, form: Form, prefix: str = "") -> tuple[Factor, ...]:
    """Return the operands that say how a measure stood; `prefix` tells those of a second measure apart.

    A ratio without a quota is its own value, so it has no attainment beside it.
    """
    factors = [Factor(f"{prefix}total", "cell", measure.unit or "money", name=steps.total)]
    if form == "percent" and measure.quota is not None:
        assert steps.prorated is not None
        assert steps.attainment is not None
        quota = f"{prefix}quota" if prefix else "window_quota"
        factors.append(Factor(quota, "cell", measure.unit or "money", name=steps.prorated))
        factors.append(Factor(f"{prefix}attainment", "cell", "ratio", name=steps.attainment))
    return tuple(factors)


def needs_quota(node: Map, measure: MeasureOutline | None) -> bool:
    """Say whether a payout compares the measure with its quota."""
    if measure is None or measure.quota is None:
        return False
    curve = node.map("curve")
    ats = [point.at for point in points_of(curve)] if curve else [row.at for row in starts_of(node, "tiers")]
    return any(at is not None and at.form == "percent" for at in ats)


def rows_for_pages(rows: Sequence[Start]) -> tuple[TierRow, ...]:
    """Return a table of payouts as pages and prose show it; the first row also covers everything below."""
    shown = []
    for number, row in enumerate(rows):
        assert row.at is not None
        pays: Number | None = row.pays.as_number if row.pays else None
        shown.append(TierRow(row.at.as_number if number else None, row.included, pays))
    return tuple(shown)


def _literal(item: Map, key: str, types: tuple[str, ...]) -> Literal | None:
    text, entry = item.text(key), item.entry(key)
    return literal_from_text(text, types, entry.value.place) if text is not None and entry else None


def _from_zero(rows: Sequence[Start]) -> Iterator[Fault]:
    """The first tier covers everything below its edge, which surprises when it pays something from above 0."""
    first = rows[0] if rows else None
    if first and first.at and first.pays and first.at.number > 0 and first.pays.number != 0:
        yield warning("starts_above_zero", first.at.place, *_ABOVE_ZERO, start=first.at.text)


_NEITHER = (
    Words("Nothing says what is paid: one of `tiers` and `curve` is missing.", "지급률이 없습니다: `tiers`, `curve`."),
    Words(
        "Write `tiers` for a table that steps, or `curve` for straight lines between points.",
        "계단식이면 `tiers`, 지점 사이를 비례로 이으려면 `curve` 키를 적어 주세요.",
    ),
)
_BOTH = (
    Words("Only one of `tiers` and `curve` may be written.", "`tiers`, `curve` 가운데 하나만 쓸 수 있습니다."),
    Words("Keep one and remove the other.", "하나만 남기고 지워 주세요."),
)
_MIXED_STARTS = (
    Words("The tiers start in different units: {a} and {b}.", "구간 시작 값의 단위가 서로 다릅니다: {a}, {b}."),
    Words("Write all of them in one unit.", "모두 한 가지 단위로 적어 주세요."),
)
_UNREACHABLE = (
    Words(
        "Two tiers start at {start}; the first of them is never used.",
        "두 구간의 시작 값이 같습니다({start}). 앞 구간은 쓰이지 않습니다.",
    ),
    Words("Remove one of the two.", "둘 가운데 하나를 지워 주세요."),
)
_FALLING = (
    Words("The tier from {start} stands after the tier from {before}.", "{start} 구간이 {before} 구간 뒤에 있습니다."),
    Words("Put the tiers in rising order.", "구간을 낮은 값부터 순서대로 적어 주세요."),
)
_NEGATIVE = (
    Words("The payout {pays} takes money away.", "{pays} 값은 금액을 줄입니다."),
    Words("Keep it only if that is meant.", "의도한 값일 때만 그대로 두세요."),
)
_QUOTA_NEEDED = (
    Words(
        "It goes by percentages of a quota, but {measure} has none.",
        "달성률에 따라 지급하지만 {measure} 지표에 목표가 없습니다.",
    ),
    Words(
        "Give the measure a `quota`, or write the starts in its own unit.",
        "지표에 `quota` 키를 적거나 시작 값을 금액이나 건수로 적어 주세요.",
    ),
)
_WRONG_UNIT = (
    Words("{start} is not in the unit of {measure}.", "{start} 값의 단위가 {measure} 지표의 단위와 다릅니다."),
    Words(
        "Amounts are compared with amounts, counts with counts, ratios with percentages.",
        "금액은 금액과, 건수는 건수와, 비율은 백분율과 비교합니다.",
    ),
)
_ABOVE_ZERO = (
    Words(
        "The first tier starts at {start}, but it also pays for everything below.",
        "첫 구간은 {start}부터이지만 그 아래 실적에도 적용됩니다.",
    ),
    Words(
        "If nothing should be paid there, write a first tier from 0 that pays 0.",
        "지급하지 않으려면 0부터 시작하고 지급률이 0인 구간을 먼저 적어 주세요.",
    ),
)
