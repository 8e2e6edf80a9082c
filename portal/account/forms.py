"""The forms of an account: signing in, the password, language, theme, the end of a session.

In: what was typed. Out: values that may be used, or what is wrong with each.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wtforms import HiddenField, PasswordField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice

from portal.actions.password import password_fault
from portal.actions.preferences import THEMES
from portal.forms import ButtonForm, Filled, PortalForm
from portal.language import NAMES, current_language
from portal.language import gettext as _
from portal.menu import N_

#: So much of a password is looked at: none is longer, and a hash of megabytes would be a gift to strangers.
_LOOKED_AT = 1000
_THEME_LABELS = {"system": N_("As the system"), "light": N_("Light"), "dark": N_("Dark")}


def _beginning(text: str | None) -> str:
    return (text or "")[:_LOOKED_AT]


class SignInForm(PortalForm):
    """A name, a password, and the page that was wanted."""

    name = StringField(N_("Name"), [Filled(N_("Enter your name."))], render_kw={"autocomplete": "username"})
    password = PasswordField(
        N_("Password"), [Filled(N_("Enter your password."))], [_beginning],
        render_kw={"autocomplete": "current-password"},
    )  # fmt: skip
    next = HiddenField()


class ChangePasswordForm(PortalForm):
    """The password of now, and the new one twice."""

    old = PasswordField(
        N_("Password now"), [Filled(N_("Enter your password."))], [_beginning],
        render_kw={"autocomplete": "current-password"},
    )  # fmt: skip
    new = PasswordField(
        N_("New password"), [Filled(N_("Enter a new password."))], description=N_("At least 12 characters."),
        render_kw={"autocomplete": "new-password"},
    )  # fmt: skip
    again = PasswordField(
        N_("New password again"), [Filled(N_("Enter the new password a second time."))],
        render_kw={"autocomplete": "new-password"},
    )  # fmt: skip

    def __init__(self, sign_in_name: str, is_current: Callable[[str], bool], **given: Any) -> None:
        """Take the name that a password must not contain, and who knows whether a password is the one of now."""
        super().__init__(**given)
        self._sign_in_name, self._is_current = sign_in_name, is_current

    def validate_old(self, field: PasswordField) -> None:
        """Raise ValidationError for another password than that of now."""
        if not self._is_current(field.data):
            raise ValidationError(_("This is not your password."))

    def validate_new(self, field: PasswordField) -> None:
        """Raise ValidationError for a password that cannot be used."""
        fault = password_fault(field.data, self._sign_in_name)
        if fault is not None:
            raise ValidationError(fault.say(current_language()))

    def validate_again(self, field: PasswordField) -> None:
        """Raise ValidationError when a good new password was typed differently the second time."""
        if not self.new.errors and field.data != self.new.data:
            raise ValidationError(_("The two new passwords differ."))


class LanguageForm(PortalForm):
    """The language of the pages, and the page to go on to."""

    language = SelectField(choices=[SelectChoice(value=code, label=name) for code, name in NAMES.items()])
    next = HiddenField()


class ThemeForm(PortalForm):
    """Light, dark, or as the system has it."""

    theme = SelectField(N_("Theme"), choices=lambda: [SelectChoice(value=t, label=_(_THEME_LABELS[t])) for t in THEMES])


class EndSessionForm(ButtonForm):
    """The end of one session or of all."""
