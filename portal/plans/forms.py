"""The forms of plans: beginning one, its text, asking for approval, the decision, whose month to try.

In: what was typed. Out: values that may be used, or what is wrong with each; nothing that was typed is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import HiddenField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice

from portal.actions.save_draft import LONGEST_NAME, name_fault, text_fault, with_line_feeds
from portal.forms import AtMost, ButtonForm, OfferedField, PortalForm, QueryForm
from portal.language import current_language
from portal.language import gettext as _
from portal.menu import N_

#: The longest note for the record, in characters.
LONGEST_NOTE = 4000


def _stripped(text: str | None) -> str:
    return (text or "").strip()


def _lines(text: str | None) -> str:
    return with_line_feeds(text or "")


class BeginForm(PortalForm):
    """The name of a new plan, and the plan that it begins as a copy of."""

    plan = StringField(
        N_("Name"), filters=[_stripped], render_kw={"autocomplete": "off", "maxlength": LONGEST_NAME, "required": True}
    )
    copy_of = SelectField(N_("Begin from"), default="")

    def __init__(self, plans: Mapping[str, str], **given: Any) -> None:
        """Offer an empty text and these plans, by name with their labels."""
        super().__init__(**given)
        offered = {"": _("an empty text"), **plans}
        self.copy_of.choices = [SelectChoice(value=name, label=label) for name, label in offered.items()]

    def validate_plan(self, field: StringField) -> None:
        """Raise ValidationError for a name that cannot be an address."""
        fault = name_fault(field.data)
        if fault is not None:
            raise ValidationError(fault.say(current_language()))


class TextForm(PortalForm):
    """The text of a plan, with what its author saw when the page was opened: a conflict is shown with all three."""

    text = TextAreaField(N_("Text of the plan"), filters=[_lines])
    opened = HiddenField()
    opened_text = TextAreaField(filters=[_lines])
    based_on = HiddenField()
    payee = HiddenField()
    period = HiddenField()

    def validate_text(self, field: TextAreaField) -> None:
        """Raise ValidationError for a text that cannot be kept; a plan that is wrong can."""
        fault = text_fault(field.data)
        if fault is not None:
            raise ValidationError(fault.words.say(current_language()))


class RequestForm(ButtonForm):
    """The saved draft is handed in for approval."""


class DecisionForm(PortalForm):
    """Approved or sent back, the text that was read, and a note for the record."""

    decision = SelectField(choices=[SelectChoice(value=value) for value in ("approved", "sent_back")])
    digest = HiddenField()
    note = TextAreaField(
        N_("Note for the record"), [AtMost(LONGEST_NOTE)], [_lines],
        description=N_("Sending back needs a note: the author reads it."),
    )  # fmt: skip


class TrialForm(QueryForm):
    """Whose month is calculated by the draft, and which."""

    payee = OfferedField(N_("Person"))
    period = OfferedField(N_("Month"))


class CompareForm(QueryForm):
    """The version with which another is compared."""

    other = OfferedField(N_("Compare with"))
