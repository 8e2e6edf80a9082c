"""The command `facts`: everything a calculation stood on, as plain files that the engine's shell reads.

In: a folder and optionally a moment of knowledge. Out: CSV files, the approved plan versions, a journal entry.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import click
from flask.cli import with_appcontext

from comp_rules.facts.csv_from_facts import write_facts
from portal.actions.journal import record_entry
from portal.actions.knowledge import SYSTEM, last_known_no
from portal.bridge.facts_from_rows import facts_from_rows
from portal.bridge.plans_from_rows import approved_versions
from portal.extensions import db
from portal.ready import in_language as say


@click.command("facts")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--as-of", type=int, metavar="N", help="Only what was known at number N.")
@with_appcontext
def facts_command(folder: Path, as_of: int | None) -> None:
    """Write the facts into FOLDER as CSV and the approved plans beside them, to be recomputed without the portal.

    FOLDER is new or empty. Exits 2 when nothing can be written there.
    """
    try:
        _refuse_filled(folder)
        known, plans = _write(folder, as_of)
    except OSError:
        _stop(
            f"{folder} cannot be written: name a new folder at a place that you may write to.",
            f"{folder}: 파일을 쓸 수 없는 위치입니다. 쓰기 권한이 있는 곳에 새 폴더를 지정해 주세요.",
        )
    click.echo(
        say(
            f"{folder} holds what was known at number {known}, with {plans} plan versions. Recompute a month:\n"
            f"python3 -m comp_rules explain {folder}/*.yaml --facts {folder} --period 2026-03",
            f"{folder}: 등록 번호 {known} 기준의 원천 데이터와 플랜 버전 {plans}개. 다시 계산하기:\n"
            f"python3 -m comp_rules explain {folder}/*.yaml --facts {folder} --period 2026-03",
        )
    )


def _write(folder: Path, as_of: int | None) -> tuple[int, int]:
    """Write everything and journal it; return the number and how many plan versions. Raises OSError."""
    with db.transaction() as session:
        known = last_known_no(session) if as_of is None else as_of
        write_facts(facts_from_rows(session, known), folder)
        versions = list(approved_versions(session, known))
        for version in versions:
            path = folder / f"{version.plan}.v{version.version_no}.yaml"
            path.write_text(version.text, encoding="utf-8", newline="")
        record_entry(
            session, actor=SYSTEM, now=datetime.now(UTC), action="facts_written", subject=("knowledge", str(known)),
            after={"plans": len(versions)},
        )  # fmt: skip
    return known, len(versions)


def _refuse_filled(folder: Path) -> None:
    # Files of an earlier moment among the new ones would be read as facts of this one.
    if folder.exists() and any(folder.iterdir()):
        _stop(
            f"{folder} is not empty: name a new folder, so that nothing old is read among the facts.",
            f"{folder}: 비어 있지 않은 폴더입니다. 이전 파일과 섞이지 않도록 새 폴더를 지정해 주세요.",
        )


def _stop(en: str, ko: str) -> NoReturn:
    click.echo(say(en, ko), err=True)
    sys.exit(2)
