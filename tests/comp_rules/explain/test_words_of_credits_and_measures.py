"""Credits made of credits and measures made of measures are read aloud as what they are."""

from __future__ import annotations

from comp_rules.compile.compiled_from_document import compiled_from_text
from comp_rules.explain.sentences_from_plan import plan_sentences
from comp_rules.explain.words_from_credit import credit_words
from comp_rules.explain.words_from_measure import measure_words
from comp_rules.plan.compiled import CompiledPlan
from tests.scenarios.folder import eight, worked


def credit(plan: CompiledPlan, name: str) -> list[str]:
    return [words.en for words in credit_words(plan.credit(name), plan)]


def measure(plan: CompiledPlan, name: str) -> list[str]:
    return [words.en for words in measure_words(plan.measure(name), plan)]


def test_a_rollup_says_whose_credits_it_is_made_of_and_how_far_up_they_go() -> None:
    assert credit(eight().plans["mgr-2026"], "team_arr") == [
        "Team ARR is made of the credits of others: New ARR (Account Executive 2026).",
        "It goes to the manager directly above on the credit date.",
        "A record counts once, however many people share it.",
    ]
    assert credit(eight().plans["cro-2026"], "company_arr")[1] == "It goes to everyone above on the credit date."


def test_an_overlay_says_by_which_relation_or_field() -> None:
    plan = eight().plans["se-2026"]
    assert credit(plan, "pod_arr")[1] == "It goes to those related by se pod to the person credited on the credit date."
    assert credit(plan, "my_arr")[1] == "It goes to the person in solutions engineer of the record."


def test_an_amount_of_two_fields_is_said_with_both() -> None:
    product = worked("ytd-realestate-tier-spanning").plans["plan.yaml"]
    minus = worked("marg-initiateweb-150k").plans["plan.yaml"]
    assert credit(product, "gross")[0] == (
        "Gross commission counts price times commission rate of each closing on its closed on."
    )
    assert credit(minus, "net_sales")[0] == "Net sales counts sales less returns of each month end on its ended on."


def test_measures_of_measures_say_their_parts() -> None:
    plan = eight().plans["csm-2026"]
    assert measure(plan, "kept") == ["ARR kept is Opening ARR less Lost ARR."]
    assert measure(plan, "net") == ["Net ARR is the sum of ARR kept and Expansion ARR."]
    assert measure(plan, "nrr") == ["Net retention is Net ARR divided by Opening ARR."]
    weighted = worked("curve-sec1506439-two-measures").plans["plan.yaml"]
    assert measure(weighted, "both")[1:] == [
        "Revenue result counts 60%, and as 0 while it is below 85%.",
        "EBITDA result counts 40%, and as 0 while it is below 85%.",
    ]


def test_a_typed_result_is_no_sum_and_a_quota_to_date_says_so() -> None:
    plan = eight().plans["cro-2026"]
    assert measure(plan, "margin")[0] == "Operating margin is the last result typed in over the plan year."
    assert measure(plan, "arr_ytd")[1] == "It is compared with your quota “company year” for the months so far."


def test_a_period_is_named_by_the_calendar() -> None:
    plan = worked("marg-mytime-paycycles").plans["plan.yaml"]
    assert measure(plan, "sales_cycle") == ["Sales of the pay cycle adds up over the half month."]


def test_korean_says_the_same_number_of_sentences() -> None:
    for plan in eight().plans.values():
        assert len(plan_sentences(plan, "ko")) == len(plan_sentences(plan, "en"))


def test_the_head_says_how_parts_of_windows_count_how_lines_are_rounded_and_which_rates_convert() -> None:
    leave = plan_sentences(worked("prorate-leave-garrison").plans["plan.yaml"], "en")
    assert "Quotas and target incentives count by the whole months held." in leave
    assert "Days of leave are not counted." in leave
    edges = plan_sentences(worked("prorate-oracle-tier-edges").plans["plan.yaml"], "en")
    assert "The lines of tiers count by the days held, of months of 30 days." in edges
    even = plan_sentences(worked("round-realestate-tests").plans["half-even.yaml"], "en")
    assert "Each line is rounded to 0.01 USD, half to the even neighbour." in even
    rates = plan_sentences(worked("fx-complyt-lines").plans["plan.yaml"], "en")
    assert rates[0] == "Amounts in other currencies are converted to USD by the rates “daily” of the credit date."


def test_a_table_of_rates_says_its_rows_and_what_holds_beside_them() -> None:
    by_grade = plan_sentences(worked("override-spread-nneessen").plans["agent.yaml"], "en")
    assert by_grade[:6] == [
        "Contract levels looks up a rate by the person's grade.",
        "For agent it is 100%.",
        "For upline it is 120%.",
        "For partner it is 130%.",
        "The row that states most counts.",
        "A record without a rate is paid nothing and is reported.",
    ]
    uploaded = plan_sentences(worked("insurance-levels-nneessen").plans["plan.yaml"], "en")
    assert uploaded[:2] == [
        "Contract levels looks up a rate by carrier, product and the person's grade.",
        "Its rows are uploaded.",
    ]


def test_a_plan_without_a_head_of_its_own_says_nothing_of_it() -> None:
    said = plan_sentences(worked("overachieve-mrexcel-21000").plans["plan.yaml"], "en")
    assert said[0] == "Attainment is the last result typed in over the plan year."
    assert not any("Days of leave" in sentence or "rounded" in sentence for sentence in said)


def test_what_lies_outside_a_plan_is_called_by_its_label() -> None:
    reps, _ = compiled_from_text(SALES, "sales.yaml")
    assert reps is not None
    above, faults = compiled_from_text(MANAGERS, "managers.yaml", others=(reps,))
    assert above is not None, faults
    english, korean = plan_sentences(above, "en"), plan_sentences(above, "ko")
    assert "Team is made of the credits of others: Sales (Selling)." in english
    assert "It is paid on Commission (Selling)." in english
    assert "지급 대상: 커미션(영업)." in korean
    assert not [said for said in english + korean if "selling." in said]


_HEAD = """language: 1
effective: {first_day: 2026-01-01, last_day: 2026-12-31}
currency: USD
calendar: {calculate: month, year_starts: January}
proration: {basis: calendar_days, scales: [], leave: active}
pay: {release: [{share: 100%, event: earned}], clawback: none, negative: carry, held_at_exit: pay}
"""
SALES = (
    _HEAD
    + """plan: selling
label: {en: Selling, ko: 영업}
credit: {won: {label: {en: Sales, ko: 매출}, records: deal, date: close_date, amount: amount, to: owner}}
earn: {commission: {label: {en: Commission, ko: 커미션}, kind: flat, pays_on: won, rate: 5%}}
"""
)
MANAGERS = (
    _HEAD
    + """plan: managing
label: {en: Managing, ko: 관리}
credit: {team: {label: {en: Team, ko: 팀}, rollup: [selling.won], levels: 1, once_per_record: yes}}
earn:
  on_team: {label: {en: On team, ko: 팀 지급}, kind: flat, pays_on: team, rate: 1%}
  on_pay:
    {label: {en: On pay, ko: 발생액 지급}, kind: override, earnings: [selling.commission], reach: {levels: 1}, rate: 9%}
"""
)
