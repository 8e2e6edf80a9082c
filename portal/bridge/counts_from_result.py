"""What became of the records that a run looked at: every one is counted once, so the counts foot.

In: the result of a run. Out: records looked at = credited here + credited to others + credited to nobody.
"""

from __future__ import annotations

from collections.abc import Iterator

from comp_rules.flow.records import RecordRef, RunResult

_Key = tuple[str, str]


def counts_from_result(result: RunResult) -> dict[str, int]:
    """Return `records` and its three parts `credited`, `elsewhere` and `nobody`; `named`, `credits` and `lines`.

    A record is `credited` when someone of the run is credited for it, `nobody` when no one of the whole company is,
    and `elsewhere` when it bears a name of the run and someone outside the run is credited. `named` are those of
    `nobody` that bear a name of the run.
    """
    credited = set(_credited(result))
    nobody = {_key(each.record) for each in result.uncredited} - credited
    named = set(_named(result)) - credited
    parts = [part for payee in result.payees for part in payee.parts]
    return {
        "records": len(credited | named | nobody),
        "credited": len(credited),
        "elsewhere": len(named - nobody),
        "nobody": len(nobody),
        "named": len(named & nobody),
        "credits": sum(len(part.credits) for part in parts),
        "lines": sum(len(part.lines) for part in parts),
    }


def _credited(result: RunResult) -> Iterator[_Key]:
    for payee in result.payees:
        for part in payee.parts:
            yield from (_key(credit.record) for credit in part.credits)


def _named(result: RunResult) -> Iterator[_Key]:
    for payee in result.payees:
        for part in payee.parts:
            yield from (_key(refusal.record) for refusal in part.refusals if refusal.component is None)


def _key(record: RecordRef) -> _Key:
    return record.record_type, record.record_id
