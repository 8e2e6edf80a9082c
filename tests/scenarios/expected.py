"""What a worked case expects beyond what the examples of a plan can say: credits, rates, parts, ranks, sums of people.

In: a row of `expected.yaml` and the folder it lies in. Out: pairs of wanted and found values, to be equal exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import accumulate
from pathlib import Path
from typing import Any

import yaml

from comp_rules import compile_plan
from comp_rules.flow.records import AssignmentResult, Line
from comp_rules.plan.literals import literal_from_text
from comp_rules.values.fault import Place
from comp_rules.values.money import rounded_ratio
from tests.scenarios.folder import EXPECTED, HERE, Folder

Row = dict[str, Any]
Pairs = Iterator[tuple[object, object]]

_TYPES = ("percent", "times", "money", "price", "number")
#: lines of a cap are made of sums and not of what is paid on
_OF_CAPS = ("cap", "carried", "paid_out")
#: what says whose and which month, rather than what is expected of it
_ABOUT = frozenset({"plan", "example", "person", "people", "period", "periods"})


def rows_of(name: str) -> list[Row]:
    """Return the rows of a worked case, every scalar as text; none when the examples say all."""
    path: Path = HERE / "worked" / name / EXPECTED
    if not path.exists():
        return []
    return list(yaml.load(path.read_text(), Loader=yaml.BaseLoader))


def number(text: str) -> Fraction:
    """Return a literal as its number: a ratio, a multiple, or minor units of its currency."""
    literal = literal_from_text(text, _TYPES, Place("", 1, 1))
    assert literal is not None, text
    return literal.number


def pairs(row: Row, folder: Folder) -> Pairs:
    """Yield (wanted, found) for everything that a row expects. Raises KeyError for a word that nobody knows."""
    months = _Months(row, folder)
    said = [key for key in row if key not in _ABOUT]
    assert said, row
    for key in said:
        yield from _SAYINGS[key](row[key], months)


class _Months:
    """The months of the people that a row is about."""

    def __init__(self, row: Row, folder: Folder, **changed: Any) -> None:
        self.row, self.folder = row | changed, folder
        self.file: str = self.row.get("plan", "plan.yaml")
        self.example = int(self.row.get("example", "1"))
        self.people: list[str] = self.row.get("people") or [self.row["person"]]
        self.periods: list[str] = self.row.get("periods") or [self.row["period"]]

    def with_changed(self, **changed: Any) -> _Months:
        return _Months(self.row, self.folder, **changed)

    def parts(self, without: Sequence[str] = ()) -> list[AssignmentResult]:
        found = []
        for period in self.periods:
            result = self.folder.result(self.file, self.example, period, without)
            for person in self.people:
                of_person = result.payee(person)
                assert of_person is not None, (person, period)
                found += of_person.parts
        return found

    def total(self, without: Sequence[str] = ()) -> Fraction:
        return Fraction(sum(part.total for part in self.parts(without)))

    def credited(self) -> Fraction:
        return sum((credit.amount for part in self.parts() for credit in part.credits), Fraction(0))

    def lines(self, component: str = "") -> list[Line]:
        return [line for part in self.parts() for line in part.lines if component in ("", line.component)]


def _total(said: str, months: _Months) -> Pairs:
    yield number(said), months.total()


def _with(said: Row, months: _Months) -> Pairs:
    yield number(said["is"]), months.total() + number(said["salary"])


def _share_of_total(said: Row, months: _Months) -> Pairs:
    yield number(said["is"]), Fraction(sum(line.amount for line in months.lines(said["component"]))) / months.total()


def _share_of_target(said: Row, months: _Months) -> Pairs:
    yield number(said["is"]), months.total() / number(said["target"])


def _effective_rate(said: Row, months: _Months) -> Pairs:
    lines = months.lines(said["component"])
    ids = {line.credit_id for line in lines}
    base = sum((c.amount for part in months.parts() for c in part.credits if c.credit_id in ids), Fraction(0))
    yield number(said["is"]), Fraction(sum(line.amount for line in lines)) / base


def _rate_by_line(said: Row, months: _Months) -> Pairs:
    amounts = {credit.credit_id: credit.amount for part in months.parts() for credit in part.credits}
    rates = [line.amount / amounts[line.credit_id or ""] for line in months.lines(said["component"])]
    yield [number(text) for text in said["is"]], rates


def _rate_of_record(said: Row, months: _Months) -> Pairs:
    base = [c.amount for part in months.parts() for c in part.credits if c.record.record_id == said["record"]]
    lines = [line for line in months.lines() if line.record and line.record.record_id == said["record"]]
    yield number(said["is"]), Fraction(sum(line.amount for line in lines)) / base[0]


def _rate_between(said: Row, months: _Months) -> Pairs:
    more = months.with_changed(example=said["and_example"])
    yield number(said["is"]), (more.total() - months.total()) / (more.credited() - months.credited())


def _more_than(said: Row, months: _Months) -> Pairs:
    yield number(said["is"]), months.total() - months.with_changed(plan=said["plan"]).total()


def _parts(said: Row, months: _Months) -> Pairs:
    found = [_operand(line, "part") for line in months.lines(said["component"])]
    yield [number(text) for text in said["is"]], found


def _edges(said: Row, months: _Months) -> Pairs:
    """Where tiers begin for this person: the parts of one credit that goes through all of them, added up."""
    parts = [_operand(line, "part") for line in months.lines(said["component"])]
    yield [number(text) for text in said["is"]], list(accumulate(parts))[:-1]


def _completion(said: Row, months: _Months) -> Pairs:
    tier = int(said["tier"]) - 1
    parts = [_operand(line, "part") for line in months.lines(said["component"]) if line.tier == tier]
    yield number(said["is"]), sum(parts, Fraction(0)) / number(said["width"])


def _operands(said: Row, months: _Months) -> Pairs:
    found = [_operand(line, said["role"]) for line in months.lines(said["component"]) if line.state not in _OF_CAPS]
    if "digits" in said:
        scale = 10 ** (2 + int(said["digits"]))
        found = [Fraction(rounded_ratio(value * scale), scale) for value in found]
    yield [number(text) for text in said["is"]], found


def _operand(line: Line, role: str) -> Fraction:
    values = [operand.value for operand in line.operands if operand.role == role and not operand.before]
    assert len(values) == 1, (role, [operand.role for operand in line.operands])
    return values[0]


def _attainment(said: Row, months: _Months) -> Pairs:
    (measure,) = [m for part in months.parts() for m in part.measures if m.measure == said["measure"]]
    assert measure.attainment is not None
    scale = 10 ** (2 + int(said["digits"]))
    yield number(said["is"]), Fraction(rounded_ratio(measure.attainment * scale), scale)


def _quota(said: Row, months: _Months) -> Pairs:
    (measure,) = [m for part in months.parts() for m in part.measures if m.measure == said["measure"]]
    assert measure.quota is not None
    yield number(said["is"]), measure.quota.prorated
    yield number(said["taken_off"]), 1 - measure.quota.prorated / measure.quota.stated


def _credits(said: dict[str, list[str]], months: _Months) -> Pairs:
    for rule, amounts in said.items():
        found = [credit.amount for part in months.parts() for credit in part.credits if credit.rule == rule]
        yield [number(text) for text in amounts], found


def _with_lines(said: str, months: _Months) -> Pairs:
    yield int(said), sum(bool(months.with_changed(periods=[period]).lines()) for period in months.periods)


def _faults(said: list[str], months: _Months) -> Pairs:
    yield said, [fault.code for part in months.parts() for fault in part.faults]


def _when_written(said: Row, months: _Months) -> Pairs:
    """The plan with one thing written otherwise has these faults."""
    text = months.folder.plans[months.file].document.text
    assert text.count(said["instead_of"]) == 1
    _, faults = compile_plan(text.replace(said["instead_of"], said["this"]), months.file)
    yield said["faults"], [fault.code for fault in faults]


def _runs(said: list[Row], months: _Months) -> Pairs:
    """One run after the other, each paying what is due by then less what those before it paid."""
    paid = Fraction(0)
    for run in said:
        due = months.total(run["without"])
        yield number(run["pays"]), due - paid
        paid = due


_SAYINGS: dict[str, Callable[[Any, _Months], Pairs]] = {
    "total": _total,
    "with": _with,
    "share_of_total": _share_of_total,
    "share_of_target": _share_of_target,
    "effective_rate": _effective_rate,
    "rate_by_line": _rate_by_line,
    "rate_of_record": _rate_of_record,
    "rate_between": _rate_between,
    "more_than": _more_than,
    "parts": _parts,
    "edges": _edges,
    "completion": _completion,
    "operands": _operands,
    "attainment": _attainment,
    "quota": _quota,
    "credits": _credits,
    "with_lines": _with_lines,
    "faults": _faults,
    "runs": _runs,
    "when_written": _when_written,
}
