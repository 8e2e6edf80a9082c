"""What differs between two texts, line by line.

In: the older and the newer text. Out: rows with the line numbers of both, and how many lines stay the same between.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

#: So many unchanged lines are shown around a change.
_AROUND = 2
#: So many pairs of equal lines are weighed, which takes a second; a text of nothing but empty lines has billions.
_MOST_PAIRS = 2_000_000


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
    for group in _matcher(before, after).get_grouped_opcodes(_AROUND):
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


def _matcher(before: Sequence[str], after: Sequence[str]) -> SequenceMatcher[str]:
    """Match every line, or, where that would take too long, only the lines that both texts begin and end with."""
    counts = Counter(after)
    if sum(counts[line] for line in before) <= _MOST_PAIRS:
        return SequenceMatcher(None, before, after, autojunk=False)
    shorter = min(len(before), len(after))
    head = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    tail = next((n for n in range(shorter - head) if before[-1 - n] != after[-1 - n]), shorter - head)
    matcher = SequenceMatcher(None, before[:0], after[:0], autojunk=False)
    i, j = len(before) - tail, len(after) - tail
    spans = [("equal", 0, head, 0, head), ("replace", head, i, head, j), ("equal", i, len(before), j, len(after))]
    # The matcher groups what it found; what it looks at instead is found here.
    matcher.opcodes = [span for span in spans if span[1] < span[2] or span[3] < span[4]]  # type: ignore[assignment]
    return matcher
