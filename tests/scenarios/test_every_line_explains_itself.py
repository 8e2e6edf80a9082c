"""Every line of every scenario replays from its printed formula, and is said in two languages with nothing left open.

In: all plans of the folder and the periods that their examples speak of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from comp_rules import explained_line
from comp_rules.explain.form import PLAIN
from comp_rules.explain.reasons_from_result import blocked_reason, zero_reason
from comp_rules.explain.sentences_from_plan import plan_sentences
from comp_rules.flow.records import AssignmentResult
from comp_rules.plan.expectations_from_examples import expectations_of
from comp_rules.values.money import minor_digits
from comp_rules.values.words import Language
from tests.formula import value_of
from tests.scenarios.folder import EIGHT, HERE, Folder, eight, of_kind, settled, worked

KINDS = sorted(path.name for path in (HERE / "kinds").iterdir())
SETTLED = sorted(path.name for path in (HERE / "settled").iterdir())
WORKED = sorted(path.name for path in (HERE / "worked").iterdir())
FOLDERS = [
    *(f"kinds/{name}" for name in KINDS),
    *(f"settled/{name}" for name in SETTLED),
    *(f"worked/{name}" for name in WORKED),
    *EIGHT,
]

LANGUAGES: tuple[Language, Language] = ("en", "ko")
#: what is left where a sentence was not filled in
OPEN = re.compile(r"[{}]|None")


def assert_said(sentence: str, lang: Language) -> None:
    assert sentence.strip()
    assert not OPEN.search(sentence)
    assert lang == "en" or re.search("[가-힣]", sentence)


def folder_of(name: str) -> tuple[Folder, list[str]]:
    """Return a folder of scenarios and the plans of it that are tried."""
    top, _, rest = name.partition("/")
    if not rest:
        return eight(), [name]
    folder = {"kinds": of_kind, "settled": settled, "worked": worked}[top](rest)
    return folder, list(folder.plans)


def parts_of(folder: Folder, file: str) -> Iterator[AssignmentResult]:
    """Yield what everybody's periods came to, in all examples of a plan."""
    document = folder.plans[file].document
    for index in range(len(document.top.maps("examples"))):
        for period in dict.fromkeys(row.period for row in expectations_of(document, index) if not row.of_payment):
            for payee in folder.result(file, index + 1, period).payees:
                yield from payee.parts


@pytest.mark.parametrize("name", FOLDERS)
def test_every_line_replays_and_is_said_in_two_languages(name: str) -> None:
    folder, files = folder_of(name)
    lines = 0
    for part in (part for file in files for part in parts_of(folder, file)):
        for line in part.lines:
            lines += 1
            major = Fraction(line.amount, 10 ** minor_digits(line.currency))
            assert value_of(line.formula) == major, line.formula
            for lang in LANGUAGES:
                said = explained_line(line, part, lang, PLAIN)
                assert_said(said.sentence, lang)
                assert not OPEN.search(said.calculation)
        assert part.total == sum(line.amount for line in part.lines)
    assert lines or name == "worked/draw-tt-ramp-prorated", (
        "everybody sells something, but for one whose month is a guarantee alone"
    )


@pytest.mark.parametrize("name", FOLDERS)
def test_every_operand_has_a_source(name: str) -> None:
    folder, files = folder_of(name)
    for part in (part for file in files for part in parts_of(folder, file)):
        for line in part.lines:
            assert any(operand.in_amount for operand in line.operands)
            assert all(operand.role and operand.source.table for operand in line.operands)


@pytest.mark.parametrize("name", FOLDERS)
def test_a_component_without_money_says_why_and_a_plan_reads_aloud(name: str) -> None:
    folder, files = folder_of(name)
    for part in (part for file in files for part in parts_of(folder, file)):
        for component in part.components:
            if component.total:
                continue
            for lang in LANGUAGES:
                blocked = component.total is None
                said = blocked_reason(component, part, lang) if blocked else zero_reason(component, part, lang, PLAIN)
                assert_said(said, lang)
    for file in files:
        for lang in LANGUAGES:
            sentences = plan_sentences(folder.plans[file], lang)
            assert len(sentences) >= len(folder.plans[file].components)
            for sentence in sentences:
                assert_said(sentence, lang)


def test_scenarios_lie_where_they_are_looked_for() -> None:
    assert {Path(name).name for name in FOLDERS} >= {"flat", "override", "ae-2026", "marg-carvd-900k-quota"}
