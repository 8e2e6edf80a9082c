"""What can never be paid: payouts above a cap or below a condition, and caps that cut what is trued up.

In: a component with `caps` or `only_if`, and what it pays where. Out: warnings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from comp_rules.kinds.curve import outside_of, points_of
from comp_rules.kinds.kind import Part
from comp_rules.kinds.payout import starts_of
from comp_rules.kinds.window_pay import paid_of
from comp_rules.plan.document import Map
from comp_rules.plan.faults import warning
from comp_rules.plan.literals import Literal, literal_from_text
from comp_rules.plan.outline import MeasureOutline
from comp_rules.values.fault import Fault
from comp_rules.values.words import Words

_COMPARED = ("at_least", "above", "at_most", "under")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a measure and the highest that is paid on it; the first begins below everything (`low` None).

    `closed` says that `high` itself still belongs to it; a point of a curve belongs to what follows. `named` is the
    literal that shows it to the reader.
    """

    low: Fraction | None
    high: Fraction | None
    closed: bool
    most: Fraction
    named: Literal


def stretches_of(node: Map) -> list[Stretch]:
    """Return the stretches of `tiers` or of the points of `curve`, those that could be read."""
    curve = node.map("curve")
    if curve is None:
        rows = [(row.at, row.included, row.pays) for row in starts_of(node, "tiers")]
        found = []
        for number, (at, _, pays) in enumerate(rows):
            nothing_after = number + 1 == len(rows)
            after, after_included = (None, True) if nothing_after else rows[number + 1][:2]
            if at is not None and pays is not None and (nothing_after or after is not None):
                low = at.number if number else None
                high = after.number if after is not None else None
                found.append(Stretch(low, high, not after_included, pays.number, at))
        return found
    points = [(point.at, point.pays) for point in points_of(curve)]
    known = [(at, pays) for at, pays in points if at is not None and pays is not None]
    inner = [
        Stretch(at.number, after.number, False, max(pays.number, more.number), at)
        for (at, pays), (after, more) in pairwise(known)
    ]
    if known and outside_of(curve, "below") == "edge":
        inner.insert(0, Stretch(None, known[0][0].number, False, known[0][1].number, known[0][0]))
    return inner


def reach_faults(part: Part, node: Map, measure: MeasureOutline | None) -> Iterator[Fault]:
    """Yield warnings for payouts of `node` that a condition on their own measure keeps from ever being paid."""
    stretches = stretches_of(node)
    for condition in part.node.maps("only_if"):
        if measure is None or condition.text("measure") != measure.name:
            continue
        word = next((word for word in _COMPARED if condition.entry(word)), None)
        line = _literal(condition, word, ("percent", "price", "number")) if word else None
        if word is None or line is None or not stretches or stretches[0].named.form != line.form:
            continue
        lost = [stretch for stretch in stretches if stretch.most != 0 and _closed_off(stretch, word, line.number)]
        if lost:
            yield warning("never_reached", line.place, *_GATE, at=lost[0].named.text, line=line.text)


def _closed_off(stretch: Stretch, word: str, line: Fraction) -> bool:
    """Say whether no value of the stretch meets the condition."""
    if word in ("at_least", "above"):
        if stretch.high is None:
            return False
        return stretch.high < line or (stretch.high == line and (word == "above" or not stretch.closed))
    if stretch.low is None:
        return False
    return stretch.low > line or (stretch.low == line and word == "under")


def cap_faults(part: Part, most: Sequence[Literal]) -> Iterator[Fault]:
    """Yield warnings for caps under what a table pays at most, and for caps that cut what is trued up.

    `most` are the literals that the component pays in its highest places.
    """
    highest = max(most, key=lambda literal: literal.number, default=None)
    for cap in part.node.maps("caps"):
        limit, per = _literal(cap, "limit", ("percent", "money")), cap.text("per")
        entry = cap.entry("limit")
        if limit is None or entry is None or cap.entry("unless"):
            continue
        if _cuts_true_up(part, cap, per):
            yield warning("cap_cuts_true_up", entry.value, *_TRUE_UP, cap=limit.text)
        elif highest and per in _one_window(part) and _exceeds(highest, cap, limit):
            yield warning("never_reached", highest.place, *_CAP, pays=highest.text, cap=limit.text)


def _cuts_true_up(part: Part, cap: Map, per: str | None) -> bool:
    """A cap on one quarter meets the difference that settles the earlier quarters of a year as well."""
    if per != "quarter" or cap.text("excess") != "lost" or paid_of(part.node) in (None, "window_end"):
        return False
    return any(measure.window in ("year_to_date", "quota_window") for measure in _measures(part))


def _one_window(part: Part) -> tuple[str, ...]:
    """The words of `per` under which one whole window stands alone under the cap."""
    return ("window", "period") if paid_of(part.node) == "window_end" else ("window",)


def _exceeds(highest: Literal, cap: Map, limit: Literal) -> bool:
    comparable = limit.form == highest.form and (limit.form == "money" or cap.text("of") == "target")
    return comparable and highest.number > limit.number


def _measures(part: Part) -> list[MeasureOutline]:
    names = [part.node.text("by"), *(item.text("by") for item in part.node.maps("items"))]
    for key in ("rows", "columns"):
        side = part.node.map(key)
        names.append(side.text("by") if side else None)
    found = (part.outline.measures.get(name or "") for name in names)
    return [measure for measure in found if measure is not None]


def _literal(node: Map, key: str, types: tuple[str, ...]) -> Literal | None:
    text, entry = node.text(key), node.entry(key)
    return literal_from_text(text, types, entry.value.place) if text is not None and entry else None


_GATE = (
    Words(
        "What is paid from {at} is never reached: the condition asks for {line}.",
        "{at} 지점의 지급률은 적용될 수 없습니다. 지급 조건이 {line}이기 때문입니다.",
    ),
    Words(
        "Begin where the condition holds, or change the condition.",
        "조건이 충족되는 값에서 시작하거나 조건을 바꿔 주세요.",
    ),
)
_CAP = (
    Words(
        "{pays} is never paid in full: the cap stops at {cap}.",
        "상한({cap})이 있어 {pays} 전부가 지급될 수 없습니다.",
    ),
    Words("Raise the cap, or let the payouts end there.", "상한을 올리거나 지급률을 상한에 맞춰 주세요."),
)
_TRUE_UP = (
    Words(
        "It is paid to date over more than a quarter, so the cap of {cap} can cut what settles earlier quarters.",
        "누적 금액으로 지급하면서 분기마다 상한({cap})을 적용하므로, 앞선 분기의 차액 정산이 줄 수 있습니다.",
    ),
    Words(
        "Write `per: window`, or pay the excess at the end of the year: `excess: year_end`.",
        "`per: window` 값을 쓰거나 초과분을 연말에 지급하도록 `excess: year_end` 값을 적어 주세요.",
    ),
)
