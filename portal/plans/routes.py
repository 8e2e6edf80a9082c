"""The pages of plans: the list, one plan's versions, a draft's text, review by a second person.

In: requests. Out: pages; drafts, versions and decisions through actions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from comp_rules.values.period import period_from_text
from comp_rules.values.words import Words
from portal.access import allows, viewer
from portal.actions.check_plan import CheckedPlan, check_plan
from portal.actions.decide_plan import decide_plan, may_decide, record_refusal
from portal.actions.knowledge import last_known_no
from portal.actions.look_at_pay import note_trial
from portal.actions.refusal import Refused
from portal.actions.request_approval import request_approval
from portal.actions.save_draft import Conflict, begin_plan, save_draft, text_digest
from portal.bridge.facts_from_rows import company_from_rows
from portal.bridge.plans_from_rows import PlanUnfit, approved_versions, plan_texts_from_versions
from portal.extensions import db
from portal.formatting import form as printer
from portal.formatting import today
from portal.forms import blame
from portal.language import current_language
from portal.language import gettext as _
from portal.plans import queries
from portal.plans.changes import changes_between
from portal.plans.difference import difference
from portal.plans.forms import BeginForm, CompareForm, DecisionForm, RequestForm, TextForm, TrialForm
from portal.plans.source import source_lines
from portal.plans.told import told_plan
from portal.plans.trial import Trial, try_draft
from statements.payout_chart import payout_curve

plans = Blueprint("plans", __name__, template_folder="templates", url_prefix="/plans")
READERS = ("comp_admin", "approver", "auditor")


@plans.get("/")
@allows(*READERS)
def index() -> ResponseReturnValue:
    """List the plans with what is in force, drafts, and what waits for a decision."""
    rows = queries.plans(db.session, today())
    return _index_page(rows, _begin_form(rows))


@plans.post("/")
@allows("comp_admin")
def begin() -> ResponseReturnValue:
    """Begin a plan and open its text."""
    rows = queries.plans(db.session, today())
    form = _begin_form(rows)
    if not form.validate():
        return _index_page(rows, form), 422
    name, copy_of = form.plan.data, form.copy_of.data or None
    try:
        with db.transaction() as writing:
            begin_plan(writing, actor=viewer().account, now=g.now, plan=name, copy_of=copy_of)
    except Refused as refused:
        blame(form.plan, refused)
        return _index_page(rows, form), 422
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
    row, form = _row(plan), TextForm()
    if not form.validate():
        return _text_page(plan, form), 422
    versions = {str(version.number): version.number for version in row.versions}
    with db.transaction() as writing:
        conflict = save_draft(
            writing, actor=viewer().account, now=g.now, plan=row.plan, text=form.text.data,
            opened=form.opened.data or "", based_on=versions.get(form.based_on.data or ""),
        )  # fmt: skip
    if conflict is not None:
        return _conflict_page(row, form, conflict), 409
    flash(_("The draft is saved as you typed it."))
    return redirect(url_for("plans.text", plan=plan, **_chosen()), 303)


@plans.post("/<plan>/request")
@allows("comp_admin")
def ask(plan: str) -> ResponseReturnValue:
    """Hand the saved draft in for approval, or say everything that is in the way."""
    row, who = _row(plan), viewer()
    RequestForm().require()
    draft = queries.draft_of(db.session, row.plan, who.account)
    if draft is None:
        abort(404)
    checked = _checked(draft.text, row.plan)
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
    row, who, form = _row(plan), viewer(), DecisionForm()
    valid, decision = form.validate(), form.decision.data
    if form.decision.errors or number not in {version.number for version in row.versions}:
        abort(404)
    if not valid:
        return _version_page(plan, number, form), 422
    try:
        with db.transaction() as writing:
            decide_plan(
                writing, actor=who.account, now=g.now, plan=row.plan, version_no=number,
                digest=form.digest.data or "", decision=decision, note=form.note.data,
            )  # fmt: skip
    except Refused as refused:
        with db.transaction() as writing:
            record_refusal(writing, actor=who.account, now=g.now, plan=row.plan, version_no=number, refused=refused)
        if refused.code == "no_note":
            blame(form.note, refused)
            return _version_page(plan, number, form), 409
        return _version_page(plan, number, form, refused.words.say(who.language)), 409
    flash(_("Version %(number)s is approved.", number=number) if decision == "approved"
          else _("Version %(number)s is sent back with your note.", number=number))  # fmt: skip
    return redirect(url_for("plans.version", plan=plan, number=number), 303)


def _row(plan: str) -> queries.PlanRow:
    row = queries.plan_row(db.session, plan, today())
    if row is None:
        abort(404)
    return row


def _checked(text: str, plan: str) -> CheckedPlan:
    """Check a text beside the plans that are approved now."""
    approved = plan_texts_from_versions(approved_versions(db.session, last_known_no(db.session)))
    return check_plan(text, plan, company_from_rows(db.session), approved)


def _begin_form(rows: Sequence[queries.PlanRow]) -> BeginForm:
    return BeginForm({row.plan: row.label.say(current_language()) for row in rows if row.versions})


def _index_page(rows: Sequence[queries.PlanRow], form: BeginForm) -> str:
    return render_template("plans/index.html", plans=rows, today=today(), form=form)


def _conflict_page(row: queries.PlanRow, form: TextForm, conflict: Conflict) -> str:
    opened = form.opened_text.data
    page = {"by_them": difference(opened, conflict.theirs), "by_me": difference(opened, form.text.data)}
    # Saving once more is saving over what stands there now.
    form.opened.data, form.opened_text.data = text_digest(conflict.theirs), conflict.theirs
    form.text.label.text = _("Your text: change it as you like before you save it")
    return render_template("plans/conflict.html", row=row, form=form, conflict=conflict, opened_text=opened, **page)


def _text_page(plan: str, form: TextForm | None = None, refused: str = "") -> str:
    """Show the draft as it stands, or the text of a form that was not taken."""
    row, who = _row(plan), viewer()
    draft = queries.draft_of(db.session, plan, who.account)
    newest = row.versions[0] if row.versions else None
    stored = queries.version_text(db.session, plan, newest.number) if newest else None
    standing = draft.text if draft else stored.text if stored else ""
    based_on = draft.based_on if draft else newest.number if newest else None
    form = form or TextForm(
        text=standing, opened=text_digest(draft.text) if draft else "", opened_text=standing, based_on=based_on
    )
    shown = form.text.data
    checked = _checked(shown, plan)
    trying = TrialForm()
    period = trying.period.offer({each: printer().month(each) for each in queries.months_to_try(db.session, who)})
    people = queries.people_to_try(db.session, who, plan, period) if period else {}
    # A look at somebody's month is written down, so nobody's is opened before a person is chosen.
    payee = trying.payee.offer_or_none(people, _("choose a person"))
    form.payee.data, form.period.data = payee, period
    trial, unfit = _trial(checked, payee, period)
    return render_template(
        "plans/text.html",
        row=row,
        # What could not be read apart from the server is not read inside it either.
        label=Words(plan, plan) if checked.gave_up else queries.label_in(shown, plan),
        draft=draft,
        form=form,
        based_on=based_on,
        checked=checked,
        lines=source_lines(shown, checked.faults),
        refused=refused,
        trying=trying,
        anyone=bool(people),
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


def _version_page(plan: str, number: int, form: DecisionForm | None = None, refused: str = "") -> str:
    row, who = _row(plan), viewer()
    here = next((version for version in row.versions if version.number == number), None)
    stored = queries.version_text(db.session, plan, number)
    if here is None or stored is None:
        abort(404)
    before = queries.version_before(row.versions, number)
    checked = _checked(stored.text, plan)
    waits = here.state == "waiting"
    form = form or DecisionForm()
    form.digest.data = here.digest
    comparing = CompareForm()
    before = _chosen_before(comparing, row, number, before)
    old = queries.version_text(db.session, plan, before.number) if before else None
    return render_template(
        "plans/version.html",
        row=row,
        here=here,
        label=queries.label_in(stored.text, plan),
        before=before,
        rows=difference(old.text, stored.text) if old else [],
        changes=changes_between(old.text, stored.text, plan, printer()) if old else [],
        told=told_plan(checked.plan, printer()) if checked.plan else None,
        curve=payout_curve,
        comparing=comparing,
        versions=len(row.versions),
        checked=checked,
        lines=source_lines(stored.text, checked.faults),
        may_decide=waits and who.has("comp_admin") and may_decide(db.session, stored, who.account),
        form=form,
        refused=refused,
        today=today(),
    )


def _chosen_before(
    comparing: CompareForm, row: queries.PlanRow, number: int, before: queries.VersionRow | None
) -> queries.VersionRow | None:
    """Return the version that another is compared with: the one that was asked for, else that of a reviewer."""
    others = {str(each.number): each for each in row.versions if each.number != number}
    if comparing.other.data not in others and before is not None:
        comparing.other.data = str(before.number)
    asked = comparing.other.data
    comparing.other.offer({key: _("Version %(number)s", number=key) for key in others})
    return others.get(asked, before)


def _chosen() -> dict[str, Any]:
    return {name: request.values[name] for name in ("payee", "period") if request.values.get(name)}
