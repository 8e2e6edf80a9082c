"""In: wrong input into the forms of an account. Out: what is wrong, tied to its field, in two languages."""

import io
import json

import pytest

from tests.portal.reading import fault_under, field_value
from tests.portal.small_company import PASSWORD, press, sign_in, signed_in, token_in

GOOD = "nine large red bicycles"


@pytest.mark.parametrize(
    ("values", "field", "english", "korean"),
    [
        ({"name": "", "password": PASSWORD}, "name", "Enter your name.", "이름을 입력해 주세요."),
        ({"name": "ann", "password": ""}, "password", "Enter your password.", "비밀번호를 입력해 주세요."),
    ],
)
def test_what_is_missing_at_sign_in_is_asked_for_and_costs_no_attempt(app, values, field, english, korean):
    for language, said in (("en", english), ("ko", korean)):
        browser = app.test_client()
        token = token_in(browser.get("/sign-in"))
        wanted = {"csrf_token": token, "next": "/earnings/2026-09", **values}
        for _ in range(7):  # more often than the brake on guessing allows
            page = browser.post("/sign-in", data=wanted, headers={"Accept-Language": language})
            assert page.status_code == 401
        assert fault_under(page.text, field) == said
        assert field_value(page.text, "name") == values["name"]
        assert 'value="/earnings/2026-09"' in page.text
    assert sign_in(app.test_client(), "ann").status_code == 302


def test_a_refused_name_stands_in_its_field_and_a_password_never_does(app):
    page = sign_in(app.test_client(), '<b>"ann', "not the password").text
    assert field_value(page, "name") == '<b>"ann'
    assert "not the password" not in page


def test_a_file_or_a_document_under_the_name_of_a_field_is_no_text(app):
    browser = app.test_client()
    token = token_in(browser.get("/sign-in"))
    parts = {"csrf_token": token, "name": (io.BytesIO(b"ann"), "ann.txt"), "password": PASSWORD}
    assert browser.post("/sign-in", data=parts, content_type="multipart/form-data").status_code == 401
    document = json.dumps({"name": ["ann"], "password": 7})
    answer = browser.post(
        "/sign-in", data=document, content_type="application/json", headers={"X-CSRFToken": token, "Referer": "/"}
    )
    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("values", "field", "english", "korean"),
    [
        ({"old": ""}, "old", "Enter your password.", "비밀번호를 입력해 주세요."),
        ({"old": "wrong"}, "old", "This is not your password.", "현재 비밀번호가 아닙니다."),
        ({"new": ""}, "new", "Enter a new password.", "새 비밀번호를 입력해 주세요."),
        ({"new": "short"}, "new", "A password has at least 12 characters.", "비밀번호는 12자 이상이어야 합니다."),
        ({"again": ""}, "again", "Enter the new password a second time.", "새 비밀번호를 한 번 더 입력해 주세요."),
        ({"again": "another"}, "again", "The two new passwords differ.", "새 비밀번호가 서로 다릅니다."),
    ],
)
def test_each_fault_of_a_new_password_stands_under_its_field(app, values, field, english, korean):
    browser = signed_in(app, "ann")
    for language, said in (("en", english), ("ko", korean)):
        press(browser, "/language", language=language)
        typed = {"old": PASSWORD, "new": GOOD, "again": GOOD, **values}
        page = press(browser, "/account/password", page="/account/password", **typed)
        assert page.status_code == 422
        assert fault_under(page.text, field) == said
        others = {"old", "new", "again"} - {field}
        # A bad new password is said once, not a second time where it is repeated.
        assert [other for other in others if fault_under(page.text, other)] == []
        assert GOOD not in page.text
    assert sign_in(app.test_client(), "ann").status_code == 302


def test_a_hint_is_tied_to_its_field_before_anything_is_wrong(app):
    page = signed_in(app, "ann").get("/account/password").text
    assert 'aria-describedby="new-note"' in page
    assert "At least 12 characters." in page
    assert "aria-invalid" not in page


def test_a_theme_that_does_not_exist_is_refused_under_its_field(app):
    browser = signed_in(app, "ann")
    for language, said in (("en", "Choose one from the list."), ("ko", "목록에서 하나를 선택해 주세요.")):
        press(browser, "/language", language=language)
        for values in ({"theme": "pink"}, {}):
            page = press(browser, "/account/theme", **values)
            assert page.status_code == 400
            assert fault_under(page.text, "theme") == said
    assert "data-theme" not in browser.get("/account").text


def test_a_language_that_does_not_exist_changes_nothing(app):
    browser = signed_in(app, "ann")
    for values in ({"language": "fr"}, {"language": ""}, {}):
        assert press(browser, "/language", **values).status_code == 400
    assert '<html lang="en"' in browser.get("/account").text


@pytest.mark.parametrize("path", ["/sign-out", "/account/sessions/end-all", "/language", "/account/theme"])
def test_a_form_without_the_token_of_its_page_does_nothing(app, path):
    browser = signed_in(app, "ann")
    for data in ({}, {"csrf_token": "invented"}):
        answer = browser.post(path, data={"language": "ko", "theme": "dark", **data})
        assert answer.status_code == 400
        assert "This form is too old" in answer.text
    page = browser.get("/account")
    assert page.status_code == 200
    assert '<html lang="en"' in page.text
