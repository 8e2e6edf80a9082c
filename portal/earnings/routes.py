"""A month of the person who is paid: earnings, a deal opened, what did not count, the documents.

In: requests for the viewer's own month, or for that of a person whose pay the viewer may see. Out: the same pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from flask import Blueprint, Response, abort, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from comp_rules.flow.records import AssignmentResult, Operand
from portal.access import allows
from portal.bridge.context_from_rows import names_of, told_plans
from portal.earnings.filter_of_lines import filtered
from portal.earnings.forms import FilterForm
from portal.earnings.ladder_from_result import ladder_from_result
from portal.earnings.open_month import OpenMonth, month_of_person, newest_own_period, own_month
from portal.earnings.outlook_from_result import outlook_from_result
from portal.earnings.payouts_from_result import payouts_by_measure, payouts_of_component
from portal.earnings.queries import dated_sources, freshness, received, record_types_of, rule_of
from portal.earnings.steps_from_deal import steps_from_deal
from portal.extensions import db, settings
from portal.formatting import form, moment_text
from portal.language import gettext as _
from statements.charts import attainment_stairs, waterfall
from statements.payout_chart import payout_curve
from statements.view import DealView
from statements.words import find_one, record_head

earnings = Blueprint("earnings", __name__, template_folder="templates")
#: Who may look at another person's month; whose, `portal.scope` decides.
READERS = ("comp_admin", "auditor", "approver", "finance", "manager")
Page = Callable[..., ResponseReturnValue]


def page(rule: str, endpoint: str) -> Callable[[Page], Page]:
    """Serve a page of a month twice: of the viewer's own, and of a person whose pay the viewer may see."""

    def register(view: Page) -> Page:
        @wraps(view)
        def own(period: str, **names: str) -> ResponseReturnValue:
            return view(own_month(period), **names)

        @wraps(view)
        def of_person(payee: str, period: str, **names: str) -> ResponseReturnValue:
            return view(month_of_person(payee, period), **names)

        earnings.add_url_rule(f"/earnings/<period>{rule}", endpoint, allows("payee")(own))
        earnings.add_url_rule(f"/people/<payee>/earnings/<period>{rule}", f"person_{endpoint}",
                              allows(*READERS)(of_person))  # fmt: skip
        return view

    return register


@earnings.get("/earnings/")
@allows("payee")
def newest() -> ResponseReturnValue:
    """Lead to the newest calculated month; before the first one, say so."""
    period = newest_own_period()
    if period is None:
        return render_template("earnings/nothing_yet.html")
    return redirect(url_for("earnings.month", period=period))


@earnings.get("/earnings/not-counted")
@allows("payee")
def newest_not_counted() -> ResponseReturnValue:
    """Lead to what did not count in the newest calculated month."""
    period = newest_own_period()
    if period is None:
        return render_template("earnings/nothing_yet.html")
    return redirect(url_for("earnings.not_counted", period=period))


@page("", "month")
def month(opened: OpenMonth) -> ResponseReturnValue:
    """Show what was earned, why, where it stands and the lines that add up to it."""
    plans = told_plans(db.session, opened.result)
    outlooks = {
        f"measure:{part.assignment}:{measure.measure}": outlook_from_result(
            measure, part, plans.get((part.plan, part.plan_version)), form()
        )
        for part in opened.result.parts
        for measure in part.measures
    }
    payouts = payouts_by_measure(opened.result, plans, form())
    finding = FilterForm()
    query = finding.searched()
    every = [deal for part in opened.view.parts for deal in part.deals]
    finding.q.label.text = find_one(_record_types(every), form().lang)
    return _render(
        "earnings/month.html", opened, outlooks=outlooks, tables=filtered(opened.view, query),
        stairs=attainment_stairs, waterfall=waterfall, payouts=payouts, curve=payout_curve, finding=finding,
        query=query,
        head=lambda deals: record_head(_record_types(deals), form().lang),
    )  # fmt: skip


@page("/deals/<record_type>/<path:record_id>", "deal")
def deal(opened: OpenMonth, record_type: str, record_id: str) -> ResponseReturnValue:
    """Show one record: what it paid, where it sits on the ladder, each step, the rule, the record as received."""
    shown = [
        (part, each)
        for part, view in opened.parts
        for each in view.deals
        if (each.record_type, each.record_id) == (record_type, record_id)
    ]
    if not shown:
        abort(404)
    version = max(
        line.record.version_no
        for part, each in shown
        for line in part.lines
        if line.record and (line.record.record_type, line.record.record_id) == (record_type, record_id)
    )
    fields, learnt, versions = received(db.session, record_type, record_id, version, form())
    return _render(
        "earnings/deal.html", opened, deals=[_opened_deal(part, each) for part, each in shown], title=shown[0][1].title,
        record_id=record_id, fields=fields, learnt=learnt, version=version, versions=versions,
    )  # fmt: skip


@page("/components/<component>", "component")
def component(opened: OpenMonth, component: str) -> ResponseReturnValue:
    """Show one component: the rule, and every line it paid or the reason why there is none."""
    shown = []
    plans = told_plans(db.session, opened.result)
    for part, view in opened.parts:
        row = next((each for each in view.components if each.name == component), None)
        if row is not None:
            lines = [line for line in view.lines if line.component == component]
            own = [line for line in lines if not _stands_on_record(part, line.key)]
            shown.append(
                {"row": row, "lines": lines, "steps": _steps(part, own), "mixed": len(own) < len(lines),
                 "rule": rule_of(db.session, part, component),
                 "plan_label": view.plan_label,
                 "payouts": payouts_of_component(part, plans.get((part.plan, part.plan_version)), component, form()),
                 "prose": _prose(opened, part, component)}
            )  # fmt: skip
    if not shown:
        abort(404)
    return _render("earnings/component.html", opened, components=shown, title=shown[0]["row"].label, curve=payout_curve)


@page("/not-counted", "not_counted")
def not_counted(opened: OpenMonth) -> ResponseReturnValue:
    """Show every record with the person's name that earned nothing, and why."""
    counted, missed = set(), set()
    for part in opened.result.parts:
        counted |= {(credit.record.record_type, credit.record.record_id) for credit in part.credits}
        missed |= {
            (refusal.record.record_type, refusal.record.record_id)
            for refusal in part.refusals
            if refusal.component is None
        }
    if opened.own:
        g.menu = "earnings.newest_not_counted"
    return _render(
        "earnings/not_counted.html", opened, counted=len(counted - missed), missed=len(missed),
        looked_at=len(counted | missed),
    )  # fmt: skip


@page("/statement.pdf", "pdf")
def pdf(opened: OpenMonth) -> ResponseReturnValue:
    """Send the statement as PDF."""
    # Loading takes a second, and a machine without its system libraries must still show every page.
    try:
        from statements.html_from_view import html_from_view
        from statements.pdf_from_html import pdf_from_html
    except OSError:
        return render_template("error.html", title=_("PDF is not available here"),
                               text=_("The libraries that draw it are missing on this machine.")), 503  # fmt: skip
    content = pdf_from_html(html_from_view(opened.view), settings().fonts, opened.found.digest)
    return _document(opened, content, "application/pdf", "pdf")


@page("/lines.csv", "csv")
def csv(opened: OpenMonth) -> ResponseReturnValue:
    """Send the lines as CSV."""
    from statements.data_from_view import data_from_view

    return _document(opened, data_from_view(opened.view), "text/csv; charset=utf-8", "csv")


@page("/lines.xlsx", "workbook")
def workbook(opened: OpenMonth) -> ResponseReturnValue:
    """Send the lines as a workbook with live formulas."""
    from statements.workbook_from_view import workbook_from_view

    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _document(opened, workbook_from_view(opened.view), kind, "xlsx")


def _render(template: str, opened: OpenMonth, **values: Any) -> ResponseReturnValue:
    older, newer = opened.turns()
    fresh = [
        _("%(kind)s data as of %(moment)s", kind=label, moment=moment_text(at))
        for label, at in freshness(db.session, record_types_of(opened.result), form().lang)
    ]
    return render_template(
        template, opened=opened, view=opened.view, older=older, newer=newer, fresh=" · ".join(fresh), **values
    )


def _record_types(deals: Iterable[DealView]) -> set[str]:
    """The types of the records in a list; lines that stand on no record have none."""
    return {deal.record_type for deal in deals if deal.record_type}


def _opened_deal(part: AssignmentResult, deal: DealView) -> dict[str, Any]:
    keys = {line.key for line in deal.lines}
    lines = [line for line in part.lines if f"line:{line.line_id}" in keys]
    components = dict.fromkeys(line.component for line in lines)
    return {
        "deal": deal,
        "steps": _steps(part, list(deal.lines)),
        "ladder": ladder_from_result(part, lines, form()),
        "rules": [(name, rule_of(db.session, part, name)) for name in components],
        "key": part.assignment,
    }


def _steps(part: AssignmentResult, lines: list[Any]) -> list[Any]:
    people = {payee for credit in (*part.earlier, *part.credits) for payee, _share in credit.split}
    return steps_from_deal(part, lines, names_of(db.session, people), _sources(part), form())


def _sources(part: AssignmentResult) -> dict[str, str]:
    """Say of each dated row that the lines read what it is and since when it is known."""
    kinds = {
        "quota": _("quota"), "personal": _("personal value"), "target": _("target incentive"),
        "input": _("entered result"), "opening": _("opening balance"), "table": _("rate"),
    }  # fmt: skip
    operands = [each for line in part.lines for each in _every(line.operands)]
    rows = {each.source for each in operands if each.source.table in kinds}
    learnt = dated_sources(db.session, [row.version for row in rows])
    return {
        row.ref: _("%(row)s, entered on %(day)s", row=kinds[row.table], day=moment_text(learnt[row.version]))
        for row in rows
        if row.version in learnt
    }


def _every(operands: Iterable[Operand]) -> Iterable[Operand]:
    """The operands with those that their values were computed from."""
    for operand in operands:
        yield operand
        yield from _every(operand.via)


def _prose(opened: OpenMonth, part: AssignmentResult, component: str) -> str:
    anchor = f"rule:{part.assignment}:{component}"
    return next((r.text for view in opened.view.parts for r in view.rules if r.anchor == anchor), "")


def _stands_on_record(part: AssignmentResult, key: str) -> bool:
    return any(line.record is not None for line in part.lines if f"line:{line.line_id}" == key)


def _document(opened: OpenMonth, content: bytes, kind: str, suffix: str) -> Response:
    response = Response(content, content_type=kind)
    response.headers.set("Content-Disposition", "attachment", filename=f"daylight-{opened.period}.{suffix}")
    return response
