"""The demo company reads no code name, bare fraction, double minus or foreign word in any sentence of its months."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest
import yaml

from comp_rules.explain.form import PLAIN
from comp_rules.explain.sentences_from_plan import plan_sentences
from comp_rules.values.words import Language
from statements.formatting import form_for
from tests.portal.demo.test_every_line import company, month
from tests.scenarios.test_sentences_are_clean import CODES, FRACTION, WORD, assert_clean, sentences_of, told


def texts_in(data: Any) -> Iterator[str]:
    """Every text inside facts: what people, records, fields and values are called."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for key, value in data.items():
            yield from texts_in(key)
            yield from texts_in(value)
    elif dataclasses.is_dataclass(data):
        for field in dataclasses.fields(data):
            yield from texts_in(getattr(data, field.name))
    elif isinstance(data, Iterable):
        for item in data:
            yield from texts_in(item)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_no_sentence_of_the_demo_company_shows_how_it_was_made(lang: Language) -> None:
    facts, plans, months = company()
    written = [text for plan in plans for text in told(yaml.load(plan.document.text, Loader=yaml.BaseLoader))]
    entered = texts_in((facts.company, facts.records, facts.people))
    known = frozenset(word for text in (*written, *entered) for word in WORD.findall(text.replace("_", " "))) | CODES
    literals = frozenset(text for plan in plans for text in FRACTION.findall(plan.document.text))
    sentences = {
        sentence
        for period in months
        for payee in month(period).payees
        for part in payee.parts
        for form in (PLAIN, form_for(lang))
        for sentence in sentences_of(part, lang, form)
    }
    assert len(sentences) > 3000
    for sentence in (*sentences, *(one for plan in plans for one in plan_sentences(plan, lang))):
        assert_clean(sentence, lang, known, literals)
