"""Measures with their windows, quotas and attainment, and what is drawn of them.

In: one part of a person's month. Out: measures as a statement shows them.
"""

from __future__ import annotations

from comp_rules.flow.records import AssignmentResult, ComponentResult, Credit, MeasureValue
from comp_rules.values.period import period_from_text
from statements.formatting import LocaleForm
from statements.notes_from_measure import notes_from_measure
from statements.tiers import drawable, edges_of, quantity, stairs_of
from statements.view import Climb, MeasureView, Stair, Stairs
from statements.words import texts_in


def measures_from_result(part: AssignmentResult, period: str, form: LocaleForm) -> tuple[MeasureView, ...]:
    """Return every measure of the part in its order; texts in the language of `form`."""
    return tuple(_measure(measure, part, period, form) for measure in part.measures)


def attainment_text(measure: MeasureValue, part: AssignmentResult, form: LocaleForm) -> str | None:
    """Print the attainment of a measure so that it never looks like an edge of a tier it has not reached."""
    if measure.attainment is None or measure.undefined:
        return None
    return form.attainment(measure.attainment, edges_of(part.components, measure))


def over_text(measure: MeasureValue, form: LocaleForm) -> str:
    """Name what a measure counts over: `quarter to date`, `the last 3 months`."""
    if measure.over != "rolling_months":
        return texts_in(form.lang)(measure.over)
    months = (measure.window.after.year - measure.window.first.year) * 12
    months += measure.window.after.month - measure.window.first.month
    return texts_in(form.lang)("rolling_months", n=months)


def _measure(measure: MeasureValue, part: AssignmentResult, period: str, form: LocaleForm) -> MeasureView:
    text = texts_in(form.lang)
    readers = [c for c in part.components if c.by == measure.measure and drawable(c)]
    read = any(measure.measure in (c.by, c.reason_measure) for c in part.components)
    read = read or any(line.measure == measure.measure for line in part.lines)
    quota = measure.quota
    return MeasureView(
        key=f"measure:{part.assignment}:{measure.measure}",
        label=measure.label.say(form.lang),
        over=over_text(measure, form),
        is_monthly=measure.over in ("month", "period"),
        days=form.span(measure.window),
        total=text("no_value") if measure.undefined else quantity(measure.total, measure.unit, form),
        quota=quantity(quota.prorated, quota.unit, form) if quota else None,
        attainment=attainment_text(measure, part, form),
        notes=notes_from_measure(measure, form),
        stairs=() if measure.undefined else tuple(_stairs(each, measure, part, form) for each in readers),
        climb=_climb(measure, part, period, readers, form),
        is_credited=measure.shape == "credits",
        shown=read or quota is not None or bool(readers),
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
    """Return the days of the period as steps toward the quota; None without one, or where days make no steps."""
    if measure.quota is None or measure.quota.prorated <= 0 or measure.shape != "credits" or measure.undefined:
        return None
    span = period_from_text(period).span
    last = span.last_day
    assert last is not None
    points, total = [], measure.opened
    for credit in sorted(_credits_of(measure, part), key=lambda credit: credit.day):
        total += credit.amount
        points.append((credit.day, total))
    if total != measure.total:
        return None  # what it adds up is not all of this month, or was not credited within the days counted
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
