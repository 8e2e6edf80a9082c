"""No sentence of any scenario shows how it was made: no code name, no bare fraction, no double minus, no foreign word.

In: all plans of the folder, the months of their examples and what the shell prints of them. Labels, facts and what the
plan itself writes as a literal stand as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from comp_rules import explained_line
from comp_rules.explain.form import PLAIN, Form
from comp_rules.explain.reasons_from_result import zero_reason
from comp_rules.explain.sentences_from_plan import plan_sentences
from comp_rules.flow.records import AssignmentResult
from comp_rules.values.words import Language
from statements.formatting import form_for
from tests.scenarios.folder import Folder
from tests.scenarios.test_every_line_explains_itself import FOLDERS, LANGUAGES, folder_of, parts_of

OPEN = re.compile(r"[{}]|\bNone\b|\bTrue\b|\bFalse\b")
CODE_NAME = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)+")
FRACTION = re.compile(r"\d+/\d+")
#: a minus after a minus, after a word that says down already, or before nothing but another sign
DOUBLE_MINUS = re.compile(r"[-−]\s*[-−]\s*[\d(]|\b(?:fell by|goes back|taken back|took back|a reversal of)\s+[-−]")
LISTED = re.compile(r"\((?:credit|part in|total|quota|condition|at least|인정 실적|누적 실적|조건 값|직전)[^()]*: ")
WORD = re.compile(r"[A-Za-z]{2,}")
#: currencies of the scenarios, and what a multiple of the base rate is written with
CODES = frozenset({"USD", "EUR", "KRW", "JPY", "GBP", "KWD", "CAD", "AUD", "CHF", "CZK", "INR", "US", "JP", "CA"})


def scalars(node: Any) -> Iterator[str]:
    """Every key and value below a node."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield str(key)
            yield from scalars(value)
    elif isinstance(node, list):
        for item in node:
            yield from scalars(item)
    else:
        yield str(node)


def told(node: Any) -> Iterator[str]:
    """What people named or entered: labels, notes, the conditions on records, and the facts of the examples."""
    if isinstance(node, list):
        for item in node:
            yield from told(item)
    if not isinstance(node, dict):
        return
    for key, value in node.items():
        if key in ("label", "note", "when", "given", "facts", "entries", "rates", "event"):
            yield from scalars(value)
        else:
            yield from told(value)


def words_of(folder: Folder) -> frozenset[str]:
    """The words that stand in sentences because somebody wrote them."""
    texts = (plan.document.text for plan in folder.plans.values())
    known = (text for one in texts for text in told(yaml.load(one, Loader=yaml.BaseLoader)))
    return frozenset(word for text in known for word in WORD.findall(text.replace("_", " "))) | CODES


def sentences_of(part: AssignmentResult, lang: Language, form: Form) -> Iterator[str]:
    for line in part.lines:
        yield explained_line(line, part, lang, form).sentence
    for component in part.components:
        if not component.total:
            yield zero_reason(component, part, lang, form)
    for refusal in part.refusals:
        yield f"{refusal.sentence.say(lang)} {refusal.cure.say(lang)}"
    yield from (fault.say(lang) for fault in part.faults)


def assert_clean(sentence: str, lang: Language, known: frozenset[str], literals: frozenset[str]) -> None:
    assert sentence.strip()
    assert not OPEN.search(sentence), sentence
    assert not CODE_NAME.search(sentence), sentence
    assert set(FRACTION.findall(sentence)) <= literals, sentence
    assert not DOUBLE_MINUS.search(sentence), sentence
    assert not LISTED.search(sentence), sentence
    if lang == "ko":
        assert set(WORD.findall(sentence)) <= known, (sentence, set(WORD.findall(sentence)) - known)


@pytest.mark.parametrize("name", FOLDERS)
def test_no_sentence_shows_how_it_was_made(name: str) -> None:
    folder, files = folder_of(name)
    known = words_of(folder)
    literals = frozenset(text for file in files for text in FRACTION.findall(folder.plans[file].document.text))
    for part in (part for file in files for part in parts_of(folder, file)):
        for lang in LANGUAGES:
            for form in (PLAIN, form_for(lang)):
                for sentence in sentences_of(part, lang, form):
                    assert_clean(sentence, lang, known, literals)
    for file in files:
        for lang in LANGUAGES:
            for sentence in plan_sentences(folder.plans[file], lang):
                assert_clean(sentence, lang, known, literals)


@pytest.mark.parametrize("name", FOLDERS)
def test_no_calculation_takes_off_a_bare_minus(name: str) -> None:
    folder, files = folder_of(name)
    for part in (part for file in files for part in parts_of(folder, file)):
        for line in part.lines:
            for form in (PLAIN, form_for("en"), form_for("ko")):
                calculation = explained_line(line, part, "en", form).calculation
                assert not OPEN.search(calculation)
                assert not re.search(r"[-−]\s*[-−]", calculation), calculation


@pytest.mark.parametrize(
    ("sentence", "lang"),
    [
        ("It fell by -3000.00 USD.", "en"),
        ("The quota arr_year is missing.", "en"),
        ("It pays 13/3 of target.", "en"),
        ("None has no value.", "en"),
        ("It is paid (condition: 70%, at least: 50%).", "en"),
        ("이유: quota.", "ko"),
        ("금액은 10 - -5입니다.", "ko"),
    ],
)
def test_what_must_not_stand_in_a_sentence_is_seen(sentence: str, lang: Language) -> None:
    with pytest.raises(AssertionError):
        assert_clean(sentence, lang, frozenset(), frozenset())
