"""Measures with their windows, quotas and attainment, and what is drawn of them.

In: one part of a person's month. Out: measures as a statement shows them.
"""

from __future__ import annotations

from collections.abc import Iterable

from comp_rules.flow.records import AssignmentResult, ComponentResult, Credit, MeasureValue
from comp_rules.values.period import period_from_text
from statements.formatting import LocaleForm
from statements.tiers import drawable, edges_of, quantity, stairs_of
from statements.view import Climb, MeasureView, Stair, Stairs
from statements.words import texts_in


def measures_from_result(part: AssignmentResult, period: str, form: LocaleForm) -> tuple[MeasureView, ...]:
    """Return every measure of the part in its order; texts in the language of `form`."""
    return tuple(_measure(measure, part, period, form) for measure in part.measures)


def attainment_text(measure: MeasureValue, part: AssignmentResult, form: LocaleForm) -> str | None:
    """Print the attainment of a measure so that it never looks like an edge of a tier it has not reached."""
    if measure.attainment is None:
        return None
    return form.attainment(measure.attainment, edges_of(part.components, measure))


def _measure(measure: MeasureValue, part: AssignmentResult, period: str, form: LocaleForm) -> MeasureView:
    text = texts_in(form.lang)
    readers = [c for c in part.components if c.by == measure.measure and drawable(c)]
    quota = measure.quota
    return MeasureView(
        key=f"measure:{part.assignment}:{measure.measure}",
        label=measure.label.say(form.lang),
        over=text(measure.over),
        is_monthly=measure.over in ("month", "period"),
        days=form.span(measure.window),
        total=quantity(measure.total, measure.unit, form),
        quota=quantity(quota.prorated, quota.unit, form) if quota else None,
        attainment=attainment_text(measure, part, form),
        notes=tuple(_notes(measure, form)),
        stairs=tuple(_stairs(component, measure, part, form) for component in readers),
        climb=_climb(measure, part, period, readers, form),
    )


def _notes(measure: MeasureValue, form: LocaleForm) -> Iterable[str]:
    quota = measure.quota
    korean = form.lang == "ko"
    if quota is not None and quota.prorated != quota.stated:
        whole, now = quantity(quota.stated, quota.unit, form), quantity(quota.prorated, quota.unit, form)
        days, of = quota.days_worked, quota.days
        exact = quota.stated * days / of
        if exact != quota.prorated:
            whole_digits = quantity(exact, quota.unit, form)
            now = f"{whole_digits}, 반올림하여 {now}" if korean else f"{whole_digits}, rounded to {now}"
        yield (
            f"목표 일할 계산: {whole} × {days}일 ÷ {of}일 = {now}"
            if korean
            else f"Quota for {days} of {of} days: {whole} × {days} ÷ {of} = {now}"
        )
    last = measure.window.last_day
    if measure.over == "quota_window" and not measure.window_over and last is not None:
        day = form.day(last)
        yield (
            f"목표 기간이 아직 끝나지 않았습니다. 마지막 날: {day}."
            if korean
            else f"The days of this quota end on {day}; nothing is decided before."
        )


def _stairs(component: ComponentResult, measure: MeasureValue, part: AssignmentResult, form: LocaleForm) -> Stairs:
    stairs = stairs_of(component, measure, form)
    reached = quantity(measure.total, measure.unit, form)
    label = component.label.say(form.lang)
    return Stairs(
        label=label,
        stairs=stairs,
        reached=measure.total,
        reached_text=attainment_text(measure, part, form) or reached,
        title=_sentence(f"{label}: {reached}", attainment_text(measure, part, form), stairs, form),
    )


def _climb(
    measure: MeasureValue, part: AssignmentResult, period: str, readers: list[ComponentResult], form: LocaleForm
) -> Climb | None:
    """Return the days of the period as steps toward the quota; None without one."""
    if measure.quota is None or measure.quota.prorated <= 0:
        return None
    span = period_from_text(period).span
    last = span.last_day
    assert last is not None
    points, total = [], measure.opened
    for credit in sorted(_credits_of(measure, part), key=lambda credit: credit.day):
        total += credit.amount
        points.append((credit.day, total))
    assert total == measure.total
    stairs = stairs_of(readers[0], measure, form) if readers else ()
    label = measure.label.say(form.lang)
    end = attainment_text(measure, part, form) or ""
    return Climb(
        label=label,
        first=span.first,
        last=last,
        opened=measure.opened,
        points=tuple(points),
        stairs=stairs,
        quota=measure.quota.prorated,
        end_text=end,
        first_text=_first_day(period, form),
        title=_sentence(f"{label}: {quantity(measure.total, measure.unit, form)}", end, stairs, form),
    )


def _first_day(period: str, form: LocaleForm) -> str:
    name = form.month_name(period)
    return f"{name} 1일" if form.lang == "ko" else f"{name[:3]} 1"


def _credits_of(measure: MeasureValue, part: AssignmentResult) -> list[Credit]:
    """The credits of the period that the measure adds up."""
    return [credit for credit in part.credits if credit.rule in measure.rules and credit.day in measure.window]


def _sentence(start: str, attainment: str | None, stairs: tuple[Stair, ...], form: LocaleForm) -> str:
    """Say in one sentence what the drawing shows."""
    korean = form.lang == "ko"
    reached = f", {'달성률' if korean else 'attainment'} {attainment}" if attainment else ""
    if not stairs:
        return f"{start}{reached}."
    tiers = ", ".join(stair.words for stair in stairs)
    return f"{start}{reached}. {'구간별 요율' if korean else 'Rates'}: {tiers}."
