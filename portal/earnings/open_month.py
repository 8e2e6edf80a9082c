"""A month that is being looked at: found for the viewer, written into the journal when the look must be, viewed.

In: a person and a month from an address. Out: the result with its view, or an answer like that of no such page.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from flask import abort, g, url_for

from comp_rules.flow.records import AssignmentResult, PayeeResult
from comp_rules.values.period import add_months, month_of, period_from_text
from portal.access import viewer
from portal.actions.look_at_pay import note_look
from portal.bridge.context_from_rows import context_from_rows
from portal.extensions import db
from portal.formatting import company_zone, form, today
from portal.months import Calculated, calculated_month, calculated_periods
from portal.scope import pay_reach
from statements.view import PartView, StatementView
from statements.view_from_result import view_from_result


@dataclass(frozen=True)
class OpenMonth:
    """A person's month as one viewer sees it; `own` when it is the viewer's."""

    payee: str
    period: str
    own: bool
    found: Calculated

    @property
    def result(self) -> PayeeResult:
        """What the run left."""
        return self.found.result

    @cached_property
    def view(self) -> StatementView:
        """The month as every document prints it."""
        session = db.session
        context = context_from_rows(
            session, self.result, pay_group=self.found.pay_group, calculated_at=self.found.calculated_at,
            zone=company_zone(), digest=self.found.digest, previous=self._before(),
        )  # fmt: skip
        return view_from_result(self.result, context, form().lang)

    @property
    def parts(self) -> list[tuple[AssignmentResult, PartView]]:
        """The parts of the result, each with its view."""
        return list(zip(self.result.parts, self.view.parts, strict=True))

    def url(self, page: str, **names: str) -> str:
        """Return the address of a page of this month: `month`, `deal`, `component`, `not_counted`, `pdf`, `csv`."""
        return self._url(page, self.period, names)

    def turns(self) -> tuple[tuple[str, str] | None, tuple[str, str] | None]:
        """Return address and name of the months before and after that were calculated, None where there is none."""
        periods = calculated_periods(db.session, viewer(), self.payee, today())
        earlier = [period for period in periods if period < self.period]
        later = [period for period in periods if period > self.period]
        return self._turn(earlier[-1:]), self._turn(later[:1])

    def _turn(self, periods: list[str]) -> tuple[str, str] | None:
        return (self._url("month", periods[0], {}), form().month_name(periods[0])) if periods else None

    def _url(self, page: str, period: str, names: dict[str, str]) -> str:
        if self.own:
            return url_for(f"earnings.{page}", period=period, **names)
        return url_for(f"earnings.person_{page}", payee=self.payee, period=period, **names)

    def _before(self) -> PayeeResult | None:
        before = month_of(add_months(period_from_text(self.period).span.first, -1)).name
        found = calculated_month(db.session, viewer(), self.payee, before, today())
        return found.result if found else None


def own_month(period: str) -> OpenMonth:
    """Open a month of the viewer's own. Answers 404 when it was not calculated."""
    who = viewer()
    return _opened(who.payee, period, own=True)


def newest_own_period() -> str | None:
    """Return the newest calculated month of the viewer's own, None before the first."""
    who = viewer()
    periods = calculated_periods(db.session, who, who.payee, today()) if who.payee else []
    return periods[-1] if periods else None


def month_of_person(payee: str, period: str) -> OpenMonth:
    """Open a month of someone whose pay the viewer may see; a look that must be known is journaled first.

    Answers 404 for everyone else, as for someone who does not exist; the viewer's own is under My earnings only.
    """
    if payee == viewer().payee:
        abort(404)
    month = _opened(payee, period, own=False)
    if month.found.reach.journaled:
        with db.transaction() as writing:
            note_look(writing, actor=viewer().account, now=g.now, payee=payee, period=period, run=month.found.run)
    g.menu = "team.newest" if viewer().has("manager") and not viewer().has("comp_admin") else "people.index"
    return month


def _opened(payee: str | None, period: str, own: bool) -> OpenMonth:
    who = viewer()
    try:
        period_from_text(period)
    except ValueError:
        abort(404)
    if payee is None or pay_reach(db.session, who, payee, today()) is None:
        abort(404)
    found = calculated_month(db.session, who, payee, period, today())
    if found is None:
        abort(404)
    return OpenMonth(payee, period, own, found)
