"""What one person's month costs. Run it: python -m tests.benchmarks.person [--deals 500 --rounds 21]

In: a month with so many deals under the plan of an account executive. Out: milliseconds of processor time beside a loop
in Decimal that makes a sentence and a formula for each line; it ends with an error when the two pay differently.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from statistics import median

from comp_rules import calculate
from comp_rules.explain.form import PLAIN
from comp_rules.explain.lines_from_trace import ExplainedLine, explained_lines
from comp_rules.facts.facts import Facts, RecordVersion
from comp_rules.flow.calculation import Calculation, calculation_of, records_by_type
from comp_rules.flow.pipeline import result_of
from comp_rules.flow.plan_versions import versions_by_name
from comp_rules.flow.records import RunResult
from comp_rules.flow.result_from_more_records import WhatIf
from comp_rules.flow.runs_from_assignment import runs_of
from comp_rules.kernel.exact import run_steps
from comp_rules.plan.compiled import CompiledPlan
from tests.benchmarks import people

#: a program by its name, run again and again
Programs = dict[str, Callable[[], object]]


def main(arguments: Sequence[str] | None = None) -> None:
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.person", description=__doc__)
    options.add_argument("--deals", type=int, default=500, help="credits of the month")
    options.add_argument("--rounds", type=int, default=21, help="rounds of each program; the median counts")
    chosen = options.parse_args(arguments)
    plan = people.plan()
    facts = people.facts_of(plan, chosen.deals)
    programs = programs_of(plan, facts)
    spent = {name: milliseconds(program, chosen.rounds) for name, program in programs.items()}
    decimal = spent["Decimal, deal by deal"]
    lines = len(calculate([plan], facts, people.MONTH).payees[0].parts[0].lines)
    say(f"{chosen.deals} credits, {lines} lines of one person\n{'':44}{'ms':>8}{'us/line':>9}{'x Decimal':>11}")
    for name, each in spent.items():
        say(f"  {name:42}{each:8.2f}{each / lines * 1000:9.2f}{each / decimal:11.1f}")


def programs_of(plan: CompiledPlan, facts: Facts) -> Programs:
    """Return what is timed. Ends with an error when Daylight and the loop in Decimal pay differently."""
    rows = people.rows_of(facts.records)
    result = calculate([plan], facts, people.MONTH)
    asked = WhatIf([plan], facts, people.MONTH)
    said = explained(asked.result)
    early, late = (dealt(len(facts.records), day) for day in (1, 31))
    credited = _credited(plan, facts)
    world = credited.prepared(facts.assignments[0], plan, people.MONTH).world
    for records in (facts.records, (*facts.records, early), (*facts.records, late)):
        _same(people.by_deal(people.rows_of(records)), calculate([plan], replace(facts, records=records), people.MONTH))
    return {
        "Decimal, deal by deal": lambda: people.by_deal(rows),
        "records to explained lines": lambda: explained(calculate([plan], facts, people.MONTH)),
        "  records to credits": lambda: _credited(plan, facts),
        "  credits to explained lines": lambda: explained(result_of(credited, [plan])),
        "    credits to what steps run on": lambda: credited.prepared(facts.assignments[0], plan, people.MONTH),
        "    steps": lambda: run_steps(plan.steps, world),
        "    sentences and calculations": lambda: explained(result),
        "one deal more on the first day": lambda: explained(asked.with_records(early), said),
        "one deal more on the last day": lambda: explained(asked.with_records(late), said),
    }


def _credited(plan: CompiledPlan, facts: Facts) -> Calculation:
    return calculation_of(versions_by_name([plan]), facts, records_by_type(facts.records), people.MONTH, runs_of)


def explained(result: RunResult, before: Sequence[ExplainedLine] = ()) -> list[ExplainedLine]:
    """Explain all lines in English."""
    parts = [part for payee in result.payees for part in payee.parts]
    return [line for part in parts for line in explained_lines(part, "en", PLAIN, before)]


def dealt(number: int, day: int) -> RecordVersion:
    """Return one more deal, on a day of the month."""
    deal = people.deal(number)
    date = people.MONTH.span.first.replace(day=day)
    return replace(deal, fields={**deal.fields, "close_date": replace(deal.fields["close_date"], data=date)})


def _same(lines: Sequence[dict[str, object]], result: RunResult) -> None:
    ours = [line.amount for part in result.payees[0].parts for line in part.lines]
    theirs = [int(line["amount"].scaleb(2)) for line in lines if isinstance(line["amount"], Decimal)]
    if sorted(ours) != sorted(theirs):
        sys.exit("Daylight and the loop in Decimal pay differently")


def milliseconds(program: Callable[[], object], rounds: int) -> float:
    """Processor time of one round, the median of all after one that is not counted."""
    program()
    spent = []
    for _ in range(rounds):
        started = time.process_time()
        program()
        spent.append(time.process_time() - started)
    return median(spent) * 1000


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
