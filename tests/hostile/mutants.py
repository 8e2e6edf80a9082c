"""Plans and texts that nobody would write: pieces of real plans recombined, and bytes of real texts changed.

In: a seeded random source and plans as plain data. Out: plain data or text, some of it still a valid plan.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from comp_rules.plan.document import Document, Entry, Items, Map, Node, Scalar
from comp_rules.plan.document_from_text import document_from_text
from comp_rules.values.fault import Place
from tests.comp_rules.test_language_reference import PLANS
from tests.oracle.histories import MAKERS, history

Plain = Any
SCENARIOS = Path(__file__).parents[1] / "scenarios"
#: values at the edges of what each type reads, and beyond
EDGES = (
    "", "0", "1", "-1", "2", "12", "13", "999999999999999", "-999999999999999", "1/3", "0/1", "1/0", "-1/7", "0%",
    "-1%", "100%", "99.99%", "100.01%", "150%", "1000000000000%", "0x", "1x", "-2x", "0 USD", "0.01 USD",
    "0.00000001 USD", "-5 USD", "1 KRW", "0.5 KRW", "0.0005 KWD", "99999999999999 USD", "1 XYZ", "yes", "no", "none",
    "missing", "fail", "pass", "owner", "split", "all", "month", "quarter", "half_month", "period", "window", "year",
    "quota_window", "quarter_to_date", "year_to_date", "window_end", "monthly_to_date", "2026-01-01", "2026-02-29",
    "2024-02-29", "2026-12-31", "0001-01-01", "9999-12-31", "2026-00-10", "2026-01", "2026-Q1", "2026-01-H2",
    "9999-12", "90 days", "99999 days", "12 months", "0 months", "한글", "a b", "a.b", "x" * 300, "\u0660", "１２",
    "٣%", "é", "-", "~", "null",
)  # fmt: skip


@cache
def plans() -> tuple[Plain, ...]:
    """Return every plan that the tests have, as plain data: scenarios, the language reference, random histories."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(SCENARIOS.rglob("*.yaml")) if "plan" in path.name]
    texts += PLANS
    documents = [document for document, _ in (document_from_text(text, "plan.yaml") for text in texts) if document]
    found = [plain_of(document.root) for document in documents if isinstance(document.root, Map)]
    return (*found, *(history(kind, seed) for kind in MAKERS for seed in range(6)))


def plain_of(node: Node) -> Plain:
    """Return the texts, lists and maps of a node."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return [plain_of(item) for item in node.items]
    return {entry.key: plain_of(entry.value) for entry in node.entries}


def document_of(plain: Plain) -> Document:
    """Return plain data as a document, as if it had been written one node to a line."""
    lines = iter(range(1, 10**6))
    return Document("mutant.yaml", "", _node(plain, lines, ""))


def _node(plain: Plain, lines: Iterator[int], path: str) -> Node:
    place = Place("mutant.yaml", next(lines), 1, path)
    if isinstance(plain, dict):
        inner = [(key, f"{path}.{key}" if path else key, value) for key, value in plain.items()]
        entries = [
            Entry(key, Place("mutant.yaml", place.line, 1, under), _node(value, lines, under))
            for key, under, value in inner
        ]
        return Map(place, tuple(entries))
    if isinstance(plain, list):
        return Items(place, tuple(_node(item, lines, f"{path}[{n}]") for n, item in enumerate(plain)))
    return Scalar(place, plain)


@cache
def _pool() -> dict[str, list[Plain]]:
    """Every value that stands under a key anywhere."""
    found: dict[str, list[Plain]] = {}
    for plan in plans():
        for holder, key in places_of(plan):
            if isinstance(holder, dict):
                found.setdefault(key, []).append(holder[key])
    return found


def places_of(plain: Plain) -> Iterator[tuple[Any, Any]]:
    """Yield every (map, key) and (list, position)."""
    inner = (
        list(plain.items()) if isinstance(plain, dict) else list(enumerate(plain)) if isinstance(plain, list) else []
    )
    for key, value in inner:
        yield plain, key
        yield from places_of(value)


def mutant(random: Random) -> Plain:
    """Return a plan with one to three things changed."""
    plan = copy.deepcopy(random.choice(plans()))
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        # a plan is long for its examples; the rules shall change as often
        part = plan.get(random.choice(("earn", "earn", "measure", "credit", "pay", "examples", "", "")), plan)
        found = list(places_of(part))
        if found:
            _change(random, *random.choice(found))
    return plan


def _change(random: Random, holder: Any, key: Any) -> None:
    pool, value = _pool(), holder[key]
    chance = random.random()
    if chance < 0.5 and isinstance(holder, dict):
        holder[key] = copy.deepcopy(random.choice(pool.get(key, [value])))
    elif chance < 0.62:
        holder[key] = random.choice(EDGES)
    elif chance < 0.72:
        holder.pop(key)
    elif chance < 0.8 and isinstance(holder, dict):
        other = random.choice(list(pool))
        holder[other] = copy.deepcopy(random.choice(pool[other]))
    elif chance < 0.86 and isinstance(holder, list):
        holder.insert(random.randrange(len(holder) + 1), copy.deepcopy(random.choice(holder)))
    elif chance < 0.92 and isinstance(value, list):
        random.shuffle(value)
    else:
        holder[key] = copy.deepcopy(random.choice(pool[random.choice(list(pool))]))


#: pieces that mean something to a reader of YAML or CSV
PIECES = (
    "\0", "\ufeff", "\u2028", "\x85", "\t", "\r", "\r\n", "\n", " ", ":", ": ", "-", "- ", "?", "? ", ",", "[", "]",
    "{", "}", "#", " #", "&a", "*a", "!", "!!x ", "|", ">", "|+9", "'", '"', "''", '""', "%", "@", "`", "---", "...",
    "<<", "\\", '"\\x"', '"\\UFFFFFFFF"', "\\u0000", "\ud7ff", "\U0010ffff", "한", "e\u0301", "0", "9" * 40, "1e9",
    "NaN", ".inf", "=", ";",
)  # fmt: skip


def changed_text(random: Random, text: str) -> str:
    """Return a text with a few characters or lines changed, moved, doubled or lost."""
    for _ in range(random.choice((1, 1, 2, 3, 8))):
        at = random.randrange(len(text) + 1)
        to = min(len(text), at + random.choice((0, 1, 1, 2, 5, 20)))
        chance = random.random()
        if chance < 0.45:
            text = text[:at] + random.choice(PIECES) + text[to:]
        elif chance < 0.6:
            text = text[:at] + text[to:]
        elif chance < 0.7:
            text = text[:at] + text[at:to] * random.choice((2, 3, 50)) + text[to:]
        elif chance < 0.85:
            text = text[:at] + random.choice(EDGES) + text[to:]
        else:
            lines = text.split("\n")
            place = random.randrange(len(lines))
            lines.insert(random.randrange(len(lines)), lines.pop(place) if random.random() < 0.5 else lines[place])
            text = "\n".join(lines)
    return text
