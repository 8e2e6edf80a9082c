"""Every scenario, reference plan and random history asked again with a record more: as if all had been calculated.

In: the corpus of all ways of paying, their windows, caps, conditions and versions. Out: byte for byte the same months,
and lines that are said as those that nobody said before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import pytest

from comp_rules.explain.form import PLAIN
from comp_rules.explain.lines_from_trace import explained_lines
from comp_rules.facts.facts import Facts, RecordVersion, Value
from comp_rules.flow.pipeline import calculate
from comp_rules.flow.records import AssignmentResult, RunResult
from comp_rules.flow.result_from_more_records import WhatIf
from comp_rules.flow.trace import json_from_run
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.plan.expectations_from_examples import expectations_of
from comp_rules.plan.facts_from_examples import facts_from_example
from comp_rules.values.money import Money
from comp_rules.values.period import Period, period_from_text
from tests.comp_rules.invariants.corpus import GROUPS, compiled, ready
from tests.comp_rules.test_language_reference import PLANS
from tests.oracle.histories import history
from tests.scenarios.test_every_line_explains_itself import folder_of

Month = tuple[list[CompiledPlan], Facts, Period]
#: records of each example that questions are made from, and random histories of each kind
ASKED, HISTORIES = 3, 6


def months_of(group: str) -> Iterator[Month]:
    """Yield the plans and facts of a group with the last period that each example speaks of."""
    first, _, rest = group.partition(" ")
    if first == "histories":
        for seed in range(HISTORIES):
            plan, facts = ready(history(rest, seed))
            yield [plan], facts, period_from_text(f"2026-{3 + seed % 5:02d}")
    elif first == "reference":
        frame = compiled(PLANS[0])
        plan = compiled(PLANS[int(rest)], (frame,))
        yield from _examples(plan, [frame] if plan.name != frame.name else [])
    else:
        folder, files = folder_of(group)
        for file in files:
            yield from _examples(folder.plans[file], [plan for name, plan in folder.plans.items() if name != file])


def _examples(plan: CompiledPlan, others: list[CompiledPlan]) -> Iterator[Month]:
    for index in range(len(plan.document.top.maps("examples"))):
        facts, faults = facts_from_example(plan.document, index, plan, others)
        assert not faults
        periods = [row.period for row in expectations_of(plan.document, index) if not row.of_payment]
        for period in {max(periods)} if periods else ():
            yield [plan, *others], facts, period_from_text(period, plan.year_starts)


def questions(facts: Facts) -> Iterator[RecordVersion]:
    """Yield records more: twins of known ones before and after all others, what takes one back, and newer versions."""
    newest = {record.key: record for record in facts.records}
    dates = [value for record in newest.values() for value in record.fields.values() if value.type == "date"]
    for record in islice(reversed(newest.values()), ASKED):
        yield replace(record, record_id=f"~{record.record_id}", version_no=1)
        if dates:
            first = min(dates, key=lambda value: str(value.data))
            yield replace(record, record_id=f"!{record.record_id}", version_no=1, fields=_dated(record, first))
        taken = {name: _negative(value) for name, value in record.fields.items()}
        yield replace(record, record_id=f"~{record.record_id}", version_no=1, fields=taken, reverses=record.record_id)
        doubled = {name: _doubled(value) for name, value in record.fields.items()}
        yield replace(record, version_no=record.version_no + 1, fields=doubled)


def _dated(record: RecordVersion, day: Value) -> dict[str, Value]:
    return {name: day if value.type == "date" else value for name, value in record.fields.items()}


def _negative(value: Value) -> Value:
    data = value.data
    return replace(value, data=Money(-data.minor, data.currency)) if isinstance(data, Money) else value


def _doubled(value: Value) -> Value:
    data = value.data
    return replace(value, data=Money(2 * data.minor, data.currency)) if isinstance(data, Money) else value


@pytest.mark.parametrize("group", GROUPS)
def test_a_month_with_a_record_more_is_the_month_of_all_records(group: str) -> None:
    agreed = 0
    for plans, facts, period in months_of(group):
        asked = WhatIf(plans, facts, period)
        said = {id_of(part): explained_lines(part, "ko", PLAIN) for part in parts_of(asked.result)}
        for more in questions(facts):
            now = asked.with_records(more)
            everything = calculate(plans, replace(facts, records=(*facts.records, more)), period)
            assert json_from_run(now) == json_from_run(everything), more
            for part in parts_of(now):
                assert explained_lines(part, "ko", PLAIN, said.get(id_of(part), ())) == explained_lines(
                    part, "ko", PLAIN
                )
            agreed += 1
    if not agreed:
        pytest.skip("its examples state results and earnings, and no record")


def parts_of(result: RunResult) -> list[AssignmentResult]:
    """Return everybody's parts of the month."""
    return [part for payee in result.payees for part in payee.parts]


def id_of(part: AssignmentResult) -> tuple[str, int]:
    """Return what a part is known by in every answer."""
    return part.assignment, part.plan_version
