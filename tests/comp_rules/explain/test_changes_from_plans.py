"""What changed between two versions of a plan: nothing that did not, every key that did, tables row by row."""

import re

import pytest

from comp_rules.explain.changes_from_plans import Change, changes_from_documents, changes_from_plans
from comp_rules.plan.document_from_text import document_from_text
from tests.comp_rules.kinds.window_plans import plan_of, text_of

EARN = """  rate: {label: {en: Commission, ko: 커미션}, kind: tiered, pays_on: sale, by: year, ladder: window,
    applies: marginal, tiers: [{from: 0%, rate: 5%}, {from: 100%, rate: 8%}]}
  bonus: {label: {en: Bonus, ko: 성과급}, kind: target, target_share: 100%, by: quarter, paid: window_end,
    curve: {points: [[50%, 0%], [100%, 100%]], below: nothing, beyond: edge}}"""


def changes(*edits: tuple[str, str]) -> tuple[Change, ...]:
    """The changes between the plan and the plan with some of its text replaced."""
    old = new = text_of(EARN)
    for before, after in edits:
        assert before in new
        new = new.replace(before, after)
    documents = [document_from_text(text, "plan.yaml")[0] for text in (old, new)]
    assert documents[0] is not None
    assert documents[1] is not None
    return changes_from_documents(documents[0], documents[1])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("rate: 5%", "rate: 5.0%"),
        ("rate: 5%", "rate: 1/20"),
        ("sum: sale", "sum: [sale]"),
        ("scales: [quota, target]", "scales: [target, quota]"),
        ("below: nothing, beyond: edge", "beyond: edge, below: nothing"),
        ("to: owner}", "to: owner, people: locked}"),
        ("quota: year_quota}", "quota: year_quota, against: full_quota}"),
        ("earn:\n", "earn:   # how people are paid\n"),
    ],
)
def test_nothing_is_said_when_nothing_changed(before: str, after: str) -> None:
    assert changes((before, after)) == ()


@pytest.mark.parametrize(
    ("before", "after", "path", "en", "ko"),
    [
        ("rate: 8%", "rate: 9%", "earn.rate.tiers[1].rate",
         "Commission, tier from 100%, rate: was 8%, now 9%.", "커미션, 구간 100% 이상, 요율: 8% → 9%."),
        ("{from: 100%, rate: 8%}", "{from: 100%, rate: 8%}, {above: 150%, rate: 9%}", "earn.rate.tiers[2]",
         "Commission, tier added: above 150%, rate 9%.", "커미션, 구간 추가: 150% 초과, 요율 9%."),
        (", {from: 100%, rate: 8%}", "", "earn.rate.tiers[1]",
         "Commission, tier removed: from 100%, rate 8%.", "커미션, 구간 삭제: 100% 이상, 요율 8%."),
        ("applies: marginal", "applies: whole", "earn.rate.applies",
         "Commission, a higher tier applies to: was the part above the line, now everything.",
         "커미션, 구간 적용: 초과분만 적용 → 전체 소급 적용."),
        ("by: quarter", "by: month", "earn.bonus.by",
         "Bonus, goes by: was Quarter, now Month.", "성과급, 기준: 분기 매출 → 월 매출."),
        ("[100%, 100%]", "[100%, 120%]", "earn.bonus.curve.points[1]",
         "Bonus, curve, point: was 100%: 100%, now 100%: 120%.", "성과급, 지급률 곡선, 지점: 100%: 100% → 100%: 120%."),
        ("when: {stage: won}, date: closed, amount", "when: {stage: [won, signed]}, date: closed, amount",
         "credit.sale.when.stage",
         "Sales, condition, stage: was won, now won, signed.", "매출, 조건, stage: won → won, signed."),
        ("en: Bonus,", "en: Quarter bonus,", "earn.bonus.label",
         "Quarter bonus, name: was Bonus, now Quarter bonus.", "성과급, 이름: Bonus → Quarter bonus."),
        ("last_day: 2026-12-31}\ncurrency", "last_day: 2026-06-30}\ncurrency", "effective.last_day",
         "Plan, effective dates, last day: was 2026-12-31, now 2026-06-30.",
         "플랜, 적용 기간, 마지막 날: 2026-12-31 → 2026-06-30."),
        ("clawback: none", "clawback: [{event: cancelled, within: 90 days, take_back: 100%, method: recalculate}]",
         "pay.clawback",
         "Pay, clawback: was none, now event cancelled, within 90 days, taken back 100%, method recalculated.",
         "지급 조건, 환수: 없음 → 사건 cancelled, 기한 90 days, 환수 비율 100%, 방식 재계산."),
        ("paid: window_end", "paid: window_end, caps: [{limit: 500 USD, per: year, excess: lost}]", "earn.bonus.caps",
         "Bonus, caps added: limit 500.00 USD, per year, what lies above lost.",
         "성과급, 상한 추가: 상한 금액 500.00 USD, 단위 연간, 초과 금액 미지급."),
    ],
)  # fmt: skip
def test_a_change_is_said_as_it_was_and_is(before: str, after: str, path: str, en: str, ko: str) -> None:
    (change,) = changes((before, after))
    assert change.path == path
    assert (change.sentence.en, change.sentence.ko) == (en, ko)


def test_things_are_added_and_removed_by_name() -> None:
    found = changes(("  rate: {label: {en: Commission", "  fee: {label: {en: Commission"))
    assert [(c.what, c.path) for c in found] == [("removed", "earn.rate"), ("added", "earn.fee")]
    assert found[0].sentence.en == "Component removed: Commission."


def test_several_changes_are_told_in_the_order_of_the_plan() -> None:
    found = changes(
        ("beyond: edge", "beyond: extend"), ("calculate: month", "calculate: quarter"), ("rate: 5%", "rate: 6%")
    )
    assert [c.path for c in found] == ["calendar.calculate", "earn.rate.tiers[0].rate", "earn.bonus.curve.beyond"]
    for change in found:
        assert re.search("[가-힣]", change.sentence.ko)


def test_an_added_component_brings_its_rule_in_words() -> None:
    flat = "  flat: {label: {en: Extra, ko: 추가}, kind: flat, pays_on: sale, rate: 1%}"
    old, new = plan_of(EARN), plan_of(f"{EARN}\n{flat}")
    (change,) = changes_from_plans(old, new)
    assert change.sentence.en == "Component added: Extra."
    assert [words.en for words in change.more] == ["You earn Extra on Sales.", "Each credit pays 1%."]
    assert changes_from_plans(new, new) == ()
