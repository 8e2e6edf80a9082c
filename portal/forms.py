"""What every form of the portal has: its token, its words in the reader's language, faults tied to their fields.

In: what a browser sent. Out: fields that a page shows again as they were typed, each with what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import abort, request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field, Form, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation

from portal.actions.refusal import Refused
from portal.formatting import form as printer
from portal.language import current_language
from portal.language import gettext as _
from portal.menu import N_

#: What the library says by itself, in words of ours; anything else it might say becomes the last sentence.
_SENTENCES = {"Not a valid choice.": N_("Choose one from the list.")}
_OTHERWISE = N_("This could not be read. Check it and send it again.")


class Sentences:
    """The library's own messages: none of them reaches a page as it was written there."""

    def gettext(self, text: str) -> str:
        """Return our sentence for a message of the library, in the reader's language."""
        return _(_SENTENCES.get(text, _OTHERWISE))

    def ngettext(self, one: str, several: str, number: int) -> str:
        """Return our sentence for a message of the library that has two forms."""
        return self.gettext(one if number == 1 else several)


class PortalForm(FlaskForm):
    """A form that is sent with its token. Labels and descriptions are keys of the catalogue."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """How the fields of a form speak and look."""

        def get_translations(self, form: Form) -> Sentences:
            """Let the library speak in our words."""
            return Sentences()

        def render_field(self, field: Field, render_kw: dict[str, Any]) -> str:
            """Tie a field to the line under it, which `note` of parts/lists.html writes."""
            if field.errors or field.description:
                render_kw["aria-describedby"] = f"{field.id}-note"
            if field.errors:
                render_kw["aria-invalid"] = "true"
            text: str = super().render_field(field, render_kw)
            return text

    def __init__(self, formdata: MultiDict[str, str] | None = None, **given: Any) -> None:
        """Read what was typed into the form that is being sent; `given` are the values of a form that is opened."""
        # Typed text only: a file or a JSON document under the name of a field is no text.
        sent = request.form if request.method == "POST" else None
        super().__init__(formdata=sent if formdata is None else formdata, **given)
        for field in self:
            field.label.text = _(field.label.text)
            field.description = _(field.description) if field.description else ""


class QueryForm(PortalForm):
    """A form that only asks: its values stand in the address, and it needs no token."""

    class Meta:
        """Nothing is changed by asking."""

        csrf = False

    def __init__(self, **given: Any) -> None:
        """Read the address, or the form that carried the same values along."""
        super().__init__(formdata=request.values, **given)


class ButtonForm(PortalForm):
    """A button: it sends nothing but the token of its page."""

    def require(self) -> None:
        """Answer 400 when the button was not pressed on a page of this browser session."""
        if not self.validate():
            abort(400)


class Filled:
    """Something has to be entered; `sentence`, a key of the catalogue, says what."""

    def __init__(self, sentence: str) -> None:
        self.sentence, self.field_flags = sentence, {"required": True}

    def __call__(self, form: Form, field: Field) -> None:
        """Raise StopValidation for a field that is empty."""
        if not field.data:
            raise StopValidation(_(self.sentence))


class AtMost:
    """A text has at most so many characters."""

    def __init__(self, most: int) -> None:
        self.most, self.field_flags = most, {"maxlength": most}

    def __call__(self, form: Form, field: Field) -> None:
        """Raise StopValidation for a longer text."""
        length = len(field.data or "")
        if length > self.most:
            most, number = printer().count(self.most), printer().count(length)
            raise StopValidation(
                _("%(most)s characters fit here at most, and these are %(number)s. Shorten the text and send it again.",
                  most=most, number=number)
            )  # fmt: skip


class OfferedField(SelectField):
    """A choice that is never missing: what is not offered becomes the first of the list, and the page says so."""

    def offer_or_none(self, offered: Mapping[str, str], nothing: str) -> str | None:
        """Show these values below `nothing`, which holds until one is chosen; return the chosen one or None."""
        if self.data and self.data not in offered:
            self.errors = [_("What was chosen is not in this list. Choose one from it.")]
        if self.data not in offered:
            self.data = ""
        self.choices = [SelectChoice(value=value, label=label) for value, label in {"": nothing, **offered}.items()]
        chosen: str = self.data
        return chosen or None

    def offer(self, offered: Mapping[str, str]) -> str | None:
        """Show these values with their labels; return the one that holds, None when nothing is offered."""
        self.choices = [SelectChoice(value=value, label=label) for value, label in offered.items()]
        if self.data not in offered:
            if self.data:
                self.errors = [_("What was chosen is not in this list. The first one is shown instead.")]
            self.data = next(iter(offered), None)
        chosen: str | None = self.data
        return chosen


def blame(field: Field, refused: Refused) -> None:
    """Show under a field why the action was not done."""
    field.errors = [*field.errors, refused.words.say(current_language())]
