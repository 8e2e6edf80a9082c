"""In: the root of a tree. Out: its own files, read and parsed; and tiny trees with one law broken on purpose.
What is generated, installed or hidden is not the project's own and is left out."""

import ast
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {"var", "__pycache__", "node_modules"}
OURS_THOUGH_HIDDEN = {".ci", ".gitignore"}


class Source(NamedTuple):
    """A Python file: its path from the root, its text and its syntax tree."""

    path: Path
    text: str
    tree: ast.Module

    def at(self, node: ast.AST) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


def files(root: Path, *folders: str) -> Iterator[Path]:
    """Every file of ours below these folders, or of the whole tree, as sorted paths from the root."""
    for start in folders or [""]:
        for place, inner, names in os.walk(root / start):
            inner[:] = sorted(name for name in inner if _is_ours(name))
            for name in sorted(filter(_is_ours, names)):
                yield (Path(place) / name).relative_to(root)


def _is_ours(name: str) -> bool:
    return name in OURS_THOUGH_HIDDEN or not (name in NOT_OURS or name.startswith(".") or name.endswith(".pyc"))


def sources(root: Path, *folders: str) -> Iterator[Source]:
    """Every Python file of ours below these folders, parsed."""
    for path in files(root, *folders):
        if path.suffix == ".py":
            yield _parsed(root, path, (root / path).stat().st_mtime_ns)


@cache
def _parsed(root: Path, path: Path, changed: int) -> Source:
    text = (root / path).read_text(encoding="utf-8")
    return Source(path, text, ast.parse(text))


def module(path: Path) -> str:
    """The dotted name of a file: comp_rules/values/__init__.py is comp_rules.values."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(source: Source) -> Iterator[tuple[ast.AST, str]]:
    """Each imported name with its node, absolute: `from portal.models import runs` gives portal.models.runs.

    Imports inside functions count: a law that a function may break is none.
    """
    package = source.path.parent.parts
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            start = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((node, f"{start}.{alias.name}") for alias in node.names)


def is_within(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def plant(root: Path, tree: dict[str, str]) -> Path:
    """Write a tiny tree: paths from the root and their text. Returns the root."""
    for path, text in tree.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root
