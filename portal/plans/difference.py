"""What differs between two texts, line by line.

In: the older and the newer text. Out: rows with the line numbers of both, and how many lines stay the same between.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

#: So many unchanged lines are shown around a change.
_AROUND = 2


@dataclass(frozen=True, slots=True)
class DiffRow:
    """A line that stays, was taken away or was added; `skipped` counts unchanged lines that are not shown."""

    kind: Literal["same", "old", "new", "skipped"]
    old_number: int | None
    new_number: int | None
    text: str
    skipped: int = 0


def difference(old: str, new: str) -> list[DiffRow]:
    """Return the rows of a comparison; none when the texts are equal."""
    before, after = old.split("\n"), new.split("\n")
    if before == after:
        return []
    rows: list[DiffRow] = []
    shown = 0
    for group in SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(_AROUND):
        first = group[0][1]
        if first > shown:
            rows.append(DiffRow("skipped", None, None, "", first - shown))
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                rows += [DiffRow("same", i + 1, j1 + i - i1 + 1, before[i]) for i in range(i1, i2)]
            else:
                rows += [DiffRow("old", i + 1, None, before[i]) for i in range(i1, i2)]
                rows += [DiffRow("new", None, j + 1, after[j]) for j in range(j1, j2)]
            shown = i2
    if shown < len(before):
        rows.append(DiffRow("skipped", None, None, "", len(before) - shown))
    return rows
