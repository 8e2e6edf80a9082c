"""What changed between two versions of a plan, in the reader's language.

In: two texts and the reader's form of numbers. Out: sentences, none when both say the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from comp_rules.explain.changes_from_plans import Change, changes_from_documents, changes_from_plans
from comp_rules.plan.document_from_text import document_from_text
from portal.bridge.context_from_rows import compiled_plan
from statements.formatting import LocaleForm


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change: `added`, `removed` or `changed`, its sentence, and the rule of an added component."""

    what: str
    sentence: str
    more: str


def changes_between(old: str, new: str, plan: str, form: LocaleForm) -> list[ChangeRow]:
    """Return what changed from one text of a plan to another; none when one of them cannot be read."""
    return [
        ChangeRow(change.what, change.sentence.say(form.lang), " ".join(words.say(form.lang) for words in change.more))
        for change in _changes(old, new, plan, form)
    ]


def _changes(old: str, new: str, plan: str, form: LocaleForm) -> Sequence[Change]:
    before, now = (compiled_plan(text, plan, 0) for text in (old, new))
    if before is not None and now is not None:
        return changes_from_plans(before, now, form)
    documents = [document_from_text(text, plan)[0] for text in (old, new)]
    if documents[0] is None or documents[1] is None:
        return ()
    return changes_from_documents(documents[0], documents[1], form)
