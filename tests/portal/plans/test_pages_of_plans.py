"""In: drafts as people type them. Out: what was typed is kept, faults stand beside their lines, two people decide."""

import re

import pytest
from sqlalchemy import select

from portal import models
from portal.actions.save_draft import text_digest
from portal.extensions import db
from tests.portal.kite_company import MONTH, PLAN, account, approve
from tests.portal.small_company import press

TEXT = "/plans/kites/text"
BETTER = PLAN.replace("rate: 10%", "rate: 12%").replace("[50 USD]", "[60 USD]")


def stored(app, name="julia"):
    with app.app_context():
        return db.session.scalar(
            select(models.PlanDraft.text).where(models.PlanDraft.author == account(db.session, name))
        )


def save(browser, text, opened="", opened_text=""):
    return press(browser, TEXT, TEXT, text=text.replace("\n", "\r\n"), opened=opened, opened_text=opened_text)


def journaled(app, action):
    with app.app_context():
        chosen = select(models.JournalEntry).where(models.JournalEntry.action == action)
        return db.session.scalars(chosen).all()


def test_what_is_typed_is_kept_with_its_faults_beside_the_lines(kites, kites_of):
    browser = kites_of("julia")
    broken = PLAN.replace("rate: 10%", "rate: ten").replace("pays_on: sold", "pays_on: sould")
    assert save(browser, broken).status_code == 303
    assert stored(kites) == broken
    page = browser.get(TEXT).text
    assert "2 faults" in page
    for line in (broken.split("\n").index("    rate: ten") + 1, broken.split("\n").index("    pays_on: sould") + 1):
        assert re.search(rf'<li id="line-{line}" class="error">', page)
    assert page.count('<span class="squiggle">') == 2


@pytest.mark.parametrize(
    "text", ["", "[[[[", "a: &b 1\nc: *b\n", "\tx", "<b>&amp;</b> {{ 7*7 }}\n", "가나다: [", "x\n\n\n"]
)
def test_any_text_is_kept_and_shown_as_typed(kites, kites_of, text):
    browser = kites_of("julia")
    assert save(browser, text).status_code == 303
    assert stored(kites) == text
    assert browser.get(TEXT).status_code == 200


def test_a_text_that_is_too_long_is_refused_and_still_on_the_page(kites, kites_of):
    browser = kites_of("julia")
    answer = save(browser, "# " + "x" * (256 * 1024))
    assert answer.status_code == 422
    assert "256 kB" in answer.text
    assert "x" * 1000 in answer.text
    assert stored(kites) is None


def test_the_longest_text_fits_into_the_form_twice(kites, kites_of):
    browser = kites_of("julia")
    longest = "# " + "가" * 87_000 + "\n"
    assert 260_000 < len(longest.encode()) <= 256 * 1024
    assert save(browser, longest).status_code == 303
    assert save(browser, longest[:-3] + "끝\n", text_digest(longest), longest).status_code == 303


def test_a_draft_saved_meanwhile_is_a_conflict_that_loses_neither_text(kites, kites_of):
    browser = kites_of("julia")
    first, theirs, mine = PLAN + "# first\n", PLAN + "# theirs\n", PLAN + "# mine\n"
    save(browser, first)
    save(browser, theirs, text_digest(first), first)
    answer = save(browser, mine, text_digest(first), first)
    assert answer.status_code == 409
    for text in ("# first", "# theirs", "# mine"):
        assert text in answer.text
    assert stored(kites) == theirs
    assert save(browser, mine, text_digest(theirs), theirs).status_code == 303
    assert stored(kites) == mine


def test_two_people_have_drafts_of_their_own(kites, kites_of):
    save(kites_of("julia"), PLAN + "# julia\n")
    save(kites_of("mina"), PLAN + "# mina\n")
    assert stored(kites, "julia").endswith("# julia\n")
    assert stored(kites, "mina").endswith("# mina\n")


def test_a_real_month_is_calculated_by_the_draft_beside_the_version_in_force(kites, kites_of):
    browser = kites_of("julia")
    save(browser, BETTER)
    page = browser.get(f"{TEXT}?payee=K-bo&period={MONTH}").text
    assert "$2,814.72" in page  # 23,456.00 at 12%
    assert "$2,345.60" in page
    assert "+$469.12" in page
    assert "D-2" in page


def test_nobody_is_calculated_or_journaled_before_a_person_is_chosen(kites, kites_of):
    browser = kites_of("julia")
    save(browser, BETTER)
    page = browser.get(TEXT).text
    assert re.search(r'<option selected value="">choose a person</option>', page)
    assert "Choose a person" in page
    assert "$2,814.72" not in page
    assert "Choose a person" in browser.get(f"{TEXT}?payee=&period={MONTH}").text
    assert journaled(kites, "pay_looked_at") == []
    browser.get(f"{TEXT}?payee=K-bo&period={MONTH}")
    assert [entry.subject_id for entry in journaled(kites, "pay_looked_at")] == ["K-bo"]


def test_the_draft_of_a_later_year_is_shown_as_if_it_applied(kites, kites_of):
    browser = kites_of("julia")
    save(
        browser,
        BETTER.replace("first_day: 2026-01-01, last_day: 2026-12-31", "first_day: 2027-01-01, last_day: 2027-12-31"),
    )
    page = browser.get(f"{TEXT}?payee=K-bo&period={MONTH}").text
    assert "does not apply to this month" in page
    assert "+$469.12" in page


def test_only_people_of_the_own_pay_groups_can_be_tried_and_never_oneself(kites, kites_of):
    save(kites_of("korea"), BETTER)
    page = kites_of("korea").get(f"{TEXT}?payee=K-bo&period={MONTH}").text
    assert 'value="K-bo"' not in page
    assert "2,814.72" not in page
    assert "조하린" in page
    page = kites_of("ann").get(f"{TEXT}?payee=K-ann&period={MONTH}").text
    assert 'value="K-ann"' not in page
    assert "1,234.50" not in page


def ask(browser, text=BETTER):
    save(browser, text)
    return press(browser, "/plans/kites/request", TEXT)


def test_a_version_is_handed_in_and_decided_by_somebody_else(kites, kites_of):
    julia, mina = kites_of("julia"), kites_of("mina")
    answer = ask(julia)
    assert answer.status_code == 303
    assert answer.location == "/plans/kites/versions/2"
    own, theirs = julia.get(answer.location).text, mina.get(answer.location).text
    assert "/decision" not in own
    assert "another comp admin decides" in own
    assert "/decision" in theirs
    assert "rate: 10%" in theirs
    assert "rate: 12%" in theirs
    decided = press(mina, "/plans/kites/versions/2/decision", answer.location, decision="approved",
                    digest=text_digest(BETTER), note="As agreed.")  # fmt: skip
    assert decided.status_code == 303
    assert "In force" in mina.get("/plans/kites/").text
    assert [entry.why for entry in journaled(kites, "plan_approved")] == ["As agreed."]


def test_the_author_cannot_approve_by_posting_and_the_attempt_is_written_down(kites, kites_of):
    julia = kites_of("julia")
    ask(julia)
    answer = press(julia, "/plans/kites/versions/2/decision", TEXT, decision="approved", digest=text_digest(BETTER))
    assert answer.status_code == 409
    assert "Nobody approves a plan that they wrote" in answer.text
    with kites.app_context():
        decisions = db.session.scalars(select(models.PlanApproval).where(models.PlanApproval.version_no == 2)).all()
    assert decisions == []
    assert [entry.after["code"] for entry in journaled(kites, "plan_refused")] == ["own_plan"]


def test_who_is_paid_by_a_plan_does_not_decide_about_it(kites, kites_of):
    ask(kites_of("julia"))
    ann = kites_of("ann")
    assert "/decision" not in ann.get("/plans/kites/versions/2").text
    answer = press(ann, "/plans/kites/versions/2/decision", TEXT, decision="approved", digest=text_digest(BETTER))
    assert answer.status_code == 409
    assert "paid by" in answer.text


def test_sending_back_needs_a_note_which_the_author_reads(kites, kites_of):
    julia, mina = kites_of("julia"), kites_of("mina")
    page = ask(julia).location
    send = {"decision": "sent_back", "digest": text_digest(BETTER)}
    assert press(mina, f"{page}/decision", page, **send).status_code == 409
    assert press(mina, f"{page}/decision", page, note="12% is too much", **send).status_code == 303
    assert "12% is too much" in julia.get(page).text
    again = press(mina, f"{page}/decision", TEXT, decision="approved", digest=text_digest(BETTER))
    assert again.status_code == 409
    assert "decided already" in again.text


def test_a_newer_request_takes_the_place_of_one_that_waits(kites, kites_of):
    julia, mina = kites_of("julia"), kites_of("mina")
    ask(julia)
    newer = BETTER + "# once more\n"
    save(julia, newer, text_digest(BETTER), BETTER)
    assert press(julia, "/plans/kites/request", TEXT).location == "/plans/kites/versions/3"
    old = press(mina, "/plans/kites/versions/2/decision", TEXT, decision="approved", digest=text_digest(BETTER))
    assert old.status_code == 409
    other = press(mina, "/plans/kites/versions/3/decision", TEXT, decision="approved", digest=text_digest(BETTER))
    assert other.status_code == 409
    assert "not the text that you read" in other.text


@pytest.mark.parametrize(("text", "why"), [
    (PLAN.replace("kind: flat", "kind: flatt"), "1 fault stops the plan"),
    (PLAN.replace("label: {en: Commission, ko: 커미션}", "label: {en: Commission}"), "label"),
    (PLAN[: PLAN.index("  - label: {en: The award")], "two worked examples"),
    (PLAN.replace("[50 USD]", "[51 USD]"), "An example differs: A sale"),
    (PLAN.replace("plan: kites", "plan: boats"), "1 fault stops the plan"),
    (PLAN, "already"),
])  # fmt: skip
def test_approval_cannot_be_asked_for_while_something_is_in_the_way(kites, kites_of, text, why):
    answer = ask(kites_of("julia"), text)
    assert answer.status_code == 422
    assert why in answer.text
    with kites.app_context():
        assert db.session.scalars(select(models.PlanVersion.version_no)).all() == [1]


def test_a_plan_is_begun_as_a_copy_of_another(kites, kites_of):
    browser = kites_of("julia")
    answer = press(browser, "/plans/", "/plans/", plan="boats", copy_of="kites")
    assert answer.location == "/plans/boats/text"
    page = browser.get(answer.location).text
    assert "plan: boats" in page
    assert "No fault" in page
    for name, why in (("boats", "already"), ("Boats", "lower-case"), ("../boats", "lower-case")):
        refused = press(browser, "/plans/", "/plans/", plan=name)
        assert refused.status_code == 422
        assert why in refused.text


def test_pages_of_plans_are_for_those_who_look_after_them(kites, kites_of):
    for path in ("/plans/", "/plans/kites/", TEXT, "/plans/kites/versions/1"):
        assert kites_of("bo").get(path).status_code == 404
    auditor = kites_of("auditor")
    assert auditor.get("/plans/kites/versions/1").status_code == 200
    assert auditor.get(TEXT).status_code == 404
    assert auditor.get("/plans/nothing/").status_code == 404
    assert auditor.get("/plans/kites/versions/9").status_code == 404


def test_the_list_names_what_is_in_force_and_who_has_a_draft(kites, kites_of):
    save(kites_of("mina"), PLAN + "# mine\n")
    page = kites_of("julia").get("/plans/").text
    assert "Kites 2026" in page
    assert "In force" in page or "Approved" in page
    assert "mina" in page
    assert "Your draft" not in page
    with kites.app_context(), db.transaction() as session:
        approve(session, BETTER, 2)
    assert "Version 2" in kites_of("julia").get("/plans/").text
