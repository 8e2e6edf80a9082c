"""Checks a plan's text as somebody typed it: every fault with its place, and what the plan's own examples give.

In: text, what the company declared, the other plans. Out: faults, examples, and the plan ready to calculate when
nothing is wrong.

The text is first read apart from the server, within limits of memory and time; only what passed is compiled here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from comp_rules import CompiledPlan, compile_plan
from comp_rules.facts.facts import Company
from comp_rules.values.fault import Fault, Place, errors_in
from comp_rules.values.words import Words
from portal.apart import Limits, Stopped, answers_apart
from portal.bridge.faults_from_text import WORK, json_from_plan_text
from portal.bridge.json_from_company import json_from_company
from portal.bridge.json_from_fault import fault_from_json
from portal.bridge.plans_from_rows import library_of
from portal.bridge.plans_from_texts import PlanText

LIMITS = Limits(memory_mb=1024, cpu_seconds=10, wall_seconds=20, output_mb=20)
#: Warnings that a plan can be calculated with, and not approved.
BLOCK_APPROVAL = frozenset({"label_missing", "examples_missing"})


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """One expectation of an example: `state` is agrees, differs or not_calculated, `line` where it stands."""

    state: str
    line: int
    words: Words


@dataclass(frozen=True, slots=True)
class Example:
    """An example of the plan as it was calculated."""

    label: Words
    differs: bool
    rows: tuple[ExampleRow, ...]


@dataclass(frozen=True, slots=True)
class CheckedPlan:
    """A text after checking. `plan` is None while there is an error."""

    text: str
    digest: str
    faults: tuple[Fault, ...]
    examples: tuple[Example, ...]
    plan: CompiledPlan | None

    @property
    def errors(self) -> list[Fault]:
        """What stops the plan from being calculated."""
        return errors_in(self.faults)

    @property
    def gave_up(self) -> bool:
        """Whether reading the text used up what it may take."""
        return any(fault.code == "too_much_work" for fault in self.faults)

    @property
    def obstacles(self) -> list[Words]:
        """Why approval cannot be asked for; none means that it can."""
        found = []
        if self.errors:
            found.append(_counted(len(self.errors), _ERRORS))
        for fault in self.faults:
            if fault.severity == "warning" and fault.code in BLOCK_APPROVAL:
                found.append(Words(fault.say("en"), fault.say("ko")))
        red = [example for example in self.examples if example.differs]
        return [*found, *(_red(example) for example in red)]


def check_plan(text: str, plan: str, company: Company, approved: Sequence[PlanText] = ()) -> CheckedPlan:
    """Check the text of the plan named `plan` beside the other `approved` plans. Never raises for what is typed."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    others = [each for each in approved if each.plan != plan]
    argument = {
        "text": text, "plan": plan, "company": json_from_company(company),
        "others": [json_from_plan_text(each) for each in others],
    }  # fmt: skip
    try:
        answers = list(answers_apart(WORK, argument, LIMITS))
    except Stopped as stopped:
        return CheckedPlan(text, digest, (_too_much(plan, stopped),), (), None)
    faults = tuple(fault_from_json(answer["fault"]) for answer in answers if "fault" in answer)
    examples = tuple(_example(answer["example"]) for answer in answers if "example" in answer)
    compiled = None if errors_in(faults) else _compiled(text, plan, company, others)
    return CheckedPlan(text, digest, faults, examples, compiled)


def _compiled(text: str, plan: str, company: Company, others: Sequence[PlanText]) -> CompiledPlan | None:
    alone = compile_plan(text, plan, company)[0]
    if alone is None or not alone.reads:
        return alone
    return compile_plan(text, plan, company, 0, library_of(others, company).beside(plan, alone.span))[0]


def _example(data: dict[str, Any]) -> Example:
    rows = tuple(ExampleRow(row["state"], row["line"], Words(*row["words"])) for row in data["rows"])
    return Example(Words(*data["label"]), data["differs"], rows)


def _too_much(plan: str, stopped: Stopped) -> Fault:
    return Fault("too_much_work", Place(plan, 1, 1), _TOO_MUCH[stopped.why], _SHORTEN)


def _counted(number: int, words: tuple[Words, Words]) -> Words:
    return words[0 if number == 1 else 1].with_values(number=str(number))


def _red(example: Example) -> Words:
    return Words(f"An example differs: {example.label.en}.", f"불일치하는 예시가 있습니다: {example.label.ko}.")


_ERRORS = (
    Words("{number} fault stops the plan from being calculated.", "플랜을 계산할 수 없는 오류가 {number}건 있습니다."),
    Words("{number} faults stop the plan from being calculated.", "플랜을 계산할 수 없는 오류가 {number}건 있습니다."),
)
_TOO_MUCH = {
    "memory": Words(
        "Reading this text used up the memory it may take.", "이 글을 읽는 데 허용된 메모리를 다 썼습니다."
    ),
    "time": Words("Checking this text took longer than it may.", "이 글을 확인하는 데 허용된 시간을 넘었습니다."),
    "output": Words("This text has more faults than can be listed.", "오류가 너무 많아 나열할 수 없습니다."),
    "broken": Words("This text could not be checked.", "이 글을 확인할 수 없습니다."),
}
_SHORTEN = Words(
    "Everything typed is kept. Take the newest part out and check again.",
    "입력한 내용은 그대로 보관했습니다. 최근에 적은 부분을 빼고 다시 확인해 주세요.",
)
