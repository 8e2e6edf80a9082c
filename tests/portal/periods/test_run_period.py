"""In: facts and plan versions. Out: runs use what is approved and known, for the people of the pay group."""

from datetime import date

import pytest
from sqlalchemy import func, select

from comp_rules.facts.facts import Quota, Value
from comp_rules.values.money import Money
from comp_rules.values.period import span_of_days
from portal import models
from portal.actions.journal import verify_chain
from portal.actions.knowledge import next_known_no
from portal.actions.refusal import Refused
from portal.actions.run_period import run_period
from portal.actions.save_draft import text_digest
from portal.bridge.result_from_rows import payee_result_from_rows
from portal.extensions import db
from tests.portal.kite_company import MONTH, NOW, PLAN, YEAR, account, approve, deal, learn, member


@pytest.fixture
def run(kites):
    """A function that calculates October and returns the run with the totals of its people."""
    with kites.app_context():

        def calculate(pay_group="us", period=MONTH, **options):
            with db.transaction() as session:
                number = run_period(session, actor="system", now=NOW, pay_group=pay_group, period=period, **options)
            row = models.RunPayeeResult
            found = db.session.execute(select(row.payee_id, row.totals).where(row.run_id == number))
            return db.session.get_one(models.Run, number), {each.payee_id: each.totals for each in found}

        yield calculate


def test_a_run_pays_what_the_plan_says_to_the_people_of_the_pay_group(run):
    done, totals = run()
    assert totals == {"K-ann": {"USD": 123450}, "K-bo": {"USD": 234560}, "K-dan": {"USD": 30000}}
    assert (done.state, done.people_total, done.as_of) == ("done", 3, 3)
    assert done.plans == [["kites", 1, done.plans[0][2]]]
    assert run("kr")[1] == {"K-cho": {"USD": 456780}}


def test_a_missing_quota_blocks_the_component_that_reads_it_and_nothing_else(run):
    done, _totals = run()
    row = models.RunPayeeResult
    blocked = db.session.execute(select(row.payee_id).where(row.run_id == done.id, row.blocked)).scalars().all()
    assert blocked == ["K-dan"]
    result = payee_result_from_rows(db.session, done.id, "K-dan")
    components = {each.component: each.total for each in result.parts[0].components}
    assert components == {"commission": 30000, "award": None}
    summary = db.session.scalar(select(row.summary).where(row.run_id == done.id, row.payee_id == "K-dan"))
    assert [label["en"] for label in summary[0]["blocked"]] == ["Yearly award"]
    assert "quota" in summary[0]["faults"][0]["en"]


def test_every_record_looked_at_is_counted_once(run):
    counts = run()[0].counts
    assert counts == {
        "records": 5, "credited": 3, "elsewhere": 0, "nobody": 2, "named": 1, "credits": 3, "lines": 3,
    }  # fmt: skip
    assert counts["records"] == counts["credited"] + counts["elsewhere"] + counts["nobody"]


def test_the_same_inputs_give_the_same_receipt_and_other_inputs_another(run):
    first, second = run()[0], run()[0]
    assert first.id != second.id
    assert first.input_digest == second.input_digest
    with db.transaction() as session:
        learn(session, deal("D-1", "K-ann", 12_346))
    third, totals = run()
    assert third.input_digest != first.input_digest
    assert totals["K-ann"] == {"USD": 123460}


def test_a_quota_learnt_later_completes_the_month_in_a_new_run(run):
    before = run()[0]
    with db.transaction() as session:
        learn(session, quotas=[Quota("q:new", "K-dan", "kites_year", Value("money", Money(300000, "USD")), YEAR)])
    after, totals = run()
    assert totals["K-dan"] == {"USD": 30000 + 50000}
    row = models.RunPayeeResult
    kept = db.session.scalar(select(row.totals).where(row.run_id == before.id, row.payee_id == "K-dan"))
    assert kept == {"USD": 30000}
    assert after.as_of > before.as_of


def version(session, text, decision=None, approver="mina"):
    known_no = next_known_no(session, NOW, "a version", "system")
    session.add(
        models.PlanVersion(
            plan="kites", version_no=2, text=text, digest=text_digest(text), first_day=YEAR.first,
            last_day=YEAR.last_day, author=account(session, "julia"), requested_at=NOW, known_no=known_no,
        )
    )  # fmt: skip
    session.flush()
    if decision:
        session.add(
            models.PlanApproval(
                plan="kites", version_no=2, approver=account(session, approver), at=NOW, decision=decision,
                known_no=known_no,
            )
        )  # fmt: skip


DOUBLED = PLAN.replace("rate: 10%", "rate: 20%").replace("[50 USD]", "[100 USD]")


@pytest.mark.parametrize(("decision", "cents"), [(None, 123450), ("sent_back", 123450), ("approved", 246900)])
def test_only_approved_versions_are_used(run, decision, cents):
    with db.transaction() as session:
        version(session, DOUBLED, decision)
    assert run()[1]["K-ann"] == {"USD": cents}


def test_an_approved_version_that_cannot_be_calculated_stops_the_run_and_is_named(run):
    with db.transaction() as session:
        version(session, PLAN.replace("quota: kites_year}", "quota: gone_year}"), "approved")
    with pytest.raises(Refused, match="kites, version 2"):
        run()
    assert db.session.scalar(select(func.count()).select_from(models.Run)) == 0


def test_without_an_approved_version_in_force_people_are_blocked_not_zero(run):
    with db.transaction() as session:
        learn(session, deal("D-9", "K-ann", 5, day=date(2027, 2, 1)))
    done, totals = run(period="2027-02")
    assert totals == {}
    assert done.people_total == 0  # assignments end with the year as well


def test_who_changes_the_pay_group_within_a_month_is_calculated_once(run):
    with db.transaction() as session:
        learn(
            session,
            organisation=[
                member("K-bo", "us", span_of_days(date(2026, 1, 1), date(2026, 10, 14))),
                member("K-bo", "kr", span_of_days(date(2026, 10, 15), None), "g:K-bo:2"),
            ],
        )
    assert "K-bo" not in run("us")[1]
    assert "K-bo" in run("kr")[1]
    assert "K-bo" in run("us", "2026-09")[1]


def test_a_run_may_be_narrowed_to_some_people_but_not_widened(run):
    assert set(run(payees={"K-ann", "K-cho"})[1]) == {"K-ann"}


@pytest.mark.parametrize(("group", "period", "code"), [
    ("nowhere", MONTH, "no_pay_group"), ("us", "2026-13", "no_month"), ("us", "October", "no_month"),
])  # fmt: skip
def test_what_cannot_be_calculated_is_refused_in_words(run, group, period, code):
    with pytest.raises(Refused) as refused:
        run(group, period)
    assert refused.value.code == code
    assert refused.value.words.ko


def test_a_closed_month_is_not_calculated(run):
    with db.transaction() as session:
        session.execute(models.PeriodRow.__table__.update().values(state="closed"))
    with pytest.raises(Refused) as refused:
        run()
    assert refused.value.code == "closed"


def test_the_run_is_journaled_without_an_amount_of_pay(run):
    done, totals = run()
    entry = db.session.scalar(select(models.JournalEntry).where(models.JournalEntry.action == "run_finished"))
    assert entry.subject_id == str(done.id)
    assert entry.after["input_digest"] == done.input_digest
    text = str(entry.after)
    assert not any(str(minor) in text for total in totals.values() for minor in total.values())
    assert verify_chain(db.session) == []


def test_a_second_version_in_force_from_its_own_day_is_used_from_then_on(run):
    with db.transaction() as session:
        approve(session, DOUBLED.replace("first_day: 2026-01-01", "first_day: 2026-10-01"), 2)
    assert run()[0].plans[0][1] == 2
