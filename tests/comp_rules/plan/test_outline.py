"""The outline knows of other plans what a credit made of them counts in, and what may be named."""

from comp_rules import compile_plan
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.plan.document_from_text import document_from_text
from comp_rules.plan.outline import Outline
from comp_rules.plan.outline_from_document import names_declared, outline_from_document

REP = """language: 1
plan: rep
label: {en: Rep, ko: 담당자}
effective: {first_day: 2026-01-01, last_day: 2026-12-31}
currency: USD
calendar: {calculate: month, year_starts: January}
proration: {basis: calendar_days, scales: [], leave: absent}
credit:
  won: {label: {en: Won, ko: 수주}, records: deal, date: signed_on, amount: arr, to: owner}
  visit: {label: {en: Visits, ko: 방문}, records: visit, date: seen_on, count: 1, to: owner}
earn:
  pay: {label: {en: Pay, ko: 지급}, kind: flat, pays_on: won, rate: 5%}
  visits: {label: {en: Visits, ko: 방문}, kind: flat, pays_on: visit, rate: 5 USD}
pay: {release: [{share: 100%, event: earned}], clawback: none, negative: carry, held_at_exit: pay}
"""
TEAM = """
plan: lead
credit:
  above: {overlay: [lead.visits], to: {relation: pod}, once_per_record: yes}
  deals: {rollup: [rep.won], levels: 1, once_per_record: yes}
  visits: {rollup: [rep.visit], levels: all, once_per_record: no}
tables:
  by_product: {facts: [product], entries: [{product: a, rate: 2x}], otherwise: fault}
  later: {facts: [product], entries: uploaded, otherwise: fault}
measure:
  met: {count: visits, over: month}
"""


def rep() -> CompiledPlan:
    plan, _ = compile_plan(REP, "rep.yaml")
    assert plan is not None
    return plan


def outline(others: tuple[CompiledPlan, ...]) -> Outline:
    document, _ = document_from_text(TEAM, "lead.yaml")
    assert document is not None
    return outline_from_document(document, None, others)


def test_a_credit_of_credits_counts_in_what_they_count() -> None:
    credits = outline((rep(),)).credits
    assert {name: (credit.unit, credit.record_type) for name, credit in credits.items()} == {
        "deals": ("money", "deal"),
        "visits": ("count", "visit"),
        "above": ("count", "visit"),
    }
    assert credits["above"].shape == "overlay"


def test_without_the_other_plan_it_is_money_unless_a_measure_counts_it() -> None:
    credits = outline(()).credits
    assert [credits[name].unit for name in ("deals", "visits", "above")] == ["money", "count", "count"]
    assert credits["deals"].record_type is None


def test_names_of_other_plans_are_known_only_when_they_are_given() -> None:
    assert names_declared(outline(()))["plan_credit"] is None
    known = names_declared(outline((rep(),)))["plan_credit"]
    assert known == frozenset({"rep.won", "rep.visit", "lead.deals", "lead.visits", "lead.above"})
    assert names_declared(outline((rep(),)))["plan_component"] == frozenset({"rep.pay", "rep.visits"})


def test_tables_say_the_form_of_their_rates() -> None:
    tables = outline(()).tables
    assert (tables["by_product"].form, tables["by_product"].uploaded) == ("times", False)
    assert (tables["later"].form, tables["later"].uploaded) == (None, True)
