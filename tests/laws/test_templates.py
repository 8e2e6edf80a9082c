"""In: templates, stylesheets and scripts. Out: nothing inline and nothing from outside, so `default-src 'self'` holds.
A link that a person may follow is no load; what a browser fetches by itself comes from the portal."""

import re
from pathlib import Path

import pytest

from tests.laws.sources import ROOT, files, plant

IN_PAGES = {
    "has a style attribute": r"<[^>]*\sstyle\s*=",
    "has an inline stylesheet": r"<style\b",
    "has an inline script": r"<script\b(?![^>]*\ssrc=)",
    "has an inline handler": r"<[^>]*\son[a-z]+\s*=",
    "has a script for an address": r"javascript:",
    "loads from outside": r"<(?!a\b)[a-z][^>]*\s(?:src|srcset|href|action|data|poster)\s*=\s*[\"']?(?:https?:)?//",
}
IN_STYLES = {
    "imports another stylesheet": r"@import\b",
    "loads from outside": r"url\(\s*[\"']?(?:https?:)?//",
}
IN_SCRIPTS = {
    "names an address outside": r"[\"'`](?:https?:)?//(?!www\.w3\.org/)",
    "runs text as code": r"\beval\(|new Function\(|\.innerHTML\b",
}
LAWS = {".html": IN_PAGES, ".svg": IN_PAGES, ".css": IN_STYLES, ".js": IN_SCRIPTS}
COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->|/\*.*?\*/", re.DOTALL)


def faults(root: Path) -> list[str]:
    found = []
    for path in files(root, "portal", "statements"):
        text = (root / path).read_text(encoding="utf-8") if path.suffix in LAWS else ""
        # What is commented out keeps its line breaks, so that the line numbers stay true.
        text = COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)
        for why, words in LAWS.get(path.suffix, {}).items():
            for hit in re.finditer(words, text, re.IGNORECASE):
                found.append(f"{path}:{text.count(chr(10), 0, hit.start()) + 1} {why}")
    return found


def test_pages_hold_and_load_nothing_foreign():
    assert faults(ROOT) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("portal/templates/a.html", '<p style="color: red">'),
        ("portal/templates/a.html", '<p\n  class="x"\n  style="{{ width }}">'),
        ("portal/templates/a.html", "<style>p { color: red }</style>"),
        ("portal/templates/a.html", "<script>alert(1)</script>"),
        ("portal/templates/a.html", '<button onclick="go()">'),
        ("portal/templates/a.html", '<a href="javascript:go()">'),
        ("portal/templates/a.html", '<img src="https://images.example/a.png">'),
        ("portal/earnings/templates/a.html", '<link rel="stylesheet" href="//styles.example/a.css">'),
        ("portal/static/a.css", "@import 'b.css';"),
        ("statements/templates/a.css", "p { background: url(http://images.example/a.png) }"),
        ("portal/static/a.js", 'fetch("https://numbers.example/")'),
        ("portal/static/a.js", "box.innerHTML = text"),
    ],
)
def test_the_foreign_is_caught(tmp_path, path, text):
    assert len(faults(plant(tmp_path, {path: text}))) == 1


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("portal/templates/a.html", "<script src=\"{{ url_for('static', filename='a.js') }}\" defer></script>"),
        ("portal/templates/a.html", '<a href="https://www.w3.org/WAI/">'),
        ("portal/templates/a.html", '<svg xmlns="http://www.w3.org/2000/svg" role="img">'),
        ("portal/templates/a.html", "{# <p style=...> is forbidden #}"),
        ("portal/static/a.js", 'document.createElementNS("http://www.w3.org/2000/svg", "path")'),
    ],
)
def test_our_own_passes(tmp_path, path, text):
    assert faults(plant(tmp_path, {path: text})) == []
