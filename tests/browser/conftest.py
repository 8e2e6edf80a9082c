"""In: the Chromium of the suite. Out: the demo company served, and windows that complain about whatever goes wrong.
The company is made once for all workers of a run; each module of tests has a server and a copy of its own."""

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests import databases
from tests.browser.demo_server import DemoServer, make_company
from tests.browser.window import Window

OpenWindow = Callable[..., Any]


@pytest.fixture(scope="session")
def demo_company(tmp_path_factory: pytest.TempPathFactory, chromium: Any) -> Path:
    """The database of the demo company; nothing writes into it."""
    base = tmp_path_factory.getbasetemp()
    folder = base if databases.WORKER == "main" else base.parent
    path = folder / "demo-company.sqlite"
    with (folder / "demo-company.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            unfinished = path.with_suffix(".unfinished")
            make_company(unfinished)
            unfinished.rename(path)
    return path


@pytest.fixture(scope="module")
def server(demo_company: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoServer]:
    """The demo company, served for one module."""
    folder = tmp_path_factory.mktemp("served")
    database = Path(shutil.copyfile(demo_company, folder / "demo.sqlite"))
    running = DemoServer(database, folder / "log")
    yield running
    running.stop()


@pytest.fixture
def window(server: DemoServer, chromium: Any) -> OpenWindow:
    """A function that opens a window for a `with` block: width, height, dark, language, script."""

    @contextmanager
    def opened(**wishes: Any) -> Iterator[Window]:
        new = Window(chromium, server.address, **wishes)
        try:
            yield new
            new.complain()
        finally:
            new.close()

    return opened
