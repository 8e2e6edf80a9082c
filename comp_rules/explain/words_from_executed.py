"""How a large run was done, in one sentence for each way: which plan versions ran as blocks, and which could not.

In: the notes of a result on its plan versions. Out: words for whoever runs it; nothing for small runs.
"""

from __future__ import annotations

from collections.abc import Iterable

from comp_rules.flow.columns_from_worlds import CREDITS_FOR_BLOCKS
from comp_rules.flow.records import Executed
from comp_rules.values.words import Words

_BLOCKS = Words(
    "{plan} version {version} ran as blocks (people: {people}, of these one by one: {in_exact}).",
    "{plan} 버전 {version}: 여러 사람을 묶어 계산했습니다({people}명, 그중 {in_exact}명은 한 명씩 계산).",
)
_EXACT = Words(
    "{plan} version {version} ran one person at a time (people: {people}): {steps} cannot run as blocks.",
    "{plan} 버전 {version}: 한 명씩 계산했습니다({people}명). 묶어서 계산할 수 없는 단계: {steps}.",
)


def executed_words(executed: Iterable[Executed], large: int = CREDITS_FOR_BLOCKS) -> Words | None:
    """Say on one line how the versions with at least `large` credits ran, or those that ran as blocks all the same.

    A version that ran person by person though blocks know all its steps is not worth a word; None when none is left.
    """
    said = [_said(one) for one in executed if one.how == "blocks" or (one.unknown and one.credits >= large)]
    if not said:
        return None
    return Words(" ".join(words.en for words in said), " ".join(words.ko for words in said))


def _said(one: Executed) -> Words:
    words = _BLOCKS if one.how == "blocks" else _EXACT
    values = {"plan": one.plan, "version": one.version, "people": one.people, "in_exact": one.in_exact}
    return words.with_values(**{k: str(v) for k, v in values.items()}, steps=", ".join(one.unknown))
