"""In: entries, and an entry changed behind the journal's back. Out: sentences, and a page that says what is broken."""

from sqlalchemy import update

from portal import models
from portal.actions.journal import record_entry
from portal.actions.run_period import run_period
from portal.extensions import db
from portal.models import remove_guards
from tests.portal.kite_company import MONTH, NOW


def calculate(app):
    with app.app_context(), db.transaction() as session:
        run_period(session, actor="system", now=NOW, pay_group="us", period=MONTH)


def test_entries_are_sentences_without_an_amount_of_pay(kites, kites_of):
    calculate(kites)
    page = kites_of("korea").get("/journal/").text
    assert "Calculated, run 1" in page
    assert "the system" in page
    for amount in ("1,234.50", "123450", "3,880.10"):
        assert amount not in page


def test_the_whole_chain_is_verified_and_a_broken_entry_is_named(kites, kites_of):
    browser = kites_of("julia")
    assert "The chain is whole." in browser.get("/journal/?verify=1").text
    with kites.app_context(), db.transaction() as session:
        remove_guards(session.connection())
        session.execute(update(models.JournalEntry).where(models.JournalEntry.seq == 2).values(why="never said"))
    page = browser.get("/journal/?verify=1").text
    assert "The chain is broken." in page
    assert "that were written: 2" in page


def test_older_entries_are_a_page_away_and_kinds_can_be_chosen(kites, kites_of):
    with kites.app_context(), db.transaction() as session:
        for number in range(60):
            record_entry(session, actor="system", now=NOW, action="plan_draft_saved", subject=("plan", f"p-{number}"))
    calculate(kites)
    browser = kites_of("julia")
    first = browser.get("/journal/").text
    assert "Saved a draft of p-59" in first
    assert "Older entries" in first
    assert "Saved a draft of p-59" not in browser.get("/journal/?kind=money").text
    assert "Calculated, run 1" in browser.get("/journal/?kind=money").text
    assert "Saved a draft of p-0<" in browser.get("/journal/?kind=plans&before=50").text


def test_the_journal_is_for_comp_admins_and_auditors(kites, kites_of):
    assert kites_of("bo").get("/journal/").status_code == 404
    assert kites_of("auditor").get("/journal/").status_code == 200
