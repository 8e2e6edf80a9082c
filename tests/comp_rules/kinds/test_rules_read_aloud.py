"""Every rule of credits and awards as it is read aloud, all its sentences in both languages: `rules_read_aloud.txt`.

A block of that file is a component in the plan language and, indented, its sentences, English | Korean."""

from pathlib import Path

import pytest

from comp_rules.explain.sentences_from_plan import component_sentences
from comp_rules.facts.facts import Company, Declared, Field, RecordType
from comp_rules.values.words import Words
from tests.comp_rules.kinds.settings import FIELDS, MEASURES, plan_of

LABELS = {
    "day": "날짜", "amount": "거래 금액", "owner_rate": "담당 요율", "fee": "수수료", "gross": "총액", "cost": "원가",
    "goal": "기준액", "product": "제품", "uplift": "인상률", "started": "시작일", "units": "수량",
}  # fmt: skip
COMPANY = Company(
    "Labelled",
    {
        "deal": RecordType(
            "deal",
            Words("deal", "거래"),
            {
                **{n: Field(n, t, Words(f"the {n.replace('_', ' ')}", LABELS[n])) for n, t in FIELDS.items()},
                "signed": Field("signed", "yes_no", Words("the signature", "서명")),
                "seller": Field("seller", "person", Words("the seller", "판매자")),
            },
        )
    },
    {
        "year": Declared("year", Words("year quota", "연간 목표"), "money"),
        "held": Declared("held", Words("deals held", "건수"), "number"),
        "w": Declared("w", Words("turnover quota", "매출액 목표"), "money"),
        "v": Declared("v", Words("quarter quota", "분기 목표"), "money"),
    },
    {
        "own_rate": Declared("own_rate", Words("own rate", "개인 요율"), "percent"),
        "own_sum": Declared("own_sum", Words("own sum", "개인 금액"), "money"),
    },
    {},
    {},
)
TABLE = """tables:
  s: {label: {en: Seasons, ko: 계절}, facts: [product], pick: first_row, otherwise: fault,
      entries: [{product: cheap, rate: 3%}]}
  t: {label: {en: Products, ko: 제품}, facts: [product], pick: first_row, otherwise: fault,
      entries: [{product: cheap, rate: 4%}]}"""
MORE = f"""{MEASURES}
  three: {{label: {{en: Three months, ko: 석 달}}, sum: sale, over: {{rolling_months: 3}}}}
  now: {{label: {{en: This month, ko: 이달}}, sum: sale, over: month}}
  turn: {{label: {{en: Turnover, ko: 매출액}}, sum: sale, over: quota_window, quota: w}}
  qq: {{label: {{en: Quarter sales, ko: 분기 매출}}, sum: sale, over: quarter_to_date, quota: v}}
"""
OTHER = "  base: {label: {en: Base, ko: 기본}, kind: flat, pays_on: sale, rate: 10%SHARE}\n"
BLOCKS = Path(__file__).with_name("rules_read_aloud.txt").read_text(encoding="utf-8").strip().split("\n\n")


@pytest.mark.parametrize("block", BLOCKS, ids=[block.partition("\n")[0][:100] for block in BLOCKS])
def test_a_rule_is_read_aloud_in_both_languages(block: str) -> None:
    settings, *sentences = block.split("\n")
    # beside a component of 60% of the target another one stands for the rest
    other = OTHER.replace("SHARE", ", expected_share: 40%" if "target_share: 60%" in settings else "")
    earn = f"{other}  x: {{label: {{en: Extra, ko: 추가}}, {settings}}}"
    plan = plan_of(earn, company=COMPANY, head=TABLE, measures=MORE)
    told = zip(component_sentences(plan, "x", "en"), component_sentences(plan, "x", "ko"), strict=True)
    assert [f"  {en} | {ko}" for en, ko in told] == sentences


def test_every_kind_that_pays_on_credits_is_read_aloud() -> None:
    kinds = {block.partition(",")[0] for block in BLOCKS}
    assert kinds == {"kind: flat", "kind: tiered", "kind: residual", "kind: award"}


def test_a_tier_may_take_a_rate_of_each_persons_own() -> None:
    rows = "tiers: [{from: 0 USD, rate: {personal: own_rate}}, {from: 9 USD, rate: {personal: own_rate}}]"
    way = "kind: tiered, pays_on: sale, ladder: each_credit, applies: whole"
    plan = plan_of(f"  x: {{label: {{en: Extra, ko: 추가}}, {way}, {rows}}}", company=COMPANY)
    assert component_sentences(plan, "x", "en")[2:4] == [
        "Below 9.00 USD the rate is your personal one, “own rate”.",
        "From 9.00 USD it is your personal one, “own rate”.",
    ]
    assert "개인별 요율" in component_sentences(plan, "x", "ko")[2]
