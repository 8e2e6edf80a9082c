"""Where a value came from, so that every printed number can be followed to a row or a rule.

In: a table, a row and its version. Out: a source that the trace keeps and pages link to.
"""

from __future__ import annotations

from comp_rules.values.frozen import frozen


@frozen
class Source:
    """The origin of one operand.

    `table` is `record`, `quota`, `personal`, `target`, `fx`, `plan`, `credit` or `measure`; `ref` names the row
    (`deal:D-20529`, a row id, or a rule path such as `earn.commission.tiers[1].rate`); `version` is the record or plan
    version, or the `known_no` of a dated row.
    """

    table: str
    ref: str
    version: int = 0
