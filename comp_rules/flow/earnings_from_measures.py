"""Measures and credits become earnings: the lines of each component, its total, or why it is zero or blocked.

In: the runs of an assignment, that of the version in force last. Out: lines in order, component results, what blocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from comp_rules.flow.calculation import Ran
from comp_rules.flow.line_from_paid import line_from_paid
from comp_rules.flow.lines_from_before import Before
from comp_rules.flow.lines_from_runs import Kept, component_missing, credits_in_order, kept_lines
from comp_rules.flow.plan_versions import Versions
from comp_rules.flow.reasons_from_columns import Reason, reason_of
from comp_rules.flow.records import ComponentResult, Line, MeasureValue
from comp_rules.flow.tiers_from_component import tiers_from_component
from comp_rules.kernel.world import Missing
from comp_rules.plan.compiled import CompiledPlan, Component, Measure


@dataclass(frozen=True, slots=True)
class Earnings:
    """The lines in order, the result of every component, and what is missing by component."""

    lines: tuple[Line, ...]
    components: tuple[ComponentResult, ...]
    blocked: Mapping[str, tuple[Component, Missing]]


def earnings_from_measures(
    runs: Sequence[Ran],
    versions: Versions,
    measures: Sequence[MeasureValue],
    before: dict[object, Before] | None = None,
) -> Earnings:
    """Return the earnings of a period: what each version pays on its own credits and windows, by component name.

    `before` holds by assignment and version what its run left when it was asked first, and is filled then.
    """
    current = runs[-1]
    kept: list[tuple[Ran, Kept]] = []
    blocked: dict[str, tuple[Component, Missing]] = {}
    for run in runs:
        for component in run.plan.components:
            missing = component_missing(run, component)
            if missing is None and run is current:
                missing = _missing_quota(component, run)
            if missing is not None:
                blocked.setdefault(component.name, (component, missing))
        kept += [(run, paid) for paid in kept_lines(run, versions)]
    kept = [(run, paid) for run, paid in kept if paid.component.name not in blocked]
    lines = _lines(kept, _numbers(kept, runs), current.plan.version, before)
    results = [_result(component, current, lines, blocked, measures) for component in current.plan.components]
    named = {component.name for component in current.plan.components}
    for run in runs[:-1]:
        for component in run.plan.components:
            if component.name not in named and _concerns(component, lines, blocked):
                named.add(component.name)
                results.append(_result(component, run, lines, blocked, measures))
    return Earnings(tuple(sorted(lines, key=lambda line: line.number)), tuple(results), blocked)


def _lines(
    kept: Sequence[tuple[Ran, Kept]], numbers: Sequence[int], version: int, before: dict[object, Before] | None
) -> list[Line]:
    if before is None:
        return [line_from_paid(run, paid, number, version) for (run, paid), number in zip(kept, numbers, strict=True)]
    lines: list[Line] = []
    unchanged: dict[object, frozenset[str]] = {}
    first: dict[object, Before] = {}
    for (run, paid), number in zip(kept, numbers, strict=True):
        key = (run.prepared.assignment.row_id, run.plan.version)
        if key not in unchanged:
            unchanged[key] = before[key].unchanged(run.columns) if key in before else frozenset()
            if key not in before:
                first[key] = Before(run.columns)
        line = before[key].line(paid, number, unchanged[key]) if key in before else None
        if line is None:
            line = line_from_paid(run, paid, number, version)
        if key in first:
            first[key].keep(paid, line)
        lines.append(line)
    before.update(first)
    return lines


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
    here = run.prepared.assignment.span.overlap(world.periods[world.last].span).days
    for measure in _measures_read(component.reads, run.plan):
        if measure.quota is None or measure.quota_step is None:
            continue
        cells = [index for index, cell in enumerate(world.cells[measure.frame]) if cell.period == world.last]
        if not cells and not here:
            continue  # whoever left before has no day in any window of it that stands now, and needs no quota
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
        named=component.named,
    )


def _numbers(kept: Sequence[tuple[Ran, Kept]], runs: Sequence[Ran]) -> list[int]:
    """The number of each line, from 1: in the order of credits, then of the plan; lines of a window come last."""
    order = {credit.credit_id: number for number, credit in enumerate(credits_in_order(runs))}
    names = dict.fromkeys(component.name for run in (runs[-1], *runs) for component in run.plan.components)
    components = {name: number for number, name in enumerate(names)}
    places = [
        (order[paid.credit.credit_id] if paid.credit else len(order), components[paid.component.name], place)
        for place, (_, paid) in enumerate(kept)
    ]
    numbers = [0] * len(places)
    for number, (_, _, place) in enumerate(sorted(places), start=1):
        numbers[place] = number
    return numbers
