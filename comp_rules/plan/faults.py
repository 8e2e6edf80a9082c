"""How a fault of a plan is made: a place, a sentence and its cure in both languages.

In: templates and the values in them. Out: faults whose sentences are fit to show, however odd the text they quote.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Container, Iterable

from comp_rules.facts.unreadable import shown
from comp_rules.plan.document import Map, Node
from comp_rules.values.fault import Fault, Place
from comp_rules.values.words import Words

#: names that a misspelt one is compared with; beyond that looking takes longer than it helps
_MOST_COMPARED = 500
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def error(code: str, at: Node | Place, sentence: Words, cure: Words | None = None, /, **values: str) -> Fault:
    """Return a fault that stops the plan; `values` fill the templates and are shortened to be shown."""
    return Fault(code, _place(at), _filled(sentence, values), _filled(cure, values) if cure else None)


def warning(code: str, at: Node | Place, sentence: Words, cure: Words | None = None, /, **values: str) -> Fault:
    """Return a fault that must be acknowledged; the plan can be calculated."""
    return Fault(code, _place(at), _filled(sentence, values), _filled(cure, values) if cure else None, "warning")


def did_you_mean(word: str, known: Iterable[str]) -> Words:
    """Return the cure of an unknown word: the nearest known one, else all of them."""
    names = sorted(set(known))
    near = nearest(word, names)
    if near:
        return Words(f"Did you mean “{near}”?", f"비슷한 이름이 있습니다: {near}.")
    if not names:
        return Words("Nothing of that kind is declared yet.", "선언된 이름이 아직 없습니다.")
    text = ", ".join(shown(name) for name in names[:12]) + (", …" if len(names) > 12 else "")
    return Words(f"Known: {text}.", f"사용할 수 있는 이름: {text}.")


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that `word` looks like, None when none is near."""
    names = sorted(known)
    near = difflib.get_close_matches(word, names, 1) if len(word) <= 60 and len(names) <= _MOST_COMPARED else []
    return near[0] if near else None


def lacks(node: Map, key: str, known: Container[str]) -> bool:
    """Say whether a map lacks a key, not even misspelt: a key that is not among `known` may stand for it."""
    return not any(
        entry.key == key or (entry.key not in known and nearest(entry.key, (key,))) for entry in node.entries
    )


def _place(at: Node | Place) -> Place:
    return at if isinstance(at, Place) else at.place


def _filled(words: Words, values: dict[str, str]) -> Words:
    """Put the values into the template; braces that are no placeholder stay, because plans are written with braces."""

    def put(found: re.Match[str]) -> str:
        return shown(values[found[1]]) if found[1] in values else found[0]

    return Words(*(_PLACEHOLDER.sub(put, text) for text in words))
