"""The plan versions that a run may use, compiled against what the company declared.

In: versions and decisions as known at a moment. Out: compiled plans, approved by someone other than their author.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from threading import Lock

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from comp_rules import CompiledPlan
from comp_rules.facts.facts import Company
from comp_rules.values.fault import Fault, errors_in
from comp_rules.values.period import Span, add_months, span_of_days
from portal.bridge.digest_from_facts import digest_from_company
from portal.bridge.plans_from_texts import PlanLibrary, PlanText
from portal.models import PlanApproval, PlanVersion

#: Moments differ by few versions, and a company declares something new seldom.
_MOST_KEPT = 8
_kept: OrderedDict[tuple[str, tuple[tuple[str, int, str], ...]], PlanLibrary] = OrderedDict()
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
    texts = plan_texts_from_versions(approved_versions(session, as_of))
    library = library_of(texts, company)
    return tuple(_fit(library, text) for text in texts if text.span.overlap(reach).days)


def _fit(library: PlanLibrary, text: PlanText) -> CompiledPlan:
    plan, faults = library.compiled(text)
    errors = errors_in(faults)
    if plan is None or errors:
        raise PlanUnfit(text.plan, text.version, errors[0])
    return plan


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


def plan_texts_from_versions(versions: Iterable[PlanVersion]) -> list[PlanText]:
    """Return the texts of versions with the days on which they are in force."""
    return [
        PlanText(each.plan, each.version_no, each.text, span_of_days(each.first_day, each.last_day))
        for each in versions
    ]


def library_of(texts: Sequence[PlanText], company: Company) -> PlanLibrary:
    """Return the library of these texts; what was compiled for the same texts and company before is kept."""
    key = digest_from_company(company), tuple((text.plan, text.version, text.text) for text in texts)
    with _lock:
        library = _kept.pop(key, None) or PlanLibrary(texts, company)
        _kept[key] = library
        if len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return library
