"""A plan proves itself: each worked example is calculated and held against what it expects.

In: a compiled plan with its document, and the plans it is made of. Out: each expected row agreed, differed (with both
values) or not calculated yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from comp_rules.explain.pairs_from_result import pairs_from_result
from comp_rules.facts.facts import Facts
from comp_rules.flow.pipeline import calculate
from comp_rules.flow.records import AssignmentResult
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.plan.document import Map
from comp_rules.plan.expectations_from_examples import Expectation, expectations_of
from comp_rules.plan.facts_from_examples import facts_from_example, plans_named
from comp_rules.values.fault import Place
from comp_rules.values.period import form_of_period, period_from_text
from comp_rules.values.words import Words

State = Literal["agrees", "differs", "not_calculated"]

_AGREES = Words("{what}: {got}", "{what}: {got}")
_DIFFERS = Words("{what}: expected {wanted}, the plan gives {got}", "{what}: 기대값 {wanted}, 계산 결과 {got}")
_LATER = Words("{what}: payment is not calculated yet", "{what}: 지급 단계는 아직 계산하지 않습니다")
_NOTHING = Words("{what}: nothing is calculated for that period", "{what}: 해당 기간에는 계산되는 금액이 없습니다")
_NEEDS = Words(
    "{what}: needs the plan {plan}, which is not at hand", "{what}: 함께 필요한 플랜이 없습니다. 필요한 플랜: {plan}"
)
_FORMS = {
    "half_month": Words("half months, such as 2026-03-H1", "반월 단위(예: 2026-03-H1)"),
    "month": Words("months, such as 2026-03", "월 단위(예: 2026-03)"),
    "quarter": Words("quarters, such as 2026-Q1", "분기 단위(예: 2026-Q1)"),
}
_OTHER_FORM = Words("{what}: this plan is calculated for {form}", "{what}: 이 플랜의 산정 기간: {form}")


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """An expected row and what became of it, in words that name both values when they differ."""

    place: Place
    state: State
    words: Words


@dataclass(frozen=True, slots=True)
class ExampleOutcome:
    """A worked example: its label and rows."""

    label: Words
    rows: tuple[RowOutcome, ...]

    @property
    def differs(self) -> bool:
        """Some row does not agree; a row that is not calculated counts neither way."""
        return any(row.state == "differs" for row in self.rows)

    def as_json(self) -> dict[str, object]:
        """Return the outcome as JSON data."""
        rows = [{"place": str(row.place), "state": row.state, **row.words._asdict()} for row in self.rows]
        return {"label": self.label._asdict(), "differs": self.differs, "rows": rows}


def outcomes_from_examples(plan: CompiledPlan, others: Sequence[CompiledPlan] = ()) -> list[ExampleOutcome]:
    """Calculate every example of the plan together with the `others`, in order, and compare each expected row exactly.

    Other versions of the plan itself among `others` are left out. An example whose people hold a plan that is not
    among them is not calculated, and says which plan it needs.
    """
    others = [other for other in others if other.name != plan.name]
    return [
        _Example(plan, others, index, example).outcome()
        for index, example in enumerate(plan.document.top.maps("examples"))
    ]


class _Example:
    """One example, each of its periods calculated once."""

    def __init__(self, plan: CompiledPlan, others: Sequence[CompiledPlan], index: int, example: Map) -> None:
        self.plan, self.others, self.index, self.example = plan, others, index, example
        self.facts: Facts
        self.periods: dict[str, dict[str, list[AssignmentResult]]] = {}

    def outcome(self) -> ExampleOutcome:
        """Compare every expected row."""
        self.facts, faults = facts_from_example(self.plan.document, self.index, self.plan, self.others)
        rows = [RowOutcome(fault.place, "differs", Words(fault.say("en"), fault.say("ko"))) for fault in faults]
        at_hand = {self.plan.name, *(other.name for other in self.others)}
        needed = [name for name in plans_named(self.plan.document, self.index) if name not in at_hand]
        for expected in expectations_of(self.plan.document, self.index):
            if needed:
                rows.append(_not_calculated(expected, _NEEDS, plan=", ".join(needed)))
            elif expected.of_payment:
                rows.append(_not_calculated(expected, _LATER))
            else:
                rows += self._compared(expected)
        return ExampleOutcome(_label(self.example), tuple(rows))

    def _compared(self, expected: Expectation) -> list[RowOutcome]:
        what = _what(expected)
        if form_of_period(expected.period) != self.plan.calculate:
            forms = _FORMS[self.plan.calculate]
            words = Words(
                _OTHER_FORM.en.format(what=what, form=forms.en), _OTHER_FORM.ko.format(what=what, form=forms.ko)
            )
            return [RowOutcome(expected.place, "differs", words)]
        parts = self._parts(expected)
        if not parts:
            return [RowOutcome(expected.place, "differs", _NOTHING.with_values(what=what))]
        earn = self.plan.document.top.map("earn")
        component = earn.map(expected.component or "") if earn else None
        pairs = pairs_from_result(expected, parts, component is not None and component.entry("only_if") is not None)
        return [_row(expected.place, f"{what} {name}".rstrip(), wanted, got) for name, wanted, got in pairs]

    def _parts(self, expected: Expectation) -> list[AssignmentResult]:
        """What the period of the person came to under this plan."""
        if expected.period not in self.periods:
            period = period_from_text(expected.period, self.plan.year_starts)
            result = calculate([self.plan, *self.others], self.facts, period)
            self.periods[expected.period] = {
                payee.payee: [part for part in payee.parts if part.plan == self.plan.name] for payee in result.payees
            }
        return self.periods[expected.period].get(expected.person, [])


def _label(example: Map) -> Words:
    label = example.map("label") or Map(example.place, ())
    return Words(label.text("en") or "", label.text("ko") or "")


def _what(expected: Expectation) -> str:
    about = (expected.person, expected.period, expected.component or expected.measure, expected.step, expected.record)
    return " ".join(filter(None, about))


def _not_calculated(expected: Expectation, words: Words, **values: str) -> RowOutcome:
    return RowOutcome(expected.place, "not_calculated", words.with_values(what=_what(expected), **values))


def _row(place: Place, what: str, wanted: str, got: str) -> RowOutcome:
    state: State = "agrees" if wanted == got else "differs"
    words = _AGREES if wanted == got else _DIFFERS
    return RowOutcome(place, state, words.with_values(what=what, wanted=wanted, got=got))
