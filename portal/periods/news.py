"""What is newer than a calculation: plan versions approved since, and moments at which something was recorded since.

In: a session and runs. Out: for each run what a new calculation would take in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from sqlalchemy import select
from sqlalchemy.orm import Session

from comp_rules.values.period import Span, period_from_text, span_of_days
from portal.actions.knowledge import last_known_no
from portal.bridge.facts_from_rows import company_from_rows
from portal.bridge.plans_from_rows import approved_versions, library_of, plan_texts_from_versions
from portal.models import AssignmentRow, Knowledge, PlanApproval, PlanVersion, Run, RunPayeeResult


@dataclass(frozen=True, slots=True)
class News:
    """Versions as (plan, number), in order, and how often facts were recorded."""

    versions: tuple[tuple[str, int], ...] = ()
    recorded: int = 0

    def __bool__(self) -> bool:
        """Say whether anything is newer than the run."""
        return bool(self.versions or self.recorded)


def news_since(session: Session, runs: Iterable[Run]) -> dict[int, News]:
    """Return by the id of each run what it could not know; a run that is up to date has empty news."""
    numbers = _numbers_of_decisions(session)
    approved = {
        version: numbers[version.plan, version.version_no]
        for version in approved_versions(session, last_known_no(session))
    }
    recorded = _numbers_of_facts(session)
    return {
        run.id: News(_newer(session, run, approved), sum(number > run.as_of for number in recorded)) for run in runs
    }


def _numbers_of_facts(session: Session) -> Sequence[int]:
    """The moments of knowledge apart from those of plans: a version that waits for approval changes no month."""
    of_plans = select(PlanVersion.known_no).union(select(PlanApproval.known_no))
    return session.scalars(select(Knowledge.known_no).where(Knowledge.known_no.not_in(of_plans))).all()


def _numbers_of_decisions(session: Session) -> dict[tuple[str, int], int]:
    decided = select(PlanApproval.plan, PlanApproval.version_no, PlanApproval.known_no).order_by(PlanApproval.id)
    return {(plan, version): number for plan, version, number in session.execute(decided)}


def _newer(session: Session, run: Run, approved: Mapping[PlanVersion, int]) -> tuple[tuple[str, int], ...]:
    span = period_from_text(run.period).span
    newer = [
        (version.plan, version.version_no)
        for version, number in approved.items()
        if number > run.as_of and span_of_days(version.first_day, version.last_day).overlap(span).days
    ]
    # Most runs have none, and then nobody's assignments need to be read.
    if not newer:
        return ()
    library = library_of(plan_texts_from_versions(approved), company_from_rows(session))
    # What a seller's plan credits, a manager's is paid on: a new version of the first is news for both.
    plans = library.with_sources(_plans_of_people(session, run.id, span))
    return tuple(version for version in newer if version[0] in plans)


def _plans_of_people(session: Session, run_id: int, span: Span) -> frozenset[str]:
    """Return the plans that the people of a run are under on a day of `span`, as known now."""
    table = AssignmentRow.__table__
    people = select(RunPayeeResult.payee_id).where(RunPayeeResult.run_id == run_id)
    rows = session.execute(select(table).where(table.c.payee_id.in_(people))).mappings()
    last = {row["row_id"]: row for row in sorted(rows, key=itemgetter("known_no"))}
    return frozenset(
        row["plan"]
        for row in last.values()
        if not row["withdrawn"] and span_of_days(row["first_day"], row["last_day"]).overlap(span).days
    )
