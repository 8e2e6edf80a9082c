"""Faults are values: what is wrong with a plan or a fact, where it stands, and what would cure it.

In: a place and words. Out: a fault that every door (shell, page, import) can show.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from comp_rules.values.words import Language, Words

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file, its line and column (both from 1), and the path inside a plan."""

    file: str
    line: int = 0
    column: int = 0
    #: the keys that lead there, such as `earn.commission.tiers[1].rate`; empty in a table of facts
    path: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that must be mended (error) or acknowledged (warning), with its place, sentence and cure."""

    #: a stable word for tests and the journal, such as `unknown_key`
    code: str
    place: Place
    sentence: Words
    hint: Words | None = None
    severity: Severity = "error"

    def say(self, lang: Language) -> str:
        """Return the sentence followed by the cure."""
        return f"{self.sentence.say(lang)} {self.hint.say(lang)}" if self.hint else self.sentence.say(lang)


def errors_in(faults: Iterable[Fault]) -> list[Fault]:
    """Return the faults that stop a calculation."""
    return [fault for fault in faults if fault.severity == "error"]


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Return the faults in reading order: file, line, column, code."""
    return sorted(faults, key=lambda f: (f.place.file, f.place.line, f.place.column, f.code))
