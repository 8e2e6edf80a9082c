"""In: words of the shell. Out: accounts made with a journal entry, or everything that is wrong with the words."""

from sqlalchemy import select

from portal.extensions import db
from portal.models import Account, JournalEntry
from tests.portal.small_company import PASSWORD, sign_in, signed_in

NEW = "nine large red bicycles"


def run(app, *words, stdin=NEW + "\n"):
    return app.test_cli_runner().invoke(args=["account", *words, "--password-stdin"] if stdin else ["account", *words],
                                        input=stdin)  # fmt: skip


def test_an_account_is_made_and_can_sign_in(app):
    result = run(app, "create", "Cho", "--role", "payee", "--payee", "P-cho", "--language", "ko")
    assert result.exit_code == 0, result.output
    assert sign_in(app.test_client(), "cho", NEW).status_code == 302
    with app.app_context():
        entry = db.session.scalars(
            select(JournalEntry).where(JournalEntry.action == "account_created").order_by(JournalEntry.seq.desc())
        ).first()
    assert entry.actor == "system"
    assert entry.after == {"payee": "P-cho", "roles": ["payee"], "pay_groups": []}


def test_everything_wrong_is_said_at_once_and_nothing_is_made(app):
    result = run(app, "create", "ann", "--role", "comp_admin", "--payee", "P-none", "--pay-group", "moon")
    assert result.exit_code == 1
    assert all(word in result.output for word in ("ann", "P-none", "moon"))
    with app.app_context():
        assert len(db.session.scalars(select(Account).where(Account.sign_in_name == "ann")).all()) == 1


def test_a_weak_password_makes_no_account(app):
    result = run(app, "create", "cho", "--role", "payee", "--payee", "P-cho", stdin="short\n")
    assert result.exit_code == 1
    assert "12" in result.output


def test_a_new_password_and_the_end_of_sessions(app):
    browser = signed_in(app, "ann")
    assert run(app, "password", "ann").exit_code == 0
    assert browser.get("/account").status_code == 302
    assert sign_in(app.test_client(), "ann", PASSWORD).status_code == 401
    again = signed_in(app, "ann", NEW)
    assert run(app, "end-sessions", "ann", stdin=None).exit_code == 0
    assert again.get("/account").status_code == 302
    assert run(app, "end-sessions", "nobody", stdin=None).exit_code == 1
