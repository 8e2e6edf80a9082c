"""Plans held against facts: numbers that are missing or given twice, and records that two credits pay for."""

from dataclasses import replace
from datetime import date

from comp_rules import compile_plan
from comp_rules.compile.faults_from_facts import faults_from_facts
from comp_rules.facts.facts import Facts, Quota, RecordVersion, TargetIncentive, Value
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.fault import Fault, errors_in
from comp_rules.values.money import Money
from comp_rules.values.period import span_of_days
from tests.comp_rules.company import COMPANY, YEAR, assigned, deal, facts_of, money

TEXT = """language: 1
plan: test-plan
label: {en: Test plan, ko: 시험 플랜}
effective: {first_day: 2026-01-01, last_day: 2026-12-31}
currency: USD
calendar: {calculate: month, year_starts: January}
proration: {basis: calendar_days, scales: [quota, target], leave: absent}
credit:
  sale: {label: {en: Sales, ko: 매출}, records: deal, when: {stage: won}, date: close_date, amount: amount, to: owner}
  renewal: {label: {en: Renewals, ko: 갱신}, records: deal, when: {kind: renewal}, date: close_date, amount: amount,
            to: {field: helper}}
measure:
  ytd: {label: {en: Sales this year, ko: 연간 매출}, sum: sale, over: year_to_date, quota: year}
earn:
  commission: {label: {en: Commission, ko: 커미션}, kind: tiered, pays_on: sale, by: ytd, ladder: window,
               applies: marginal, base_rate: {target_share: 100%}, tiers: [{from: 0%, rate: 1x}]}
  renewed: {label: {en: Renewals, ko: 갱신}, kind: flat, pays_on: renewal, rate: 1%}
pay: {release: [{share: 100%, event: earned}], clawback: none, negative: carry, held_at_exit: pay}
"""
FIRST_HALF = span_of_days(date(2026, 1, 1), date(2026, 6, 30))


def plan() -> CompiledPlan:
    compiled, faults = compile_plan(TEXT, "plan.yaml", COMPANY)
    assert compiled is not None, errors_in(faults)
    return compiled


def faults_of(facts: Facts) -> list[Fault]:
    return faults_from_facts([plan()], facts)


def whole() -> Facts:
    return facts_of([], money(100_000_00), Money(50_000_00, "USD"))


def test_facts_that_have_everything_have_no_fault() -> None:
    assert faults_of(whole()) == []


def test_a_quota_that_ends_early_is_missing_for_the_days_after() -> None:
    (fault,) = faults_of(facts_of([], money(100_000_00), Money(50_000_00, "USD"), quota_span=FIRST_HALF))
    assert (fault.code, fault.severity) == ("quota_missing", "warning")
    assert "ann" in fault.say("en")
    assert "2026-07-01" in fault.say("en")
    assert "2026-12-31" in fault.say("ko")


def test_only_days_on_which_the_plan_is_held_need_a_quota() -> None:
    people = [assigned(span=FIRST_HALF)]
    facts = facts_of([], money(100_000_00), Money(50_000_00, "USD"), assignments=people, quota_span=FIRST_HALF)
    assert faults_of(facts) == []


def test_a_gap_between_two_quotas_is_told_with_its_days() -> None:
    later = span_of_days(date(2026, 9, 1), date(2026, 12, 31))
    facts = facts_of([], money(1), Money(1, "USD"), quota_span=FIRST_HALF)
    facts = replace(facts, quotas=(*facts.quotas, Quota("q2", "ann", "year", money(2), later)))
    (fault,) = faults_of(facts)
    assert "from 2026-07-01 to 2026-08-31" in fault.say("en")


def test_a_target_incentive_that_the_plan_divides_is_missing() -> None:
    assert [fault.code for fault in faults_of(facts_of([], money(1)))] == ["target_missing"]


def test_two_numbers_on_one_day_are_errors() -> None:
    facts = whole()
    may = span_of_days(date(2026, 5, 1), None)
    facts = replace(
        facts,
        quotas=(*facts.quotas, Quota("q2", "ann", "year", money(2), may)),
        targets=(*facts.targets, TargetIncentive("t2", "ann", Money(2, "USD"), may)),
    )
    faults = errors_in(faults_of(facts))
    assert sorted(fault.code for fault in faults) == ["two_quotas", "two_targets"]
    assert all("2026-05-01" in fault.say("ko") for fault in faults)


def test_a_target_of_a_window_may_stand_beside_that_of_the_year() -> None:
    facts = whole()
    own = TargetIncentive("t2", "ann", Money(2, "USD"), FIRST_HALF, of_window=True)
    assert faults_of(replace(facts, targets=(*facts.targets, own))) == []


def renewal(number: str, day: date, helper: str) -> RecordVersion:
    return deal(number, day, 1, kind=Value("text", "renewal"), helper=Value("person", helper))


def test_a_record_that_two_credits_pay_one_person_for_is_counted() -> None:
    records = [
        renewal("D1", date(2026, 3, 1), "ann"),
        renewal("D2", date(2026, 3, 2), "ann"),
        renewal("D3", date(2026, 3, 3), "bo"),
        deal("D4", date(2026, 3, 4), 1),
        renewal("D5", date(2027, 3, 5), "ann"),
    ]
    facts = replace(whole(), records=tuple(records))
    (fault,) = faults_of(facts)
    assert (fault.code, fault.severity, fault.place.path) == ("paid_twice", "warning", "credit.renewal")
    assert "2, such as D1" in fault.say("en")


def test_withdrawn_facts_and_older_versions_do_not_count() -> None:
    facts = whole()
    doubled = Quota("q2", "ann", "year", money(2), YEAR, known_no=1, withdrawn=True)
    assert faults_of(replace(facts, quotas=(*facts.quotas, doubled))) == []
