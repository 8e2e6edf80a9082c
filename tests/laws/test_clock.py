"""In: every call of the two pure packages. Out: none asks what time it is, who runs it or what the machine says.
The same facts, plan and as-of give the same result in ten years: what varies is handed in."""

import ast
from pathlib import Path

import pytest

from tests.laws.sources import ROOT, Source, plant, sources

ASKS = {"now", "utcnow", "today", "fromtimestamp", "utcfromtimestamp", "getenv", "gethostname", "getpass", "getuser"}
# The shell doors may look at the environment they are started in.
DOORS = "__main__.py"


def faults(root: Path) -> list[str]:
    return [fault for source in sources(root, "comp_rules", "statements") for fault in _asking(source)]


def _asking(source: Source) -> list[str]:
    found = []
    called = {id(node.func) for node in ast.walk(source.tree) if isinstance(node, ast.Call)}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute):
            # `line.now` may be data: what a line is worth now; a clock is called, or taken from a date
            of_date = ast.unparse(node.value).endswith(("date", "datetime", "time"))
            asks = (node.attr in ASKS and (id(node) in called or of_date or node.attr != "now")) or (
                ast.unparse(node) == "os.environ" and source.path.name != DOORS
            )
            found += [f"{source.at(node)} asks {ast.unparse(node)}"] if asks else []
    return found


def test_nobody_asks():
    assert faults(ROOT) == []


@pytest.mark.parametrize(
    "line",
    [
        "from datetime import datetime\nx = datetime.now()",
        "import datetime\nx = datetime.date.today()",
        "import datetime as d\nx = d.datetime.fromtimestamp(0)",
        "import os\nx = os.environ['LANG']",
        "import os\nx = os.getenv('LANG')",
        "from datetime import datetime\nx = datetime.now",
        "def f(clock):\n    return clock.now()",
    ],
)
@pytest.mark.parametrize("package", ["comp_rules", "statements"])
def test_asking_is_caught(tmp_path, package, line):
    assert len(faults(plant(tmp_path, {f"{package}/asks.py": line}))) == 1


def test_what_a_line_is_worth_now_is_no_clock(tmp_path):
    assert faults(plant(tmp_path, {"comp_rules/line.py": "def f(row):\n    return row.now.tier"})) == []


def test_the_portal_may_ask(tmp_path):
    assert faults(plant(tmp_path, {"portal/jobs.py": "from datetime import datetime\nx = datetime.now()"})) == []
