"""In: requests that go wrong. Out: calm pages in the reader's language that need neither a menu nor a database."""

import pytest

from portal.access import allows
from tests.portal.small_company import signed_in, token_in

CODES = [404, 405, 413, 400, 500]


def wrong(browser, code):
    if code == 404:
        return browser.get("/nowhere")
    if code == 405:
        return browser.get("/sign-out")
    if code == 500:
        return browser.get("/breaks")
    token = token_in(browser.get("/account"))
    if code == 413:
        return browser.post("/account/theme", data={"csrf_token": token, "theme": "x" * 40_000_000})
    return browser.post("/account/theme", data={"csrf_token": "stale"})


@pytest.fixture
def database_kind():
    return "sqlite"  # an error page asks no database


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("code", CODES)
def test_every_error_has_its_page_in_both_languages(app, code, language):
    app.add_url_rule("/breaks", "breaks", allows("anyone")(lambda: 1 // 0))
    browser = signed_in(app, "ann")
    browser.post("/language", data={"csrf_token": token_in(browser.get("/account")), "language": language})
    answer = wrong(browser, code)
    assert answer.status_code == code
    assert f'<html lang="{language}"' in answer.text
    assert "<h1>" in answer.text
    assert ("니다" in answer.text) == (language == "ko")
    assert "Traceback" not in answer.text


def test_a_database_that_is_gone_gives_a_page_too(app):
    browser = signed_in(app, "ann")
    from portal.extensions import db

    with app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("drop table sign_in_sessions")
    answer = browser.get("/account")
    assert answer.status_code == 500
    assert "<h1>" in answer.text
