"""The pages of plans: the list, one plan's versions, a draft's text, review by a second person.

In: requests. Out: pages; drafts, versions and decisions through actions.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from comp_rules.values.period import period_from_text
from comp_rules.values.words import Words
from portal.access import allows, viewer
from portal.actions.check_plan import CheckedPlan, check_plan
from portal.actions.decide_plan import decide_plan, may_decide, record_refusal
from portal.actions.look_at_pay import note_trial
from portal.actions.refusal import Refused
from portal.actions.request_approval import request_approval
from portal.actions.save_draft import begin_plan, save_draft, text_digest, with_line_feeds
from portal.bridge.facts_from_rows import company_from_rows
from portal.bridge.plans_from_rows import PlanUnfit
from portal.extensions import db
from portal.formatting import today
from portal.language import current_language
from portal.language import gettext as _
from portal.plans import queries
from portal.plans.difference import difference
from portal.plans.source import source_lines
from portal.plans.trial import Trial, try_draft
from portal.unreadable import whole_number

plans = Blueprint("plans", __name__, template_folder="templates", url_prefix="/plans")
READERS = ("comp_admin", "approver", "auditor")


@plans.get("/")
@allows(*READERS)
def index() -> ResponseReturnValue:
    """List the plans with what is in force, drafts, and what waits for a decision."""
    rows = queries.plans(db.session, today())
    return render_template("plans/index.html", plans=rows, today=today(), refused="", given={})


@plans.post("/")
@allows("comp_admin")
def begin() -> ResponseReturnValue:
    """Begin a plan and open its text."""
    who = viewer()
    name, copy_of = request.form.get("plan", "").strip(), request.form.get("copy_of") or None
    try:
        with db.transaction() as writing:
            begin_plan(writing, actor=who.account, now=g.now, plan=name, copy_of=copy_of)
    except Refused as refused:
        rows = queries.plans(db.session, today())
        words, given = refused.words.say(who.language), {"plan": name, "copy_of": copy_of}
        return render_template("plans/index.html", plans=rows, today=today(), refused=words, given=given), 422
    return redirect(url_for("plans.text", plan=name), 303)


@plans.get("/<plan>/")
@allows(*READERS)
def plan(plan: str) -> ResponseReturnValue:
    """Show every version of a plan with its author and the decision about it."""
    return render_template("plans/plan.html", row=_row(plan), today=today())


@plans.get("/<plan>/text")
@allows("comp_admin")
def text(plan: str) -> ResponseReturnValue:
    """Show the viewer's draft: its text, what is wrong in it, and a real month calculated by it."""
    return _text_page(plan)


@plans.post("/<plan>/text")
@allows("comp_admin")
def save(plan: str) -> ResponseReturnValue:
    """Keep the text as typed; when it was saved meanwhile, show all three texts and lose none."""
    row, who = _row(plan), viewer()
    typed = with_line_feeds(request.form.get("text", ""))
    opened, opened_text = request.form.get("opened", ""), with_line_feeds(request.form.get("opened_text", ""))
    try:
        with db.transaction() as writing:
            conflict = save_draft(
                writing, actor=who.account, now=g.now, plan=row.plan, text=typed, opened=opened,
                based_on=request.form.get("based_on", type=whole_number),
            )  # fmt: skip
    except Refused as refused:
        return _text_page(plan, typed=typed, refused=refused.words.say(who.language)), 422
    if conflict is not None:
        return render_template(
            "plans/conflict.html", row=row, typed=typed, conflict=conflict, opened_text=opened_text,
            opened=text_digest(conflict.theirs), by_them=difference(opened_text, conflict.theirs),
            by_me=difference(opened_text, typed),
        ), 409  # fmt: skip
    flash(_("The draft is saved as you typed it."))
    return redirect(url_for("plans.text", plan=plan, **_chosen()), 303)


@plans.post("/<plan>/request")
@allows("comp_admin")
def ask(plan: str) -> ResponseReturnValue:
    """Hand the saved draft in for approval, or say everything that is in the way."""
    row, who = _row(plan), viewer()
    draft = queries.draft_of(db.session, row.plan, who.account)
    if draft is None:
        abort(404)
    checked = check_plan(draft.text, row.plan, company_from_rows(db.session))
    try:
        with db.transaction() as writing:
            number = request_approval(writing, actor=who.account, now=g.now, plan=row.plan, checked=checked)
    except Refused as refused:
        return _text_page(plan, refused=refused.words.say(who.language)), 422
    flash(_("Version %(number)s waits for another comp admin.", number=number))
    return redirect(url_for("plans.version", plan=plan, number=number), 303)


@plans.get("/<plan>/versions/<int:number>")
@allows(*READERS)
def version(plan: str, number: int) -> ResponseReturnValue:
    """Show a version: what it changes, its examples, its text; and ask a second person for the decision."""
    return _version_page(plan, number)


@plans.post("/<plan>/versions/<int:number>/decision")
@allows("comp_admin")
def decide(plan: str, number: int) -> ResponseReturnValue:
    """Approve a version or send it back; an attempt that is refused is written down."""
    row, who = _row(plan), viewer()
    decision = request.form.get("decision", "")
    if decision not in ("approved", "sent_back") or number not in {version.number for version in row.versions}:
        abort(404)
    try:
        with db.transaction() as writing:
            decide_plan(
                writing, actor=who.account, now=g.now, plan=row.plan, version_no=number,
                digest=request.form.get("digest", ""), decision=decision, note=request.form.get("note", "")[:4000],
            )  # fmt: skip
    except Refused as refused:
        with db.transaction() as writing:
            record_refusal(writing, actor=who.account, now=g.now, plan=row.plan, version_no=number, refused=refused)
        return _version_page(plan, number, refused=refused.words.say(who.language)), 409
    flash(_("Version %(number)s is approved.", number=number) if decision == "approved"
          else _("Version %(number)s is sent back with your note.", number=number))  # fmt: skip
    return redirect(url_for("plans.version", plan=plan, number=number), 303)


def _row(plan: str) -> queries.PlanRow:
    row = queries.plan_row(db.session, plan, today())
    if row is None:
        abort(404)
    return row


def _text_page(plan: str, typed: str | None = None, refused: str = "") -> str:
    row, who = _row(plan), viewer()
    draft = queries.draft_of(db.session, plan, who.account)
    newest = row.versions[0] if row.versions else None
    stored = queries.version_text(db.session, plan, newest.number) if newest else None
    standing = draft.text if draft else stored.text if stored else ""
    shown = standing if typed is None else typed
    checked = check_plan(shown, plan, company_from_rows(db.session))
    periods = queries.months_to_try(db.session, who)
    chosen = _chosen()
    period = chosen.get("period") if chosen.get("period") in periods else next(iter(periods), None)
    people = queries.people_to_try(db.session, who, plan, period) if period else {}
    payee = chosen.get("payee") if chosen.get("payee") in people else next(iter(people), None)
    trial, unfit = _trial(checked, payee, period)
    return render_template(
        "plans/text.html",
        row=row,
        # What could not be read apart from the server is not read inside it either.
        label=Words(plan, plan) if checked.gave_up else queries.label_in(shown, plan),
        draft=draft,
        text=shown,
        opened=text_digest(draft.text) if draft else "",
        opened_text=standing,
        based_on=draft.based_on if draft else newest.number if newest else None,
        checked=checked,
        lines=source_lines(shown, checked.faults),
        refused=refused,
        periods=periods,
        people=people,
        period=period,
        payee=payee,
        trial=trial,
        unfit=unfit,
    )


def _trial(checked: CheckedPlan, payee: str | None, period: str | None) -> tuple[Trial | None, str]:
    if checked.plan is None or payee is None or period is None:
        return None, ""
    try:
        trial = try_draft(db.session, checked.plan, payee, period_from_text(period))
    except PlanUnfit as unfit:
        return None, unfit.fault.say(current_language())
    if trial is not None:
        with db.transaction() as writing:
            note_trial(writing, actor=viewer().account, now=g.now, payee=payee, period=period, plan=checked.plan.name)
    return trial, ""


def _version_page(plan: str, number: int, refused: str = "") -> str:
    row, who = _row(plan), viewer()
    here = next((version for version in row.versions if version.number == number), None)
    stored = queries.version_text(db.session, plan, number)
    if here is None or stored is None:
        abort(404)
    before = queries.version_before(row.versions, number)
    old = queries.version_text(db.session, plan, before.number) if before else None
    checked = check_plan(stored.text, plan, company_from_rows(db.session))
    waits = here.state == "waiting"
    return render_template(
        "plans/version.html",
        row=row,
        here=here,
        label=queries.label_in(stored.text, plan),
        before=before,
        rows=difference(old.text, stored.text) if old else [],
        checked=checked,
        lines=source_lines(stored.text, checked.faults),
        may_decide=waits and who.has("comp_admin") and may_decide(db.session, stored, who.account),
        refused=refused,
        today=today(),
    )


def _chosen() -> dict[str, Any]:
    return {name: request.values[name] for name in ("payee", "period") if request.values.get(name)}
