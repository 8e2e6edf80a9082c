"""In: browsers that sign in, out, and come back with old cookies. Out: a session is worth nothing once it is ended.
Cookies, headers, brakes and errors of every route are those of a portal that shows pay."""

from __future__ import annotations

import dataclasses
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from config import Config, SettingsFault
from portal import create_app
from portal.actions import sign_in as signing
from portal.extensions import db
from portal.models import Account, SignInSession
from tests.access.addresses import addresses
from tests.access.browsers import send, sign_in, signed_in, token_of
from tests.access.canary_company import PASSWORD, PEOPLE

PUBLIC = {"static", "frame.font"}


def cookie(browser: Any, name: str = "daylight") -> str:
    found = browser.get_cookie(name)
    return found.value if found else ""


def with_cookie(app: Any, value: str) -> Any:
    """A second browser that holds a copied cookie."""
    browser = app.test_client()
    browser.set_cookie("daylight", value)
    return browser


def is_in(browser: Any) -> bool:
    return browser.get("/account").status_code == 200


def test_a_planted_cookie_is_worth_nothing_after_signing_in(app: Any, company: Any) -> None:
    attacker = app.test_client()
    token_of(attacker)
    planted = cookie(attacker)
    victim = with_cookie(app, planted)
    assert sign_in(victim, "ben").status_code == 302
    assert cookie(victim) != planted
    assert not is_in(with_cookie(app, planted))
    # nor does a session of the attacker become the victim's
    attacker = signed_in(app, "fin")
    victim = with_cookie(app, cookie(attacker))
    answer = victim.post("/sign-in", data={"csrf_token": token_of(victim), "name": "ben", "password": PASSWORD})
    assert answer.status_code == 302
    assert b"Ben Whitfield" in victim.get("/account").data
    assert b"Ben Whitfield" not in attacker.get("/account").data


@pytest.mark.parametrize("end", ["sign-out", "end-all", "end-one", "password", "switched-off", "too-old", "left-alone"])
def test_a_copied_cookie_ends_with_its_session(app: Any, company: Any, end: str) -> None:
    browser = signed_in(app, "ben")
    copied = with_cookie(app, cookie(browser))
    assert is_in(copied)
    other = signed_in(app, "ben")
    account = company.accounts["ben"]
    if end == "sign-out":
        assert send(browser, "/sign-out").status_code == 302
    elif end == "end-all":
        assert send(other, "/account/sessions/end-all").status_code == 302
    elif end == "end-one":
        with app.app_context():
            newest = select(SignInSession.token_hash).where(SignInSession.account_id == account)
            first = db.session.scalar(newest.order_by(SignInSession.created_at).limit(1))
        assert send(other, f"/account/sessions/{first}/end").status_code == 302
    elif end == "password":
        new = "eight large red kites"
        assert send(other, "/account/password", old=PASSWORD, new=new, again=new).status_code == 302
        assert is_in(other)
    else:
        _change(app, account, end)
    assert not is_in(copied)
    assert copied.get("/earnings/2026-02").status_code == 302


def _change(app: Any, account: int, end: str) -> None:
    with app.app_context(), db.transaction() as session:
        if end == "switched-off":
            session.execute(update(Account).where(Account.id == account).values(active=False))
            return
        row = session.scalars(select(SignInSession).where(SignInSession.account_id == account)).all()
        for each in row:
            if end == "too-old":
                each.created_at -= timedelta(hours=12)
            else:
                each.last_seen_at -= timedelta(minutes=121)


def test_a_cookie_that_was_changed_or_made_up_is_nobodys(app: Any, company: Any) -> None:
    value = cookie(signed_in(app, "ben"))
    for forged in (value[:-3] + "abc", value.swapcase(), "x", "", "eyJ0b2tlbiI6ImEifQ.aaaaaa.bbbbbb"):
        assert not is_in(with_cookie(app, forged))


def test_guessing_is_braked_by_name_and_by_address(app: Any, company: Any) -> None:
    browser = app.test_client()
    for _ in range(signing.FREE_FAILURES_OF_A_NAME):
        assert sign_in(browser, "ben", "wrong wrong wrong").status_code == 401
    for name in ("ben", "BEN", " ben "):
        answer = sign_in(browser, name)
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) > 0
    fresh = app.test_client()
    for number in range(signing.FREE_FAILURES_OF_AN_ADDRESS - signing.FREE_FAILURES_OF_A_NAME):
        assert sign_in(fresh, f"guess-{number}", "wrong wrong wrong").status_code == 401
    assert sign_in(fresh, "fin").status_code == 429


def test_an_unknown_name_answers_like_a_wrong_password(app: Any, company: Any) -> None:
    browser = app.test_client()
    token = token_of(browser)
    answers = []
    for name in ("ben", "nob"):
        data = {"csrf_token": token, "name": name, "password": "wrong wrong wrong"}
        answers.append(browser.post("/sign-in", data=data))
    assert answers[0].status_code == answers[1].status_code == 401
    # The token of the form holds the second it was made in.
    known, unknown = (re.sub(r'(name="csrf_token"[^>]* value)="[^"]+"', r"\1", answer.text) for answer in answers)
    assert known.replace('"ben"', '"nob"') == unknown


def test_every_answer_carries_the_headers(app: Any, company: Any, browser_of: Any) -> None:
    looked = 0
    for name in (None, "ben", "admin-us", "auditor", "support"):
        browser = browser_of(name)
        paths = {
            (each.endpoint, each.path)
            for each in addresses(app, company, PEOPLE["Ben"], {"nobody": "1" * 64}, "GET")
            if not each.endpoint.endswith("pdf")
        }
        for endpoint, path in sorted(paths | {("", "/there/is/no/such/page"), ("", "/sign-out")}):
            answer, looked = browser.get(path), looked + 1
            _has_headers(answer, path, endpoint in PUBLIC)
    assert looked > 150


def _has_headers(answer: Any, path: str, public: bool) -> None:
    head = answer.headers
    policy = head["Content-Security-Policy"]
    assert "default-src 'self'" in policy, path
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy
    assert head["X-Content-Type-Options"] == "nosniff"
    assert head["Referrer-Policy"] in ("same-origin", "no-referrer", "strict-origin")
    assert head.get("Access-Control-Allow-Origin") is None
    assert public or head["Cache-Control"] == "no-store", path
    assert "Server" not in head


@pytest.fixture
def production(database_url: str, app: Any, company: Any) -> Any:
    """The portal as it runs for a company, on the same database."""
    config = dataclasses.replace(Config.for_tests(database_url), mode="production", secret_key="s" * 48)
    made = create_app(config)
    made.extensions["daylight_hasher"] = app.extensions["daylight_hasher"]
    yield made
    with made.app_context():
        db.engine.dispose()


def test_cookies_of_production_are_bound_to_host_and_https(production: Any) -> None:
    browser = production.test_client()
    page = browser.get("/sign-in", base_url="https://pay.example")
    written = page.headers["Set-Cookie"]
    assert written.startswith("__Host-daylight=")
    for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert flag in written
    assert "Domain" not in written
    assert page.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_an_error_shows_nothing_of_the_inside(production: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_names: object) -> str:
        secret = "7,777,001.11"
        raise RuntimeError(f"the pay is {secret}")

    monkeypatch.setitem(production.view_functions, "account.sign_in", broken)
    broken.__dict__["allowed"] = frozenset({"anyone"})
    answer = production.test_client().get("/sign-in", base_url="https://pay.example")
    assert answer.status_code == 500
    for inside in ("Traceback", "RuntimeError", "7,777,001", ".py", "flask", "werkzeug"):
        assert inside not in answer.text


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example", "///evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "//[",
        "http://[", "javascript:alert(1)", "/\tevil", "\t//evil.example", "/%0d%0aSet-Cookie:a=b", "evil.example",
        "https:evil.example", "/sign-in?next=//evil.example", "//evil.example\\@pay.example", "/\r\nX: y",
    ],
)  # fmt: skip
def test_the_way_on_after_signing_in_stays_here(app: Any, company: Any, wanted: str) -> None:
    browser = app.test_client()
    for answer in (
        sign_in(browser, "ben", next=wanted),
        browser.get("/sign-in", query_string={"next": wanted}),
        send(browser, "/language", language="en", next=wanted),
    ):
        assert answer.status_code == 302
        place = answer.headers["Location"]
        assert place.startswith("/")
        assert not place.startswith(("//", "/\\"))
        assert "\n" not in place
        assert "\r" not in place


@pytest.mark.parametrize("host", ["evil.example", "evil.example:99", "a@b", "[::1]", "a b", "127.0.0.1/x", "\x7f", ""])
def test_a_foreign_host_header_leads_nowhere(app: Any, company: Any, host: str) -> None:
    browser = signed_in(app, "ben")
    for path in ("/", "/sign-in", "/earnings/2026-02", "/nothing"):
        answer = browser.get(path, headers={"Host": host, "X-Forwarded-Host": "evil.example"})
        assert answer.status_code < 500
        assert "evil.example" not in answer.text
        assert "evil.example" not in answer.headers.get("Location", "")


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({}, "DAYLIGHT_SECRET_KEY"),
        ({"DAYLIGHT_SECRET_KEY": "the-demo-company-has-nothing-to-hide"}, "DAYLIGHT_SECRET_KEY"),
        ({"DAYLIGHT_SECRET_KEY": "short"}, "DAYLIGHT_SECRET_KEY"),
        ({"DAYLIGHT_SECRET_KEY": "s" * 48, "DAYLIGHT_DATABASE_URL": "sqlite:///pay.sqlite"}, "DAYLIGHT_DATABASE_URL"),
        ({"DAYLIGHT_SECRET_KEY": "s" * 48, "DAYLIGHT_DATABASE_URL": ""}, "DAYLIGHT_DATABASE_URL"),
    ],
)
def test_production_refuses_secrets_that_everybody_knows(changes: dict[str, str], names: str) -> None:
    with pytest.raises(SettingsFault, match=names):
        Config.from_environment({"DAYLIGHT_DATABASE_URL": "postgresql://daylight@db/daylight", **changes})
