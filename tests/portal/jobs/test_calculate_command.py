"""In: the words of `calculate`. Out: the month calculated, what it came to on the screen, and a status that tells."""

import pytest
from sqlalchemy import select

from comp_rules.facts.facts import Quota, Value
from comp_rules.values.money import Money
from portal import models
from portal.extensions import db
from tests.portal.kite_company import MONTH, YEAR, learn


@pytest.fixture
def calculate(kites, monkeypatch):
    """A function that gives the command its words and returns status, output and errors."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return lambda *words: kites.test_cli_runner().invoke(args=["calculate", *words])


def test_a_month_with_something_missing_is_calculated_named_and_ends_with_1(calculate, kites):
    done = calculate("us", MONTH)
    assert done.exit_code == 1
    assert "3 people calculated, 1 of them with something missing" in done.output
    assert "Earned: $3,880.10" in done.output
    assert "K-dan: " in done.output
    with kites.app_context():
        assert db.session.scalars(select(models.Job.state)).all() == ["done"]


def test_a_whole_month_ends_with_0(calculate, kites):
    with kites.app_context(), db.transaction() as session:
        learn(session, quotas=[Quota("q:new", "K-dan", "kites_year", Value("money", Money(10**9, "USD")), YEAR)])
    assert calculate("us", MONTH).exit_code == 0


@pytest.mark.parametrize(("words", "why"), [(("nowhere", MONTH), "no pay group"), (("us", "2026-13"), "is no month")])
def test_what_cannot_be_calculated_is_said_and_ends_with_1(calculate, words, why):
    failed = calculate(*words)
    assert failed.exit_code == 1
    assert why in failed.output


def test_it_speaks_korean_on_a_korean_terminal(calculate, monkeypatch):
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    assert "3명을 계산했습니다" in calculate("us", MONTH).output


def test_wrong_words_end_with_2(calculate):
    assert calculate("us").exit_code == 2
