"""A month asked again with a deal that is not there: everything that the deal does not touch is kept.

In: plans, facts and a period; then versions of records. Out: the same result that a calculation of all of it gives.
"""

from __future__ import annotations

from collections.abc import Container, Sequence

from comp_rules.facts.facts import Facts, RecordVersion
from comp_rules.flow.calculation import calculation_of, records_by_type
from comp_rules.flow.pipeline import result_of
from comp_rules.flow.plan_versions import versions_by_name
from comp_rules.flow.records import RunResult
from comp_rules.flow.runs_from_assignment import runs_of
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.period import Period


class WhatIf:
    """A calculation of `payees` (None: everyone) that is asked again and again with a few records more."""

    def __init__(
        self, plans: Sequence[CompiledPlan], facts: Facts, period: Period, payees: Container[str] | None = None
    ) -> None:
        self._plans, self._payees = plans, payees
        facts = facts.known_by(facts.as_of or facts.last_known_no)
        self._calculation = calculation_of(
            versions_by_name(plans), facts, records_by_type(facts.records), period, runs_of, keeps=True
        )
        #: the period as it stands
        self.result: RunResult = result_of(self._calculation, plans, payees)

    def with_records(self, *versions: RecordVersion) -> RunResult:
        """Return the period as it would be with these records, or with these as the newest versions of theirs.

        Quick for records that are new and that someone is credited for; for any others all records are credited again.

        The facts stay as they are: every question starts from them. Raises LawBroken as `calculate` does.
        """
        return result_of(
            self._calculation.with_records(versions), self._plans, self._payees, before=self.result
        )  # fmt: skip
