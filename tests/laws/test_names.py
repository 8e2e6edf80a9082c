"""In: the names of files and folders. Out: the top of the tree is as decided, and `ls` shows the architecture.
A file that transforms is named after its arrow, <output>_from_<input>.py; drawers for odds and ends do not exist."""

import re
from pathlib import Path

import pytest

from tests.laws.sources import ROOT, files, plant

TOP = {
    *("portal", "comp_rules", "statements", "migrations", "tests", ".ci"),
    *("config.py", "wsgi.py", "requirements.txt", "README.md", "pyproject.toml", ".gitignore"),
}
SAY_NOTHING = re.compile(r"(?:.*_)?(?:utils?|helpers?|commons?|misc|managers?)")
ARROW = re.compile(r"[a-z]+(?:_[a-z]+)*_from_[a-z]+(?:_[a-z]+)*")
# Folders of arrows, and the few files in them that hold words, shapes or the order of the arrows.
ARROWS = {
    "comp_rules/compile": set(),
    "comp_rules/flow": {
        "pipeline",
        "records",
        "trace",
        "laws",
        "cells",
        "converted",
        "lookup",
        "calculation",
        "hierarchy",
        "plan_versions",
    },
    "comp_rules/explain": {"form", "replay", "words_of_keys"},
    "statements": {"view", "words", "formatting", "charts", "tiers", "sentences", "payout_chart", "payout_view"},
    "portal/bridge": {"mapping"},
}


def faults(root: Path) -> list[str]:
    top = {path.parts[0] for path in files(root)}
    found = [f"{name}: does not belong at the top of the tree" for name in sorted(top - TOP)]
    found += [f"{name}: is missing at the top of the tree" for name in sorted(TOP - top)]
    for path in files(root):
        found += [
            f"{path}: “{part}” says nothing" for part in path.with_suffix("").parts if SAY_NOTHING.fullmatch(part)
        ]
    for folder, others in ARROWS.items():
        found += [f"{path}: is no arrow" for path in files(root, folder) if _is_no_arrow(path, folder, others)]
    return found


def _is_no_arrow(path: Path, folder: str, others: set[str]) -> bool:
    if path.suffix != ".py" or path.parent != Path(folder) or path.stem.startswith("__"):
        return False
    return path.stem not in others and not ARROW.fullmatch(path.stem)


def test_the_tree_is_named_as_decided():
    assert faults(ROOT) == []


def whole(extra: str) -> dict[str, str]:
    return {name if "." in name[1:] else f"{name}/__init__.py": "" for name in TOP} | {extra: ""}


@pytest.mark.parametrize(
    "path",
    [
        "notes.txt",
        "scripts/load.py",
        "portal/util.py",
        "portal/helpers/text.py",
        "portal/chart_utils.py",
        "portal/session_manager.py",
        "comp_rules/flow/credits.py",
        "comp_rules/explain/from_trace.py",
        "portal/bridge/facts.py",
        "statements/makes_html.py",
    ],
)
def test_a_wrong_name_is_caught(tmp_path, path):
    assert len(faults(plant(tmp_path, whole(path)))) == 1


@pytest.mark.parametrize(
    "path",
    [
        "comp_rules/flow/credits_from_records.py",
        "comp_rules/compile/checks/money.py",
        "portal/demo/plans/sales-manager.yaml",
        "var/demo.sqlite",
    ],
)
def test_a_right_name_passes(tmp_path, path):
    assert faults(plant(tmp_path, whole(path))) == []


def test_a_missing_part_of_the_top_is_caught(tmp_path):
    tree = whole("portal/jobs.py")
    del tree["README.md"]
    assert faults(plant(tmp_path, tree)) == ["README.md: is missing at the top of the tree"]
