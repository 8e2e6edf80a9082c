"""The journal in words: what an entry says, without an amount of anybody's pay.

In: an entry. Out: a sentence and its details in the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.formatting import form
from portal.language import gettext as _
from portal.models import JournalEntry

#: Details that hold no pay and name nobody; everything else of an entry stays in the database.
_SHOWN = (
    "pay_group", "period", "people", "records", "credited", "elsewhere", "nobody", "version", "new", "unchanged",
    "in_file", "accepted", "rejected", "duplicate", "roles", "form", "code", "copy_of",
)  # fmt: skip


def sentence(entry: JournalEntry, people: Mapping[str, str]) -> str:
    """Say what was done; an action without words of its own is named by its code. `people` are names by payee."""
    subject = people.get(entry.subject_id, entry.subject_id) if entry.subject_type == "payee" else entry.subject_id
    sentences = {
        "account_created": _("Made account %(subject)s", subject=subject),
        "password_changed": _("Changed the password of account %(subject)s", subject=subject),
        "facts_learnt": _("Recorded facts, number %(subject)s", subject=subject),
        "facts_written": _(
            "Wrote the facts to files from the shell, up to knowledge number %(subject)s", subject=subject
        ),
        "import": _("Imported files, import %(subject)s", subject=subject),
        "pay_looked_at": _("Looked at the month of %(subject)s", subject=subject),
        "register_looked_at": _("Opened the register of run %(subject)s", subject=subject),
        "plan_begun": _("Began plan %(subject)s", subject=subject),
        "plan_draft_saved": _("Saved a draft of %(subject)s", subject=subject),
        "plan_requested": _("Asked for approval of %(subject)s", subject=subject),
        "plan_approved": _("Approved %(subject)s", subject=subject),
        "plan_sent_back": _("Sent back %(subject)s", subject=subject),
        "plan_refused": _("Refused: a decision about %(subject)s", subject=subject),
        "run_requested": _("Asked for a calculation, job %(subject)s", subject=subject),
        "run_finished": _("Calculated, run %(subject)s", subject=subject),
        "job_failed": _("Did not finish: job %(subject)s", subject=subject),
    }
    return sentences.get(entry.action, f"{entry.action} {entry.subject_type} {subject}")


def details(entry: JournalEntry, pay_groups: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what belongs to the sentence, as label and value. `pay_groups` are labels by id."""
    after: Mapping[str, Any] = entry.after if isinstance(entry.after, dict) else {}
    words = {"pay_group": pay_groups, "form": _forms(), "code": _reasons(), "roles": _roles()}
    return [
        (_labels()[name], _text(name, after[name], words.get(name, {})))
        for name in _SHOWN
        if name in after and after[name] is not None
    ]


def reason(entry: JournalEntry) -> str:
    """Return what somebody wrote for the record; what the shell once wrote there is in the sentence already."""
    return "" if entry.action == "facts_written" else entry.why


def _text(name: str, value: Any, words: Mapping[str, str]) -> str:
    if name == "period":
        return form().month(value)
    values = value if isinstance(value, list) else [value]
    return ", ".join(words.get(each, str(each)) for each in values)


def _forms() -> dict[str, str]:
    return {"register": _("page"), "register.csv": _("CSV file"), "register.xlsx": _("workbook")}


def _reasons() -> dict[str, str]:
    """The codes with which a decision about a plan is refused, in words."""
    return {
        "own_plan": _("the person wrote the plan"),
        "own_pay": _("the person is paid by the plan"),
        "decided": _("the version was decided already"),
        "superseded": _("a newer version was handed in"),
        "other_text": _("it was not the text that was read"),
        "no_note": _("sending back needs a note"),
        "no_version": _("there is no such version"),
    }


def _roles() -> dict[str, str]:
    return {
        "payee": _("payee"), "manager": _("manager"), "comp_admin": _("comp admin"), "approver": _("approver"),
        "finance": _("finance"), "auditor": _("auditor"), "support": _("support"),
    }  # fmt: skip


def _labels() -> dict[str, str]:
    return {
        "pay_group": _("pay group"), "period": _("month"), "people": _("people"), "records": _("records looked at"),
        "credited": _("credited"), "elsewhere": _("credited to others"), "nobody": _("credited to nobody"),
        "version": _("version"), "new": _("new"), "unchanged": _("unchanged"), "in_file": _("rows in the files"),
        "accepted": _("taken over"), "rejected": _("rejected"), "duplicate": _("known already"), "roles": _("roles"),
        "form": _("as"), "code": _("reason"), "copy_of": _("begun from"),
    }  # fmt: skip
