"""Blocks over processes: the same results whatever the cut and however many cores.

In: a function of one block and the blocks. Out: its results in the order of the blocks.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TypeVar

Part = TypeVar("Part")
Result = TypeVar("Result")

#: Credits in a block: large enough that a step costs nothing, small enough that its columns stay in the cache's reach.
CREDITS_IN_A_BLOCK = 250_000


def cores() -> int:
    """Return on how many cores this process may run."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not every system can bind a process to cores
        return os.cpu_count() or 1


def spread(work: Callable[[Part], Result], parts: Sequence[Part], processes: int | None = None) -> Iterator[Result]:
    """Yield work(part) for every part, in order.

    `work` is a function of a module: it is sent to the processes by name, with its parts by value. Each process is
    started fresh, so that nothing of this one (threads, locks, connections) is copied into it. With one core, or one
    part, everything runs here. Only a few parts are under way at a time. An error in a part is raised here.
    """
    count = min(processes if processes is not None else cores(), len(parts))
    if count <= 1:
        for part in parts:
            yield work(part)
        return
    with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting: list[Future[Result]] = []
        for part in parts:
            waiting.append(pool.submit(work, part))
            if len(waiting) > count:
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()


def cut(credits_before: Sequence[int], most: int = CREDITS_IN_A_BLOCK) -> list[tuple[int, int]]:
    """Return (first, after last) assignment of every block: whole assignments, at most `most` credits where they fit.

    `credits_before` counts the credits before each assignment and, at its end, all of them.
    """
    blocks: list[tuple[int, int]] = []
    first = 0
    for number in range(1, len(credits_before)):
        is_last = number == len(credits_before) - 1
        if is_last or credits_before[number + 1] - credits_before[first] > most:
            blocks.append((first, number))
            first = number
    return blocks
