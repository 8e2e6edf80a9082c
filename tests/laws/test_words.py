"""In: every text file of the tree. Out: nothing is left for later, and nothing speaks of one person's machine.
The project stands alone: whoever has the tree has everything that it says."""

import re
from pathlib import Path

import pytest

from tests.laws.sources import ROOT, files, plant

# A bracket around one letter keeps a pattern from finding itself, so this file is looked at as well.
FORBIDDEN = {
    "leaves something for later": r"\b(TOD[O]|FIXM[E]|HAC[K])\b|raise NotImpl[e]mented",
    "names a folder of one machine": r"(?<![\w.])/(wor[k]|roo[t]|hom[e]/[a-z]+|User[s]/[A-Za-z]+)/\w",
    "names a package registry": r"pyp[i]\.org|pythonhoste[d]\.org|npmj[s]\.(org|com)|deb\.debia[n]\.org",
    "names an index of packages": r"--(extra-)?index-ur[l]|--find-link[s]",
    "names what is not in the tree": r"\bshare[d]/|ARCHITECTUR[E]\.md|SEMANTIC[S]\.md",
    "names a number that only some can look up": r"\b[Ii]ssu[e] #?\d",
    "speaks of how it was written": r"\b(LL[M]|ChatGP[T]|Claud[e]|Anthropi[c]|OpenA[I]|copilo[t])\b",
}
NO_TEXT = {".png", ".jpg", ".ico", ".xlsx", ".pdf", ".zip", ".woff2", ".ttf", ".mo"}


def faults(root: Path) -> list[str]:
    found = []
    for path in files(root):
        if path.suffix.lower() not in NO_TEXT:
            text = (root / path).read_text(encoding="utf-8", errors="replace")
            found += [fault for number, line in enumerate(text.splitlines(), 1) for fault in _said(path, number, line)]
    return found


def _said(path: Path, number: int, line: str) -> list[str]:
    return [f"{path}:{number} {why}: {line.strip()[:80]}" for why, words in FORBIDDEN.items() if re.search(words, line)]


def test_the_tree_stands_alone():
    assert faults(ROOT) == []


@pytest.mark.parametrize(
    "line",
    [
        "# TO~DO: round this",
        "raise NotImpl~ementedError",
        "DATA = '/wo~rk/data/aw'",
        "cd /ro~ot/daylight",
        "open('/ho~me/kim/plan.yaml')",
        "see https://py~pi.org/project/flask",
        "--index-~url https://mirror.example/simple",
        "as decided in ../shar~ed/notes.md",
        "see SEMAN~TICS.md",
        "mends iss~ue 2",
        "as Clau~de wrote",
    ],
)
def test_a_wrong_word_is_caught(tmp_path, line):
    text = f"first line\n{line.replace('~', '')}\n"
    assert len(faults(plant(tmp_path, {"portal/notes.txt": text}))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "Content-Security-Policy: default-src 'self'",
        "the working folder is a/work/b",
        "a deal that was shared by two people",
        "uv pip compile --no-emit-index-url --no-emit-find-links --no-header",
        "application/root/element",
        "except NotImplementedError:  # an old form of compression",
    ],
)
def test_a_right_word_passes(tmp_path, line):
    assert faults(plant(tmp_path, {"portal/notes.txt": line})) == []
