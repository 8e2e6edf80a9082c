"""What the pages of a month show: runs, sums by currency, what is missing, records that nobody is credited for.

In: a session, a viewer, a month. Out: rows for lists; the viewer's own month is in none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from comp_rules.values.period import month_of
from comp_rules.values.words import Words
from portal.actions.request_run import RUN_PERIOD
from portal.bridge.months_from_rows import months_from_rows
from portal.bridge.payees_from_rows import names_from_rows
from portal.formatting import today
from portal.models import Job, PayGroupMemberRow, RecordPerson, Run, RunPayeeResult, RunUncredited
from portal.pay_groups import visible_pay_groups
from portal.periods.news import News, news_since
from portal.viewer import Viewer

_ELSEWHERE = Words("It bears names of other pay groups only.", "다른 급여 그룹에 속한 사람의 기록입니다.")
#: So many rows of a long list are shown at first.
FIRST = 50
_MONTHS_LISTED = 18
_JOBS_LOOKED_AT = 200


@dataclass(slots=True)
class MonthRow:
    """A month in the list: its newest finished run and what was earned, by currency in minor units."""

    pay_group: str
    period: str
    state: str
    #: shown in the list; the others, long past and never calculated, stand folded below it
    listed: bool = True
    run: Run | None = None
    people: int = 0
    blocked: int = 0
    totals: dict[str, int] = field(default_factory=dict)
    news: News = field(default_factory=News)


class Reason(NamedTuple):
    """Why nobody is credited, and for how many records."""

    sentence_en: str
    sentence_ko: str
    number: int


@dataclass(frozen=True, slots=True)
class Missing:
    """Someone whose month has a component without an amount, and why."""

    payee: str
    name: str
    reasons: tuple[Words, ...]


def months(session: Session, viewer: Viewer) -> dict[str, tuple[Words, list[MonthRow]]]:
    """Return the months of every pay group that the viewer may see, the newest first."""
    groups = visible_pay_groups(session, viewer)
    states = months_from_rows(session, groups, today())
    found = {key: MonthRow(*key, state) for key, state in states.items()}
    runs = _newest_runs(session, groups)
    for run in runs:
        month = found.get((run.pay_group, run.period))
        if month is not None:
            month.run = run
    by_run = {row.run.id: row for row in found.values() if row.run}
    _add_sums(session, viewer, by_run)
    for number, news in news_since(session, runs).items():
        if number in by_run:
            by_run[number].news = news
    ordered = sorted(found.values(), key=lambda row: row.period, reverse=True)
    recent = {row.period for row in ordered if row.period <= month_of(today()).name}
    newest = set(sorted(recent, reverse=True)[:_MONTHS_LISTED])
    for row in ordered:
        row.listed = row.run is not None or row.period in newest
    return {name: (label, [row for row in ordered if row.pay_group == name]) for name, label in groups.items()}


def periods_of(session: Session, pay_group: str) -> frozenset[str]:
    """Return the names of the pay group's months."""
    return frozenset(period for _, period in months_from_rows(session, [pay_group], today()))


def newest_run(session: Session, pay_group: str, period: str) -> Run | None:
    """Return the newest finished run of a month."""
    done = select(Run).where(Run.pay_group == pay_group, Run.period == period, Run.state == "done")
    return session.scalar(done.order_by(Run.id.desc()).limit(1))


def newest_job(session: Session, pay_group: str, period: str) -> Job | None:
    """Return the newest request to calculate a month, whatever became of it."""
    recent = select(Job).where(Job.kind == RUN_PERIOD).order_by(Job.id.desc()).limit(_JOBS_LOOKED_AT)
    wanted = {"pay_group": pay_group, "period": period}
    return next((job for job in session.scalars(recent) if job.arguments == wanted), None)


def results_of(session: Session, viewer: Viewer, run_id: int) -> Sequence[Any]:
    """Return payee, totals, blocked, lines and summary of everyone in a run, without the viewer's own month."""
    row = RunPayeeResult
    chosen = select(row.payee_id, row.totals, row.blocked, row.lines, row.summary).where(row.run_id == run_id)
    return sorted(session.execute(_not_own(chosen, viewer)).all(), key=lambda each: each.payee_id)


def totals_of(results: Iterable[Any]) -> dict[str, int]:
    """Add up what was earned by currency, in minor units; currencies are never added together."""
    totals: dict[str, int] = {}
    for result in results:
        for currency, minor in result.totals.items():
            totals[currency] = totals.get(currency, 0) + minor
    return dict(sorted(totals.items()))


def plans_used(results: Iterable[Any]) -> dict[tuple[str, int], Words]:
    """Return the plan versions that these people's months were calculated with, with their labels, in order."""
    used = {
        (part["plan"], part["version"]): Words(**part["label"])
        for result in results
        for part in result.summary
        if part["version"]
    }
    return dict(sorted(used.items()))


def missing(session: Session, results: Iterable[Any]) -> list[Missing]:
    """Return everyone with something missing, by name."""
    blocked = [result for result in results if result.blocked]
    names = names_from_rows(session, [result.payee_id for result in blocked])
    rows = [
        Missing(
            result.payee_id,
            names[result.payee_id],
            tuple(dict.fromkeys(Words(**fault) for part in result.summary for fault in part["faults"])),
        )
        for result in blocked
    ]
    return sorted(rows, key=lambda row: (row.name, row.payee))


def uncredited(
    session: Session, viewer: Viewer, run_id: int, first: int = FIRST
) -> tuple[Sequence[RunUncredited], list[Reason]]:
    """Return the first records that nobody is credited for, and every reason with its count, the most frequent first.

    A reason that names the value found counts by its code and first sentence. Records that bear names of other pay
    groups only are counted together and not shown.
    """
    row = RunUncredited
    of_run = row.run_id == run_id, ~_named_elsewhere(session, viewer)
    rows = session.scalars(select(row).where(*of_run).order_by(row.number).limit(first)).all()
    counted = select(row.sentence_en, row.sentence_ko, func.count()).where(*of_run)
    reasons = [Reason(*each) for each in session.execute(counted.group_by(row.code, row.sentence_en, row.sentence_ko))]
    all_records = session.scalar(select(func.count()).select_from(row).where(row.run_id == run_id)) or 0
    if hidden := all_records - sum(reason.number for reason in reasons):
        reasons.append(Reason(*_ELSEWHERE, hidden))
    return rows, sorted(reasons, key=lambda each: (-each.number, each.sentence_en))


def _named_elsewhere(session: Session, viewer: Viewer) -> ColumnElement[bool]:
    """The condition that a record names people of other pay groups and none of the viewer's."""
    member = PayGroupMemberRow
    named = (
        select(member.payee_id)
        .join(RecordPerson, RecordPerson.payee_id == member.payee_id)
        .where(RecordPerson.record_type == RunUncredited.record_type, RecordPerson.record_id == RunUncredited.record_id)
        .correlate(RunUncredited)
    )
    groups = visible_pay_groups(session, viewer)
    return named.exists() & ~named.where(member.pay_group.in_(groups)).exists()


def _newest_runs(session: Session, groups: Iterable[str]) -> Sequence[Run]:
    newest = (
        select(func.max(Run.id))
        .where(Run.pay_group.in_(groups), Run.state == "done")
        .group_by(Run.pay_group, Run.period)
    )
    return session.scalars(select(Run).where(Run.id.in_(newest))).all()


def _add_sums(session: Session, viewer: Viewer, by_run: dict[int, MonthRow]) -> None:
    row = RunPayeeResult
    chosen = select(row.run_id, row.totals, row.blocked).where(row.run_id.in_(by_run))
    for result in session.execute(_not_own(chosen, viewer)):
        month = by_run[result.run_id]
        month.people += 1
        month.blocked += bool(result.blocked)
        for currency, minor in result.totals.items():
            month.totals[currency] = month.totals.get(currency, 0) + minor


def _not_own(chosen: Any, viewer: Viewer) -> Any:
    # An own month is read under My earnings and nowhere else.
    return chosen if viewer.payee is None else chosen.where(RunPayeeResult.payee_id != viewer.payee)
