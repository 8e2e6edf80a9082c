"""The trace as JSON, format `daylight.trace` version 1: a result written out and read back without loss.

In: results. Out: plain JSON data. Exact fractions are text `n/d`, days ISO text, spans first and last day included.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import types
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from comp_rules.flow.records import PayeeResult, RunResult
from comp_rules.values.period import Span, span_of_days
from comp_rules.values.ratio import quotient_text
from comp_rules.values.words import Words

FORMAT = "daylight.trace"
VERSION = 1

Json = dict[str, Any]


def json_from_run(result: RunResult) -> Json:
    """Return the whole run as JSON data, with its format and version first."""
    return {"format": FORMAT, "version": VERSION, **_plain(result)}


def run_from_json(data: Mapping[str, Any]) -> RunResult:
    """Read a run back. Raises ValueError for another format or version, or for data that is not a trace."""
    return _read(RunResult, _body(data))  # type: ignore[no-any-return]


def json_from_payee(result: PayeeResult) -> Json:
    """Return one person's month as JSON data, with its format and version first."""
    return {"format": FORMAT, "version": VERSION, **_plain(result)}


def payee_from_json(data: Mapping[str, Any]) -> PayeeResult:
    """Read one person's month back. Raises ValueError as `run_from_json` does."""
    return _read(PayeeResult, _body(data))  # type: ignore[no-any-return]


def canonical(data: Mapping[str, Any]) -> bytes:
    """Return the one byte form of JSON data: sorted keys, no spaces, UTF-8."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest_of(data: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical form, 64 hex digits."""
    return hashlib.sha256(canonical(data)).hexdigest()


def _body(data: Mapping[str, Any]) -> Json:
    if data.get("format") != FORMAT or data.get("version") != VERSION:
        raise ValueError(f"not a {FORMAT} of version {VERSION}: {data.get('format')!r} {data.get('version')!r}")
    return {key: value for key, value in data.items() if key not in ("format", "version")}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, Fraction):
        return quotient_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Span):
        last_day = value.last_day
        return {"first_day": value.first.isoformat(), "last_day": last_day.isoformat() if last_day else None}
    if isinstance(value, Words):
        return {"en": value.en, "ko": value.ko}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _read(kind: Any, data: Any) -> Any:
    origin = get_origin(kind)
    if origin in (types.UnionType, Union):
        if data is None:
            return None
        return _read(next(arm for arm in get_args(kind) if arm is not type(None)), data)
    if origin is tuple:
        arms = get_args(kind)
        if len(arms) == 2 and arms[1] is Ellipsis:
            return tuple(_read(arms[0], item) for item in data)
        return tuple(_read(arm, item) for arm, item in zip(arms, data, strict=True))
    if kind is Fraction:
        return Fraction(data)
    if kind is date:
        return date.fromisoformat(data)
    if kind is Span:
        last_day = date.fromisoformat(data["last_day"]) if data["last_day"] else None
        return span_of_days(date.fromisoformat(data["first_day"]), last_day)
    if kind is Words:
        return Words(data["en"], data["ko"])
    if origin is Literal or kind in (str, int, bool):
        return data
    if not dataclasses.is_dataclass(kind) or not isinstance(data, Mapping):
        raise ValueError(f"not a trace: {data!r} where {kind} was expected")
    hints = _hints(kind)  # type: ignore[arg-type]
    return kind(**{name: _read(hints[name], item) for name, item in data.items()})  # type: ignore[operator]
