"""Importing files: what a mapping reads from them is appended as facts, once, under one moment of knowledge.

In: a checked mapping and the files, already taken apart. Out: what became of every row, with the sums that prove it.
"""

from __future__ import annotations

import fnmatch
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from comp_rules.facts.facts import (
    Assignment,
    Event,
    FxRate,
    Leave,
    Opening,
    Person,
    PersonalValue,
    Quota,
    RecordVersion,
    Relation,
    TableRow,
    TargetIncentive,
    TypedResult,
)
from comp_rules.values.fault import Fault, Place
from comp_rules.values.period import Span
from portal.actions.journal import record_entry
from portal.actions.knowledge import next_known_no
from portal.bridge.columns_from_facts import columns_from_fact
from portal.bridge.facts_from_row import Fact
from portal.bridge.mapping import FIELDS, Mapping, TableMapping
from portal.bridge.overlaps_from_rows import Claim, RowKey, claim_from_columns, claims_from_rows, overlaps_from_rows
from portal.bridge.records_from_files import FactKey, FileReader, RowOutcome, Seen, key_of
from portal.bridge.rows_from_declared import rows_from_declared
from portal.bridge.rows_from_facts import Key, rows_from_facts
from portal.bridge.rows_from_files import FileRefused, FileRows, rows_from_file
from portal.bridge.rows_from_organisation import Membership, Position, Reporting, Territory, row_from_organisation
from portal.bridge.sums_from_rows import Sums
from portal.models import Import, ImportRow, Payee, PayGroup

#: rows compared and written at once
_PORTION = 2000
#: rejected rows that a summary carries in full; all of them are kept
FIRST_REJECTED = 20
_ORGANISATION = (Membership, Position, Reporting, Territory)
_ARGUMENT = {
    Person: "people", Assignment: "assignments", Quota: "quotas", PersonalValue: "personal",
    TargetIncentive: "targets", FxRate: "fx", RecordVersion: "records", Event: "events",
    Relation: "relations", Leave: "leaves", TypedResult: "inputs", Opening: "openings", TableRow: "table_rows",
    **dict.fromkeys(_ORGANISATION, "organisation"),
}  # fmt: skip
Progress = Callable[[int, int], None]


class NothingImported(Exception):
    """The mapping or a file is at fault as a whole; `faults` says where. Nothing was recorded."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep the faults."""
        self.faults = list(faults)
        super().__init__("; ".join(f"{fault.place} {fault.sentence.en}" for fault in self.faults))


@dataclass(slots=True)
class OpenedFile:
    """A file that some tables of the mapping read, taken apart into rows."""

    name: str
    digest: str
    tables: list[TableMapping]
    rows: FileRows


@dataclass(slots=True)
class Tally:
    """The rows of a file by what became of them: the first three make up `in_file`."""

    accepted: int = 0
    rejected: int = 0
    duplicate: int = 0
    #: rows that the mapping's own `where` does not take; not counted in the file
    left_out: int = 0

    @property
    def in_file(self) -> int:
        """The rows that the mapping takes from the file."""
        return self.accepted + self.rejected + self.duplicate

    def as_json(self) -> dict[str, int]:
        """Return plain JSON."""
        counts = {name: getattr(self, name) for name in Tally.__slots__}
        return {"in_file": self.in_file, **counts}


@dataclass(slots=True)
class Imported:
    """What an import did. `known_no` is None when nothing was new."""

    import_id: int
    mapping: str
    known_no: int | None
    files: dict[str, Tally]
    sums: Sums
    #: (file, outcome) of the first rejected rows
    rejected: list[tuple[str, RowOutcome]]
    #: accepted records that name somebody Daylight does not know
    unknown_people: int = 0
    #: accepted rows of records that name nobody
    names_nobody: int = 0

    @property
    def total(self) -> Tally:
        """The rows of all files together."""
        whole = Tally()
        for tally in self.files.values():
            for name in Tally.__slots__:
                setattr(whole, name, getattr(whole, name) + getattr(tally, name))
        return whole


@dataclass(slots=True)
class OpenedFiles:
    """All files of one import; close them when it is done. `unread` are files that no table of the mapping reads."""

    files: list[OpenedFile]
    unread: list[str]
    closing: ExitStack

    def __enter__(self) -> OpenedFiles:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let the rows go."""
        self.closing.close()

    @property
    def rows(self) -> int:
        """How many rows there are to go through, headers and skipped rows apart."""
        apart = (file.tables[0].skip_rows + file.tables[0].header for file in self.files)
        return sum(max(0, file.rows.count - above) for file, above in zip(self.files, apart, strict=True))


def open_files(mapping: Mapping, paths: Iterable[Path]) -> OpenedFiles:
    """Take the files apart, each in a child process, in the order in which their facts are needed.

    Touches no database, so that a slow file keeps nobody waiting. Raises NothingImported when a file cannot be read.
    """
    opened, unread, faults = [], [], []
    order = list(FIELDS)
    with ExitStack() as closing:
        for path in paths:
            tables = [each for each in mapping.tables if fnmatch.fnmatch(path.name.casefold(), each.file.casefold())]
            if not tables:
                unread.append(path.name)
                continue
            try:
                rows = closing.enter_context(rows_from_file(path, tables[0].form))
                digest = hashlib.sha256(path.read_bytes()).hexdigest()
                opened.append(OpenedFile(path.name, digest, tables, rows))
            except FileRefused as refused:
                faults.append(Fault(f"file_{refused.code}", Place(path.name), refused.sentence, refused.hint))
        if faults:
            raise NothingImported(faults)
        opened.sort(key=lambda file: min(order.index(table.into) for table in file.tables))
        return OpenedFiles(opened, unread, closing.pop_all())


def import_files(
    session: Session, actor: int | str, now: datetime, mapping: Mapping, opened: OpenedFiles,
    progress: Progress | None = None,
) -> Imported:  # fmt: skip
    """Import the rows in the caller's transaction and return what became of them.

    What is known already changes nothing: the same files again take no number and append no fact. Raises
    NothingImported when a column that the mapping names is not in its file.
    """
    rows_from_declared(session, mapping.new, mapping.setup, mapping.pay_groups, mapping.labels)
    work = _Work(session, actor, now, mapping, opened, progress or _silent)
    work.run()
    return work.finish()


def _silent(_done: int, _of: int) -> None:
    return None


@dataclass(slots=True)
class _Work:
    session: Session
    actor: int | str
    now: datetime
    mapping: Mapping
    opened: OpenedFiles
    progress: Progress
    number: int | None = None
    done: int = 0
    kept: list[dict[str, Any]] = field(default_factory=list)
    result: Imported = field(init=False)

    def run(self) -> None:
        self.result = Imported(0, self.mapping.name, None, {}, Sums(), [])
        people, groups = (set(self.session.scalars(select(c))) for c in (Payee.payee_id, PayGroup.pay_group))
        seen = Seen(people=people, pay_groups=groups)
        readers = [
            FileReader(file.name, file.rows.__iter__, file.tables, self.mapping, seen) for file in self.opened.files
        ]
        faults = [fault for reader in readers for fault in reader.faults]
        if faults:
            raise NothingImported(faults)
        seen.overlapping = _overlapping(self.session, readers)
        for file_no, reader in enumerate(readers):
            self._file(file_no, reader)

    def _file(self, file_no: int, reader: FileReader) -> None:
        tally = self.result.files.setdefault(reader.name, Tally())
        outcomes = reader.outcomes()
        while portion := list(islice(outcomes, _PORTION)):
            self._append(portion)
            for outcome in portion:
                self._count(file_no, reader.name, tally, outcome)
            self.done += len(portion)
            self.progress(self.done, self.opened.rows)

    def _append(self, portion: list[RowOutcome]) -> None:
        """Write what is new; rows that bring nothing new become duplicates."""
        given: dict[str, list[Any]] = {}
        for outcome in portion:
            for fact in outcome.facts:
                given.setdefault(_ARGUMENT[type(fact)], []).append(_written(fact))
        if not given:
            return
        appended = rows_from_facts(self.session, self._take_number, **given)
        new = set(appended.new)
        for outcome in portion:
            if outcome.state == "accepted" and not any(new & _keys(fact) for fact in outcome.facts):
                outcome.state = "duplicate"

    def _take_number(self) -> int:
        if self.number is None:
            self.number = next_known_no(self.session, self.now, f"import {self.mapping.name}", self.actor)
        return self.number

    def _count(self, file_no: int, name: str, tally: Tally, outcome: RowOutcome) -> None:
        setattr(tally, outcome.state, getattr(tally, outcome.state) + 1)
        self.result.sums.add(name, outcome)
        if outcome.state == "accepted":
            self.result.unknown_people += bool(outcome.unknown_people)
            records = any(isinstance(fact, RecordVersion) for fact in outcome.facts)
            self.result.names_nobody += records and not outcome.names_person
        elif outcome.state == "rejected":
            if len(self.result.rejected) < FIRST_REJECTED:
                self.result.rejected.append((name, outcome))
            self.kept += _rejected_rows(file_no, outcome)
        elif outcome.state == "duplicate":
            self.kept.append(_duplicate_row(file_no, outcome))

    def finish(self) -> Imported:
        total, result = self.result.total, self.result
        result.known_no = self.number
        files = [{"name": file.name, "digest": file.digest} for file in self.opened.files]
        row = Import(
            mapping=self.mapping.name,
            mapping_digest=self.mapping.digest,
            files=files,
            digest=hashlib.sha256("".join(file["digest"] for file in files).encode()).hexdigest(),
            actor=str(self.actor),
            started_at=self.now,
            finished_at=self.now,
            in_file=total.in_file,
            accepted=total.accepted,
            rejected=total.rejected,
            duplicate=total.duplicate,
            sums=result.sums.as_json(),
            known_no=self.number,
        )
        self.session.add(row)
        self.session.flush()
        result.import_id = row.id
        for start in range(0, len(self.kept), 5000):
            rows = [{**each, "import_id": row.id} for each in self.kept[start : start + 5000]]
            self.session.execute(insert(ImportRow), rows)
        after = {
            "mapping": self.mapping.name,
            "digest": self.mapping.digest,
            "files": files,
            "known_no": self.number,
            **total.as_json(),
        }
        subject = "import", str(row.id)
        record_entry(self.session, actor=self.actor, now=self.now, action="import", subject=subject, after=after)
        return result


def _keys(fact: Fact) -> set[Key]:
    """Return the keys under which the writer reports the fact; a person's name is reported apart."""
    if isinstance(fact, RecordVersion):
        return {("record_versions", f"{fact.record_type}:{fact.record_id}")}
    keys = {(columns_from_fact(_written(fact))[0].name, fact.row_id)}
    return keys | {("payee_names", fact.payee)} if isinstance(fact, Person) else keys


def _written(fact: Any) -> Any:
    """Return what the writer takes: a fact of the engine as it is, one about the organisation as the row it becomes."""
    return row_from_organisation(fact) if isinstance(fact, _ORGANISATION) else fact


def _overlapping(session: Session, readers: Iterable[FileReader]) -> dict[FactKey, Span]:
    """Return the facts of all files that run into a known row, or into an earlier one of the files."""
    names: dict[RowKey, FactKey] = {}
    brought: list[list[Claim]] = []
    for reader in readers:
        if not any("first_day" in table.fields for table in reader.tables):
            continue
        for facts in reader.facts():
            claims = []
            for fact in facts:
                claim = None if isinstance(fact, RecordVersion) else _claim(fact)
                if claim:
                    names[claim.key] = key_of(fact)
                    claims.append(claim)
            brought.append(claims)
    known = claims_from_rows(session, chain.from_iterable(brought))
    return {names[key]: days for key, days in overlaps_from_rows(known, brought).items()}


def _claim(fact: Fact) -> Claim | None:
    table, columns = columns_from_fact(_written(fact))
    return claim_from_columns(table.name, columns)


def _rejected_rows(file_no: int, outcome: RowOutcome) -> Iterator[dict[str, Any]]:
    for fault_no, fault in enumerate(outcome.faults):
        yield {
            "file_no": file_no, "row_no": outcome.number, "fault_no": fault_no, "state": "rejected",
            "column": fault.column, "reason_en": f"{fault.sentence.en} {fault.hint.en}",
            "reason_ko": f"{fault.sentence.ko} {fault.hint.ko}",
            "original": {"found": fault.text, "cells": outcome.texts},
        }  # fmt: skip


def _duplicate_row(file_no: int, outcome: RowOutcome) -> dict[str, Any]:
    same = outcome.same_as
    reason_en = f"An earlier row says the same: {same}." if same else "Already known, unchanged."
    reason_ko = f"앞선 행과 같습니다({same})." if same else "이미 등록된 내용과 같습니다."
    return {
        "file_no": file_no, "row_no": outcome.number, "fault_no": 0, "state": "duplicate", "column": "",
        "reason_en": reason_en, "reason_ko": reason_ko, "original": {},
    }  # fmt: skip
