"""The text of a mapping becomes a mapping: every fault at its place, all at once, before a file is opened.

In: the text of a YAML file and what the company has declared already. Out: the mapping, or its faults with cures.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from comp_rules.facts.day_from_text import zone_exists
from comp_rules.facts.facts import Company, FieldType
from comp_rules.facts.value_from_text import TextForm, Unreadable, value_from_text
from comp_rules.plan.document import Items, Map, Node, Scalar
from comp_rules.plan.document_from_text import document_from_text
from comp_rules.plan.faults import did_you_mean, error
from comp_rules.plan.faults_from_schema import Declared, faults_from_schema
from comp_rules.values.fault import Fault, Place, errors_in, in_order
from comp_rules.values.words import Words
from portal.bridge.company_from_mapping import (
    company_from_mapping,
    joined,
    labels_from_mapping,
    pay_groups_from_mapping,
    setup_from_mapping,
)
from portal.bridge.mapping import (
    FIELDS,
    MAPPING,
    NAMES,
    DayBeforeNext,
    FieldNeed,
    Into,
    Mapping,
    Origin,
    Share,
    TableMapping,
    Taken,
    shape_of_table,
)
from portal.bridge.rows_from_files import DELIMITERS, FileForm

_ANYTHING = Declared(None, {})
#: kinds of fields whose `type` a mapping may name as it likes: the table decides
_UNTYPED = ("value", "id", "name", "word", "currency", "rule", "rate", "figure")
_THOUSANDS = {"none": "", "comma": ",", "point": ".", "space": " ", "apostrophe": "'"}
_FORM_KEYS = ("date_form", "zone", "decimal_mark", "thousands_mark", "currency", "percent_as", "beyond_minor_unit")


def mapping_from_text(
    text: str | bytes, file: str, company: Company | None = None, time_zone: str | None = None
) -> tuple[Mapping | None, list[Fault]]:
    """Return the mapping, or None with every fault of the text in reading order.

    `company` is what is declared already; a name of the mapping must not contradict it. `time_zone` is the company's,
    in which a moment becomes a civil date; without one it is that of the company the mapping sets up. Never raises
    for any text.
    """
    document, faults = document_from_text(text, file, _BEGINS)
    if document is None:
        return None, faults
    top = document.top
    faults += faults_from_schema(document.root, MAPPING, _ANYTHING)
    new = company_from_mapping(top)
    both, contradictions = joined(company, new, top)
    faults += contradictions
    reading = _Reading(both, time_zone or _zone(top), faults)
    tables = [reading.table(node) for node in top.maps("tables")]
    faults += _disagreeing(tables, top)
    if errors_in(faults):
        return None, in_order(faults)
    whole = text if isinstance(text, bytes) else text.encode()
    label = Words(top.map("label").text("en") or "", top.map("label").text("ko") or "")  # type: ignore[union-attr]
    mapping = Mapping(
        name=top.text("mapping") or "",
        label=label,
        digest=hashlib.sha256(whole).hexdigest(),
        setup=setup_from_mapping(top),
        new=new,
        company=both,
        pay_groups=pay_groups_from_mapping(top),
        labels=labels_from_mapping(top),
        tables=tuple(table for table in tables if table),
        file=file,
    )
    return mapping, in_order(faults)


def _zone(top: Map) -> str | None:
    setup = setup_from_mapping(top)
    return setup.time_zone if setup and zone_exists(setup.time_zone) else None


class _Reading:
    """Reads tables one by one; what is wrong is kept in `faults`."""

    def __init__(self, company: Company, company_zone: str | None, faults: list[Fault]) -> None:
        self.company = company
        self.company_zone = company_zone
        self.faults = faults
        #: the faults of form of the table in hand
        self.found: list[Fault] = []

    def table(self, node: Map) -> TableMapping | None:
        """Return the table, None when it has a fault."""
        into = node.text("into") or ""
        if into not in FIELDS:
            self.faults += faults_from_schema(node, shape_of_table((), False), _ANYTHING)
            return None
        known = len(self.faults)
        needs = self._needs(into, node)
        ends = node.map("fields") and node.map("fields").map("last_day")  # type: ignore[union-attr]
        computed = bool(ends and ends.entry("day_before_next")) and FieldNeed("last_day", "date", False) in needs
        self.found = list(faults_from_schema(node, shape_of_table(needs, computed), _ANYTHING))
        if len(self.faults) > known:
            # Whoever names a record type that is not there has not misspelt its fields as well.
            self.found = [fault for fault in self.found if fault.code != "unknown_key"]
        self.faults += self.found
        table = self._checked(into, needs, node, computed)
        return table if len(self.faults) == known else None

    def _needs(self, into: Into, node: Map) -> tuple[FieldNeed, ...]:
        needs = FIELDS[into]
        if into not in ("records", "events"):
            return needs
        name = node.text("record_type") or ""
        record_type = self.company.record_types.get(name)
        if record_type is None and name:
            at = node.get("record_type") or node
            self.faults.append(_unknown(at.place, name, self.company.record_types, _NO_RECORD_TYPE))
        if into == "events" or record_type is None:
            return needs
        return needs + tuple(FieldNeed(field.name, field.type, False) for field in record_type.fields.values())

    def _checked(self, into: Into, needs: tuple[FieldNeed, ...], node: Map, computed: bool) -> TableMapping:
        fields = node.map("fields") or Map(node.place, ())
        default = self._form(node, TextForm(company_zone=self.company_zone), self._empty(node))
        origins: dict[str, Origin] = {}
        for need in needs:
            entry = fields.map(need.name)
            if entry and not (computed and need.name == "last_day"):
                origins[need.name] = self._origin(need, entry, node, *default)
        return TableMapping(
            file=node.text("file") or "",
            form=FileForm(
                "xlsx" if node.text("format") == "xlsx" else "csv",
                DELIMITERS.get(node.text("delimiter") or "comma", ","),
                node.text("encoding") or "utf-8",
                node.text("sheet") or "",
            ),
            header=node.text("header") == "yes",
            skip_rows=_whole(node.text("skip_rows")),
            into=into,
            record_type=node.text("record_type") or "",
            fields=origins,
            split=tuple(self._share(each, node, *default) for each in node.maps("split")),
            split_cell=self._split_cell(node, *default),
            where=tuple(self._where(node)),
            day_before_next=self._ends(fields, needs) if computed else None,
            unknown_person="keep" if node.text("unknown_person") == "keep" else "reject",
            place=node.place,
        )

    def _share(self, node: Map, table: Map, form: TextForm, empty: frozenset[str]) -> Share:
        person = self._origin(FieldNeed("person", "person"), node.map("person") or node, table, form, empty)
        return Share(person, self._origin(FieldNeed("share", "percent"), node.map("share") or node, table, form, empty))

    def _split_cell(self, table: Map, form: TextForm, empty: frozenset[str]) -> Origin | None:
        cell = table.map("split")
        return self._origin(FieldNeed("split", "text", False), cell, table, form, empty) if cell else None

    def _origin(self, need: FieldNeed, node: Map, table: Map, form: TextForm, empty: frozenset[str]) -> Origin:
        form, empty = self._form(node, form, empty or self._empty(node))
        written_type = node.text("type")
        if written_type and written_type != need.kind and need.kind not in _UNTYPED:
            self._fault("wrong_type", node.get("type") or node, _WRONG_TYPE, field=need.name, type=need.kind)
        origin = Origin(
            field=need.name,
            place=node.place,
            column=node.text("column"),
            constant=node.text("constant"),
            currency_column=node.text("currency_column"),
            after=node.text("after") or "",
            empty=self._empty(node) or empty,
            needed=need.needed or node.text("needed") == "yes",
            form=form,
        )
        if self._excused(node.place.path, table.place.path):
            return origin
        self._check_column(node, "column", table)
        self._check_column(node, "currency_column", table)
        if need.kind == "date" and origin.column and not (node.text("date_form") or table.text("date_form")):
            self._fault("no_date_form", node, _NO_DATE_FORM, field=need.name)
        self._check_constant(need, origin, node)
        return origin

    def _excused(self, path: str, table: str) -> bool:
        """Say whether a key of this field, or of the table, is misspelt: what seems missing may be that."""
        inside = any(fault.place.path.startswith(f"{path}.") for fault in self.found)
        return inside or any(
            fault.code == "unknown_key" and fault.place.path.rpartition(".")[0] == table for fault in self.found
        )

    def _check_column(self, node: Map, key: str, table: Map) -> None:
        text = node.text(key)
        if text is None or table.text("header") != "no":
            return
        if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 1000):
            self._fault("wrong_column", node.get(key) or node, _WRONG_COLUMN, column=text)

    def _check_constant(self, need: FieldNeed, origin: Origin, node: Map) -> None:
        if origin.constant is None:
            return
        at = node.get("constant") or node
        if need.kind == "name":
            known = getattr(self.company, NAMES[need.name])
            if origin.constant not in known:
                self.faults.append(_unknown(at.place, origin.constant, known, _NO_NAME))
        elif need.kind in ("date", "money", "number", "percent", "yes_no"):
            field_type: FieldType = need.kind
            try:
                value_from_text(origin.constant, field_type, TextForm(currency=origin.form.currency))
            except Unreadable as why:
                self.faults.append(Fault("wrong_value", at.place, why.sentence, why.hint))

    def _form(self, node: Map, above: TextForm, empty: frozenset[str]) -> tuple[TextForm, frozenset[str]]:
        written = {key: node.text(key) for key in _FORM_KEYS if node.text(key) is not None}
        if "thousands_mark" in written:
            written["thousands_mark"] = _THOUSANDS.get(written["thousands_mark"] or "none", "")
        zone = written.get("zone")
        if zone and not zone_exists(zone):
            self._fault("unknown_zone", node.get("zone") or node, _NO_ZONE, zone=zone)
            written.pop("zone")
        kept = {name: getattr(above, name) for name in TextForm.__slots__}
        form = TextForm(**(kept | written))
        if form.decimal_mark == form.thousands_mark:
            self._fault("same_marks", node.get("thousands_mark") or node.get("decimal_mark") or node, _SAME_MARKS)
        return form, empty

    def _empty(self, node: Map) -> frozenset[str]:
        return frozenset(_texts(node.get("empty")))

    def _where(self, node: Map) -> Iterator[Taken]:
        for entry in (node.map("where") or Map(node.place, ())).entries:
            inner = entry.value
            excluded = isinstance(inner, Map) and [each.key for each in inner.entries] == ["except"]
            texts = _texts(inner.get("except")) if isinstance(inner, Map) and excluded else _texts(inner)
            if not texts:
                self._fault("wrong_where", entry.place, _WRONG_WHERE)
            column = Map(entry.place, ())
            if node.text("header") == "no" and not entry.key.isdigit():
                self._fault("wrong_column", column, _WRONG_COLUMN, column=entry.key)
            yield Taken(entry.key, frozenset(texts), excluded, entry.place)

    def _ends(self, fields: Map, needs: tuple[FieldNeed, ...]) -> DayBeforeNext:
        node = fields.map("last_day") or fields
        per = tuple(_texts(node.get("day_before_next")))
        names = [need.name for need in needs if need.kind in ("person", "name", "id", "text")]
        for name in per:
            if name not in names or not fields.entry(name):
                self.faults.append(_unknown(node.place, name, names, _NO_FIELD))
        return DayBeforeNext(per, node.text("last") or "open", node.place)

    def _fault(self, code: str, at: Node, words: tuple[Words, Words], **values: str) -> None:
        self.faults.append(error(code, at, *words, **values))


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else 0


def _texts(node: Node | None) -> list[str]:
    """Return the text, or the texts of the list; empty for anything else."""
    if isinstance(node, Scalar):
        return [node.text]
    if isinstance(node, Items):
        return [item.text for item in node.items if isinstance(item, Scalar)]
    return []


def _disagreeing(tables: Iterable[TableMapping | None], top: Map) -> Iterator[Fault]:
    """Tables that read one file must say the same about how it is written."""
    first: dict[str, TableMapping] = {}
    for table in tables:
        if table and first.setdefault(table.file, table).written != table.written:
            yield error("written_differently", table.place, *_WRITTEN_DIFFERENTLY, file=table.file)


def _unknown(at: Place, name: str, known: Iterable[str], sentence: Words) -> Fault:
    return error("unknown_name", at, sentence, did_you_mean(name, known), name=name)


_BEGINS = Words("Begin with `mapping:` and its name.", "`mapping:` 키와 매핑 이름부터 적어 주세요.")
_NO_RECORD_TYPE = Words("No record type has the name “{name}”.", "‘{name}’ 이름의 원천 데이터 종류는 없습니다.")
_NO_NAME = Words("“{name}” is not declared.", "‘{name}’ 이름은 선언되지 않았습니다.")
_NO_FIELD = Words("The table has no field “{name}” to group by.", "묶을 수 있는 ‘{name}’ 필드가 표에 없습니다.")
_WRONG_TYPE = (
    Words("“{field}” is declared as {type}.", "‘{field}’ 필드에 선언된 형식: {type}."),
    Words("Leave `type` out, or change the declaration.", "`type` 키를 빼거나 선언을 고쳐 주세요."),
)
_NO_DATE_FORM = (
    Words("The column of “{field}” does not say how its dates are written.", "‘{field}’ 열의 날짜 형식이 없습니다."),
    Words(
        "Write `date_form:`, such as YYYY-MM-DD or DD/MM/YYYY; it is never guessed.",
        "`date_form:` 키를 적어 주세요(예: YYYY-MM-DD, DD/MM/YYYY). 날짜 형식은 추측하지 않습니다.",
    ),
)
_WRONG_COLUMN = (
    Words("“{column}” is not the number of a column.", "‘{column}’ 값은 열 번호가 아닙니다."),
    Words(
        "Without a header, columns are counted from 1; with one, write `header: yes`.",
        "머리글이 없으면 열을 1부터 셉니다. 머리글이 있으면 `header: yes` 설정을 적어 주세요.",
    ),
)
_NO_ZONE = (
    Words("There is no time zone “{zone}”.", "‘{zone}’ 시간대는 없습니다."),
    Words("Write it like Asia/Seoul or UTC.", "Asia/Seoul 또는 UTC처럼 적어 주세요."),
)
_SAME_MARKS = (
    Words("The decimal mark and the thousands mark are the same.", "소수점 기호와 천 단위 기호가 같습니다."),
    Words("Name two different marks.", "서로 다른 기호를 적어 주세요."),
)
_WRONG_WHERE = (
    Words(
        "`where` takes a text, a list of texts, or {{except: [texts]}}.",
        "`where` 값은 글, 목록 또는 {{except: [글]}} 형식입니다.",
    ),
    Words("Write it like `status: [won, closed]`.", "`status: [won, closed]`처럼 적어 주세요."),
)
_WRITTEN_DIFFERENTLY = (
    Words(
        "An earlier table reads “{file}” with another format, encoding, header or sheet.",
        "앞선 표에서 ‘{file}’ 파일을 다른 형식, 인코딩, 머리글이나 시트로 읽습니다.",
    ),
    Words("Write the same in both.", "두 곳을 똑같이 적어 주세요."),
)
