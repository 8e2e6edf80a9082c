"""Every pair of sentences in the language: the same values on both sides, no particle after a value, polite Korean."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import comp_rules

ROOT = Path(comp_rules.__file__).parent
PLACEHOLDER = re.compile(r"\{([a-z_0-9]+)\}")
PARTICLE = re.compile(r"\}(은|는|이|가|을|를|와|과|으로|로|이나|나|이라|예요|이에요)(?![가-힣])")


def pairs() -> Iterator[tuple[str, str, str]]:
    for folder in ("plan", "kinds", "compile"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Words":
                    texts = [template(argument) for argument in node.args]
                    if len(texts) == 2 and None not in texts:
                        yield f"{path.name}:{node.lineno}", str(texts[0]), str(texts[1])


def template(node: ast.expr) -> str | None:
    """The text of a literal; what is put into an f-string stands as {value}."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = (part.value if isinstance(part, ast.Constant) else "{value}" for part in node.values)
        return "".join(str(part) for part in parts)
    return None


PAIRS = list(pairs())


def test_there_is_something_to_look_at() -> None:
    assert len(PAIRS) > 150


def test_both_languages_use_the_same_values() -> None:
    wrong = [
        (place, en, ko)
        for place, en, ko in PAIRS
        if set(PLACEHOLDER.findall(en)) - {"value"} != set(PLACEHOLDER.findall(ko)) - {"value"}
    ]
    assert wrong == []


def test_no_particle_follows_a_value() -> None:
    assert [(place, ko) for place, _, ko in PAIRS if PARTICLE.search(ko)] == []


def test_korean_is_korean_and_polite() -> None:
    for place, en, ko in PAIRS:
        if en.endswith(".") and re.search("[가-힣]", ko) and re.search(r"[가-힣]\.$", ko):
            assert re.search(r"(니다|세요|음|사람|규칙|배|담당자|요율|자리|적용|맵|금액|값|키|실적|개|명)\.$", ko), (
                place,
                ko,
            )
