"""A person's real month calculated by a draft, beside what the version in force gives.

In: the compiled draft, facts, a person, a month. Out: components, lines that differ, totals; nothing is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from comp_rules import CompiledPlan, calculate
from comp_rules.flow.pipeline import version_in_force
from comp_rules.flow.records import AssignmentResult, PayeeResult
from comp_rules.values.period import Period, Span
from comp_rules.values.words import Words
from portal.bridge.facts_from_rows import facts_from_rows
from portal.bridge.plans_from_rows import plans_from_rows


@dataclass(frozen=True, slots=True)
class Compared:
    """Two amounts in minor units, None where there is no amount; `what` says of which component or record."""

    what: Words
    draft: int | None
    in_force: int | None

    @property
    def difference(self) -> int | None:
        """What the draft gives more, None when one of the two is missing."""
        return None if self.draft is None or self.in_force is None else self.draft - self.in_force


@dataclass(frozen=True, slots=True)
class Trial:
    """A month by the draft and by the version in force. `in_force` is 0 when no version is."""

    payee: str
    period: str
    currency: str
    in_force: int
    #: the draft does not apply to that month: it is shown as if it did
    as_if: bool
    components: tuple[Compared, ...]
    lines: tuple[Compared, ...]
    total: Compared
    #: why the draft gives no amount for something
    missing: tuple[Words, ...]
    #: the two are in different currencies, so nothing is compared
    other_currency: str = ""


def try_draft(session: Session, draft: CompiledPlan, payee: str, period: Period) -> Trial | None:
    """Calculate the month of a person both ways; None when the person is not under the plan in it.

    While the person's plans count nobody else's work, only the person's own facts are read. Raises PlanUnfit.
    """
    facts = facts_from_rows(session, payees={payee})
    here = [a for a in facts.assignments if a.plan == draft.name and a.span.overlap(period.span).days]
    if not here:
        return None
    approved = plans_from_rows(session, facts.company, period.span, facts.as_of)
    held = {assignment.plan for assignment in facts.assignments}
    if any(plan.reads_others for plan in [draft, *(plan for plan in approved if plan.name in held)]):
        facts = facts_from_rows(session, facts.as_of)
    used = version_in_force(approved, here[-1], period)
    last_day = here[-1].span.overlap(period.span).last_day
    others = [plan for plan in approved if plan.name != draft.name]
    always = replace(draft, span=Span(date.min, date.max))
    tried = calculate([*others, always], facts, period, {payee}).payee(payee)
    stands = calculate(approved, facts, period, {payee}).payee(payee)
    parts, now = _parts(tried, draft.name), _parts(stands, draft.name) if used else []
    return _trial(payee, period, draft, used, last_day not in draft.span, parts, now)


def _trial(
    payee: str, period: Period, draft: CompiledPlan, used: CompiledPlan | None, as_if: bool,
    parts: Sequence[AssignmentResult], now: Sequence[AssignmentResult],
) -> Trial:  # fmt: skip
    comparable = used is None or used.currency == draft.currency
    now = now if comparable else []
    total = Compared(Words("", ""), sum(p.total for p in parts), sum(p.total for p in now) if now else None)
    missing = dict.fromkeys(Words(fault.say("en"), fault.say("ko")) for part in parts for fault in part.faults)
    return Trial(
        payee=payee,
        period=period.name,
        currency=draft.currency,
        in_force=used.version if used else 0,
        as_if=as_if,
        components=_components(parts, now),
        lines=_lines(parts, now) if now else (),
        total=total,
        missing=tuple(missing),
        other_currency="" if comparable or used is None else used.currency,
    )


def _parts(result: PayeeResult | None, plan: str) -> list[AssignmentResult]:
    return [part for part in result.parts if part.plan == plan] if result else []


def _components(parts: Sequence[AssignmentResult], now: Sequence[AssignmentResult]) -> tuple[Compared, ...]:
    drafted, standing = _by_component(parts), _by_component(now)
    labels = {c.component: c.label for part in [*now, *parts] for c in part.components}
    return tuple(Compared(labels[name], drafted.get(name), standing.get(name)) for name in labels)


def _by_component(parts: Sequence[AssignmentResult]) -> Mapping[str, int | None]:
    totals: dict[str, int | None] = {}
    for component in (component for part in parts for component in part.components):
        before = totals.get(component.component, 0)
        known = before is not None and component.total is not None
        totals[component.component] = (before or 0) + (component.total or 0) if known else None
    return totals


def _lines(parts: Sequence[AssignmentResult], now: Sequence[AssignmentResult]) -> tuple[Compared, ...]:
    """The amounts by component and record that are not the same in both."""
    drafted, standing = _by_record(parts), _by_record(now)
    rows = [
        Compared(words, drafted.get(words, 0), standing.get(words, 0)) for words in dict.fromkeys([*standing, *drafted])
    ]
    return tuple(row for row in rows if row.draft != row.in_force)


def _by_record(parts: Sequence[AssignmentResult]) -> dict[Words, int]:
    amounts: dict[Words, int] = {}
    for part in parts:
        labels = {component.component: component.label for component in part.components}
        for line in part.lines:
            label = labels[line.component]
            of = f"{line.record.title} ({line.record.record_id}): " if line.record else ""
            words = Words(f"{of}{label.en}", f"{of}{label.ko}")
            amounts[words] = amounts.get(words, 0) + line.amount
    return amounts
