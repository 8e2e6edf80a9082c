"""Bad plans give exactly the faults written beside them, each with its place, its sentence and its cure."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comp_rules.compile.compiled_from_document import MOST_FAULTS, compiled_from_text
from comp_rules.plan.facts_from_examples import facts_from_example
from comp_rules.values.fault import Fault, errors_in

TESTS = Path(__file__).parents[2]
BAD = sorted((TESTS / "plans_bad").glob("*.yaml"))
GOOD = sorted((TESTS / "scenarios").glob("*/plan.yaml"))


def faults_of(path: Path) -> list[Fault]:
    return compiled_from_text(path.read_bytes(), path.name)[1]


def test_there_are_bad_plans_enough() -> None:
    assert len(BAD) >= 20


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_plan_has_exactly_its_faults(path: Path) -> None:
    expected = path.with_suffix(".faults").read_text().splitlines()
    assert expected, "a bad plan without faults is a good one"
    assert [f"{f.place.line}:{f.place.column} {f.code}" for f in faults_of(path)] == expected


def test_five_mistakes_are_five_faults() -> None:
    faults = faults_of(TESTS / "plans_bad" / "five-mistakes.yaml")
    assert len(faults) == len(errors_in(faults)) == 5
    assert len({fault.place.line for fault in faults}) == 5


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_an_error_keeps_the_plan_from_being_compiled(path: Path) -> None:
    plan, faults = compiled_from_text(path.read_bytes(), path.name)
    assert (plan is None) == bool(errors_in(faults))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_every_fault_is_said_in_two_languages_with_a_cure(path: Path) -> None:
    for fault in faults_of(path):
        for words in (fault.sentence, fault.hint):
            if words is not None:
                assert words.en.endswith((".", "?"))
                assert re.search("[가-힣]", words.ko)
                assert not re.search(r"\{[a-z_]+\}", words.en + words.ko), "a placeholder was left"
        assert fault.hint is not None or fault.code == "unknown_person", fault.code


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.parent.name)
def test_a_good_plan_has_no_errors(path: Path) -> None:
    plan, faults = compiled_from_text(path.read_bytes(), path.name)
    assert errors_in(faults) == []
    assert plan is not None
    assert {fault.code for fault in faults} <= {"cliff"}


def test_a_flood_of_unknown_names_is_cut_off() -> None:
    text = (TESTS / "scenarios" / "partner" / "plan.yaml").read_text()
    flood = ", ".join(f"partner_axr{number}" for number in range(12_000))
    _, faults = compiled_from_text(text.replace("sum: partner_arr", f"sum: [{flood}]"), "p.yaml")
    assert MOST_FAULTS <= len(faults) <= 3 * MOST_FAULTS


@pytest.mark.parametrize("key", ["over", "amount", "by", "pays_on", "rate"])
def test_an_empty_map_is_never_taken_for_a_value(key: str) -> None:
    text = (TESTS / "scenarios" / "partner" / "plan.yaml").read_text()
    changed, number = re.subn(rf"\b{key}: [a-z_0-9.%]+", rf"{key}: {{}}", text, count=1)
    assert number == 1
    assert errors_in(compiled_from_text(changed, "p.yaml")[1])


WORDS = st.sampled_from(
    ["", "0%", "-1x", "1/0", "5 USD", "missing", "[]", "{}", "[a, {b: c}]", "{field: f}", "{personal: p}", "none",
     "quota_window", "each_credit", "whole", "{a: {b: [c]}}", "kind: award", "99999999999999999999%", "2026-02-30"]
)  # fmt: skip
TOKEN = re.compile(r"[A-Za-z0-9_.%-]+|[\[\]{}:,]|\n *")


@settings(max_examples=250, deadline=None)
@given(st.sampled_from(GOOD), st.lists(st.tuples(st.integers(0, 10_000), WORDS), min_size=1, max_size=4))
def test_no_change_of_a_good_plan_makes_checking_raise(path: Path, changes: list[tuple[int, str]]) -> None:
    text = path.read_text()
    for where, word in changes:
        tokens = list(TOKEN.finditer(text))
        token = tokens[where % len(tokens)]
        text = text[: token.start()] + word + text[token.end() :]
    plan, faults = compiled_from_text(text, path.name)
    assert (plan is None) == bool(errors_in(faults))
    if plan is not None:
        for index in range(len(plan.document.top.maps("examples"))):
            assert facts_from_example(plan.document, index, plan)[0].company.name


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(GOOD), st.integers(0, 200), st.integers(0, 200))
def test_no_order_of_lines_makes_checking_raise(path: Path, a: int, b: int) -> None:
    lines = path.read_text().splitlines()
    a, b = a % len(lines), b % len(lines)
    lines[a], lines[b] = lines[b], lines[a]
    plan, faults = compiled_from_text("\n".join(lines), path.name)
    assert (plan is None) == bool(errors_in(faults))
