"""In: a manager and a month. Out: attainment of today's team, no pay unless the company says so, no small average."""

from dataclasses import replace
from fractions import Fraction

import pytest
from markupsafe import Markup

from portal import models
from portal.extensions import db
from portal.team.bars import attainment_bar
from portal.team.queries import Member, Standing, average_of, scale_of
from tests.portal.small_company import PEOPLE, calculate, month_of, signed_in
from tests.statements import sample


@pytest.fixture
def lead(app):
    """The browser of a manager whose Ann has attainment in October."""
    # All of it was credited in earlier months, so that the deal of October need not explain it.
    measured = tuple(replace(each, opened=each.total, rules=()) for each in sample.marginal_month().parts[0].measures)
    ann = month_of(PEOPLE["P-ann"], "2026-10")
    ann = replace(ann, parts=(replace(ann.parts[0], measures=measured),))
    with app.app_context(), db.transaction() as session:
        calculate(session, "us", [ann, month_of(PEOPLE["P-bo"], "2026-10")])
    return signed_in(app, "lead")


def test_a_manager_sees_attainment_and_no_pay(lead):
    page = lead.get("/team/2026-10")
    attainment = next(each.attainment for each in sample.marginal_month().parts[0].measures if each.attainment)
    assert PEOPLE["P-ann"].name in page.text
    assert f"{int(attainment * 100)}." in page.text
    assert "Their pay is not shown." in page.text
    for somebody in PEOPLE.values():
        assert somebody.canary not in page.text
    assert PEOPLE["P-cho"].name not in page.text


def test_pay_is_shown_when_the_company_says_so(app, lead):
    with app.app_context(), db.transaction() as session:
        session.get_one(models.CompanyRow, 1).managers_see_pay = True
    page = lead.get("/team/2026-10").text
    assert PEOPLE["P-ann"].canary in page
    assert 'href="/people/P-ann/earnings/2026-10"' in page
    assert PEOPLE["P-cho"].canary not in page
    assert lead.get("/people/P-ann/earnings/2026-10").status_code == 200
    assert lead.get("/people/P-cho/earnings/2026-10").status_code == 404


def test_the_newest_month_comes_first_and_unknown_months_do_not_exist(lead):
    assert lead.get("/team/").location == "/team/2026-10"
    assert lead.get("/team/2026-01").status_code == 404


def member(ratio):
    return Member("p", "P", "", "", (Standing("", "", Fraction(ratio)),), (), ())


def test_an_average_needs_five_people():
    assert average_of([member(1)] * 4) is None
    assert average_of([member(1)] * 4 + [member(2)]) == Fraction(6, 5)


def test_bars_share_one_scale_that_holds_everyone():
    assert scale_of([member("1/2")]) == Fraction(13, 10)
    assert scale_of([member("1/2"), member("146/100")]) == Fraction(15, 10)


def test_a_bar_is_as_long_as_its_attainment_and_marks_the_quota():
    bar = attainment_bar(Fraction(3, 4), Fraction(3, 2))
    assert isinstance(bar, Markup)
    assert 'width="50.00%"' in bar
    assert 'x1="66.67%"' in bar
    assert "c-green" in attainment_bar(Fraction(1), Fraction(3, 2))
    assert 'width="0.00%"' in attainment_bar(Fraction(-1), Fraction(3, 2))
