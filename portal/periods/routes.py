"""The pages of months: the list, one month with its run, progress, the register and its files.

In: requests. Out: pages and files; a request to calculate goes into the queue.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from comp_rules.values.period import add_months, month_of
from comp_rules.values.words import Words
from portal.access import allows, viewer
from portal.actions.journal import record_entry
from portal.actions.refusal import Refused
from portal.actions.request_run import request_run
from portal.actions.run_period import CLOSED
from portal.bridge.payees_from_rows import names_from_rows
from portal.extensions import db
from portal.language import current_language
from portal.language import gettext as _
from portal.models import Account, Job
from portal.pay_groups import READERS, Month, may_calculate, month_or_404
from portal.periods import queries
from portal.periods.files_from_register import csv_from_register, workbook_from_register
from portal.periods.forms import RunForm
from portal.periods.news import news_since
from portal.periods.register import RegisterGroup, register_of, totals_of

periods = Blueprint("periods", __name__, template_folder="templates", url_prefix="/periods")
#: So often a page of work under way asks again, in seconds.
_RELOAD = "2"
#: A draft of a plan is another word in Korean than a figure that may still change.
_CLOSED = Words("Closed", "마감됨")
_STATES = {
    "draft": Words("Draft", "예상"),
    "approved": Words("Approved", "승인 완료"),
    "published": Words("Published", "발행됨"),
    "closed": _CLOSED,
    "exported": _CLOSED,
    "paid": _CLOSED,
}
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@periods.get("/")
@allows(*READERS)
def index() -> ResponseReturnValue:
    """List the months of each pay group."""
    groups = queries.months(db.session, viewer())
    return render_template("periods/index.html", groups=groups, states=states())


@periods.get("/<pay_group>/<period>")
@allows(*READERS)
def month(pay_group: str, period: str) -> ResponseReturnValue:
    """Show what the newest run came to, what is missing, and what nobody is credited for."""
    who = viewer()
    found = month_or_404(db.session, who, pay_group, period)
    run = queries.newest_run(db.session, pay_group, period)
    job = queries.newest_job(db.session, pay_group, period)
    results = queries.results_of(db.session, who, run.id) if run else []
    used = queries.plans_used(results)
    uncredited, reasons = queries.uncredited(db.session, who, run.id) if run else ([], [])
    return render_template(
        "periods/month.html",
        here=found,
        run=run,
        actor=_actor(run.actor) if run else "",
        job=job if job and job.state != "done" else None,
        results=results,
        news=news_since(db.session, [run])[run.id] if run else None,
        used=used,
        labels={plan: label for (plan, _number), label in used.items()},
        totals=queries.totals_of(results),
        missing=queries.missing(db.session, results),
        uncredited=uncredited,
        reasons=reasons,
        may_calculate=may_calculate(who, pay_group) and found.state not in CLOSED,
        closed=found.state in CLOSED,
        neighbours=_neighbours(found),
        states=states(),
    )


@periods.post("/<pay_group>/<period>/run")
@allows("comp_admin")
def run(pay_group: str, period: str) -> ResponseReturnValue:
    """Ask for the month to be calculated and show how far it is."""
    who = viewer()
    month_or_404(db.session, who, pay_group, period)
    if not may_calculate(who, pay_group):
        abort(404)
    RunForm().require()
    try:
        with db.transaction() as writing:
            job = request_run(writing, actor=who.account, now=g.now, pay_group=pay_group, period=period)
    except Refused as refused:
        return render_template("periods/refused.html", words=refused.words.say(who.language)), 409
    return redirect(url_for("periods.progress", pay_group=pay_group, period=period, job=job), 303)


@periods.get("/<pay_group>/<period>/jobs/<int:job>")
@allows(*READERS)
def progress(pay_group: str, period: str, job: int) -> ResponseReturnValue:
    """Show how far a calculation is; when it is done, lead to its result."""
    found = month_or_404(db.session, viewer(), pay_group, period)
    row = db.session.get(Job, job)
    if row is None or row.arguments != {"pay_group": pay_group, "period": period}:
        abort(404)
    if row.state == "done":
        return redirect(url_for("periods.month", pay_group=pay_group, period=period))
    page = make_response(render_template("periods/progress.html", here=found, job=row))
    if row.state != "failed":
        page.headers["Refresh"] = _RELOAD
    return page


@periods.get("/<pay_group>/<period>/register")
@allows(*READERS)
def register(pay_group: str, period: str) -> ResponseReturnValue:
    """Show the register of earnings. Whoever opens it leaves an entry in the journal."""
    found, run_id, groups = _register(pay_group, period)
    return render_template(
        "periods/register.html",
        here=found,
        run=run_id,
        groups=groups,
        totals=totals_of(groups),
        before=add_months(found.period.span.first, -1).strftime("%Y-%m"),
        states=states(),
    )


@periods.get("/<pay_group>/<period>/register.csv")
@allows(*READERS)
def register_csv(pay_group: str, period: str) -> ResponseReturnValue:
    """Send the register as CSV."""
    found, _run, groups = _register(pay_group, period)
    data = csv_from_register(groups, period, states()[found.state], current_language())
    return _file(data, "text/csv; charset=utf-8", f"register-{pay_group}-{period}.csv")


@periods.get("/<pay_group>/<period>/register.xlsx")
@allows(*READERS)
def register_workbook(pay_group: str, period: str) -> ResponseReturnValue:
    """Send the register as a workbook."""
    found, _run, groups = _register(pay_group, period)
    data = workbook_from_register(groups, period, states()[found.state], current_language())
    return _file(data, _SHEET, f"register-{pay_group}-{period}.xlsx")


def states() -> dict[str, str]:
    """Return the words of the states of a month in the reader's language."""
    return {state: words.say(current_language()) for state, words in _STATES.items()}


def _register(pay_group: str, period: str) -> tuple[Month, int, list[RegisterGroup]]:
    """Read the register of the newest run and write the look into the journal; NotFound while there is no run."""
    who = viewer()
    found = month_or_404(db.session, who, pay_group, period)
    run = queries.newest_run(db.session, pay_group, period)
    if run is None:
        abort(404)
    with db.transaction() as writing:
        record_entry(
            writing, actor=who.account, now=g.now, action="register_looked_at", subject=("run", str(run.id)),
            after={"pay_group": pay_group, "period": period, "form": request.path.rpartition("/")[2]},
        )  # fmt: skip
    session = db.session
    earlier = queries.newest_run(session, pay_group, add_months(found.period.span.first, -1).strftime("%Y-%m"))
    results = queries.results_of(session, who, run.id)
    before = queries.results_of(session, who, earlier.id) if earlier else []
    names = names_from_rows(session, [result.payee_id for result in results])
    return found, run.id, register_of(results, before, names)


def _neighbours(found: Month) -> tuple[tuple[str, str] | None, tuple[str, str] | None]:
    """Return address and period of the month before and after, None where there is none."""
    first = found.period.span.first
    names = [month_of(add_months(first, step)).name for step in (-1, 1)]
    known = queries.periods_of(db.session, found.pay_group)
    return tuple(  # type: ignore[return-value]
        (url_for("periods.month", pay_group=found.pay_group, period=name), name) if name in known else None
        for name in names
    )


def _actor(actor: str) -> str:
    row: Any = db.session.get(Account, int(actor)) if actor.isdecimal() else None
    return row.sign_in_name if row else _("the system")


def _file(data: bytes, kind: str, name: str) -> Response:
    response = Response(data, content_type=kind)
    # A pay group may be named in Korean, which a header carries only when it is encoded.
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
