"""In: every import of the tree. Out: imports go one way, and the two pure packages know only what they are allowed.
portal -> statements -> comp_rules; a package may import those further down, never one beside or above it."""

import sys
from pathlib import Path

import pytest

from tests.laws.sources import ROOT, Source, imports, is_within, module, plant, sources

PACKAGES = [["portal"], ["statements"], ["comp_rules"]]
ENGINE = [["compile", "explain"], ["flow", "kinds"], ["plan"], ["facts"], ["kernel"], ["values"]]
PAGES = ["earnings", "team", "plans", "data", "periods", "people", "questions", "journal", "account", "api"]
PORTAL = [PAGES, ["actions"], ["bridge"], ["models"]]
ORDERS = [
    PACKAGES,
    [[f"comp_rules.{name}" for name in level] for level in ENGINE],
    [[f"portal.{name}" for name in level] for level in PORTAL],
]
# These put the whole portal together and may know everything in it.
ASSEMBLE = {"portal", "portal.cli"}
LIBRARIES = {
    "comp_rules": {"comp_rules", "yaml", "numpy"},
    "statements": {"statements", "comp_rules", "jinja2", "markupsafe", "babel", "weasyprint", "xlsxwriter", "segno"},
}
# No network, database, other process, chance or clock: a result depends on what was handed in, and on nothing else.
CLOSED = {
    *(
        "asyncio",
        "ftplib",
        "http",
        "imaplib",
        "multiprocessing",
        "random",
        "secrets",
        "smtplib",
        "socket",
        "socketserver",
    ),
    *("sqlite3", "ssl", "statistics", "subprocess", "time", "urllib.request", "uuid", "webbrowser", "xmlrpc"),
}
# Blocks of people are calculated by processes started fresh; a result is the same whatever their number.
ALLOWED = {("comp_rules/kernel/spread.py", "multiprocessing")}


def faults(root: Path) -> list[str]:
    found = [fault for source in sources(root) for order in ORDERS for fault in _upward(source, order)]
    for source in sources(root, "portal"):
        found += _from_the_frame(source)
    for package, allowed in LIBRARIES.items():
        found += [fault for source in sources(root, package) for fault in _foreign(source, allowed)]
    return found


def _upward(source: Source, order: list[list[str]]) -> list[str]:
    """Imports of a package on the same level or above, in an order of levels from the top down."""
    here = module(source.path)
    mine = next((level for level, names in enumerate(order) if any(is_within(here, name) for name in names)), None)
    if mine is None:
        return []
    forbidden = [name for names in order[: mine + 1] for name in names if not is_within(here, name)]
    return _touching(source, forbidden, "goes against the one way of imports")


def _from_the_frame(source: Source) -> list[str]:
    """Modules beside the page folders (access, formatting, ...) serve all pages and know none of them."""
    here = module(source.path)
    if len(source.path.parts) != 2 or here in ASSEMBLE or here.startswith("portal.cli_"):
        return []
    return _touching(source, [f"portal.{page}" for page in PAGES], "makes a part of the frame depend on a page")


def _touching(source: Source, forbidden: list[str], why: str) -> list[str]:
    return [
        f"{source.at(node)} imports {name}: {why}"
        for node, name in imports(source)
        if any(is_within(name, package) for package in forbidden)
    ]


def _foreign(source: Source, allowed: set[str]) -> list[str]:
    return [
        f"{source.at(node)} imports {name}: a pure package knows no such thing"
        for node, name in imports(source)
        if (any(is_within(name, closed) for closed in CLOSED) and (source.path.as_posix(), name) not in ALLOWED)
        or (name.split(".")[0] not in allowed and name.split(".")[0] not in sys.stdlib_module_names)
    ]


def test_imports_go_one_way():
    assert faults(ROOT) == []


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("comp_rules/flow/pipeline.py", "from portal import models"),
        ("statements/view.py", "import portal.models"),
        ("comp_rules/values/money.py", "from comp_rules.plan import compiled"),
        ("comp_rules/values/money.py", "from ..plan import compiled"),
        ("comp_rules/facts/facts.py", "from comp_rules.plan import compiled"),
        ("comp_rules/flow/pipeline.py", "from comp_rules.kinds.flat import FLAT"),
        ("comp_rules/flow/pipeline.py", "from comp_rules import kinds"),
        ("comp_rules/compile/checks/money.py", "def check():\n    import comp_rules.explain.form"),
        ("portal/models/runs.py", "from portal.bridge import facts_from_rows"),
        ("portal/bridge/facts_from_rows.py", "from portal.actions.journal import record_entry"),
        ("portal/actions/journal.py", "from portal.earnings import queries"),
        ("portal/earnings/routes.py", "from portal.team.queries import subtree"),
        ("portal/access.py", "from portal.team.queries import subtree"),
        ("comp_rules/facts/facts.py", "import sqlalchemy"),
        ("comp_rules/facts/facts.py", "from urllib.request import urlopen"),
        ("comp_rules/facts/facts.py", "import random"),
        ("statements/charts.py", "from flask import render_template"),
        ("statements/charts.py", "from time import monotonic"),
    ],
)
def test_an_import_against_the_way_is_caught(tmp_path, path, line):
    assert {fault.split(":")[0] for fault in faults(plant(tmp_path, {path: line}))} == {path}


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("portal/earnings/routes.py", "from portal.actions import journal\nfrom comp_rules import calculate"),
        ("portal/__init__.py", "from portal.earnings.routes import earnings"),
        ("comp_rules/explain/form.py", "from comp_rules.kernel.steps import Step\nfrom fractions import Fraction"),
        ("comp_rules/plan/document_from_text.py", "import yaml"),
        ("comp_rules/plan/condition.py", "from comp_rules.facts.facts import Data"),
        ("statements/html_from_view.py", "import jinja2\nfrom urllib.parse import quote"),
    ],
)
def test_an_import_along_the_way_passes(tmp_path, path, line):
    assert faults(plant(tmp_path, {path: line})) == []
