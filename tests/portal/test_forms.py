"""In: forms of every kind. Out: no sentence of the library reaches a page; every form but a question has a token."""

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import DateField, Form, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Regexp

from portal.account import forms as of_accounts
from portal.earnings import forms as of_earnings
from portal.forms import ButtonForm, PortalForm, QueryForm, Sentences
from portal.periods import forms as of_periods
from portal.plans import forms as of_plans

OURS = {
    "en": {"Choose one from the list.", "This could not be read. Check it and send it again."},
    "ko": {"목록에서 하나를 선택해 주세요.", "읽을 수 없는 값입니다. 확인한 뒤 다시 보내 주세요."},
}
WRITTEN = [
    form
    for module in (of_accounts, of_earnings, of_periods, of_plans)
    for form in vars(module).values()
    if isinstance(form, type) and issubclass(form, Form) and form.__module__ == module.__name__
]


class Wrong(PortalForm):
    """Fields of many kinds, each of which complains in words of the library."""

    number = IntegerField()
    small = IntegerField(validators=[NumberRange(max=3)])
    day = DateField()
    choice = SelectField(choices=[SelectChoice(value="a")])
    filled = StringField(validators=[InputRequired()])
    short = StringField(validators=[Length(max=2)])
    several = StringField(validators=[Length(min=9)])
    word = StringField(validators=[Regexp("x")])


@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_the_library_says_reaches_a_page_in_our_words_only(app, language):
    typed = {"number": "one", "small": "9", "day": "soon", "choice": "b", "filled": "", "short": "abc", "several": "a",
             "word": "y"}  # fmt: skip
    with app.test_request_context(headers={"Accept-Language": language}):
        form = Wrong(MultiDict(typed))
        assert not form.validate()
        said = {name: faults for name, faults in form.errors.items() if name in typed}
    assert said.keys() == typed.keys()
    assert {sentence for faults in said.values() for sentence in faults} == OURS[language]


@pytest.mark.parametrize("form", WRITTEN, ids=lambda form: form.__name__)
def test_every_form_is_one_of_the_portal_and_carries_a_token_unless_it_only_asks(app, form):
    assert issubclass(form, PortalForm)
    with app.test_request_context():
        asks = issubclass(form, QueryForm)
        filled = {"sign_in_name": "ann", "is_current": bool} if form is of_accounts.ChangePasswordForm else {}
        filled |= {"plans": {}} if form is of_plans.BeginForm else {}
        opened = form(**filled)
        assert ("csrf_token" in opened) is not asks
        assert isinstance(opened.meta.get_translations(opened), Sentences)
        if not asks:
            assert not opened.validate()
            assert "csrf_token" in opened.errors


def test_the_forms_of_the_portal_were_found():
    assert len(WRITTEN) >= 12
    assert sum(issubclass(form, ButtonForm) for form in WRITTEN) == 3
