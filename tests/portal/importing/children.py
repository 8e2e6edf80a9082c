"""In: an argument. Out: what a child process does well or badly, for the tests of its limits."""

import os
import time
from collections.abc import Iterator
from typing import Any


def count(argument: dict[str, Any]) -> Iterator[int]:
    yield from range(argument["to"])


def memory(_argument: dict[str, Any]) -> Iterator[int]:
    yield len(bytearray(1_000_000_000))


def forever(_argument: dict[str, Any]) -> Iterator[int]:
    number = 0
    while True:
        number += 1
    yield number


def asleep(_argument: dict[str, Any]) -> Iterator[int]:
    time.sleep(30)
    yield 1


def shouting(_argument: dict[str, Any]) -> Iterator[str]:
    while True:
        yield "x" * 1000


def broken(_argument: dict[str, Any]) -> Iterator[int]:
    yield 1
    raise RuntimeError("broken on purpose")


def settings(_argument: dict[str, Any]) -> Iterator[dict[str, str]]:
    yield dict(os.environ)
