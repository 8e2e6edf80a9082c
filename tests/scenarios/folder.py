"""The plans of a folder of scenarios, compiled in the order in which they read each other, and their examples' facts.

In: a folder of plan texts. Out: compiled plans by file name, and results of a period of one of their examples.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from comp_rules import compile_plan
from comp_rules.explain.outcomes_from_examples import ExampleOutcome, outcomes_from_examples
from comp_rules.facts.facts import Facts
from comp_rules.flow.pipeline import calculate
from comp_rules.flow.records import RunResult
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.plan.facts_from_examples import facts_from_example
from comp_rules.values.fault import Fault, errors_in
from comp_rules.values.period import period_from_text

#: beside plans a folder may hold what its examples cannot say
EXPECTED = "expected.yaml"
HERE = Path(__file__).parent
#: plans that are made of each other, each in a folder of its name
EIGHT = (
    "ae-2026", "sdr-2026", "mgr-2026", "se-2026", "demandgen-2026", "csm-2026", "partner-2026", "cro-2026",
)  # fmt: skip


@dataclass(frozen=True)
class Folder:
    """Plans by file name, and the faults of each."""

    plans: dict[str, CompiledPlan]
    faults: dict[str, list[Fault]]

    def outcomes(self, file: str) -> list[ExampleOutcome]:
        """Calculate the examples of one plan beside the others."""
        return outcomes_from_examples(self.plans[file], self._others(file))

    def facts(self, file: str, example: int) -> Facts:
        """Return the facts of an example, counted from 1."""
        plan = self.plans[file]
        facts, faults = facts_from_example(plan.document, example - 1, plan, self._others(file))
        assert not faults, [fault.say("en") for fault in faults]
        return facts

    def result(self, file: str, example: int, period: str, without: Iterable[str] = ()) -> RunResult:
        """Calculate a period of an example, `without` some of its records."""
        facts = self.facts(file, example)
        left_out = set(without)
        records = tuple(record for record in facts.records if record.record_id not in left_out)
        return calculate(
            list(self.plans.values()),
            replace(facts, records=records),
            period_from_text(period, self.plans[file].year_starts),
        )

    def _others(self, file: str) -> list[CompiledPlan]:
        return [plan for name, plan in self.plans.items() if name != file]


@cache
def worked(name: str) -> Folder:
    """Return the plans of a worked case."""
    return _compiled({path.name: path for path in sorted((HERE / "worked" / name).glob("*.yaml"))})


@cache
def of_kind(kind: str) -> Folder:
    """Return the scenarios of a way of paying in other currencies."""
    return _compiled({path.name: path for path in sorted((HERE / "kinds" / kind).glob("*.yaml"))})


@cache
def settled(name: str) -> Folder:
    """Return the scenarios of a question that plans often meet and that has one answer here."""
    return _compiled({path.name: path for path in sorted((HERE / "settled" / name).glob("*.yaml"))})


@cache
def eight() -> Folder:
    """Return the plans of a whole company, by their names."""
    return _compiled({name: HERE / name / "plan.yaml" for name in EIGHT})


def _compiled(paths: dict[str, Path]) -> Folder:
    """Compile every plan after those it is made of: in as many rounds as there are levels, and once knowing all."""
    texts = {name: path.read_bytes() for name, path in paths.items() if path.name != EXPECTED}
    plans: dict[str, CompiledPlan] = {}
    faults: dict[str, list[Fault]] = {}
    for number in range(len(texts) + 1):
        for name, text in texts.items():
            others = [plan for other, plan in plans.items() if other != name]
            plan, faults[name] = compile_plan(text, f"{name}", others=others)
            if plan is not None:
                plans[name] = plan
        known = number > 0 or len(texts) == 1
        if known and not any(errors_in(found) for found in faults.values()) and len(plans) == len(texts):
            break
    return Folder(plans, faults)
