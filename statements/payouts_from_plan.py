"""The payout curves and grids of a component in words, with the place where a person stands.

In: a compiled plan, the name of a component, and the part of a month that stands on it. Out: data for pictures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from comp_rules.explain.curve_from_plan import PayoutCurve, PayoutGrid, Stretch, curves_from_plan
from comp_rules.flow.records import AssignmentResult, MeasureValue
from comp_rules.kernel.ladder import tier_of
from comp_rules.kernel.steps import Edge, Form
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.words import Words
from statements.formatting import LocaleForm
from statements.payout_view import CurveView, GridCell, GridView, Mark, Payout, Point, Standing
from statements.tiers import quantity

_UP = {
    "target": Words("part of the target incentive", "목표 인센티브 대비 지급률"),
    "quota": Words("pay as a part of the quota", "목표 대비 지급액의 비율"),
    "base": Words("pay in multiples of the base rate", "기본 요율 대비 배수"),
    "money": Words("amount", "금액"),
    "rate": Words("rate", "요율"),
}


def payouts_from_plan(
    plan: CompiledPlan, component: str, form: LocaleForm, part: AssignmentResult | None = None
) -> tuple[Payout, ...]:
    """Return what can be drawn of a component; nothing for one rate, or where pay follows no table.

    Raises KeyError when the plan has no component of that name.
    """
    measures = {measure.measure: measure for measure in part.measures} if part else {}
    found: list[Payout] = []
    for each in curves_from_plan(plan, component):
        if isinstance(each, PayoutGrid):
            found.append(_grid(each, plan, measures.get(each.row_measure), measures.get(each.column_measure), form))
        # of a price for each one counted a curve over the quota would print sums that nobody is paid
        elif len(each.stretches) > 1 and not (each.pays == "quota" and each.form == "money"):
            found.append(_curve(each, plan, measures.get(each.measure or ""), form))
    return tuple(found)


def _label(plan: CompiledPlan, measure: str | None, form: LocaleForm) -> str:
    return plan.measure(measure).label.say(form.lang) if measure else ""


def _printed(value: Fraction, kind: Form, plan: CompiledPlan, form: LocaleForm) -> str:
    if kind == "percent":
        return form.percent(value)
    return quantity(value, f"money:{plan.currency}" if kind == "money" else kind, form)


def _place(measure: MeasureValue | None, kind: Form) -> Fraction | None:
    """Where a measure stands on an axis of that form; None without a number."""
    if measure is None or measure.undefined:
        return None
    if kind == "percent":
        return measure.attainment if measure.attainment is not None or measure.unit != "percent" else measure.total
    return measure.total


# -- curves -----------------------------------------------------------------------------------------------------------


def _curve(curve: PayoutCurve, plan: CompiledPlan, measure: MeasureValue | None, form: LocaleForm) -> CurveView:
    label = plan.component(curve.component).label.say(form.lang)
    if curve.item:
        label = f"{label}: {_label(plan, curve.measure, form)}"
    bounds = [stretch.low for stretch in curve.stretches if stretch.low is not None]
    at = _place(measure, curve.at)
    end = max(bounds[-1] * Fraction(5, 4), bounds[-1] + (bounds[-1] - bounds[0]) / 4, at or Fraction(0), Fraction(0))
    start = min(Fraction(0), bounds[0])
    end = end if end > start else start + 1
    lines = tuple(_line(stretch, start, end) for stretch in curve.stretches if _reaches(stretch, start, end))
    jumps = tuple(((j.at, j.before), (j.at, j.after)) for j in curve.jumps if start <= j.at <= end)
    heights = [point[1] for line in lines for point in line]
    paid = sorted({curve.pay_at(b) for b in bounds} | {value for j in curve.jumps for value in (j.before, j.after)})
    here = _standing(curve, at, plan, form)
    numbers = tuple(_numbers(curve, bounds, plan, form))
    return CurveView(
        label=label,
        across=_across(curve, plan, form),
        up=_up(curve, form),
        lines=lines,
        jumps=jumps,
        places=tuple(Mark(bound, _printed(bound, curve.at, plan, form)) for bound in bounds),
        heights=tuple(Mark(value, _pay(value, curve, plan, form)) for value in paid),
        end=end,
        top=max([*heights, Fraction(0)]),
        bottom=min([*heights, Fraction(0)]),
        here=here,
        here_text=_here_text(here, form),
        numbers=numbers,
        title=_title(label, numbers, here, form),
        measure=curve.measure or "",
    )


def _reaches(stretch: Stretch, start: Fraction, end: Fraction) -> bool:
    """Whether some of a stretch lies inside the picture."""
    return (stretch.high is None or stretch.high > start) and (stretch.low is None or stretch.low < end)


def _line(stretch: Stretch, start: Fraction, end: Fraction) -> tuple[Point, Point]:
    low = start if stretch.low is None else max(stretch.low, start)
    high = end if stretch.high is None else min(stretch.high, end)
    return (low, stretch.pay_at(low)), (high, stretch.pay_at(high))


def _pay(value: Fraction, curve: PayoutCurve, plan: CompiledPlan, form: LocaleForm) -> str:
    if curve.pays == "money":
        return _printed(value, "money", plan, form)
    if curve.pays == "base":
        return form.times(value) if curve.form == "times" else _printed(value, curve.form, plan, form)
    return _printed(value, curve.form, plan, form)


def _across(curve: PayoutCurve, plan: CompiledPlan, form: LocaleForm) -> str:
    label, korean = _label(plan, curve.measure, form), form.lang == "ko"
    if not label:
        return ("경과 개월 수" if korean else "months since its date") if curve.pays == "rate" else (
            "인정 실적" if korean else "credit")  # fmt: skip
    if curve.at == "percent" and plan.measure(curve.measure or "").quota:
        return f"{label} 달성률" if korean else f"{label}, attainment"
    return label


def _up(curve: PayoutCurve, form: LocaleForm) -> str:
    return _UP[curve.pays].say(form.lang)


def _standing(curve: PayoutCurve, at: Fraction | None, plan: CompiledPlan, form: LocaleForm) -> Standing | None:
    if at is None or curve.measure is None:
        return None
    pays = curve.pay_at(at)
    at_text = form.attainment(at, [s.low for s in curve.stretches if s.low is not None]) if curve.at == "percent" else (
        _printed(at, curve.at, plan, form))  # fmt: skip
    # Between two points a payout is as long as an attainment, and shortened as one.
    short = curve.form == "percent" and curve.pays != "money"
    pays_text = form.attainment(pays) if short else _pay(pays, curve, plan, form)
    return Standing(at, pays, at_text, pays_text)


def _here_text(here: Standing | None, form: LocaleForm) -> str:
    if here is None:
        return ""
    return f"현재 {here.at_text}" if form.lang == "ko" else f"You stand at {here.at_text}"


def _numbers(
    curve: PayoutCurve, bounds: Sequence[Fraction], plan: CompiledPlan, form: LocaleForm
) -> Iterable[tuple[str, str]]:
    """The pay at every bound; at a jump that before and after it."""
    jumps = {jump.at: jump for jump in curve.jumps}
    for bound in bounds:
        text = _printed(bound, curve.at, plan, form)
        if bound in jumps:
            before, after = (_pay(value, curve, plan, form) for value in (jumps[bound].before, jumps[bound].after))
            yield text, f"{before} → {after}"
        else:
            yield text, _pay(curve.pay_at(bound), curve, plan, form)


def _title(label: str, numbers: Iterable[tuple[str, str]], here: Standing | None, form: LocaleForm) -> str:
    listed = ", ".join(f"{at}: {pays}" for at, pays in numbers)
    stands = f" {_here_text(here, form)} ({here.pays_text})." if here else ""
    return f"{label}. {listed}.{stands}"


# -- grids ------------------------------------------------------------------------------------------------------------


def _grid(
    grid: PayoutGrid,
    plan: CompiledPlan,
    row: MeasureValue | None,
    column: MeasureValue | None,
    form: LocaleForm,
) -> GridView:
    places = [_reached(edges, measure) for edges, measure in ((grid.rows, row), (grid.columns, column))]
    heads = [_heads(edges, plan, form) for edges in (grid.rows, grid.columns)]
    rows = tuple(
        (
            heads[0][number],
            tuple(
                GridCell(_printed(cell.value, cell.form, plan, form), [number, place] == places)
                for place, cell in enumerate(cells)
            ),
        )
        for number, cells in enumerate(grid.pays)
    )
    here = ""
    if places[0] is not None and places[1] is not None:
        pays = rows[places[0]][1][places[1]].text
        here = f"현재 위치: {pays}" if form.lang == "ko" else f"You are at {pays}"
    money = grid.pays[0][0].form == "money"
    return GridView(
        label=plan.component(grid.component).label.say(form.lang),
        row_label=_label(plan, grid.row_measure, form),
        column_label=_label(plan, grid.column_measure, form),
        columns=tuple(heads[1]),
        rows=rows,
        up=_UP["money" if money else "target"].say(form.lang),
        here_text=here,
    )


def _reached(edges: tuple[Edge, ...], measure: MeasureValue | None) -> int | None:
    at = _place(measure, edges[0].form)
    return None if at is None else tier_of(at, edges)


def _heads(edges: Sequence[Edge], plan: CompiledPlan, form: LocaleForm) -> list[str]:
    """Name rows or columns by where they start; the first by where it ends."""
    korean, heads = form.lang == "ko", []
    for number, edge in enumerate(edges):
        named = edges[1] if number == 0 and len(edges) > 1 else edge
        text = _printed(named.at, named.form, plan, form)
        if number == 0 and len(edges) > 1:
            below = ("미만", "below") if named.included else ("이하", "up to")
            heads.append(f"{text} {below[0]}" if korean else f"{below[1]} {text}")
        else:
            word = ("이상", "from") if edge.included else ("초과", "above")
            heads.append(f"{text} {word[0]}" if korean else f"{word[1]} {text}")
    return heads
