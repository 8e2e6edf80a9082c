"""In: the demo company's plans and facts. Out: its months as the engine calculates them.
Each state that a page has to show is met in the open month or the one before."""

from datetime import UTC, date, datetime

import pytest

from comp_rules.flow.pipeline import calculate
from comp_rules.flow.records import AssignmentResult, PayeeResult, RunResult
from portal.demo.deals_from_seed import QUIET
from portal.demo.declared import COMPANY
from portal.demo.facts_from_seed import facts_from_seed
from portal.demo.people_from_seed import WITHOUT_QUOTA
from portal.demo.plans_from_files import plan_texts
from portal.demo.roster import PROMOTED, roster
from portal.demo.special_deals import REP_KR, REP_US
from portal.demo.timeline import timeline_of
from tests.portal.demo.compiled_plans import compiled_beside_others

TIMELINE = timeline_of(datetime(2026, 11, 24, 14, 0, tzinfo=UTC))


@pytest.fixture(scope="module")
def months() -> list[RunResult]:
    plans = [plan for plan, _ in compiled_beside_others(plan_texts(TIMELINE), COMPANY).values()]
    facts = facts_from_seed(TIMELINE)
    return [calculate(plans, facts, month) for month in TIMELINE.months]


def month_of_payee(months: list[RunResult], number: int, payee: str) -> PayeeResult:
    found = months[number].payee(payee)
    assert found is not None
    return found


def only_part(result: PayeeResult) -> AssignmentResult:
    (part,) = result.parts
    return part


def test_nothing_stops_a_run(months: list[RunResult]) -> None:
    assert all(month.faults == () for month in months)
    assert all(len(month.payees) >= 35 for month in months)


def test_only_the_missing_quota_blocks(months: list[RunResult]) -> None:
    blocked = {result.payee for month in months for result in month.payees if result.faults}
    assert blocked == {WITHOUT_QUOTA}
    part = only_part(month_of_payee(months, -1, WITHOUT_QUOTA))
    reasons = {component.component: (component.total is None, component.reason_code) for component in part.components}
    assert reasons["sql_pay"] == (True, "quota_missing")
    assert reasons["scorecard"] == (True, "quota_missing")
    assert part.total > 0, "what does not read the quota goes on"


def test_someone_has_an_empty_month(months: list[RunResult]) -> None:
    for payee, number in QUIET.items():
        part = only_part(month_of_payee(months, number, payee))
        assert (part.total, part.lines, part.refusals) == (0, (), ())
        assert all(component.reason_code == "no_credit" for component in part.components)


def test_an_award_was_given_and_another_not_reached(months: list[RunResult]) -> None:
    looked = [c for result in months[-1].payees for part in result.parts for c in part.components if c.kind == "award"]
    assert any(component.total for component in looked)
    assert any(component.reason_code == "not_reached" for component in looked)


@pytest.mark.parametrize("payee", [REP_US, REP_KR])
def test_the_rep_sees_every_reason_for_not_counting(payee: str, months: list[RunResult]) -> None:
    refusals = only_part(month_of_payee(months, -1, payee)).refusals
    codes = {refusal.code for refusal in refusals}
    assert {"condition", "no_date", "no_share"} <= codes
    fields = {look.field for refusal in refusals for look in refusal.conditions if look.state == "not_met"}
    assert {"stage", "kind"} <= fields


def test_a_joiner_sees_the_deal_from_before_the_first_day(months: list[RunResult]) -> None:
    for member in roster(TIMELINE):
        if member.joined and member.posts[0].plan.startswith("account-executive"):
            codes = [
                refusal.code
                for month in months
                if (result := month.payee(member.payee))
                for part in result.parts
                for refusal in part.refusals
            ]
            assert "not_assigned" in codes, member.payee


def test_the_american_rep_is_above_quota_with_a_split_of_odd_cents_and_a_reversal(months: list[RunResult]) -> None:
    part = only_part(month_of_payee(months, -1, REP_US))
    assert part.measures[0].attainment is not None
    assert part.measures[0].attainment > 1
    assert {line.tier for line in part.lines} & {1, 2}
    assert any(len(credit.split) == 3 and credit.converted != 3 * credit.amount for credit in part.credits)
    assert any(credit.fx for credit in part.credits)
    before = only_part(month_of_payee(months, -2, REP_US))
    assert any(credit.reverses and credit.amount < 0 for credit in before.credits)
    assert any(line.amount < 0 for line in before.lines)


def test_the_korean_rep_has_deals_in_dollars_and_a_month_of_uplifts(months: list[RunResult]) -> None:
    parts = [only_part(month_of_payee(months, number, REP_KR)) for number in range(len(months))]
    assert all(part.currency == "KRW" for part in parts)
    assert any(credit.fx and credit.fx.one == "USD" for credit in parts[-1].credits)
    assert any(line.state == "uplift" for part in parts for line in part.lines)


def test_one_deal_is_credited_in_two_currencies(months: list[RunResult]) -> None:
    credited = {
        payee: {credit.record.record_id for credit in only_part(month_of_payee(months, -2, payee)).credits}
        for payee in (REP_US, REP_KR)
    }
    assert credited[REP_US] & credited[REP_KR]


def test_the_promoted_rep_has_a_month_under_two_plans(months: list[RunResult]) -> None:
    parts = [len(month_of_payee(months, number, PROMOTED).parts) for number in range(len(months))]
    assert parts.count(2) == 1
    both = month_of_payee(months, parts.index(2), PROMOTED)
    assert {part.plan for part in both.parts} == {"sdr", "account-executive-us"}


def test_joiners_and_the_leaver_have_prorated_quotas(months: list[RunResult]) -> None:
    (leaver,) = [member for member in roster(TIMELINE) if member.left]
    last = next(number for number, month in enumerate(TIMELINE.months) if leaver.left in month.span)
    joiner = next(member for member in roster(TIMELINE) if member.joined)
    for payee, number in ((leaver.payee, last), (joiner.payee, -1)):
        used = only_part(month_of_payee(months, number, payee)).measures[0].quota
        assert used is not None
        assert used.days_worked < used.days
        assert used.prorated < used.stated
    assert months[last + 1].payee(leaver.payee) is None


def test_both_versions_of_the_plans_were_used(months: list[RunResult]) -> None:
    for month in months:
        version = 1 if month.period < str(TIMELINE.this_year) else 2
        assert {part.plan_version for result in month.payees for part in result.parts} == {version}


def test_most_people_earn_something_every_month(months: list[RunResult]) -> None:
    for month in months:
        earning = [result for result in month.payees if any(part.total > 0 for part in result.parts)]
        assert len(earning) * 10 >= len(month.payees) * 7, month.period


def test_the_head_of_sales_is_paid_each_quarter_and_told_when_in_between(months: list[RunResult]) -> None:
    for month in months:
        (component,) = only_part(month_of_payee([month], 0, "E1001")).components
        ends_a_quarter = int(month.period[-2:]) % 3 == 0
        assert (component.reason_code == "between_postings") is not ends_a_quarter, month.period
        if not ends_a_quarter:
            (last,) = [operand.value for operand in component.reason_operands if operand.role == "last_day"]
            number = int(month.period[-2:])
            quarter_end = date(int(month.period[:4]), -(-number // 3) * 3, 1)
            assert date.fromordinal(int(last)).replace(day=1) == quarter_end


def test_a_bonus_of_the_quarter_is_earned_in_its_last_month_alone(months: list[RunResult]) -> None:
    for payee, component in (("E1002", "team_bonus"), ("E1052", "scorecard"), ("E1062", "retention")):
        for month in months:
            (found,) = [c for c in only_part(month_of_payee([month], 0, payee)).components if c.component == component]
            if int(month.period[-2:]) % 3:
                assert (found.total, found.reason_code) == (0, "window_not_over"), (payee, month.period)
            else:
                assert found.reason_code != "window_not_over"


def test_a_condition_that_is_not_met_pays_nothing_and_says_so(months: list[RunResult]) -> None:
    refused = [
        component.component
        for month in months
        for result in month.payees
        for part in result.parts
        for component in part.components
        if component.reason_code == "only_if"
    ]
    assert {"retention", "scorecard"} <= set(refused)
