"""What the parser could not read, said plainly: where, what and how to mend it.

In: an error of the YAML parser. Out: a positioned fault in the words of someone who never heard of YAML.
"""

from __future__ import annotations

import yaml

from comp_rules.plan.faults import error
from comp_rules.values.fault import Fault, Place
from comp_rules.values.words import Words

#: (what the parser says, sentence, cure); the first that fits is taken
_KNOWN: tuple[tuple[str, Words, Words], ...] = (
    (
        "mapping values are not allowed",
        Words("A colon stands where no key can be.", "키가 올 수 없는 자리에 콜론이 있습니다."),
        Words(
            "Indent the line as the lines around it, or put a text with a colon in quotes.",
            "주위의 줄과 똑같이 들여 쓰거나, 콜론이 든 글을 따옴표로 묶어 주세요.",
        ),
    ),
    (
        "could not find expected ':'",
        Words("A key stands here without a colon.", "콜론이 없는 키가 있습니다."),
        Words("Write the key, a colon, a space and the value.", "키, 콜론, 빈칸, 값의 순서로 적어 주세요."),
    ),
    (
        "found unexpected end of stream",
        Words("The text ends inside quotes.", "따옴표가 닫히지 않은 채 글이 끝납니다."),
        Words("Close the quotes.", "따옴표를 닫아 주세요."),
    ),
    (
        "expected ',' or ']'",
        Words("This list goes on without a comma, or is not closed.", "목록에 쉼표가 없거나 목록이 닫히지 않았습니다."),
        Words(
            "Put a comma between the items and ] at the end.", "항목 사이에 쉼표를 넣고 목록을 대괄호로 닫아 주세요."
        ),
    ),
    (
        "expected ',' or '}'",
        Words("This map goes on without a comma, or is not closed.", "맵에 쉼표가 없거나 맵이 닫히지 않았습니다."),
        Words("Put a comma between the keys and } at the end.", "키 사이에 쉼표를 넣고 맵을 중괄호로 닫아 주세요."),
    ),
    (
        "expected <block end>",
        Words("This line is not indented like its neighbours.", "이 줄의 들여쓰기가 주위의 줄과 다릅니다."),
        Words(
            "Give lines that belong together the same number of spaces.",
            "같은 묶음의 줄은 빈칸 수를 똑같이 맞춰 주세요.",
        ),
    ),
    (
        "found character '\\t'",
        Words("A tab stands here.", "탭이 있습니다."),
        Words("Replace the tab with spaces.", "탭을 빈칸으로 바꿔 주세요."),
    ),
    (
        "that cannot start any token",
        Words("A value cannot begin with this character.", "이 문자로는 값을 시작할 수 없습니다."),
        Words("Put the value in quotes.", "값을 따옴표로 묶어 주세요."),
    ),
    (
        "found unknown escape character",
        Words(
            "A backslash in double quotes begins something unknown.", "큰따옴표 안의 역슬래시 표기를 알 수 없습니다."
        ),
        Words("Use single quotes, or write the backslash twice.", "작은따옴표를 쓰거나 역슬래시를 두 번 적어 주세요."),
    ),
    (
        "expected the node content",
        Words("Something else stands where a value belongs.", "값이 올 자리에 다른 것이 있습니다."),
        Words("Look for a comma or bracket too many.", "쉼표나 괄호가 남지 않았는지 확인해 주세요."),
    ),
)
_OTHER = (
    Words("The text cannot be taken apart here.", "여기서 글의 구조를 읽을 수 없습니다."),
    Words(
        "Look at the colons, brackets, quotes and indentation of this line.",
        "이 줄의 콜론, 괄호, 따옴표, 들여쓰기를 확인해 주세요.",
    ),
)


def fault_from_syntax(trouble: yaml.YAMLError | None, file: str, text: str) -> Fault:
    """Return the fault of a text that is not YAML; None when the parser itself stumbled without saying where."""
    said = " ".join(str(part) for part in (getattr(trouble, "context", ""), getattr(trouble, "problem", "")) if part)
    mark = getattr(trouble, "problem_mark", None) or getattr(trouble, "context_mark", None)
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file, 1, 1)
    last = text.count("\n") + 1
    if place.line > last:
        place = Place(file, last, 1)
    for needle, sentence, cure in _KNOWN:
        if needle in said:
            return error("syntax", place, sentence, cure)
    return error("syntax", place, *_OTHER)
