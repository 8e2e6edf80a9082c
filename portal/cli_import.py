"""The command `import`: files in, facts recorded, and an account of every row on the screen.

In: a mapping and files. Out: progress, then counts and sums that make up the files'; exit 0, or 1 with what to mend.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from comp_rules.values.fault import Fault
from portal.actions.import_files import Imported, NothingImported, OpenedFiles, Tally, import_files, open_files
from portal.actions.knowledge import SYSTEM
from portal.bridge.facts_from_rows import company_from_rows
from portal.bridge.mapping import Mapping
from portal.bridge.mapping_from_text import mapping_from_text
from portal.bridge.sums_from_rows import ColumnSum
from portal.extensions import db
from portal.models import CompanyRow
from portal.ready import in_language as say

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
#: a mapping is a page of text
_LARGEST_MAPPING = 256_000


@click.command("import")
@click.argument("mapping", type=_FILE)
@click.argument("files", type=_FILE, nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print the account as JSON.")
@with_appcontext
def import_command(mapping: Path, files: tuple[Path, ...], as_json: bool) -> None:
    """Import FILES as the MAPPING (a YAML file) says.

    Importing the same files again changes nothing. Exits 1 when a row was rejected or the mapping has faults.
    """
    read = _mapping(mapping)
    try:
        with open_files(read, files) as opened:
            if not opened.files:
                raise click.UsageError(_no_file(opened))
            with db.transaction() as session:
                done = import_files(session, SYSTEM, datetime.now(UTC), read, opened, _progress)
            account = _account(done, opened.unread)
    except NothingImported as nothing:
        _stop(nothing.faults)
    if as_json:
        click.echo(json.dumps(account, ensure_ascii=False, indent=2))
    else:
        _show(done, opened.unread)
    sys.exit(1 if done.total.rejected else 0)


def _mapping(path: Path) -> Mapping:
    with path.open("rb") as file:
        text = file.read(_LARGEST_MAPPING + 1)
    company = company_from_rows(db.session)
    zone = db.session.scalar(select(CompanyRow.time_zone))
    mapping, faults = mapping_from_text(text, path.name, company, zone)
    if mapping is None:
        _stop(faults)
    return mapping


def _stop(faults: list[Fault]) -> Any:
    for fault in faults:
        click.echo(f"{fault.place}: {say(fault.say('en'), fault.say('ko'))}", err=True)
    click.echo(say("Nothing was imported.", "가져온 내용이 없습니다."), err=True)
    sys.exit(1)


def _no_file(opened: OpenedFiles) -> str:
    names = ", ".join(opened.unread)
    return say(
        f"No table of the mapping reads these files: {names}.", f"매핑의 어느 표도 읽지 않는 파일입니다: {names}."
    )


def _progress(done: int, of: int) -> None:
    end = "\r" if sys.stderr.isatty() and done < of else "\n"
    click.echo(say(f"{done:,} of {of:,} rows", f"{of:,}행 가운데 {done:,}행") + end, nl=False, err=True)


def _account(done: Imported, unread: list[str]) -> dict[str, Any]:
    return {
        "version": 1,
        "mapping": done.mapping,
        "import": done.import_id,
        "known_no": done.known_no,
        "files": {name: tally.as_json() for name, tally in done.files.items()},
        "total": done.total.as_json(),
        "sums": done.sums.as_json(),
        "names_nobody": done.names_nobody,
        "unknown_people": done.unknown_people,
        "unread_files": unread,
        "rejected": [
            {
                "file": name, "row": outcome.number, "column": fault.column, "found": fault.text,
                "reason": {"en": f"{fault.sentence.en} {fault.hint.en}", "ko": f"{fault.sentence.ko} {fault.hint.ko}"},
            }
            for name, outcome in done.rejected
            for fault in outcome.faults
        ],
    }  # fmt: skip


def _show(done: Imported, unread: list[str]) -> None:
    for name, tally in done.files.items():
        click.echo(f"{name}: {_counts(tally)}")
    if len(done.files) > 1:
        click.echo(say("All files: ", "전체: ") + _counts(done.total))
    for column in done.sums.columns.values():
        _show_sum(column)
    _show_notes(done, unread)
    for name, outcome in done.rejected:
        for fault in outcome.faults:
            where = say(f"{name}, row {outcome.number}", f"{name} {outcome.number}행")
            column = say(f", column {fault.column}", f", 열 {fault.column}") if fault.column else ""
            why = say(f"{fault.sentence.en} {fault.hint.en}", f"{fault.sentence.ko} {fault.hint.ko}")
            click.echo(f"{where}{column}: {why}")
    if len(done.rejected) < done.total.rejected:
        more = done.total.rejected - len(done.rejected)
        click.echo(say(f"… and {more:,} more rejected rows.", f"… 외에 거부된 행 {more:,}개."))


def _counts(tally: Tally) -> str:
    text = say(
        f"{tally.in_file:,} rows = {tally.accepted:,} accepted + {tally.rejected:,} rejected"
        f" + {tally.duplicate:,} already known",
        f"{tally.in_file:,}행 = 반영 {tally.accepted:,} + 거부 {tally.rejected:,} + 이미 등록됨 {tally.duplicate:,}",
    )
    if not tally.left_out:
        return text
    return text + say(
        f"; {tally.left_out:,} more are not taken by the mapping", f"; 매핑에서 제외한 행 {tally.left_out:,}"
    )


def _show_sum(column: ColumnSum) -> None:
    exact = {name: f"{column.text(part.exact)}" for name, part in column.parts()}
    click.echo(
        say(
            f"{column.file}, column {column.column}, {column.currency}",
            f"{column.file}, 열 {column.column}, {column.currency}",
        )
    )
    click.echo(
        say(
            f"  as written: {exact['file']} = {exact['accepted']} accepted + {exact['rejected']} rejected"
            f" + {exact['duplicate']} already known" + _and_left_out(column, " not taken"),
            f"  원본 금액: {exact['file']} = 반영 {exact['accepted']} + 거부 {exact['rejected']}"
            f" + 이미 등록됨 {exact['duplicate']}" + _and_left_out(column, " 제외"),
        )
    )
    labels = {"file": ("all rows", "모든 행")}
    if column.with_person.rows and column.without_person.rows:
        labels |= {"with_person": ("with a person", "담당자 있음"), "without_person": ("without", "담당자 없음")}
    for name, part in column.parts():
        if name in labels:
            rounding = column.rounding(part)
            kept, difference = column.text(part.exact + rounding), column.text(rounding)
            click.echo(
                say(
                    f"  in minor units, {labels[name][0]}: {kept}, rounding difference {difference}",
                    f"  최소 통화 단위, {labels[name][1]}: {kept}, 반올림 차이 {difference}",
                )
            )


def _and_left_out(column: ColumnSum, word: str) -> str:
    part = column.states["left_out"]
    return f" + {column.text(part.exact)}{word}" if part.rows else ""


def _show_notes(done: Imported, unread: list[str]) -> None:
    if done.known_no is None:
        click.echo(
            say("Nothing new: everything was known already.", "새로운 내용이 없습니다. 모두 이미 등록되어 있습니다.")
        )
    if done.names_nobody:
        click.echo(
            say(
                f"{done.names_nobody:,} accepted records name nobody: they are kept and credited to no one.",
                f"담당자가 없는 원천 데이터 {done.names_nobody:,}건은 보관하며 누구의 실적으로도 인정하지 않습니다.",
            )
        )
    if done.unknown_people:
        click.echo(
            say(
                f"{done.unknown_people:,} accepted records name somebody Daylight does not know.",
                f"등록되지 않은 사람이 적힌 원천 데이터가 {done.unknown_people:,}건 있습니다.",
            )
        )
    if unread:
        names = ", ".join(unread)
        click.echo(
            say(f"Not read, no table of the mapping wants them: {names}.", f"매핑에 없어 읽지 않은 파일: {names}.")
        )
