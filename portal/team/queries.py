"""How far the people below a manager are: attainment for the time they were in the team, pay if the company says so.

In: the viewer, a month, the company's civil day. Out: rows by name; nothing of anybody else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from comp_rules.flow.records import AssignmentResult
from comp_rules.values.period import Span, period_from_text
from portal.bridge.context_from_rows import names_of
from portal.bridge.result_from_rows import payee_results_from_rows
from portal.models import CompanyRow, Run
from portal.months import newest_runs
from portal.scope import Seat
from statements.deals_from_result import money_of
from statements.formatting import LocaleForm
from statements.measures_from_result import attainment_text
from statements.view import Amount

#: An average of fewer people would tell what one of them did.
FEWEST_FOR_AN_AVERAGE = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """A measure of a person: its name, attainment in words and exact, whether it has reached its quota."""

    label: str
    text: str
    ratio: Fraction

    @property
    def reached(self) -> bool:
        """Whether the quota is reached."""
        return self.ratio >= 1


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the team; `earned` is empty unless managers may see pay, `days` is empty for the whole month."""

    payee: str
    name: str
    title: str
    days: str
    standings: tuple[Standing, ...]
    earned: tuple[Amount, ...]
    blocked: tuple[str, ...]


def team_of(
    session: Session, seats: Mapping[str, Sequence[Seat]], period: str, form: LocaleForm
) -> tuple[list[Member], list[str]]:
    """Return the people of the seats with what was calculated for the month, and the names of those without.

    Someone who was not in the team on any day of the month is in neither.
    """
    month = period_from_text(period).span
    present = {payee: held for payee, held in seats.items() if any(seat.span.overlap(month).days for seat in held)}
    names = names_of(session, present)
    shows_pay = bool(session.scalar(select(CompanyRow.managers_see_pay)))
    found: dict[str, Member] = {}
    for run in sorted(newest_runs(session, period).values()):
        for payee, result in payee_results_from_rows(session, run, present).items():
            parts = [part for part in result.parts if _covered(part, present[payee], month)]
            if parts:
                name = names.get(payee, payee)
                found[payee] = _member(payee, name, parts, month, shows_pay, form)
    missing = sorted(names.get(payee, payee) for payee in present.keys() - found.keys())
    return sorted(found.values(), key=lambda member: (member.name, member.payee)), missing


def calculated_months(session: Session) -> list[str]:
    """Return the names of the months that have a finished run, the oldest first; they hold no pay."""
    return sorted(session.scalars(select(Run.period).where(Run.state == "done").distinct()))


def scale_of(members: Iterable[Member]) -> Fraction:
    """Return the attainment at the right end of every bar: one scale for all, so that bars can be compared."""
    highest = max((each.ratio for member in members for each in member.standings), default=Fraction(1))
    return max(Fraction(highest.numerator * 10 // highest.denominator + 1, 10), Fraction(13, 10))


def average_of(members: Sequence[Member]) -> Fraction | None:
    """Return the mean of everyone's first attainment, None for fewer than five people."""
    ratios = [member.standings[0].ratio for member in members if member.standings]
    return sum(ratios, Fraction(0)) / len(ratios) if len(ratios) >= FEWEST_FOR_AN_AVERAGE else None


def _covered(part: AssignmentResult, seats: Sequence[Seat], month: Span) -> bool:
    worked = part.span.overlap(month)
    return any(seat.position == part.position and seat.span.overlap(worked).days for seat in seats)


def _member(
    payee: str, name: str, parts: Sequence[AssignmentResult], month: Span, shows_pay: bool, form: LocaleForm
) -> Member:
    standings = []
    for part in parts:
        for measure in part.measures:
            text = attainment_text(measure, part, form)
            if text is not None and measure.attainment is not None:
                standings.append(Standing(measure.label.say(form.lang), text, measure.attainment))
    days = [part.span.overlap(month) for part in parts]
    return Member(
        payee=payee,
        name=name,
        title=" · ".join(dict.fromkeys(part.plan_label.say(form.lang) for part in parts)),
        days="" if days == [month] else ", ".join(form.span(span) for span in days),
        standings=tuple(standings),
        earned=tuple(_earned(payee, parts, form)) if shows_pay else (),
        blocked=tuple(form.dated(fault.sentence.say(form.lang)) for part in parts for fault in part.faults),
    )


def _earned(payee: str, parts: Sequence[AssignmentResult], form: LocaleForm) -> Iterable[Amount]:
    for currency in dict.fromkeys(part.currency for part in parts):
        total = sum(part.total for part in parts if part.currency == currency)
        yield money_of(f"total:{payee}:{currency}", total, currency, form)
