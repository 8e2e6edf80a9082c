"""The order of rows by a key, and where each new value of a sorted column begins.

In: columns of whole numbers, at least 0. Out: row numbers.
"""

from __future__ import annotations

import numpy as np

from comp_rules.kernel.wide import Ints


def stable_order(key: Ints) -> Ints:
    """Return the rows ordered by key, equal ones as they came.

    Where both fit into one number, key and row are sorted as one, which takes a third of the time.
    """
    rows = len(key)
    bits = rows.bit_length()
    if rows == 0 or (int(key.max()) + 1) << bits >= 2**62:
        return np.argsort(key, kind="stable").astype(np.int64)
    packed = key << bits
    packed |= np.arange(rows)
    packed.sort()
    packed &= (1 << bits) - 1
    return packed


def begins_of(column: Ints) -> Ints:
    """Return the rows in which another value stands than in the row before; of the first row always."""
    other = np.ones(len(column), dtype=np.bool_)
    np.not_equal(column[1:], column[:-1], out=other[1:])
    return np.flatnonzero(other)
