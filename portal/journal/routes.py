"""The journal's page: entries, the newest first, and the proof of the chain.

In: requests. Out: pages. Nothing here can change an entry.
"""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from comp_rules.values.words import Words
from portal.access import allows
from portal.actions.journal import verify_chain
from portal.bridge.payees_from_rows import account_names_from_rows, names_from_rows
from portal.extensions import db
from portal.journal.sentences import details, reason, sentence
from portal.language import current_language
from portal.language import gettext as _
from portal.models import JournalEntry, PayGroup
from portal.unreadable import whole_number

journal = Blueprint("journal", __name__, template_folder="templates", url_prefix="/journal")
_PAGE = 50
#: What a reader may narrow the list to: the kinds of subject that belong together.
_KINDS = {
    "money": ("run", "job", "payee"),
    "plans": ("plan",),
    "data": ("knowledge", "import"),
    "accounts": ("account",),
}


@journal.get("/")
@allows("comp_admin", "auditor")
def index() -> ResponseReturnValue:
    """Show a page of entries; on request, whether every entry is the one that was written."""
    kind, before = request.args.get("kind", ""), request.args.get("before", type=whole_number)
    chosen = select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(_PAGE + 1)
    if kind in _KINDS:
        chosen = chosen.where(JournalEntry.subject_type.in_(_KINDS[kind]))
    if before is not None:
        chosen = chosen.where(JournalEntry.seq < before)
    entries = db.session.scalars(chosen).all()
    names = {str(number): name for number, name in account_names_from_rows(db.session).items()}
    pay_groups = {row.pay_group: Words(row.label_en, row.label_ko).say(current_language())
                  for row in db.session.scalars(select(PayGroup))}  # fmt: skip
    payees = {entry.subject_id for entry in entries if entry.subject_type == "payee"}
    people = names_from_rows(db.session, payees)
    return render_template(
        "journal/index.html",
        entries=entries[:_PAGE],
        older=entries[_PAGE - 1].seq if len(entries) > _PAGE else None,
        count=db.session.scalar(select(func.count()).select_from(JournalEntry)) or 0,
        names=names,
        people=people,
        sentence=sentence,
        details=details,
        reason=reason,
        pay_groups=pay_groups,
        kind=kind if kind in _KINDS else "",
        kinds={"": _("Everything"), "money": _("Money"), "plans": _("Plans"), "data": _("Data"),
               "accounts": _("Accounts")},
        broken=verify_chain(db.session) if request.args.get("verify") else None,
    )  # fmt: skip
