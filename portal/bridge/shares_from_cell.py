"""A split that stands in one cell: `ann 60%, bo 40%`.

In: the text of the cell. Out: the people and the texts of their shares, in the order written.
"""

from __future__ import annotations

from comp_rules.facts.unreadable import Unreadable
from comp_rules.values.words import Words

#: what may stand between a person and a share: `ann 60%`, `ann: 60%`, `ann=60%`, `ann (60%)`
_BETWEEN = " \t:=("


def shares_from_cell(text: str) -> list[tuple[str, str]]:
    """Return (person, share as written) for each part of the cell.

    Parts are divided by semicolons or lines, else by commas, so that a decimal comma can be written beside semicolons.
    Raises Unreadable for a part that is not a person and a share.
    """
    text = text.replace("\r", "\n")
    marks = ";\n" if any(mark in text for mark in ";\n") else ","
    for mark in marks:
        text = text.replace(mark, "\0")
    return [_pair(part) for each in text.split("\0") if (part := each.strip(" \t,"))]


def _pair(part: str) -> tuple[str, str]:
    plain = part.removesuffix(")").rstrip()
    at = max(plain.rfind(mark) for mark in _BETWEEN)
    person, share = plain[: max(at, 0)].rstrip(_BETWEEN), plain[at + 1 :]
    if not person or not share:
        raise Unreadable(*_NO_PAIR, part)
    return person, share


_NO_PAIR = (
    Words("“{text}” is not a person with a share.", "‘{text}’ 값은 사람과 인정 비율이 아닙니다."),
    Words(
        "Write each person with a share, such as ann 60%, bo 40%.",
        "사람마다 인정 비율을 함께 적어 주세요. 예: ann 60%, bo 40%",
    ),
)
