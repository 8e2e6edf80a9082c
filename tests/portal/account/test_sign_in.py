"""In: names, passwords, browsers. Out: sessions that end at once, a brake on guessing, answers that tell nothing."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, update

from config import Config
from portal import create_app
from portal.actions.sessions import token_digest
from portal.extensions import db
from portal.models import Account, JournalEntry, SignInAttempt, SignInSession
from tests.portal.small_company import NOW, PASSWORD, press, sign_in, signed_in, token_in


@pytest.fixture
def clock():
    """The clock of the portal, which a test may turn."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def is_in(browser):
    return browser.get("/account").status_code == 200


def test_the_right_password_leads_to_the_page_that_was_wanted(app):
    browser = app.test_client()
    assert browser.get("/earnings/2026-09").location == "/sign-in?next=/earnings/2026-09"
    assert sign_in(browser, "Ann ", next="/earnings/2026-09").location == "/earnings/2026-09"
    assert is_in(browser)


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "evil", "/\tx"]
)
def test_signing_in_never_leads_elsewhere(app, elsewhere):
    assert sign_in(app.test_client(), "ann", next=elsewhere).location == "/"


def test_a_wrong_password_and_an_unknown_name_answer_alike(app):
    wrong, unknown = (sign_in(app.test_client(), name, "not the password") for name in ("ann", "anx"))
    assert (wrong.status_code, unknown.status_code) == (401, 401)

    def body(answer, name):
        return answer.text.replace(token_in(answer), "").replace(name, "")

    assert body(wrong, "ann") == body(unknown, "anx")


def test_an_unknown_name_costs_a_hash_as_well(app, monkeypatch):
    checked = []
    hasher = app.extensions["daylight_hasher"]
    original = type(hasher).verify_and_update
    monkeypatch.setattr(
        type(hasher), "verify_and_update", lambda self, *words: checked.append(words) or original(self, *words)
    )
    for name in ("ann", "nobody"):
        sign_in(app.test_client(), name, "not the password")
    assert len(checked) == 2


def test_the_token_changes_at_sign_in_and_only_its_digest_is_kept(app):
    browser = app.test_client()
    browser.get("/sign-in")
    before = browser.get_cookie("daylight").value
    sign_in(browser, "ann")
    assert browser.get_cookie("daylight").value != before
    with browser.session_transaction() as session:
        token = session["token"]
    with app.app_context():
        kept = db.session.scalars(select(SignInSession.token_hash)).all()
    assert kept == [token_digest(token)]
    assert token not in kept


def test_a_cookie_of_before_signing_out_is_worth_nothing(app):
    browser = signed_in(app, "ann")
    stolen = browser.get_cookie("daylight").value
    assert press(browser, "/sign-out").location == "/sign-in"
    thief = app.test_client()
    thief.set_cookie("daylight", stolen)
    assert not is_in(thief)


def test_one_session_and_all_sessions_end_at_once(app):
    first, second = signed_in(app, "ann"), signed_in(app, "ann")
    with second.session_transaction() as session:
        other = token_digest(session["token"])
    assert press(first, f"/account/sessions/{other}/end").location == "/account"
    assert is_in(first)
    assert not is_in(second)
    third = signed_in(app, "ann")
    press(first, "/account/sessions/end-all")
    assert not is_in(first)
    assert not is_in(third)


def test_nobody_ends_the_session_of_another(app):
    ann, bo = signed_in(app, "ann"), signed_in(app, "bo")
    with ann.session_transaction() as session:
        hers = token_digest(session["token"])
    assert press(bo, f"/account/sessions/{hers}/end").status_code == 404
    assert is_in(ann)


def test_a_session_ends_by_age_and_when_left_alone(app, clock):
    config = Config.for_tests("")
    used, left = signed_in(app, "ann"), signed_in(app, "ann")
    until_idle = timedelta(minutes=config.idle_minutes)
    clock.shift(until_idle - timedelta(minutes=1))
    assert is_in(used)
    clock.shift(timedelta(minutes=2))
    assert is_in(used)
    assert not is_in(left)
    for _ in range(config.session_hours * 60 // config.idle_minutes):
        clock.shift(until_idle - timedelta(minutes=1))
        used.get("/account")
    assert not is_in(used)


def test_an_account_that_is_switched_off_is_out_at_once(app):
    browser = signed_in(app, "ann")
    with app.app_context(), db.transaction() as session:
        session.execute(update(Account).where(Account.sign_in_name == "ann").values(active=False))
    assert not is_in(browser)
    assert sign_in(app.test_client(), "ann").status_code == 401


def test_after_five_failures_the_wait_grows_and_the_right_password_waits_too(app, clock):
    def attempt(password, address="10.0.0.1"):
        browser = app.test_client()
        browser.environ_base["REMOTE_ADDR"] = address
        return sign_in(browser, "ann", password)

    assert [attempt("wrong").status_code for _ in range(5)] == [401] * 5
    answer = attempt(PASSWORD, address="10.9.9.9")
    assert answer.status_code == 429
    first = int(answer.headers["Retry-After"])
    clock.shift(timedelta(seconds=first))
    assert attempt("wrong").status_code == 401
    second = int(attempt(PASSWORD).headers["Retry-After"])
    assert second > first
    clock.shift(timedelta(seconds=second))
    assert attempt(PASSWORD).status_code == 302
    assert [attempt("wrong").status_code for _ in range(5)] == [401] * 5


def test_an_address_that_guesses_many_names_is_braked_and_others_are_not(app, clock):
    def attempt(name, address):
        browser = app.test_client()
        browser.environ_base["REMOTE_ADDR"] = address
        return sign_in(browser, name, "wrong").status_code

    answers = [attempt(f"name-{number}", "10.0.0.1") for number in range(31)]
    assert answers[:30] == [401] * 30
    assert answers[30] == 429
    assert attempt("ann", "10.0.0.2") == 401


def test_what_was_attempted_is_kept_without_names(app):
    sign_in(app.test_client(), "ann", "wrong")
    with app.app_context():
        kept = db.session.scalars(select(SignInAttempt)).one()
    assert kept.ok is False
    assert len(kept.name_hash) == 64
    assert "ann" not in kept.name_hash


def test_a_demo_account_cannot_sign_in_in_production(app, database_url):
    with app.app_context(), db.transaction() as session:
        session.execute(update(Account).where(Account.sign_in_name == "ann").values(demo=True))
    live = create_app(Config(mode="production", database_url=database_url, secret_key="k" * 40))
    browser = live.test_client()
    https = {"base_url": "https://pay.example", "headers": {"Referer": "https://pay.example/sign-in"}}
    token = token_in(browser.get("/sign-in", **https))
    values = {"csrf_token": token, "name": "ann", "password": PASSWORD}
    assert browser.post("/sign-in", data=values, **https).status_code == 401
    assert browser.post("/sign-in", data=values | {"name": "bo"}, **https).status_code == 302
    with live.app_context():
        db.engine.dispose()


def test_changing_the_password_ends_the_other_sessions_and_is_journaled(app):
    here, elsewhere = signed_in(app, "ann"), signed_in(app, "ann")
    new = "nine large red bicycles"
    answer = press(here, "/account/password", page="/account/password", old=PASSWORD, new=new, again=new)
    assert answer.location == "/account"
    assert is_in(here)
    assert not is_in(elsewhere)
    assert sign_in(app.test_client(), "ann").status_code == 401
    assert sign_in(app.test_client(), "ann", new).status_code == 302
    with app.app_context():
        entry = db.session.scalars(select(JournalEntry).where(JournalEntry.action == "password_changed")).one()
    assert entry.after == {"sessions_ended": 1}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"old": "wrong", "new": "nine large red bicycles", "again": "nine large red bicycles"}, "not your password"),
        ({"old": PASSWORD, "new": "short", "again": "short"}, "at least 12 characters"),
        ({"old": PASSWORD, "new": "aaaaaaaaaaaaaa", "again": "aaaaaaaaaaaaaa"}, "easy to guess"),
        ({"old": PASSWORD, "new": "x" * 201, "again": "x" * 201}, "at most 200"),
        ({"old": PASSWORD, "new": "nine large red bicycles", "again": "nine large red bicycle"}, "differ"),
    ],
)
def test_a_password_that_cannot_be_is_said_so_under_its_field(app, values, said):
    browser = signed_in(app, "ann")
    answer = press(browser, "/account/password", page="/account/password", **values)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert sign_in(app.test_client(), "ann").status_code == 302


def test_the_language_is_that_of_the_browser_then_of_the_choice_then_of_the_account(app):
    browser = app.test_client()
    assert '<html lang="ko"' in browser.get("/sign-in", headers={"Accept-Language": "ko-KR,ko;q=0.9"}).text
    assert '<html lang="en"' in browser.get("/sign-in", headers={"Accept-Language": "fr"}).text
    assert press(browser, "/language", page="/sign-in", language="ko", next="/sign-in").location == "/sign-in"
    assert "로그인" in browser.get("/sign-in").text
    sign_in(browser, "ann")
    assert '<html lang="en"' in browser.get("/account").text
    press(browser, "/language", language="ko")
    assert '<html lang="ko"' in signed_in(app, "ann").get("/account").text
    assert press(browser, "/language", language="xx").status_code == 400


def test_a_chosen_theme_is_written_into_the_page(app):
    browser = signed_in(app, "ann")
    assert "data-theme" not in browser.get("/account").text
    press(browser, "/account/theme", theme="dark")
    assert 'data-theme="dark"' in browser.get("/account").text
    assert press(browser, "/account/theme", theme="pink").status_code == 400
