"""Measures and credits become earnings: the lines of each component, its total, or why it is zero or blocked.

In: the runs of an assignment, that of the version in force last. Out: lines in order, component results, what blocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from comp_rules.flow.calculation import Ran
from comp_rules.flow.line_from_paid import line_from_paid
from comp_rules.flow.lines_from_runs import component_missing, kept_lines
from comp_rules.flow.plan_versions import Versions
from comp_rules.flow.reasons_from_columns import Reason, reason_of
from comp_rules.flow.records import ComponentResult, Credit, Line, MeasureValue
from comp_rules.flow.tiers_from_component import tiers_from_component
from comp_rules.kernel.world import Missing
from comp_rules.plan.compiled import CompiledPlan, Component, Measure


@dataclass(frozen=True, slots=True)
class Earnings:
    """The lines in order, the result of every component, and what is missing by component."""

    lines: tuple[Line, ...]
    components: tuple[ComponentResult, ...]
    blocked: Mapping[str, tuple[Component, Missing]]


def earnings_from_measures(runs: Sequence[Ran], versions: Versions, measures: Sequence[MeasureValue]) -> Earnings:
    """Return the earnings of a period: what each version pays on its own credits and windows, by component name."""
    current = runs[-1]
    lines: list[Line] = []
    blocked: dict[str, tuple[Component, Missing]] = {}
    for run in runs:
        for component in run.plan.components:
            missing = component_missing(run, component)
            if missing is None and run is current:
                missing = _missing_quota(component, run)
            if missing is not None:
                blocked.setdefault(component.name, (component, missing))
        kept = kept_lines(run, versions)
        lines += [line_from_paid(run, *paid, current.plan.version) for paid in kept]
    lines = [line for line in lines if line.component not in blocked]
    results = [_result(component, current, lines, blocked, measures) for component in current.plan.components]
    named = {component.name for component in current.plan.components}
    for run in runs[:-1]:
        for component in run.plan.components:
            if component.name not in named and _concerns(component, lines, blocked):
                named.add(component.name)
                results.append(_result(component, run, lines, blocked, measures))
    return Earnings(tuple(_numbered(lines, results, runs)), tuple(results), blocked)


def _concerns(component: Component, lines: Sequence[Line], blocked: Mapping[str, object]) -> bool:
    """Whether a component that only an earlier version has still pays or is blocked."""
    return component.name in blocked or any(line.component == component.name for line in lines)


def _measures_read(names: Sequence[str], plan: CompiledPlan) -> Iterator[Measure]:
    """The measures of the names, and those whose attainment a weighted one takes."""
    for name in names:
        measure = plan.measure(name)
        yield measure
        if measure.shape == "weighted":
            yield from _measures_read(measure.parts, plan)


def _missing_quota(component: Component, run: Ran) -> Missing | None:
    """The first quota that the component reads and that is missing in the calculated period, credits or not."""
    world = run.prepared.world
    for measure in _measures_read(component.reads, run.plan):
        if measure.quota is None or measure.quota_step is None:
            continue
        cells = [index for index, cell in enumerate(world.cells[measure.frame]) if cell.period == world.last]
        if not cells:
            last_day = world.periods[world.last].span.last_day
            assert last_day is not None
            return Missing("quota_missing", measure.quota, last_day)
        for index in cells:
            found = run.columns.cells[measure.quota_step][index]
            if isinstance(found, Missing):
                return found
    return None


def _result(
    component: Component,
    run: Ran,
    lines: Sequence[Line],
    blocked: Mapping[str, tuple[Component, Missing]],
    measures: Sequence[MeasureValue],
) -> ComponentResult:
    own = [line for line in lines if line.component == component.name]
    missing = blocked.get(component.name)
    total = None if missing else sum(line.amount for line in own)
    reason = Reason(missing[1].code) if missing else reason_of(component, own, run)
    return ComponentResult(
        component=component.name,
        label=component.label,
        kind=component.kind,
        total=total,
        lines=len(own),
        by=component.by,
        tiers=tiers_from_component(component, run, measures),
        reason_code=reason.code,
        reason_operands=reason.operands,
        reason_measure=reason.measure,
    )


def _numbered(lines: Sequence[Line], results: Sequence[ComponentResult], runs: Sequence[Ran]) -> list[Line]:
    """Put lines in the order of their credits, then of the plan; lines of a window come after those of its credits."""
    credits: dict[str, Credit] = {}
    for run in runs:
        credits.update(run.prepared.credits)
    in_order = sorted(credits.values(), key=lambda c: (c.day, c.booked_at or "00:00:00", c.record.record_id, c.rule))
    order = {credit.credit_id: number for number, credit in enumerate(in_order)}
    components = {result.component: number for number, result in enumerate(results)}
    placed = {line.line_id: number for number, line in enumerate(lines)}
    ordered = sorted(
        lines,
        key=lambda line: (
            order.get(line.credit_id or "", len(order)),
            components[line.component],
            placed[line.line_id],
        ),
    )
    return [replace(line, number=number) for number, line in enumerate(ordered, start=1)]
