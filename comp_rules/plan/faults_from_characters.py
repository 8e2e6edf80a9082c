"""What can be wrong with the letters of a plan or mapping before its shape is looked at.

In: bytes or text. Out: faults for too much text, other encodings, tabs that indent, and characters that no one sees.
"""

from __future__ import annotations

import re

from comp_rules.plan.faults import error
from comp_rules.values.fault import Fault, Place
from comp_rules.values.words import Words

LARGEST_TEXT = 256 * 1024
#: faults of letters that are listed before the rest is left out: a binary file has thousands
_MOST = 20

#: control characters, separators that editors do not show as lines, direction marks, halves of characters
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
_LONE_RETURN = re.compile("\r(?!\n)")
_INDENT_TAB = re.compile(r"^ *\t", re.MULTILINE)


def unseen(text: str) -> bool:
    """Say whether a value holds a character that no one sees; line breaks and tabs are seen."""
    return bool(_UNSEEN.search(text))


def text_from_bytes(data: bytes, file: str) -> tuple[str, list[Fault]]:
    """Return the UTF-8 text of a file, or the place of the first byte that is none."""
    if len(data) > LARGEST_TEXT:
        return "", [_too_large(file)]
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as fault:
        before = data[: fault.start].decode("utf-8")
        return "", [error("not_utf8", _place(file, before, len(before)), *_NOT_UTF8)]


def faults_from_characters(text: str, file: str) -> list[Fault]:
    """Return the faults of a text's letters, each with its place; none when the text can be taken apart."""
    if len(text) > LARGEST_TEXT or len(text.encode("utf-8", "surrogatepass")) > LARGEST_TEXT:
        return [_too_large(file)]
    faults = [
        error("unseen_character", _place(file, text, found.start()), *_UNSEEN_WORDS, code=f"U+{ord(found[0]):04X}")
        for pattern in (_UNSEEN, _LONE_RETURN)
        for found in _first(pattern, text)
    ]
    faults += [error("tab", _place(file, text, found.end() - 1), *_TAB) for found in _first(_INDENT_TAB, text)]
    return sorted(faults, key=lambda fault: (fault.place.line, fault.place.column))[:_MOST]


def _first(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    found = []
    for match in pattern.finditer(text):
        found.append(match)
        if len(found) == _MOST:
            break
    return found


def _place(file: str, text: str, index: int) -> Place:
    before = text[:index]
    return Place(file, before.count("\n") + 1, index - (before.rfind("\n") + 1) + 1)


def _too_large(file: str) -> Fault:
    return error("too_large", Place(file, 1, 1), *_TOO_LARGE)


_TOO_LARGE = (
    Words("This file is larger than 256 kB.", "이 파일은 256kB보다 큽니다."),
    Words("Split it into smaller files.", "더 작은 파일로 나누어 주세요."),
)
_NOT_UTF8 = (
    Words("This file is not UTF-8 from here on.", "여기부터는 UTF-8 형식이 아닙니다."),
    Words(
        "Save it as UTF-8; older Korean editors write CP949.",
        "UTF-8로 다시 저장해 주세요. 오래된 편집기는 CP949로 저장합니다.",
    ),
)
_UNSEEN_WORDS = (
    Words("A character stands here that cannot be seen ({code}).", "보이지 않는 문자({code})가 있습니다."),
    Words(
        "Delete it; copying from another program often brings such characters.",
        "지워 주세요. 다른 프로그램에서 복사할 때 자주 들어옵니다.",
    ),
)
_TAB = (
    Words(
        "A tab indents this line; this file is indented with spaces.",
        "이 줄은 탭으로 들여 썼습니다. 이 파일은 빈칸으로 들여 씁니다.",
    ),
    Words("Replace the tab with two spaces.", "탭을 빈칸 두 개로 바꿔 주세요."),
)
