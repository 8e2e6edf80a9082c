"""A fault as JSON data for rows and child processes, and back.

In: a fault. Out: code, severity, place, and sentence and hint in both languages; and the same fault again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comp_rules.values.fault import Fault, Place
from comp_rules.values.words import Words


def json_from_fault(fault: Fault) -> dict[str, Any]:
    """Return a fault as JSON data: code, severity, place, and sentence and hint in both languages."""
    place, hint = fault.place, fault.hint
    return {
        "code": fault.code, "severity": fault.severity,
        "file": place.file, "line": place.line, "column": place.column, "path": place.path,
        "sentence": {"en": fault.sentence.en, "ko": fault.sentence.ko},
        "hint": {"en": hint.en, "ko": hint.ko} if hint else None,
    }  # fmt: skip


def fault_from_json(data: Mapping[str, Any]) -> Fault:
    """Read a fault back."""
    place = Place(data["file"], data["line"], data["column"], data["path"])
    hint = Words(**data["hint"]) if data["hint"] else None
    return Fault(data["code"], place, Words(**data["sentence"]), hint, data["severity"])
