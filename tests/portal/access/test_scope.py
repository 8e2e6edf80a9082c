"""In: hierarchies that change. Out: a manager sees today's team for the time it was theirs, and never more."""

from datetime import date

import pytest
from sqlalchemy import func, select

from portal import models
from portal.access import viewer
from portal.actions.knowledge import next_known_no
from portal.actions.sessions import find_viewer, open_session
from portal.extensions import db, settings
from portal.models import Account, JournalEntry
from portal.months import calculated_month, calculated_periods
from portal.scope import subtree, visible_payees
from tests.portal.small_company import NOW, PEOPLE

TODAY = date(2026, 11, 20)


@pytest.fixture
def see(app):
    """A function that returns the viewer of an account; the application context stays open."""
    with app.app_context():

        def of(name):
            with db.transaction() as session:
                account = session.scalar(select(Account.id).where(Account.sign_in_name == name))
                token = open_session(session, account, NOW, "")
            return find_viewer(db.session, token, NOW, settings())[0]

        yield of


# The session is asked for last: signing someone in closes the one before.
def team(viewer):
    return subtree(db.session, viewer, TODAY)


def periods(viewer, payee):
    return calculated_periods(db.session, viewer, payee, TODAY)


def month(viewer, payee, period):
    return calculated_month(db.session, viewer, payee, period, TODAY)


def learn(*rows):
    with db.transaction() as session:
        known_no = next_known_no(session, NOW, "a change", "system")
        for row in rows:
            row.known_no = known_no
            session.add(row)


def reports(position, to, first=date(2026, 1, 1), last=None, row_id=None, withdrawn=False):
    return models.HierarchyRow(
        row_id=row_id or f"h:{position}", first_day=first, last_day=last, position_id=position,
        manager_position_id=to, withdrawn=withdrawn,
    )  # fmt: skip


def test_the_subtree_is_everyone_below_and_not_the_manager(see):
    assert set(team(see("lead"))) == {"P-ann", "P-bo"}
    assert set(team(see("head"))) == {"P-lead", "P-other", "P-ann", "P-bo", "P-cho"}
    assert team(see("admin")) == {}


def test_someone_who_left_the_team_is_gone_at_once_also_from_past_months(see):
    learn(
        reports("seat-2", "lead", last=date(2026, 10, 31)),
        reports("seat-2", "other-lead", date(2026, 11, 1), row_id="h2"),
    )
    assert set(team(see("lead"))) == {"P-ann"}


def test_someone_who_joined_is_seen_for_the_time_since(see, app):
    learn(
        reports("seat-3", "other-lead", last=date(2026, 10, 14)),
        reports("seat-3", "lead", date(2026, 10, 15), row_id="h2"),
    )
    seats = team(see("lead"))["P-cho"]
    assert [(seat.position, seat.span.first) for seat in seats] == [("seat-3", date(2026, 10, 15))]
    managers_see_pay()
    assert periods(see("lead"), "P-cho") == ["2026-10"]
    assert month(see("lead"), "P-cho", "2026-09") is None
    assert month(see("lead"), "P-cho", "2026-10") is not None


def test_a_withdrawn_report_is_none(see):
    learn(reports("seat-1", "lead", withdrawn=True))
    assert set(team(see("lead"))) == {"P-bo"}


def test_a_hierarchy_that_bites_its_own_tail_ends(see):
    learn(reports("head", "seat-1", row_id="h:circle"))
    assert "P-bo" in team(see("lead"))


def test_managers_see_pay_only_when_the_company_says_so(see):
    lead = see("lead")
    assert visible_payees(db.session, lead, TODAY) == {"P-lead"}
    assert month(lead, "P-ann", "2026-10") is None
    managers_see_pay()
    assert visible_payees(db.session, lead, TODAY) == {"P-lead", "P-ann", "P-bo"}
    assert month(lead, "P-ann", "2026-10") is not None
    assert month(lead, "P-cho", "2026-10") is None


def test_a_comp_admin_sees_the_pay_groups_they_serve(see):
    admin = see("admin")
    assert visible_payees(db.session, admin, TODAY) == {"P-head", "P-lead", "P-ann", "P-bo"}
    assert month(admin, "P-cho", "2026-10") is None


def test_a_comp_admin_looking_at_pay_is_journaled_and_a_rep_at_their_own_is_not(app, browser_of):
    def looks():
        with app.app_context():
            return db.session.scalars(
                select(JournalEntry.subject_id).where(JournalEntry.action == "pay_looked_at")
            ).all()

    browser_of("ann").get("/earnings/2026-10")
    assert looks() == []
    browser = browser_of("admin")
    browser.get("/people/P-ann/earnings/2026-10")
    browser.get("/people/P-cho/earnings/2026-10")
    assert looks() == ["P-ann"]


def test_unfinished_runs_are_not_read_and_the_newest_finished_one_is(see):
    from tests.portal.small_company import calculate, month_of

    ann = PEOPLE["P-ann"]
    with db.transaction() as session:
        calculate(session, "us", [month_of(ann, "2026-11")], state="running")
    assert periods(see("ann"), "P-ann") == ["2026-09", "2026-10"]
    with db.transaction() as session:
        newer = calculate(session, "us", [month_of(ann, "2026-10")]).id
    assert month(see("ann"), "P-ann", "2026-10").run == newer


def test_nobody_is_looking_outside_a_request_of_theirs(app):
    from werkzeug.exceptions import NotFound

    with app.test_request_context("/"), pytest.raises(NotFound):
        viewer()


def managers_see_pay():
    with db.transaction() as session:
        session.get_one(models.CompanyRow, 1).managers_see_pay = True
    assert db.session.scalar(select(func.count()).where(models.CompanyRow.managers_see_pay)) == 1
