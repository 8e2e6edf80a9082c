"""In: entries, and an entry changed behind the journal's back. Out: sentences, and a page that says what is broken."""

import ast
import re
from pathlib import Path
from typing import get_args

import pytest
from sqlalchemy import update

import portal
from portal import models
from portal.actions import decide_plan
from portal.actions.journal import record_entry
from portal.actions.run_period import run_period
from portal.extensions import db
from portal.journal.sentences import details, sentence
from portal.language import NAMES
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


PORTAL = Path(portal.__file__).parent
#: what stands in an action that is put together
PUT_TOGETHER = {"decision": get_args(decide_plan.Decision), "action": ("requested", "approved")}


def calls(name):
    for path in sorted(PORTAL.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name:
                yield node


def spelled(node):
    """Every text that the expression of an action may be; a variable this test does not know fails it."""
    if isinstance(node, ast.Constant):
        return {node.value}
    assert isinstance(node, ast.JoinedStr), ast.dump(node)
    texts = {""}
    for part in node.values:
        ends = [part.value] if isinstance(part, ast.Constant) else PUT_TOGETHER[part.value.id]
        texts = {text + end for text in texts for end in ends}
    return texts


def actions():
    given = [word.value for call in calls("record_entry") for word in call.keywords if word.arg == "action"]
    return set().union(*map(spelled, given))


def refusals_of_decisions():
    text = Path(decide_plan.__file__).read_text(encoding="utf-8")
    codes = {
        call.args[2].value
        for call in ast.walk(ast.parse(text))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Refused"
    }
    assert "own_plan" in codes
    return codes


def entry_of(action, **after):
    return models.JournalEntry(action=action, subject_type="thing", subject_id="7", after=after, why="")


def test_every_action_that_is_recorded_anywhere_has_a_sentence_in_both_languages(app):
    found = actions()
    assert {"facts_written", "plan_sent_back", "import"} <= found
    for action in sorted(found):
        said = {}
        for language in NAMES:
            with app.test_request_context(headers={"Accept-Language": language}):
                said[language] = sentence(entry_of(action), {})
        assert said["en"] != f"{action} thing 7", action
        assert re.search("[가-힣]", said["ko"]), action


@pytest.mark.parametrize("language", NAMES)
def test_details_are_words_and_no_codes(app, language):
    forms = {"register", "register.csv", "register.xlsx"}
    with app.test_request_context(headers={"Accept-Language": language}):
        for code in refusals_of_decisions():
            assert dict(details(entry_of("plan_refused", code=code), {})).popitem()[1] != code
        for form in forms:
            assert dict(details(entry_of("register_looked_at", form=form), {})).popitem()[1] not in forms
        (roles,) = details(entry_of("account_created", roles=list(models.ROLES)), {})
        assert "_" not in roles[1]
        assert bool(re.search("[가-힣]", roles[1])) == (language == "ko")


def test_a_pay_group_is_named_by_its_label(kites, kites_of):
    calculate(kites)
    page = kites_of("julia").get("/journal/").text
    assert "pay group United States" in page
    assert "pay group us" not in page
