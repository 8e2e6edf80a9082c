"""What is paid for a window: a part of the target incentive times a payout, at its end or as it goes along.

In: a component with `paid`, and the payout that its kind worked out. Out: the chain of factors, the line steps, and
the faults of paying in time.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal as OneOf

from comp_rules.kernel.steps import AnyStep, Due, Factor, Frame, Number, Pay, Scale, Worked
from comp_rules.kinds.caps import months_step
from comp_rules.kinds.component import SHARED
from comp_rules.kinds.kind import Part
from comp_rules.kinds.payout import Payout
from comp_rules.plan.document import Map
from comp_rules.plan.faults import error, lacks
from comp_rules.plan.literals import literal_from_text
from comp_rules.plan.outline import MeasureOutline, Outline
from comp_rules.plan.schema import Key, Value, choice
from comp_rules.plan.steps_from_measure import frame_name, target_step
from comp_rules.values.fault import Fault, Place
from comp_rules.values.words import Words

Paid = OneOf["window_end", "monthly_to_date", "quarterly_to_date"]
PAID: tuple[Paid, ...] = ("window_end", "monthly_to_date", "quarterly_to_date")
_TO_DATE = ("monthly_to_date", "quarterly_to_date")
_COUNTED = (
    Words(
        "Nothing says how much of the target incentive counts before the window is over.",
        "집계 기간이 끝나기 전에 목표 인센티브를 얼마나 반영할지 적혀 있지 않습니다.",
    ),
    Words(
        "Write `target_counted: full_window`, or `to_date` for the months so far only.",
        "전체를 반영하려면 `target_counted: full_window`, 지난 개월 수만 반영하려면 `to_date` 값을 적어 주세요.",
    ),
)
TARGET_SHARE = Value(("percent",))
#: when a window is paid, and how much of its target counts before it is over
PAID_KEYS = (
    Key("paid", choice(*PAID)),
    Key("target_counted", choice("full_window", "to_date"), case=("paid", _TO_DATE), missing=_COUNTED),
)


def paid_of(node: Map) -> Paid | None:
    """Return when the component is paid, None when that is missing or at fault."""
    return next((word for word in PAID if word == node.text("paid")), None)


def to_date_of(node: Map) -> bool:
    """Say whether the target counts by the months so far instead of by those of the whole window."""
    return paid_of(node) in _TO_DATE and node.text("target_counted") == "to_date"


def component_place(part: Part) -> Place:
    """Return the place of the component's name, for faults of what it lacks."""
    earn = part.outline.document.top.map("earn")
    entry = earn.entry(part.name) if earn else None
    return entry.place if entry else part.node.place


def share_faults(part: Part, form: str | None) -> Iterator[Fault]:
    """Yield the fault of a part of the target that is missing, or written where sums are paid; `form` of the payout."""
    entry = part.node.entry("target_share")
    if form == "money" and entry is not None:
        yield error("key_without_use", entry.place, *_SHARE_UNUSED)
    elif form == "percent" and entry is None and lacks(part.node, "target_share", _known_keys()):
        yield error("missing_key", component_place(part), *_SHARE_MISSING)


def paid_faults(part: Part, measures: tuple[MeasureOutline | None, ...]) -> Iterator[Fault]:
    """Yield the faults of a window that cannot be paid in the way that `paid` says."""
    entry, paid = part.node.entry("paid"), paid_of(part.node)
    for measure in measures:
        if entry is None or measure is None or paid not in _TO_DATE:
            continue
        if measure.window == "rolling_months":
            yield error("paid_rolling", entry.value.place, *_ROLLING, measure=measure.name)
            return
        shorter = measure.window in ("month", "period") and part.outline.calculate != "quarter"
        if paid == "quarterly_to_date" and shorter:
            yield error("paid_between", entry.value.place, *_BETWEEN, measure=measure.name)
            return


def target_factors(
    node: Map, outline: Outline, frame: Frame, path: str, weight: Number | None = None
) -> tuple[tuple[AnyStep, ...], tuple[Factor, ...]]:
    """Return the steps and factors of the target of a window: annual target x share x weight x months / 12.

    The target is prorated by the days worked where the plan says so. A rolling window overlaps the next one, so its
    target is that of the calculated period alone.
    """
    if frame.window == "rolling_months":
        frame = Frame("period")
    stated = target_step(frame, path)
    steps: list[AnyStep] = [stated]
    target = stated.name
    if "target" in outline.scales:
        scale = Scale(name=f"prorated.{target}", path="proration", amount=target, unit="money", frame=frame)
        steps.append(scale)
        target = scale.name
    factors = [Factor("target", "cell", "money", name=target)]
    share = node.entry("target_share")
    literal = literal_from_text(node.text("target_share") or "", ("percent",), share.value.place) if share else None
    if literal is not None and literal.number != 1:
        factors.append(Factor("share", "literal", "ratio", numbers=(literal.as_number,)))
    if weight is not None and weight.value != 1:
        factors.append(Factor("weight", "literal", "ratio", numbers=(weight,)))
    months, more = _months(node, frame, path)
    return (*steps, *months), (*factors, *more)


def window_lines(
    part: Part,
    payout: Payout,
    measure: MeasureOutline,
    prefix: str,
    gates: tuple[str, ...] = (),
    context: tuple[Factor, ...] = (),
    weight: Number | None = None,
    item: int = 0,
) -> tuple[AnyStep, ...]:
    """Return the steps from a payout to the money of its window: target, lines and pay.

    `prefix` begins the names, `<prefix>.pay` is the last; `context` explains beside what the payout brings.
    """
    node, paid = part.node, paid_of(part.node)
    assert paid is not None
    factors: tuple[Factor, ...] = ()
    steps: tuple[AnyStep, ...] = ()
    if payout.unit == "ratio":
        steps, factors = target_factors(node, part.outline, payout.frame, f"{part.path}.target_share", weight)
    elif "earnings" in part.outline.scales:
        worked = Worked(name=f"worked.{frame_name(payout.frame)}", path="proration", frame=payout.frame)
        steps, factors = (worked,), (Factor("worked", "cell", "ratio", name=worked.name),)
    due = Due(
        name=f"{prefix}.lines",
        path=part.path,
        component=part.name,
        gates=gates,
        paid=paid,
        frame=payout.frame,
        tier=payout.tier,
    )
    pay = Pay(
        name=f"{prefix}.pay",
        path=f"{part.path}.items[{item - 1}]" if item else part.path,
        component=part.name,
        lines=due.name,
        factors=(*factors, Factor("payout", "cell", payout.unit, name=payout.name)),
        context=(*payout.context, *context),
        item=item,
        measure=measure.name,
    )
    return (*payout.steps, *steps, due, pay)


def line_shape(node: Map) -> str:
    """Return the name of the sentence that lines of the window have: `window` or `to_date`."""
    return "to_date" if paid_of(node) in _TO_DATE else "window"


def _months(node: Map, frame: Frame, path: str) -> tuple[tuple[AnyStep, ...], tuple[Factor, ...]]:
    """The months of the window by 12; a whole plan year needs neither."""
    to_date = to_date_of(node)
    if frame.window == "year_to_date" and not to_date:
        return (), ()
    twelve = Factor("year_months", "literal", "count", numbers=(Number(Fraction(12), "count", path),), divide=True)
    months = months_step(frame, path, to_date=to_date)
    return (months,), (Factor("months", "cell", "count", name=months.name), twelve)


def _known_keys() -> set[str]:
    return {key.name for key in (*SHARED, *PAID_KEYS)} | {"by", "tiers", "curve", "rows", "columns", "pays", "items"}


_SHARE_UNUSED = (
    Words(
        "It pays sums of money, so no part of the target incentive belongs to it.",
        "금액을 지급하는 항목이므로 목표 인센티브의 비중이 쓰이지 않습니다.",
    ),
    Words("Remove it, or write the payouts in percent.", "지우거나 지급률을 백분율로 적어 주세요."),
)
_SHARE_MISSING = (
    Words(
        "Nothing says which part of the target incentive it pays.",
        "목표 인센티브 중 이 항목의 비중이 적혀 있지 않습니다.",
    ),
    Words("Write `target_share: 100%`, or another part.", "`target_share: 100%` 형식으로 비중을 적어 주세요."),
)
_ROLLING = (
    Words(
        "{measure} rolls: every period has a window of its own, so there is nothing to pay to date.",
        "{measure} 지표는 매월 집계 기간이 새로 정해지므로 누적으로 정산할 수 없습니다.",
    ),
    Words("Write `paid: window_end`.", "`paid: window_end` 값을 적어 주세요."),
)
_BETWEEN = (
    Words(
        "It is paid every quarter, but a window of {measure} is a month; what other months came to is never paid.",
        "분기마다 지급하지만 {measure} 지표의 집계 기간은 한 달입니다. 나머지 달의 금액이 지급되지 않습니다.",
    ),
    Words(
        "Write `paid: window_end`, or measure over the quarter.",
        "`paid: window_end` 값을 쓰거나 지표를 분기로 집계해 주세요.",
    ),
)
