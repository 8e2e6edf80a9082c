"""In: the company of the language reference. Out: pages of every kind of component, and the words of plan versions."""

import pytest

from config import Config
from portal import create_app
from portal.extensions import db
from tests.portal import reference_company
from tests.portal.small_company import signed_in


@pytest.fixture
def reference(database_url):
    """The portal with the company whose plans are those of the language reference."""
    app = create_app(Config.for_tests(database_url))
    reference_company.found(app)
    yield app
    with app.app_context():
        db.engine.dispose()


def page(browser, address):
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_what_is_paid_on_windows_is_drawn_and_its_numbers_are_opened(reference):
    lee = signed_in(reference, "lee_targ")
    month = page(lee, "/earnings/2026-03")
    assert "Worth to date" in month
    assert "90% · 80%" in month
    progress = page(lee, "/earnings/2026-02/components/progress")
    assert "Now $5,000.00, before $2,500.00" in progress
    assert "The curve in numbers" in progress
    assert "Point below" in progress
    assert page(lee, "/earnings/2026-03/components/grid").count('aria-current="true"') == 1


def test_lines_of_caps_and_prizes_stand_on_the_page_of_their_component(reference):
    ann = signed_in(reference, "ann_caps")
    commission = page(ann, "/earnings/2026-02/components/commission")
    assert "Cap for each record" in commission
    assert "Commission, cap for each period" in commission
    assert commission.count("L-00") >= 4
    race = page(signed_in(reference, "ann_race"), "/earnings/2026-03/components/race")
    assert "place 1 of 2" in race
    assert "Bo Lindqvist" not in race


def test_a_version_is_told_in_words_and_compared_with_any_other(reference):
    plan = "targets-2026"
    text = reference_company.plan_text(plan).replace("weight: 60%", "weight: 70%").replace("weight: 40%", "weight: 30%")
    with reference.app_context(), db.transaction() as session:
        reference_company.approve(session, plan, text, 2)
    julia = signed_in(reference, "julia")
    second = page(julia, f"/plans/{plan}/versions/2")
    assert "Scorecard, item Sales this quarter, weight: was 60%, now 70%." in second
    assert "pays 100% of the target incentive" in second
    assert "The plan in words" in second
    first = page(julia, f"/plans/{plan}/versions/1?other=2")
    assert "weight: was 70%, now 60%." in first
    assert "there is nothing to compare it with" in page(julia, f"/plans/{plan}/versions/1")
