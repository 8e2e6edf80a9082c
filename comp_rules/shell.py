"""The commands of `python3 -m comp_rules`, without the interpreter around them.

In: arguments. Out: text or JSON on standard output, the exit code 0, 1 (faults in plan or facts) or 2 (usage).
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import cast

from comp_rules import calculate, replay
from comp_rules.compile.faults_from_facts import faults_from_facts
from comp_rules.compile.plans_from_texts import PlanFile, plans_from_texts
from comp_rules.explain.form import PLAIN
from comp_rules.explain.lines_from_trace import explained_line
from comp_rules.explain.outcomes_from_examples import ExampleOutcome, outcomes_from_examples
from comp_rules.explain.reasons_from_result import zero_reason
from comp_rules.explain.words_from_executed import executed_words
from comp_rules.facts.facts import Company, Facts
from comp_rules.facts.facts_from_csv import facts_from_csv
from comp_rules.flow.records import AssignmentResult, MeasureValue, RunResult
from comp_rules.flow.trace import Json, json_from_run
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.fault import Fault, errors_in, in_order
from comp_rules.values.period import Period, form_of_period, period_from_text
from comp_rules.values.words import LANGUAGES, Language, Words

_NO_PAYMENT = Words(
    "These are earnings. Payment (holds, draws, caps, payment rounding) is not calculated yet.",
    "발생 인센티브입니다. 지급(보류, 선지급금, 상한, 지급 단위)은 아직 계산하지 않습니다.",
)

_NO_VALUE = Words("no value", "값 없음")
_DAYS = Words("{0} of {1} days", "{1}일 중 {0}일")
_NOT_COUNTED = Words("not counted", "인정 제외")
_NOBODY = Words("{0} credited to nobody: {1}", "아무에게도 인정되지 않은 데이터 {0}건: {1}")
_EARNED = Words("earned", "발생 인센티브")
_EARNED_BESIDE = Words("earned, without what is blocked", "발생 인센티브(계산하지 않은 항목 제외)")
_BLOCKED = Words("blocked", "계산하지 않음")

_REPLAYED = Words(
    "{0} lines and {1} operands worked out again, differences: {2}.",
    "내역 {0}건과 값 {1}개를 다시 계산했습니다. 차이: {2}건.",
)


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.command == "check":
        return _check(given)
    if given.command == "examples":
        return _examples(given)
    if given.command == "replay":
        return _replay(given)
    return _calculate(given)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m comp_rules", description="Check, calculate and explain plans.")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="every fault of plans, with line and column")
    check.add_argument("plans", type=Path, nargs="+", metavar="PLAN.yaml")
    check.add_argument("--facts", type=Path, help="check the names of fields and quotas against this folder")
    for name, help_text in (("calculate", "a period, as a table"), ("explain", "a period, line by line")):
        command = commands.add_parser(name, help=help_text)
        command.add_argument("plans", type=Path, nargs="+", metavar="PLAN.yaml")
        command.add_argument("--facts", type=Path, required=True, metavar="DIR")
        command.add_argument(
            "--period", type=_period, required=True, metavar="2026-03", help="2026-03, 2026-03-H1 or 2026-Q1"
        )
        command.add_argument("--as-of", type=_known_no, metavar="N", help="only what was known at number N")
        command.add_argument("--payee", metavar="ID")
        command.add_argument("--json", action="store_true", help="the trace, format daylight.trace")
        command.add_argument("--lang", choices=LANGUAGES, default="en")
    examples = commands.add_parser("examples", help="run the examples that plans carry")
    examples.add_argument("plans", type=Path, nargs="+", metavar="PLAN.yaml")
    again = commands.add_parser("replay", help="work a trace out again from its operands alone")
    again.add_argument("traces", type=Path, nargs="+", metavar="TRACE.json")
    for command in (check, examples, again):
        command.add_argument("--json", action="store_true")
        command.add_argument("--lang", choices=LANGUAGES, default="en")
    return parser


def _period(text: str) -> str:
    try:
        form_of_period(text)
    except ValueError as unfit:
        raise argparse.ArgumentTypeError(str(unfit)) from None
    return text


def _period_of(plans: Sequence[CompiledPlan], text: str) -> Period:
    """The period of that name, a quarter by the plan year of the plans that are calculated for quarters."""
    form = form_of_period(text)
    starts = {plan.year_starts for plan in plans if plan.calculate == form}
    if form == "quarter" and len(starts) > 1:
        _usage(f"{text} means different months here: the years of these plans begin in different months")
    return period_from_text(text, starts.pop() if starts else 1)


def _known_no(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 on")
    return int(text)


def _check(given: argparse.Namespace) -> int:
    company: Company | None = None
    faults: list[Fault] = []
    if given.facts:
        facts, faults = _facts(given.facts)
        company = facts.company
    files = _plans(given.plans, company)
    plans = [found.plan for found in files if found.plan]
    if given.facts and len(plans) == len(files):
        told = {(fault.place.file, fault.place.line) for fault in faults}
        more = faults_from_facts(plans, facts)
        faults += [fault for fault in more if (fault.place.file, fault.place.line) not in told]
    if given.json:
        print(_json(_check_json(files, faults)))
    else:
        _print_faults([*faults, *(fault for found in files for fault in found.faults)], given.lang)
        names = "" if company else " Names of fields, quotas and people were not checked: no --facts."
        for found in files:
            here = [*found.faults, *faults] if len(files) == 1 else found.faults
            print(f"{found.file}: {_counted(here)}{names}")
        if len(files) > 1 and given.facts:
            print(f"{given.facts}: {_counted(faults)}")
    return 1 if errors_in([*faults, *(fault for found in files for fault in found.faults)]) else 0


def _counted(faults: Sequence[Fault]) -> str:
    errors = len(errors_in(faults))
    return f"{errors} fault{'s' if errors != 1 else ''}, {len(faults) - errors} to look at."


def _check_json(files: Sequence[PlanFile], faults: Sequence[Fault]) -> Json:
    """One plan with all faults; of several plans each with its own, beside those of the facts."""
    if len(files) == 1:
        return {"plan": files[0].file, "faults": [_fault_json(fault) for fault in [*faults, *files[0].faults]]}
    plans: list[Json] = [
        {"plan": found.file, "faults": [_fault_json(fault) for fault in found.faults]} for found in files
    ]
    return {"plans": plans, "faults": [_fault_json(fault) for fault in faults]}


def _plans(paths: Sequence[Path], company: Company | None) -> list[PlanFile]:
    texts = []
    for path in paths:
        try:
            texts.append((str(path), path.read_bytes()))
        except OSError as unreadable:
            _usage(f"{path}: {unreadable.strerror}")
    return plans_from_texts(texts, company)


def _facts(folder: Path) -> tuple[Facts, list[Fault]]:
    if not folder.is_dir():
        _usage(f"{folder} is not a folder of facts")
    return facts_from_csv(folder)


def _usage(message: str) -> None:
    print(message, file=sys.stderr)
    raise SystemExit(2)


def _calculate(given: argparse.Namespace) -> int:
    facts, faults = _facts(given.facts)
    files = _plans(given.plans, facts.company)
    plans = [found.plan for found in files if found.plan]
    faults = [*faults, *(fault for found in files for fault in found.faults)]
    if given.as_of is not None:
        facts = facts.known_by(given.as_of)
    if len(plans) < len(files) or errors_in(faults):
        _print_faults(faults, given.lang)
        return 1
    if given.payee and given.payee not in {a.payee for a in facts.assignments} | {p.payee for p in facts.people}:
        _usage(f"nobody has the id {given.payee!r} in {given.facts}")
    payees = {given.payee} if given.payee else None
    result = calculate(plans, facts, _period_of(plans, given.period), payees)
    if errors_in(result.faults):
        # rows that contradict each other only where they are used: what is made of the others is no result
        _print_faults(result.faults, given.lang)
        return 1
    names = {person.payee: person.name for person in facts.people}
    if given.json:
        print(_json(json_from_run(result)))
    else:
        _print_run(result, names, given)
    for payee in result.payees:
        for fault in payee.faults:
            print(f"{names.get(payee.payee, payee.payee)}: {fault.say(given.lang)} [{fault.code}]", file=sys.stderr)
    return 1 if any(payee.faults for payee in result.payees) else 0


def _print_run(result: RunResult, names: dict[str, str], given: argparse.Namespace) -> None:
    lang = cast(Language, given.lang)
    if not result.payees:
        who = given.payee or "anyone"
        print(f"Nothing to calculate: no assignment of {who} touches {result.period}.")
    for payee in result.payees:
        print(f"\n{names.get(payee.payee, payee.payee)} ({payee.payee}), {result.period}")
        for part in payee.parts:
            _print_part(part, lang, given.command == "explain")
    sentences = [] if given.payee else [record.sentence.say(lang) for record in result.uncredited]
    for sentence, count in Counter(sentences).items():
        print(f"\n{_NOBODY.say(lang).format(count, sentence)}")
    ran = executed_words(result.executed)
    if ran is not None:
        print(f"\n{ran.say(lang)}")
    print(f"\n{_NO_PAYMENT.say(lang)}")


def _print_part(part: AssignmentResult, lang: Language, line_by_line: bool) -> None:
    print(f"  {part.plan_label.say(lang)}")
    for measure in part.measures:
        print(f"    {_measure_text(measure, lang)}")
    for component in part.components:
        amount = _BLOCKED.say(lang) if component.total is None else PLAIN.amount(component.total, part.currency)
        reason = zero_reason(component, part, lang, PLAIN)
        print(f"    {component.label.say(lang):<40} {amount:>20}  {reason}")
    if line_by_line:
        for line in part.lines:
            explained = explained_line(line, part, lang, PLAIN)
            print(f"    L-{line.number:03d} {PLAIN.amount(line.amount, line.currency):>20}  {explained.sentence}")
            print(f"          {explained.calculation}   {explained.formula}")
        for refusal in part.refusals:
            record, left_out = refusal.record, _NOT_COUNTED.say(lang)
            print(f"    {left_out}  {record.title} ({record.record_id}): {refusal.sentence.say(lang)}")
    if part.currency:
        _print_total(part, lang)


def _print_total(part: AssignmentResult, lang: Language) -> None:
    """What was earned; a sum without what is blocked says so, and where all is blocked there is none."""
    counted = [component for component in part.components if component.total is not None]
    label = _EARNED if len(counted) == len(part.components) else _EARNED_BESIDE
    amount = PLAIN.amount(part.total, part.currency) if counted else _BLOCKED.say(lang)
    print(f"    {(label if counted else _EARNED).say(lang):<40} {amount:>20}")


def _measure_text(measure: MeasureValue, lang: Language) -> str:
    text = f"{measure.label.say(lang)}: {_NO_VALUE.say(lang) if measure.undefined else _stated(measure, measure.total)}"
    if measure.quota is not None and measure.attainment is not None:
        text += f" / {_stated(measure, measure.quota.prorated)} = {PLAIN.attainment(measure.attainment)}"
        # what is not money or a count is not prorated
        if measure.quota.days_worked != measure.quota.days and not _is_share(measure):
            text += f" ({_DAYS.say(lang).format(measure.quota.days_worked, measure.quota.days)})"
    return text


def _is_share(measure: MeasureValue) -> bool:
    return measure.unit in ("percent", "ratio")


def _stated(measure: MeasureValue, value: Fraction) -> str:
    currency = measure.unit.partition(":")[2]
    if currency:
        return PLAIN.amount(value, currency)
    return PLAIN.attainment(value) if _is_share(measure) else PLAIN.count(value)


def _examples(given: argparse.Namespace) -> int:
    files = _plans(given.plans, None)
    plans = [found.plan for found in files if found.plan]
    if len(plans) < len(files):
        _print_faults([fault for found in files for fault in found.faults], given.lang)
        return 1
    outcomes = [outcomes_from_examples(plan, plans) for plan in plans]
    if given.json:
        data: list[Json] = [
            {"plan": found.file, "examples": [outcome.as_json() for outcome in of_plan]}
            for found, of_plan in zip(files, outcomes, strict=True)
        ]
        print(_json(data[0] if len(data) == 1 else {"plans": data}))
    else:
        for found, of_plan in zip(files, outcomes, strict=True):
            if len(files) > 1:
                print(found.file)
            for outcome in of_plan:
                _print_outcome(outcome, given.lang)
    return 1 if any(outcome.differs for of_plan in outcomes for outcome in of_plan) else 0


def _print_outcome(outcome: ExampleOutcome, lang: Language) -> None:
    state = "differs" if outcome.differs else "agrees"
    print(f"{state}  {outcome.label.say(lang)}")
    for row in outcome.rows:
        print(f"    {row.state:<10} {row.place}  {row.words.say(lang)}")


def _replay(given: argparse.Namespace) -> int:
    found = []
    for path in given.traces:
        try:
            found.append((str(path), replay(json.loads(path.read_bytes(), parse_float=str))))
        except OSError as unreadable:
            _usage(f"{path}: {unreadable.strerror}")
        except (ValueError, RecursionError) as unfit:
            _usage(f"{path} is not a trace that this version reads: {unfit}")
    if given.json:
        data = [{"trace": name, **dataclasses.asdict(replayed)} for name, replayed in found]
        print(_json(data[0] if len(data) == 1 else {"traces": data}))
    else:
        for name, replayed in found:
            counts = (replayed.lines, replayed.operands, len(replayed.differences))
            print(f"{name}: {_REPLAYED.say(given.lang).format(*counts)}")
            for difference in replayed.differences:
                print(f"    {difference.words.say(given.lang)}")
    return 1 if any(replayed.differences for _, replayed in found) else 0


def _print_faults(faults: Sequence[Fault], lang: str) -> None:
    for fault in in_order(faults):
        print(f"{fault.place}: {fault.say(cast(Language, lang))} [{fault.code}]", file=sys.stderr)


def _fault_json(fault: Fault) -> Json:
    return {
        "code": fault.code,
        "severity": fault.severity,
        "file": fault.place.file,
        "line": fault.place.line,
        "column": fault.place.column,
        "path": fault.place.path,
        "sentence": fault.sentence._asdict(),
        "hint": fault.hint._asdict() if fault.hint else None,
    }


def _json(data: Json) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)
