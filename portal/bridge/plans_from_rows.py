"""The plan versions that a run may use, compiled against what the company declared.

In: versions and decisions as known at a moment. Out: compiled plans, approved by someone other than their author.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from threading import Lock

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from comp_rules import CompiledPlan, compile_plan
from comp_rules.facts.facts import Company
from comp_rules.values.fault import Fault, errors_in
from comp_rules.values.period import Span, add_months, span_of_days
from portal.bridge.digest_from_facts import digest_from_company
from portal.models import PlanApproval, PlanVersion

_MOST_KEPT = 256
_kept: OrderedDict[tuple[str, int, str, str], CompiledPlan] = OrderedDict()
_lock = Lock()


class PlanUnfit(Exception):
    """An approved version cannot be calculated: what it names is no longer declared."""

    def __init__(self, plan: str, version: int, fault: Fault) -> None:
        """Keep which version it is and its first fault."""
        self.plan, self.version, self.fault = plan, version, fault
        super().__init__(f"{plan}, version {version}: {fault.say('en')}")


def plans_from_rows(session: Session, company: Company, span: Span, as_of: int) -> tuple[CompiledPlan, ...]:
    """Return every approved version in force on a day of `span` or of the year before, as known at `as_of`.

    The windows of a period reach back: what a version of an earlier day credited is paid by that version. Raises
    PlanUnfit.
    """
    reach = Span(add_months(span.first.replace(day=1), -12), span.after)
    return tuple(
        plan_from_version(version, company)
        for version in approved_versions(session, as_of)
        if span_of_days(version.first_day, version.last_day).overlap(reach).days
    )


def approved_versions(session: Session, as_of: int) -> Iterator[PlanVersion]:
    """Iterate over the versions whose latest decision approves them, in order of plan and number."""
    newest = (
        select(func.max(PlanApproval.id))
        .where(PlanApproval.known_no <= as_of)
        .group_by(PlanApproval.plan, PlanApproval.version_no)
    )
    chosen = (
        select(PlanVersion)
        .join(
            PlanApproval,
            (PlanApproval.plan == PlanVersion.plan) & (PlanApproval.version_no == PlanVersion.version_no),
        )
        .where(
            PlanApproval.id.in_(newest),
            PlanApproval.decision == "approved",
            PlanApproval.approver != PlanVersion.author,
            PlanVersion.known_no <= as_of,
        )
    )
    yield from sorted(session.scalars(chosen), key=lambda version: (version.plan, version.version_no))


def plan_from_version(version: PlanVersion, company: Company) -> CompiledPlan:
    """Return the compiled version; what was compiled once for the same company is kept. Raises PlanUnfit."""
    declared = digest_from_company(company)
    key = version.plan, version.version_no, version.digest, declared
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    plan, faults = compile_plan(version.text, version.plan, company, version.version_no)
    errors = errors_in(faults)
    if plan is None or errors:
        raise PlanUnfit(version.plan, version.version_no, errors[0])
    with _lock:
        _kept[key] = plan
        if len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return plan
