"""In: texts of plans that take credits from each other. Out: each compiled beside the others of its days."""

from datetime import date
from typing import Any

from comp_rules.facts.facts import Company, Field, RecordType
from comp_rules.values.fault import errors_in
from comp_rules.values.period import span_of_days
from comp_rules.values.words import Words
from portal.bridge.faults_from_text import answers, json_from_plan_text
from portal.bridge.json_from_company import json_from_company
from portal.bridge.plans_from_texts import PlanLibrary, PlanText

_WORDS = Words("Deal", "거래")
_FIELDS = {name: Field(name, kind, _WORDS) for name, kind in (("closed", "date"), ("amount", "money"))}  # type: ignore[arg-type]
COMPANY = Company("Hanbit", {"deal": RecordType("deal", _WORDS, _FIELDS)}, {}, {}, {}, {})
_HEAD = """language: 1
plan: {plan}
label: {{en: Plan, ko: 플랜}}
effective: {{first_day: {year}-01-01, last_day: {year}-12-31}}
currency: USD
calendar: {{calculate: month, year_starts: January}}
proration: {{basis: calendar_days, scales: [quota, target], leave: absent}}
credit:
  {credit}: {{label: {{en: Sales, ko: 매출}}, {rule}}}
earn:
  pay: {{label: {{en: Commission, ko: 커미션}}, kind: flat, pays_on: {credit}, rate: 10%}}
pay: {{release: [{{share: 100%, event: earned}}], clawback: none, negative: carry, held_at_exit: pay}}
examples:
  - label: {{en: One deal, ko: 거래 한 건}}
    given:
      people: [{{person: mia}}{people}]
      records: [{{deal: D1, closed: {year}-03-05, amount: 100 USD, owner: {owner}}}]
    expect: [{{person: mia, period: {year}-03, component: pay, record: D1, lines: [10 USD]}}]
"""
_DIRECT = "records: deal, date: closed, amount: amount, to: owner"


def rep(version: int = 1, year: int = 2026, credit: str = "sales", plan: str = "rep") -> PlanText:
    text = _HEAD.format(plan=plan, year=year, credit=credit, rule=_DIRECT, people="", owner="mia")
    return PlanText(plan, version, text, _year(year))


def above(source: str, plan: str = "head", year: int = 2026) -> PlanText:
    rule = f"rollup: [{source}], levels: 1, as_of: credit_date, once_per_record: no"
    below = f", {{person: ann, plan: {source.partition('.')[0]}, manager: mia}}"
    text = _HEAD.format(plan=plan, year=year, credit="team", rule=rule, people=below, owner="ann")
    return PlanText(plan, 1, text, _year(year))


def _year(year: int) -> Any:
    return span_of_days(date(year, 1, 1), date(year, 12, 31))


def codes(library: PlanLibrary, text: PlanText) -> list[str]:
    plan, faults = library.compiled(text)
    errors = errors_in(faults)
    assert (plan is None) == bool(errors)
    return [fault.code for fault in errors]


def test_a_plan_finds_what_it_takes_from_another_plan() -> None:
    library = PlanLibrary([above("rep.sales"), rep()], COMPANY)
    assert codes(library, above("rep.sales")) == []
    plan, _ = library.compiled(above("rep.sales"))
    assert plan is not None
    assert plan.called("source", "rep.sales") == Words("Sales (Plan)", "매출(플랜)")


def test_a_plan_or_credit_that_is_not_there_is_a_fault() -> None:
    assert codes(PlanLibrary([above("rep.sales")], COMPANY), above("rep.sales")) == ["unknown_plan"]
    assert codes(PlanLibrary([above("rep.orders"), rep()], COMPANY), above("rep.orders")) == ["unknown_name"]


def test_the_other_plan_is_taken_as_it_is_on_the_days_of_the_plan() -> None:
    texts = [rep(1, 2025, "orders"), rep(2, 2026, "sales"), above("rep.orders", year=2025)]
    library = PlanLibrary(texts, COMPANY)
    assert codes(library, texts[2]) == []
    assert codes(library, above("rep.sales", "chief")) == []
    assert [(plan.name, plan.version) for plan in library.beside("chief", _year(2025))] == [("head", 1), ("rep", 1)]


def test_plans_may_stand_on_one_another_and_not_in_a_circle() -> None:
    texts = [above("head.team", "chief"), above("rep.sales"), rep()]
    library = PlanLibrary(texts, COMPANY)
    assert [codes(library, text) for text in texts] == [[], [], []]
    circle = [above("head.team", "chief"), above("chief.team")]
    assert all("plan_circle" in codes(PlanLibrary(circle, COMPANY), text) for text in circle)


def test_a_plan_comes_with_all_that_it_is_made_of() -> None:
    library = PlanLibrary([above("head.team", "chief"), above("rep.sales"), rep(), rep(plan="other")], COMPANY)
    assert library.with_sources(["chief"]) == {"chief", "head", "rep"}
    assert library.with_sources(["other", "nobody"]) == {"other", "nobody"}


def test_a_text_is_checked_and_its_examples_calculated_with_the_plans_they_name() -> None:
    def told(*others: PlanText) -> tuple[list[str], list[str]]:
        argument = {
            "text": above("rep.sales").text, "plan": "head", "company": json_from_company(COMPANY),
            "others": [json_from_plan_text(other) for other in others],
        }  # fmt: skip
        found = list(answers(argument))
        states = [row["state"] for answer in found if "example" in answer for row in answer["example"]["rows"]]
        codes = [answer["fault"]["code"] for answer in found if "fault" in answer]
        return [code for code in codes if code != "examples_missing"], states

    assert told(rep()) == ([], ["agrees"])
    assert told(rep(credit="orders")) == (["unknown_name"], [])
    assert told() == (["unknown_plan"], [])
