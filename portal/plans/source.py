"""The lines of a plan's text, each with what is wrong in it.

In: a text and its faults. Out: numbered lines, cut where the faulty word begins and ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from comp_rules.values.fault import Fault

_WORD = re.compile(r"[^\s,\[\]{}#]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line; `faulty` ones are underlined."""

    text: str
    faulty: bool


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line with its number, its pieces and its faults in order of column."""

    number: int
    pieces: tuple[Piece, ...]
    faults: tuple[Fault, ...]

    @property
    def severity(self) -> str:
        """The gravest of its faults, empty when it has none."""
        return min((fault.severity for fault in self.faults), default="")


def source_lines(text: str, faults: Iterable[Fault]) -> list[SourceLine]:
    """Return every line of the text; a fault without a line, or beyond the end, stands beside the nearest one."""
    lines = text.split("\n")
    if len(lines) > 1 and not lines[-1]:
        lines.pop()
    by_line: dict[int, list[Fault]] = {}
    for fault in faults:
        by_line.setdefault(min(max(fault.place.line, 1), len(lines)), []).append(fault)
    return [
        SourceLine(number, _pieces(line, by_line.get(number, ())), tuple(by_line.get(number, ())))
        for number, line in enumerate(lines, start=1)
    ]


def _pieces(line: str, faults: Sequence[Fault]) -> tuple[Piece, ...]:
    marks = sorted({_end_of_word(line, fault.place.column - 1) for fault in faults if fault.place.column})
    pieces, done = [], 0
    for start, end in marks:
        if start >= done and end > start:
            pieces += [Piece(line[done:start], False), Piece(line[start:end], True)]
            done = end
    return tuple(piece for piece in [*pieces, Piece(line[done:], False)] if piece.text)


def _end_of_word(line: str, start: int) -> tuple[int, int]:
    """Return where the word at `start` begins and ends; a bracket is a word of its own."""
    found = _WORD.match(line, start)
    return start, found.end() if found else min(start + 1, len(line))
