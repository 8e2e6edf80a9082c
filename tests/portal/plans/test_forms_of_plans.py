"""In: wrong input into the forms of plans. Out: what is wrong, tied to its field; whatever was typed is still there."""

import pytest
from sqlalchemy import select

from portal import models
from portal.actions.save_draft import text_digest
from portal.extensions import db
from tests.portal.kite_company import MONTH, PLAN
from tests.portal.reading import fault_under, field_value
from tests.portal.small_company import press

TEXT = "/plans/kites/text"
OTHER = PLAN.replace("rate: 10%", "rate: 12%").replace("[50 USD]", "[60 USD]")
LANGUAGES = ("en", "ko")


def in_language(browser, language):
    press(browser, "/language", language=language)
    return browser


def drafts(app):
    with app.app_context():
        return db.session.scalars(select(models.PlanDraft.text)).all()


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"plan": "Boats!", "copy_of": "kites"}, "plan", ("lower-case letters", "영문 소문자")),
        ({"plan": "", "copy_of": "kites"}, "plan", ("lower-case letters", "영문 소문자")),
        ({"plan": "b" * 81, "copy_of": ""}, "plan", ("lower-case letters", "영문 소문자")),
        ({"plan": "kites", "copy_of": "kites"}, "plan", ("already", "이미 있습니다")),
        ({"plan": "boats", "copy_of": "rockets"}, "copy_of", ("Choose one from the list.", "목록에서 하나를")),
    ],
)
def test_a_plan_that_cannot_be_begun_says_why_under_the_field(kites, kites_of, values, field, said):
    browser = kites_of("julia")
    for language, words in zip(LANGUAGES, said, strict=True):
        page = press(in_language(browser, language), "/plans/", "/plans/", **values)
        assert page.status_code == 422
        assert words in fault_under(page.text, field)
        assert fault_under(page.text, "plan" if field == "copy_of" else "copy_of") == ""
        assert field_value(page.text, "plan") == values["plan"]
        if values["copy_of"] == "kites":
            assert field_value(page.text, "copy_of") == "kites"
    assert drafts(kites) == []


@pytest.mark.parametrize(
    ("added", "said"),
    [("x" * (256 * 1024), ("256 kB", "256kB까지")), ("\0", ("cannot be kept (NUL)", "저장할 수 없는 문자(NUL)"))],
)
def test_a_text_that_cannot_be_kept_says_so_under_the_editor_and_at_the_head(kites, kites_of, added, said):
    browser = kites_of("julia")
    for language, words in zip(LANGUAGES, said, strict=True):
        page = press(in_language(browser, language), TEXT, TEXT, text=f"# mine\n{added}")
        assert page.status_code == 422
        assert words in fault_under(page.text, "text")
        assert '<a href="#text">' in page.text
        assert field_value(page.text, "text").startswith("# mine\n")
    assert drafts(kites) == []


def test_a_text_that_was_refused_still_meets_what_was_saved_since_it_was_opened(kites, kites_of):
    browser = kites_of("julia")
    press(browser, TEXT, TEXT, text="# first\n")
    opened = {"opened": text_digest("# first\n"), "opened_text": "# first\n"}
    press(browser, TEXT, TEXT, text="# of another window\n", **opened)
    refused = press(browser, TEXT, TEXT, text="x" * (257 * 1024), **opened).text
    again = {name: field_value(refused, name) for name in ("opened", "opened_text")}
    assert again == opened
    assert press(browser, TEXT, TEXT, text="# shorter\n", **again).status_code == 409
    assert drafts(kites) == ["# of another window\n"]


@pytest.mark.parametrize("number", ["", "9", "-1", "1.0", "9" * 19, "one"])
def test_a_version_that_a_draft_cannot_have_begun_from_is_not_kept(kites, kites_of, number):
    assert press(kites_of("julia"), TEXT, TEXT, text=OTHER, based_on=number).status_code == 303
    assert drafts(kites) == [OTHER]
    with kites.app_context():
        assert db.session.scalars(select(models.PlanDraft.based_on)).all() == [None]


def test_the_version_that_a_draft_began_from_is_kept(kites, kites_of):
    browser = kites_of("julia")
    begun = field_value(browser.get(TEXT).text, "based_on")
    assert press(browser, TEXT, TEXT, text=OTHER, based_on=begun).status_code == 303
    with kites.app_context():
        assert db.session.scalars(select(models.PlanDraft.based_on)).all() == [1]


def handed_in(kites_of):
    julia = kites_of("julia")
    press(julia, TEXT, TEXT, text=OTHER)
    return press(julia, "/plans/kites/request", TEXT).location


def test_sending_back_without_a_note_asks_for_it_under_its_field(kites, kites_of):
    page, mina = handed_in(kites_of), kites_of("mina")
    for language, words in zip(LANGUAGES, ("Say what should change", "수정할 내용을 적어"), strict=True):
        answer = press(in_language(mina, language), f"{page}/decision", page, decision="sent_back",
                       digest=text_digest(OTHER), note=" \n")  # fmt: skip
        assert answer.status_code == 409
        assert words in fault_under(answer.text, "note")
        assert '<a href="#note">' in answer.text


def test_a_note_that_is_too_long_is_refused_and_still_in_its_field(kites, kites_of):
    page, mina = handed_in(kites_of), kites_of("mina")
    note = "<b>\n" + "가" * 3_997  # one character more than fits
    send = {"decision": "approved", "digest": text_digest(OTHER)}
    said = "4,000 characters fit here at most, and these are 4,001", "입력한 글자 수: 4,001자"
    for language, words in zip(LANGUAGES, said, strict=True):
        answer = press(in_language(mina, language), f"{page}/decision", page, note=note.replace("\n", "\r\n"), **send)
        assert answer.status_code == 422
        assert words in fault_under(answer.text, "note")
        assert field_value(answer.text, "note") == note
    with kites.app_context():
        assert db.session.scalars(select(models.PlanApproval.version_no)).all() == [1]
    # A line break counts once, as in the browser that says how much fits.
    assert press(mina, f"{page}/decision", page, note=note[:-1].replace("\n", "\r\n"), **send).status_code == 303


@pytest.mark.parametrize("decision", ["", "maybe", "Approved"])
def test_a_decision_that_does_not_exist_decides_nothing(kites, kites_of, decision):
    page, mina = handed_in(kites_of), kites_of("mina")
    answer = press(mina, f"{page}/decision", page, decision=decision, digest=text_digest(OTHER))
    assert answer.status_code == 404
    with kites.app_context():
        assert db.session.scalars(select(models.PlanApproval.version_no)).all() == [1]


@pytest.mark.parametrize("payee", ["K-nobody", "K-cho", "K-ann", "<b>"])
def test_somebody_who_cannot_be_tried_is_nobody_and_the_page_says_so(kites, kites_of, payee):
    browser = kites_of("ann")  # who is paid herself, and looks after one pay group only
    press(browser, TEXT, TEXT, text=OTHER)
    for language, words in zip(LANGUAGES, ("not in this list", "목록에 없습니다"), strict=True):
        page = in_language(browser, language).get(TEXT, query_string={"payee": payee, "period": MONTH})
        assert page.status_code == 200
        assert words in fault_under(page.text, "payee")
        assert fault_under(page.text, "period") == ""
        assert field_value(page.text, "payee") == ""
        assert f'value="{payee}"' not in page.text


def test_a_month_that_cannot_be_tried_is_answered_with_the_newest(kites, kites_of):
    page = kites_of("julia").get(TEXT, query_string={"period": "2031-13"}).text
    assert "not in this list" in fault_under(page, "period")
    assert field_value(page, "period") == field_value(kites_of("julia").get(TEXT).text, "period")
    plain = kites_of("julia").get(TEXT).text
    assert fault_under(plain, "period") == fault_under(plain, "payee") == ""


@pytest.mark.parametrize("path", ["/plans/", TEXT, "/plans/kites/request", "/plans/kites/versions/1/decision"])
def test_a_form_of_plans_without_its_token_does_nothing(kites, kites_of, path):
    sent = {"plan": "boats", "text": OTHER, "decision": "approved", "csrf_token": "invented"}
    assert kites_of("julia").post(path, data=sent).status_code == 400
    assert drafts(kites) == []
