"""In: every form of every route, sent by everybody with a valid token. Out: nothing changes that may not.
Nobody acts on their own pay or approves their own work, by a forged form either; no form is taken without its token."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.access import rules_of
from portal.extensions import db
from portal.models import Account, Base, JournalEntry, Plan, PlanApproval, PlanDraft, PlanVersion, SignInSession
from tests.access.addresses import FORMS, addresses
from tests.access.browsers import send, shown, token_of
from tests.access.canary_company import ACCOUNTS, NO_NUMBER, PEOPLE, plan_text, version

#: what an account may always do to itself, and the tables of it
ITSELF = ("account.",)
OWN_TABLES = {"sign_in_sessions", "sign_in_attempts", "accounts"}
#: the one table that a mere visit may touch: when a session was last used
VISITED = {"sign_in_sessions"}
#: forms that end the session they are sent in
ENDS = {"account.sign_out", "account.end_all"}


def digests(app: Any) -> dict[str, str]:
    """A digest of every row of every table."""
    found = {}
    with app.app_context():
        for table in Base.metadata.sorted_tables:
            rows = sorted(repr(tuple(row)) for row in db.session.execute(select(table)))
            found[table.name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def changed(app: Any, before: dict[str, str]) -> set[str]:
    return {name for name, digest in digests(app).items() if digest != before[name]}


def forms(app: Any, company: Any, payees: tuple[str, ...] = ("Ben", "Gil", "Hal")) -> dict[str, set[str]]:
    """The addresses of every route that takes a form, with what belongs to these people."""
    found: dict[str, set[str]] = {}
    for payee in payees:
        for each in addresses(app, company, PEOPLE[payee], {"nobody": "1" * 64}, "POST"):
            found.setdefault(each.endpoint, set()).add(each.path)
    return found


def test_every_form_is_known(app: Any, company: Any) -> None:
    assert set(forms(app, company)) == set(FORMS)


@pytest.mark.usefixtures("texts_checked_once")
def test_a_form_changes_nothing_for_who_may_not_send_it(app: Any, company: Any, browser_of: Any) -> None:
    sent = 0
    for name, (roles, _payee, _groups) in ACCOUNTS.items():
        browser = browser_of(name)
        before, token = digests(app), token_of(browser)
        for endpoint, paths in forms(app, company).items():
            rules = rules_of(app, endpoint)
            if rules & {"anyone", "signed_in", *roles}:
                continue
            for path in sorted(paths):
                values = {key: value.format(payee="Ben") for key, value in FORMS[endpoint].items()}
                answer = browser.post(path, data={"csrf_token": token, **values})
                sent += 1
                assert answer.status_code == 404, (name, path, answer.status_code)
        assert changed(app, before) <= VISITED, name
    assert sent > 60


@pytest.mark.usefixtures("texts_checked_once")
def test_what_concerns_an_account_changes_no_other(app: Any, company: Any, browser_of: Any) -> None:
    victim = browser_of("ben")
    with app.app_context():
        stolen = db.session.scalar(
            select(SignInSession.token_hash).where(SignInSession.account_id == company.accounts["ben"])
        )
        hashes = dict(db.session.execute(select(Account.id, Account.password_hash)).all())
    for endpoint in sorted(each for each in FORMS if each.startswith(ITSELF)):
        browser = browser_of("fin")
        before = digests(app)
        with app.test_request_context():
            path = app.url_for(endpoint, **({"token_hash": stolen} if endpoint == "account.end_one" else {}))
        values = {key: value.format(payee="Ben") for key, value in FORMS[endpoint].items()}
        answer = send(browser, path, **values, account_id=str(company.accounts["ben"]), roles="comp_admin")
        assert answer.status_code < 500, endpoint
        assert changed(app, before) <= OWN_TABLES, endpoint
        assert victim.get("/account").status_code == 200, endpoint
        with app.app_context():
            assert dict(db.session.execute(select(Account.id, Account.password_hash)).all()) == hashes


def test_a_session_of_somebody_else_answers_like_none(app: Any, company: Any, browser_of: Any) -> None:
    browser_of("ben")
    browser = browser_of("fin")
    with app.app_context():
        theirs = db.session.scalar(
            select(SignInSession.token_hash).where(SignInSession.account_id == company.accounts["ben"])
        )
    answers = [send(browser, f"/account/sessions/{each}/end") for each in (theirs, "0" * 64)]
    assert {answer.status_code for answer in answers} == {404}
    assert answers[0].text == answers[1].text


@pytest.mark.usefixtures("texts_checked_once")
def test_no_form_is_taken_without_its_token(app: Any, company: Any, browser_of: Any) -> None:
    other = token_of(browser_of("admin-all"))
    browser = browser_of("admin-all")
    before = digests(app)
    for endpoint, paths in forms(app, company).items():
        for path in sorted(paths):
            for data in ({}, {"csrf_token": ""}, {"csrf_token": other}, {"csrf_token": "x" * 90}):
                answer = browser.post(path, data={**FORMS[endpoint], **data})
                assert answer.status_code == 400, (path, data, answer.status_code)
    assert changed(app, before) <= VISITED


def test_a_comp_admin_acts_in_their_own_pay_groups_only(app: Any, company: Any, browser_of: Any) -> None:
    for name, group in (("admin-us", "kr"), ("admin-none", "us"), ("hal", "kr")):
        browser = browser_of(name)
        before = digests(app)
        answers = [send(browser, f"/periods/{each}/2026-03/run") for each in (group, "xx")]
        assert {answer.status_code for answer in answers} == {404}, name
        assert answers[0].text == answers[1].text
        assert changed(app, before) <= VISITED


@pytest.mark.usefixtures("texts_checked_once")
@pytest.mark.parametrize("decision", ["approved", "sent_back"])
def test_nobody_decides_about_their_own_work_or_pay(app: Any, company: Any, browser_of: Any, decision: str) -> None:
    """Hal wrote version 2 of the plan and is paid by it. The other version is only the second."""
    with app.app_context(), db.transaction() as session:
        number = session.scalar(select(func.max(PlanApproval.known_no)))
        version(session, "us", 3, plan_text("us", "USD", "4x"), company.accounts["admin-all"], number)
    for name, number, code in (("hal", 2, "own_plan"), ("hal", 3, "own_pay"), ("admin-all", 3, "own_plan")):
        browser = browser_of(name)
        page = browser.get(f"/plans/carrier-us/versions/{number}")
        assert page.status_code == 200
        assert 'name="decision"' not in page.text, name
        before = digests(app)
        answer = send(
            browser, f"/plans/carrier-us/versions/{number}/decision", decision=decision, note="mine",
            digest=_digest(app, number),
        )  # fmt: skip
        assert answer.status_code == 409
        assert changed(app, before) - VISITED == {"journal", "counters"}
        assert _last(app) == ("plan_refused", str(company.accounts[name]), code)
    second = browser_of("admin-us")
    answer = send(
        second, "/plans/carrier-us/versions/3/decision", decision=decision, note="seen", digest=_digest(app, 3)
    )
    assert answer.status_code == 303, shown(answer)


@pytest.mark.usefixtures("texts_checked_once")
def test_a_draft_of_somebody_else_is_neither_read_nor_replaced(app: Any, company: Any, browser_of: Any) -> None:
    browser = browser_of("admin-us")
    assert "zqdraftqz" not in shown(browser.get("/plans/carrier-us/text"))
    send(browser, "/plans/carrier-us/text", text="mine", opened="", author=str(company.accounts["admin-all"]))
    with app.app_context():
        drafts = dict(db.session.execute(select(PlanDraft.author, PlanDraft.text)).all())
    assert drafts[company.accounts["admin-us"]] == "mine"
    assert "zqdraftqz" in drafts[company.accounts["admin-all"]]


@pytest.mark.usefixtures("texts_checked_once")
def test_fields_that_no_form_has_are_not_taken(app: Any, company: Any, browser_of: Any) -> None:
    """Every column of the tables behind the forms, sent along with what is allowed, twice."""
    browser = browser_of("admin-us")
    extra = {
        column.name: [str(NO_NUMBER), "approved"]
        for model in (Plan, PlanDraft, PlanVersion, PlanApproval)
        for column in model.__table__.columns
        if column.name not in ("plan", "text")
    }
    data = {"csrf_token": token_of(browser), "plan": ["new-plan", "other-plan"], **extra}
    assert browser.post("/plans/", data=data).status_code == 303
    with app.app_context():
        draft = db.session.get_one(PlanDraft, ("new-plan", company.accounts["admin-us"]))
        assert db.session.get(Plan, "other-plan") is None
        assert draft.based_on is None
        assert draft.saved_at.year < 3000
        assert (
            db.session.scalar(select(func.count()).select_from(PlanVersion).where(PlanVersion.plan == "new-plan")) == 0
        )


def _digest(app: Any, number: int) -> str:
    with app.app_context():
        return str(db.session.get_one(PlanVersion, ("carrier-us", number)).digest)


def _last(app: Any) -> tuple[str, str, str]:
    with app.app_context():
        entry = db.session.scalar(select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(1))
        assert entry is not None
        return entry.action, entry.actor, entry.after["code"]
