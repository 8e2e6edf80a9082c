"""The runs of an assignment in a period: every plan version that rules in its windows, each over the same credits.

In: a calculation, an assignment and a period. Out: runs, the one of the version in force last.
"""

from __future__ import annotations

from comp_rules.facts.facts import Assignment
from comp_rules.flow.calculation import Calculation, Ran
from comp_rules.flow.contests_from_measures import contest_rows
from comp_rules.flow.overrides_from_earnings import override_rows
from comp_rules.flow.world_from_facts import Prepared
from comp_rules.kernel.world import GivenRow, Missing
from comp_rules.values.period import Period


def runs_of(calculation: Calculation, assignment: Assignment, period: Period) -> list[Ran]:
    """Return the runs, that of the version in force on the last day worked last; none when no version is.

    What others read is kept, so that it is worked out once.
    """
    key = ("run", assignment.row_id, period.name)
    found = calculation.kept.get(key)
    if found is not None:
        return found  # type: ignore[return-value]
    _, versions = calculation.versions_for(assignment, period)
    runs = []
    for plan in versions:
        prepared = calculation.prepared(assignment, plan, period)
        given, missing = _given(calculation, prepared, period)
        runs.append(calculation.run(prepared, given, missing))
    if assignment.plan in calculation.read_by_others:
        calculation.kept[key] = runs
    return runs


def _given(
    calculation: Calculation, prepared: Prepared, period: Period
) -> tuple[dict[str, list[GivenRow]], dict[str, Missing]]:
    """What was worked out across people, by component, and what is missing for it."""
    given: dict[str, list[GivenRow]] = {}
    missing: dict[str, Missing] = {}
    for component in prepared.plan.components:
        rows: list[GivenRow] | Missing = []
        if component.contest is not None:
            rows = contest_rows(calculation, prepared, component, period)
        elif component.override is not None:
            rows = override_rows(calculation, prepared, component)
        if isinstance(rows, Missing):
            missing[component.name] = rows
        elif rows:
            given[component.name] = rows
    return given, missing
