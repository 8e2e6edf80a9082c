"""Caps of components: what is cut, per what, and what becomes of it.

In: the `caps` of a component. Out: their faults, their Limit and Share steps, and the words of the lines they make.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal as OneOf

from comp_rules.kernel.steps import AnyStep, Dated, Frame, Limit, Number, Scale, Share, Unit
from comp_rules.kinds.gates import condition_faults, gate_words, gates_of
from comp_rules.kinds.kind import LineShown, Part, Prose
from comp_rules.kinds.sentence import has, with_rest
from comp_rules.plan.compiled import Component
from comp_rules.plan.document import Items, Map, Node
from comp_rules.plan.faults import error, warning
from comp_rules.plan.grammar.pay import caps_shape
from comp_rules.plan.literals import Literal, literal_from_text
from comp_rules.plan.outline import MeasureOutline
from comp_rules.plan.steps_from_measure import frame_name, target_step
from comp_rules.values.fault import Fault
from comp_rules.values.words import Words

CAPS = caps_shape("record", "period", "quarter", "year", "window")
#: the rows in which the sum of a group is counted; a record has no window, so its cap takes the numbers of the year
_FRAMES = {
    "record": Frame("year_to_date"),
    "period": Frame("period"),
    "quarter": Frame("quarter_to_date"),
    "year": Frame("year_to_date"),
}
_PERS = {
    "record": Words("for each record", "건당"),
    "period": Words("in each period", "산정 기간마다"),
    "quarter": Words("in each quarter", "분기마다"),
    "year": Words("in each plan year", "플랜 연도마다"),
    "window": Words("in each window of its measure", "실적 지표의 집계 기간마다"),
}
#: what may become of the excess, by what the cap is counted per
_EXCESS = {
    "record": ("lost",),
    "period": ("lost", "carry", "year_end"),
    "quarter": ("lost", "year_end"),
    "year": ("lost",),
    "window": ("lost",),
}


@dataclass(frozen=True, slots=True)
class Cap:
    """A cap as it could be read; None for what is missing or at fault."""

    node: Map
    limit: Literal | None
    of: str | None
    per: str | None
    excess: str | None


def caps_of(node: Map) -> list[Cap]:
    """Return the caps of a component in the order written."""
    caps = []
    for item in node.maps("caps"):
        value = item.get("limit")
        text = item.text("limit")
        limit = literal_from_text(text, ("percent", "money"), value.place) if text is not None and value else None
        caps.append(Cap(item, limit, item.text("of"), item.text("per"), item.text("excess")))
    return caps


def target_share_of(node: Map) -> Node | None:
    """Return where a component says its part of the target incentive."""
    base = node.map("base_rate")
    return node.get("target_share") or (base.get("target_share") if base else None)


# -- faults -----------------------------------------------------------------------------------------------------------


def cap_faults(part: Part) -> Iterator[Fault]:
    """Yield the faults of all caps of a component."""
    for cap in caps_of(part.node):
        yield from _limit_faults(cap, part)
        yield from _per_faults(cap, part)
        yield from condition_faults(cap.node, "unless", part.outline)


def _limit_faults(cap: Cap, part: Part) -> Iterator[Fault]:
    """A percentage says of what, and an amount is not a part of anything; neither is below 0."""
    limit, of = cap.limit, cap.node.entry("of")
    if limit is None:
        return
    if limit.number <= 0:
        yield error("cap_of_nothing", limit.place, *_OF_NOTHING, limit=limit.text)
    if limit.type == "percent" and of is None:
        yield error("missing_key", limit.place, *_OF_WHAT)
    elif limit.type == "money" and of is not None:
        yield error("key_without_use", of.place, *_OF_UNUSED)
    elif of is not None and cap.of == "target":
        if target_share_of(part.node) is None:
            yield error("target_needed", of.value.place, *_NO_TARGET)
    elif of is not None and cap.of is not None and _quota_unit(cap.of, part) not in (None, "money"):
        yield error("mixed_units", of.value.place, *_QUOTA_UNIT, quota=cap.of)


def _per_faults(cap: Cap, part: Part) -> Iterator[Fault]:
    per, excess = cap.node.entry("per"), cap.node.entry("excess")
    if per is None or cap.per not in _EXCESS:
        return
    if excess is not None and cap.excess not in (None, *_EXCESS[cap.per]) and cap.excess in _EXCESS["period"]:
        allowed = ", ".join(f"`{word}`" for word in _EXCESS[cap.per])
        sentence, cure = _EXCESS_WRONG
        yield error("excess", excess.value.place, sentence, cure, excess=cap.excess or "", per=cap.per, allowed=allowed)
    if cap.per == "window" and _window_is_missing(part):
        yield error("window_needed", per.value.place, *_NO_WINDOW)
    if cap.per == "period" and (part.node.text("paid") or "").endswith("_to_date"):
        yield warning("cap_cuts_true_up", per.value.place, *_CUTS_TRUE_UP)


def _quota_unit(quota: str, part: Part) -> Unit | None:
    declared = part.outline.quota_unit(quota)
    measured = (measure.unit for measure in part.outline.measures.values() if measure.quota == quota)
    return declared or next(measured, None)


def window_measure(part: Part) -> MeasureOutline | None:
    """Return the measure whose window a component is paid over, None when it has none or it could not be read."""
    node, measures = part.node, part.outline.measures
    if node.text("ladder") == "each_credit":
        return None
    rows = node.map("rows")
    names = [
        node.text("by"),
        node.text("rank"),
        rows.text("by") if rows else None,
        *(item.text("by") for item in node.maps("items")[:1]),
        *(item.text("measure") for item in node.maps("reached")[:1]),
    ]
    return next((measures[name] for name in names if name is not None and name in measures), None)


def _window_is_missing(part: Part) -> bool:
    """The component is of a kind without a window; one whose measure is itself at fault is not blamed twice."""
    node = part.node
    has_key = any(node.get(key) is not None for key in ("rank", "rows", "items", "reached"))
    by_measure = node.get("by") is not None and not isinstance(node.get("by"), (Map, Items))
    return not has_key and (not by_measure or node.text("ladder") == "each_credit")


# -- steps ------------------------------------------------------------------------------------------------------------


def capped(part: Part, component: Component) -> tuple[Component, tuple[AnyStep, ...]]:
    """Return the component with the names of its limits, and the steps of its caps in the order in which they cut."""
    steps: list[AnyStep] = []
    limits: list[str] = []
    for number, cap in enumerate(caps_of(part.node), start=1):
        name = f"{part.name}.cap{number}"
        made = _limit_steps(part, cap, name, (*component.pays, *limits))
        steps += made
        limits.append(name)
    return replace(component, limits=(*component.limits, *limits)), tuple(steps)


def _limit_steps(part: Part, cap: Cap, name: str, pays: tuple[str, ...]) -> list[AnyStep]:
    limit = cap.limit
    assert limit is not None
    frame = _frame(part, cap)
    steps: list[AnyStep] = []
    if limit.type == "percent":
        steps += _share_steps(part, cap, limit, f"{name}.of", frame)
    gates = gates_of(part, "unless", cap.node, f"{name.removeprefix(part.name + '.')}.unless")
    return [
        *steps,
        *gates.steps,
        Limit(
            name=name,
            path=cap.node.place.path,
            component=part.name,
            pays=pays,
            cap=steps[-1].name if steps else limit.as_number,
            per=next(word for word in _PER_WORDS if word == cap.per),
            excess=next(word for word in _EXCESS_WORDS if word == cap.excess),
            frame=frame,
            unless=gates.names,
        ),
    ]


_PER_WORDS: tuple[OneOf["record", "period", "quarter", "year", "window"], ...] = (
    "record",
    "period",
    "quarter",
    "year",
    "window",
)
_EXCESS_WORDS: tuple[OneOf["lost", "carry", "year_end"], ...] = ("lost", "carry", "year_end")


def _frame(part: Part, cap: Cap) -> Frame:
    if cap.per == "window":
        measure = window_measure(part)
        assert measure is not None
        return measure.frame
    return _FRAMES[cap.per or ""]


def _share_steps(part: Part, cap: Cap, limit: Literal, name: str, frame: Frame) -> list[AnyStep]:
    """The steps of a cap in percent of the target incentive or of a quota; the last one is its amount."""
    path = cap.node.place.path
    percent = replace(limit.as_number, path=f"{path}.limit")
    if cap.of != "target":
        return _share_of_quota(
            part, cap.of or "", Share(name=name, path=path, factors=((percent, False),), frame=frame)
        )
    steps: list[AnyStep] = [target_step(frame, path)]
    if "target" in part.outline.scales:
        steps.append(
            Scale(name=f"prorated.{steps[0].name}", path="proration", amount=steps[0].name, unit="money", frame=frame)
        )
    factors: list[tuple[str | Number, bool]] = [(steps[-1].name, False)]
    share = target_share_of(part.node)
    assert share is not None
    text = part.node.text("target_share") or (part.node.map("base_rate") or part.node).text("target_share") or ""
    literal = literal_from_text(text, ("percent",), share.place)
    assert literal is not None
    if literal.number != 1:
        factors.append((literal.as_number, False))
    months = months_step(frame, path)
    twelve = Number(Fraction(12), "count", path)
    factors += [(months.name, False), (twelve, True), (percent, False)]
    return [*steps, months, Share(name=name, path=path, factors=tuple(factors), frame=frame)]


def _share_of_quota(part: Part, quota: str, share: Share) -> list[AnyStep]:
    frame = share.frame
    stated = Dated(
        name=f"quota({quota}).{frame_name(frame)}",
        path=f"{share.path}.of",
        table="quota",
        key=quota,
        unit="money",
        frame=frame,
    )
    steps: list[AnyStep] = [stated]
    if part.outline.prorates_quota:
        steps.append(
            Scale(name=f"prorated.{stated.name}", path="proration", amount=stated.name, unit="money", frame=frame)
        )
    return [*steps, replace(share, factors=((steps[-1].name, False), *share.factors))]


def months_step(frame: Frame, path: str, *, to_date: bool = False) -> Dated:
    """Return the step that says how many months of the annual target incentive a window holds."""
    name = f"target_months{'_to_date' if to_date else ''}.{frame_name(frame)}"
    return Dated(name=name, path=path, table="target_months", key="", unit="count", frame=frame, to_date=to_date)


# -- words ------------------------------------------------------------------------------------------------------------


def is_of_cap(line: LineShown) -> bool:
    """Say whether a line was made by a cap and not by the component's kind."""
    return line.state in ("cap", "carried", "paid_out")


def cap_line_words(line: LineShown) -> Words:
    """Return the sentence of a line that a cap made: a cut or what comes back of it, what is carried, or paid out.

    The shape of such a line is what the cap is counted per; its sentence says that.
    """
    return with_rest(line, _scoped(_cap_template(line), line.shape))


def _cap_template(line: LineShown) -> Words:
    if line.state == "carried":
        return _CARRIED_BACK if line.amount < 0 else _CARRIED
    if line.state == "paid_out":
        return _PAID_OUT
    if not has(line, "cap"):
        return _LIFTED
    if has(line, "floor"):
        return _FLOOR
    return _CUT if line.amount < 0 else _GIVEN_BACK


def cap_scope(per: str) -> Words:
    """Return what a cap is counted per, as the name of a line: `cap for each record`, `건당 상한`."""
    found = _SCOPES.get(per)
    return Words(f"cap {found.en}", f"{found.ko} 상한") if found else Words("cap", "상한")


def _scoped(template: Words, per: str) -> Words:
    """Put what the cap is counted per where the template leaves room for it."""
    found = _SCOPES.get(per)
    en, ko = (f" {found.en}", f"{found.ko} ") if found else ("", "")
    return Words(template.en.replace("[per]", en), template.ko.replace("[per]", ko))


#: what a cap is counted per, behind "cap" in English and before 상한 in Korean
_SCOPES = {
    "record": Words("for each record", "건당"),
    "period": Words("for each period", "산정 기간"),
    "quarter": Words("for the quarter", "분기"),
    "year": Words("for the plan year", "플랜 연도"),
    "window": Words("for the window of its measure", "집계 기간"),
}


def cap_words(prose: Prose) -> list[Words]:
    """Say each cap of a component as a rule."""
    steps = {step.name: step for step in prose.plan.steps}
    limits = [step for step in (steps[name] for name in prose.component.limits) if isinstance(step, Limit)]
    said: list[Words] = []
    for limit, node in zip(limits, prose.node.maps("caps"), strict=True):
        per, excess = _PERS[limit.per], _EXCESSES[limit.excess]
        amount = _amount_words(prose, limit, node)
        said.append(
            Words(
                f"It pays at most {amount.en} {per.en}; {excess.en}.",
                f"상한: {per.ko} {amount.ko}. {excess.ko}",
            )
        )
        for gate in (steps[name] for name in limit.unless):
            told = gate_words(prose, gate)  # type: ignore[arg-type]
            said.append(Words(f"The cap does not bind while {told.en}.", f"상한을 적용하지 않는 조건: {told.ko}."))
    return said


def _amount_words(prose: Prose, limit: Limit, node: Map) -> Words:
    if isinstance(limit.cap, Number):
        text = prose.number(limit.cap.value, limit.cap.form)
        return Words(text, text)
    literal = literal_from_text(node.text("limit") or "", ("percent",), node.place)
    assert literal is not None
    percent = prose.number(literal.number, "percent")
    if node.text("of") == "target":
        return Words(f"{percent} of its part of the target incentive", f"목표 인센티브 중 이 항목 몫의 {percent}")
    quota = prose.plan.called("quota", node.text("of") or "")
    return Words(f"{percent} of the quota “{quota.en}”", f"‘{quota.ko}’ 목표의 {percent}")


_EXCESSES = {
    "lost": Words("what lies above is not paid", "초과 금액은 지급하지 않습니다."),
    "carry": Words("what lies above counts in the next period", "초과 금액은 다음 산정 기간에 더합니다."),
    "year_end": Words(
        "what lies above is paid with the last period of the year",
        "초과 금액은 플랜 연도의 마지막 산정 기간에 지급합니다.",
    ),
}
_CUT = Words(
    "{component} comes to {sum}. Its cap[per] is {cap}, so what lies above is cut.",
    "{component} 항목의 계산 금액은 {sum}입니다. [per]상한이 {cap}이므로 초과 금액을 뺍니다.",
)
_GIVEN_BACK = Words(
    "{component} now comes to {sum}. Its cap[per] is {cap}, so part of what was cut comes back.",
    "{component} 항목의 계산 금액은 이제 {sum}입니다. [per]상한이 {cap}이므로 줄였던 금액의 일부를 되돌려 더합니다.",
)
_FLOOR = Words(
    "{component} comes to {sum}. Its cap[per] is {cap}, so no more than that is taken back.",
    "{component} 항목의 계산 금액은 {sum}입니다. [per]상한이 {cap}이므로 되돌리는 금액도 그만큼까지입니다.",
)
_LIFTED = Words(
    "The cap[per] of {component} does not bind now, so what it had cut above {cap_before} comes back.",
    "{component} 항목의 [per]상한({cap_before})이 지금은 적용되지 않아 줄였던 금액을 되돌려 더합니다.",
)
_CARRIED = Words(
    "{carried} that the cap[per] of {component} cut before counts now.",
    "{component} 항목에서 앞서 [per]상한으로 줄인 금액({carried})을 이번 기간에 더합니다.",
)
_CARRIED_BACK = Words(
    "What the cap[per] of {component} carries into this period is less than nothing: {carried}.",
    "{component} 항목에서 이번 기간으로 넘어온 금액이 0보다 작습니다: {carried}.",
)
_PAID_OUT = Words(
    "{paid_out} that the cap[per] of {component} cut during the year is paid with its last period.",
    "{component} 항목에서 연중 [per]상한으로 줄인 금액({paid_out})을 플랜 연도의 마지막 산정 기간에 지급합니다.",
)
_OF_NOTHING = (
    Words("A cap of {limit} leaves nothing to pay.", "상한이 {limit}이면 지급할 금액이 없습니다."),
    Words("Write an amount above 0, or remove the component.", "0보다 큰 값을 적거나 지급 항목을 지워 주세요."),
)
_OF_WHAT = (
    Words("A percentage must say of what.", "무엇의 백분율인지 적혀 있지 않습니다."),
    Words("Write `of: target`, or the name of a quota.", "`of: target` 값이나 목표 이름을 적어 주세요."),
)
_OF_UNUSED = (
    Words("An amount is not a part of something, so `of` has no use.", "금액에는 `of` 키의 쓰임이 없습니다."),
    Words("Remove it.", "지워 주세요."),
)
_NO_TARGET = (
    Words(
        "This component has no part of the target incentive to take a percentage of.",
        "이 지급 항목에는 백분율을 적용할 목표 인센티브 비중이 없습니다.",
    ),
    Words("Write the cap as an amount, or of a quota.", "상한을 금액이나 목표의 백분율로 적어 주세요."),
)
_QUOTA_UNIT = (
    Words("A part of the quota “{quota}” is not money.", "‘{quota}’ 목표의 일부는 금액이 아닙니다."),
    Words("Name a quota in money, or write an amount.", "금액 목표를 지정하거나 금액을 적어 주세요."),
)
_EXCESS_WRONG = (
    Words(
        "`excess: {excess}` has no meaning with `per: {per}`.",
        "`per: {per}` 상한에는 `excess: {excess}` 값을 쓸 수 없습니다.",
    ),
    Words("Write {allowed}.", "쓸 수 있는 값: {allowed}."),
)
_NO_WINDOW = (
    Words("This component is not paid over a window.", "이 지급 항목에는 집계 기간이 없습니다."),
    Words("Cap it per record, period, quarter or year.", "record, period, quarter, year 가운데 하나로 적어 주세요."),
)
_CUTS_TRUE_UP = (
    Words(
        "It is paid to date and capped per period, so the cap can cut what is settled for earlier months.",
        "누적 금액으로 지급하면서 기간마다 상한을 적용하므로, 앞선 달의 차액 정산이 줄 수 있습니다.",
    ),
    Words("Cap it per window, quarter or year.", "window, quarter, year 가운데 하나로 적어 주세요."),
)
