"""In: every text of the pages. Out: each exists in Korean with the same values in it, and no particle after a value."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po

PORTAL = Path(__file__).resolve().parents[2] / "portal"
VALUE = re.compile(r"%\((\w+)\)[sd]")
# These have two forms that depend on how the word before ends; after a value nobody knows how it ends.
PARTICLE = re.compile(r"%\(\w+\)[sd](은|는|이|가|을|를|와|과|으로|로|이나|나|이라|라|예요|이에요)(?![가-힣])")
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}


def texts() -> Iterator[str | tuple[str, str]]:
    for path in sorted(PORTAL.rglob("*")):
        method = {".py": "python", ".html": "jinja2.ext:babel_extract"}.get(path.suffix)
        if method:
            options = {"trimmed": "true", "silent": "false"} if path.suffix == ".html" else {}
            with path.open("rb") as file:
                for _line, message, _comments, _context in extract(method, file, keywords=KEYWORDS, options=options):
                    yield message


def korean() -> dict[str | tuple[str, str], str]:
    words: dict[str | tuple[str, str], str] = {}
    for path in sorted((PORTAL / "translations" / "ko").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="ko"):
                if message.id:
                    text = message.string if isinstance(message.string, str) else message.string[0]
                    words[message.id if isinstance(message.id, str) else tuple(message.id)] = text
    return words


def faults(wanted: set[str | tuple[str, str]], words: dict[str | tuple[str, str], str]) -> list[str]:
    found = [f"no Korean: {text}" for text in wanted if not words.get(text)]
    found += [f"nobody says: {text}" for text in words if text not in wanted]
    for text, said in words.items():
        in_english = set(VALUE.findall(text if isinstance(text, str) else text[1]))
        if in_english != set(VALUE.findall(said)):
            found.append(f"other values: {said}")
        if PARTICLE.search(said):
            found.append(f"a particle after a value: {said}")
    return sorted(found)


def test_every_text_is_said_in_korean():
    assert faults(set(texts()), korean()) == []


@pytest.mark.parametrize(
    ("wanted", "words", "fault"),
    [
        ({"Sign in"}, {}, "no Korean"),
        (set(), {"Sign in": "로그인"}, "nobody says"),
        ({"%(n)s left"}, {"%(n)s left": "남았습니다"}, "other values"),
        ({"%(deal)s counts"}, {"%(deal)s counts": "%(deal)s은 인정되었습니다"}, "a particle"),
        ({"%(deal)s counts"}, {"%(deal)s counts": "%(deal)s를 인정했습니다"}, "a particle"),
    ],
)
def test_a_faulty_text_is_caught(wanted, words, fault):
    assert [each.startswith(fault) for each in faults(wanted, words)] == [True]


def test_a_safe_text_passes():
    words = {"%(deal)s counts": "%(deal)s 거래가 인정되었습니다. 나머지(%(deal)s)는 %(deal)s입니다."}
    assert faults(set(words), words) == []
