"""In: texts made to use up the server, through the doors of the portal. Out: each refused or shown within bounds.
Whoever asks for something else meanwhile is answered."""

from __future__ import annotations

import resource
import threading
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo

from portal.cli_import import import_command
from portal.plans.difference import difference
from tests.access.browsers import send, signed_in
from tests.access.canary_company import plan_text

#: seconds for one answer, on a machine that does other things as well
PATIENCE = 45
MEGABYTES = 400
GOOD = plan_text("us", "USD")
TEXTS = {
    "aliases": "language: 1\n" + "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)),
    "merges": "language: 1\nx: &x {a: 1}\n" + "".join(f"y{n}: {{<<: *x}}\n" for n in range(3_000)),
    "deep": "language: 1\na: " + "[" * 100_000,
    "deep blocks": "".join(" " * n + "a:\n" for n in range(600)),
    "wide": "language: 1\n" + "".join(f"k{n}: v\n" for n in range(6_000)),
    "twice": GOOD + "plan: a\n" * 20_000,
    "a long number": GOOD.replace("90000", "9" * 100_000),
    "a power": GOOD.replace("90000", "1e99999999"),
    "questions": "? " * 60_000,
    "quotes": '"' * 200_000,
    "one long line": "language: 1\nplan: " + "x" * 250_000,
    "nothing but line ends": "\n" * 250_000,
    "tags": "language: 1\nx: !!python/object/apply:os.system ['echo']\n",
}


@pytest.fixture
def database_kind() -> str:
    """What a text does to a server has nothing to do with the database."""
    return "sqlite"


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_a_text_that_is_a_bomb_is_kept_checked_and_shown(app: Any, company: Any, name: str) -> None:
    browser, before = signed_in(app, "admin-us"), _memory()
    answers = []
    started = time.monotonic()
    worker = threading.Thread(target=lambda: answers.append(_save_and_open(browser, TEXTS[name])))
    worker.start()
    waits = []
    reader = signed_in(app, "ben")
    while worker.is_alive():
        asked = time.monotonic()
        assert reader.get("/account").status_code == 200
        waits.append(time.monotonic() - asked)
        time.sleep(0.05)
    assert time.monotonic() - started < PATIENCE
    assert answers[0][0] in (303, 422), answers
    assert answers[0][1] == 200
    assert max(waits) < 5
    assert _memory() - before < MEGABYTES


def _save_and_open(browser: Any, text: str) -> tuple[int, int]:
    saved = send(browser, "/plans/carrier-us/text", text=text, opened="")
    return saved.status_code, browser.get("/plans/carrier-us/text").status_code


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@pytest.mark.parametrize("line", ["", "#", "# a comment"])
def test_texts_of_one_line_over_and_over_are_compared_in_a_moment(line: str) -> None:
    old, new = f"{line}\n" * 60_000, f"{line}\n" * 30_000 + "changed\n" + f"{line}\n" * 30_001
    started = time.monotonic()
    rows = difference(old, new)
    assert time.monotonic() - started < 5
    assert next(row.text for row in rows if row.kind == "new") == "changed"


def test_a_text_beyond_the_limit_is_refused_in_words(app: Any, company: Any) -> None:
    browser = signed_in(app, "admin-us")
    assert send(browser, "/plans/carrier-us/text", text="x" * 300_000, opened="").status_code == 422
    assert send(browser, "/plans/carrier-us/text", text="x" * 40_000_000, opened="").status_code == 413
    assert browser.get("/account").status_code == 200


@pytest.mark.parametrize("kind", ["mapping", "workbook", "csv"])
def test_files_that_are_bombs_are_refused_by_the_command(app: Any, company: Any, tmp_path: Path, kind: str) -> None:
    mapping, file = tmp_path / "mapping.yaml", tmp_path / ("deals.csv" if kind == "csv" else "deals.xlsx")
    mapping.write_text(TEXTS["aliases"] if kind == "mapping" else _MAPPING)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 150_000_000)
    if kind == "csv":
        file.write_text("id,customer,signed,amount\n" + '"' + "a,\n" * 60_000)
    started, before = time.monotonic(), _memory()
    result = CliRunner().invoke(import_command, [str(mapping), str(file)], obj=ScriptInfo(create_app=lambda: app))
    assert result.exit_code == 1, result.output
    assert "Traceback" not in result.output
    assert time.monotonic() - started < 30
    assert _memory() - before < MEGABYTES


_MAPPING = """\
mapping: deals
label: {en: Deals, ko: 거래}
tables:
  - file: deals.*
    into: records
    record_type: deal
    header: yes
    fields:
      id: {column: id}
      title: {column: customer}
      closed: {column: signed, date_form: YYYY-MM-DD}
      amount: {column: amount, currency: USD}
"""
