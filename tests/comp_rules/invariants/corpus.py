"""Everything that the tests ever calculated from plans written down: results by where the plan stands.

In: names of scenarios, plans of the language reference, or seeds of random histories. Out: calculated periods.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache

from comp_rules.compile.compiled_from_document import compiled_from_text
from comp_rules.facts.facts import Facts
from comp_rules.flow.pipeline import calculate
from comp_rules.flow.records import AssignmentResult, Line, RunResult
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.plan.expectations_from_examples import expectations_of
from comp_rules.plan.facts_from_examples import facts_from_example
from comp_rules.values.fault import errors_in
from comp_rules.values.period import period_from_text
from tests.comp_rules.test_language_reference import PLANS
from tests.oracle.histories import MAKERS, history
from tests.oracle.literals import Plain
from tests.scenarios.test_every_line_explains_itself import FOLDERS, folder_of


@cache
def of_scenario(name: str) -> tuple[RunResult, ...]:
    """Return what all examples of a folder of scenarios come to, in the periods that they speak of."""
    folder, files = folder_of(name)
    found = []
    for file in files:
        document = folder.plans[file].document
        for index in range(len(document.top.maps("examples"))):
            periods = dict.fromkeys(row.period for row in expectations_of(document, index) if not row.of_payment)
            found += [folder.result(file, index + 1, period) for period in periods]
    return tuple(found)


@cache
def of_reference(number: int) -> tuple[RunResult, ...]:
    """Return what the examples of a plan of the language reference come to."""
    frame = compiled(PLANS[0])
    plan = compiled(PLANS[number], (frame,))
    others = (frame,) if plan.name != frame.name else ()
    found = []
    for index in range(len(plan.document.top.maps("examples"))):
        facts, faults = facts_from_example(plan.document, index, plan, others)
        assert not faults
        for period in dict.fromkeys(row.period for row in expectations_of(plan.document, index)):
            found.append(calculate([plan, *others], facts, period_from_text(period, plan.year_starts)))
    return tuple(found)


@cache
def of_histories(kind: str, count: int) -> tuple[RunResult, ...]:
    """Return January to July of the first random histories of a kind."""
    found = []
    for seed in range(count):
        plan, facts = ready(history(kind, seed))
        found += [calculate([plan], facts, period_from_text(f"2026-{month:02d}")) for month in range(1, 8)]
    return tuple(found)


def compiled(text: str, others: tuple[CompiledPlan, ...] = ()) -> CompiledPlan:
    """Compile a plan that has no errors."""
    plan, faults = compiled_from_text(text, "tried.yaml", others=others)
    assert plan is not None, [(str(fault.place), fault.say("en")) for fault in errors_in(faults)]
    return plan


def ready(plain: Plain, others: tuple[CompiledPlan, ...] = ()) -> tuple[CompiledPlan, Facts]:
    """Return a plan written as plain data, and the facts of its first example."""
    plan = compiled(json.dumps(plain), others)
    facts, faults = facts_from_example(plan.document, 0, plan, others)
    assert not faults, [fault.say("en") for fault in faults]
    return plan, facts


#: where results come from, by the name of a test
GROUPS = [
    *FOLDERS,
    *(f"reference {number}" for number in range(len(PLANS))),
    *(f"histories {kind}" for kind in MAKERS),
]


def results_of(group: str, histories: int = 12) -> tuple[RunResult, ...]:
    """Return the results of a group."""
    first, _, rest = group.partition(" ")
    if first == "reference":
        return of_reference(int(rest))
    return of_histories(rest, histories) if first == "histories" else of_scenario(group)


def lines_of(results: tuple[RunResult, ...]) -> Iterator[tuple[AssignmentResult, Line]]:
    """Yield every line with the part that it stands in."""
    for result in results:
        for payee in result.payees:
            for part in payee.parts:
                for line in part.lines:
                    yield part, line
