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


def details(entry: JournalEntry) -> list[tuple[str, str]]:
    """Return what belongs to the sentence, as label and value."""
    after: Mapping[str, Any] = entry.after if isinstance(entry.after, dict) else {}
    return [(_labels()[name], _text(name, after[name])) for name in _SHOWN if name in after and after[name] is not None]


def _text(name: str, value: Any) -> str:
    if name == "period":
        return form().month(value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _labels() -> dict[str, str]:
    return {
        "pay_group": _("pay group"), "period": _("month"), "people": _("people"), "records": _("records looked at"),
        "credited": _("credited"), "elsewhere": _("credited to others"), "nobody": _("credited to nobody"),
        "version": _("version"), "new": _("new"), "unchanged": _("unchanged"), "in_file": _("rows in the files"),
        "accepted": _("taken over"), "rejected": _("rejected"), "duplicate": _("known already"), "roles": _("roles"),
        "form": _("as"), "code": _("reason"), "copy_of": _("begun from"),
    }  # fmt: skip
