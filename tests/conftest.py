"""In: the options of the test command. Out: the fixtures every package uses: databases of both kinds and a browser.
A test that asks for a database runs twice, on SQLite and on PostgreSQL."""

import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis.database import DirectoryBasedExampleDatabase

from portal.ready import VAR, browser
from tests import databases

_numbers = itertools.count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--adventureworks", metavar="DIR", type=Path, help="folder with the files of AdventureWorks")
    parser.addoption("--long", action="store_true", help="run the tests that take minutes as well")


def pytest_configure(config: pytest.Config) -> None:
    examples = DirectoryBasedExampleDatabase(VAR / "hypothesis")
    slow = [hypothesis.HealthCheck.too_slow]  # the machine may be busy; a hanging test meets the time limit
    hypothesis.settings.register_profile("short", database=examples, deadline=None, suppress_health_check=slow)
    hypothesis.settings.register_profile("long", parent=hypothesis.settings.get_profile("short"), max_examples=2000)
    hypothesis.settings.load_profile("long" if config.getoption("--long") else "short")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--long"):
        _skip(items, "long", "takes minutes: runs with --long")
    if not config.getoption("--adventureworks"):
        _skip(items, "adventureworks", "AdventureWorks is not part of the project: runs with --adventureworks DIR")


def _skip(items: list[pytest.Item], mark: str, reason: str) -> None:
    for item in items:
        if item.get_closest_marker(mark):
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def adventureworks(request: pytest.FixtureRequest) -> Path:
    """The folder given by --adventureworks; a test that uses it is marked `adventureworks`."""
    folder: Path = request.config.getoption("--adventureworks")
    assert folder.is_dir(), f"--adventureworks {folder} is no folder"
    return folder


# --- databases ------------------------------------------------------------------------------------------------------


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> str:
    base = tmp_path_factory.getbasetemp()
    # The folder of a worker lies inside the folder of the run.
    return databases.server_url((base if databases.WORKER == "main" else base.parent) / "postgresql")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite"
    _upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> Iterator[str]:
    name = f"daylight_template_{databases.WORKER}_{os.getpid()}"
    _upgrade(databases.create(postgresql_server, name))
    yield name
    databases.drop(postgresql_server, name)


def _upgrade(url: str) -> None:
    from portal.migrating import upgrade

    upgrade(url)


@pytest.fixture
def empty_database_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite'}"
    else:
        yield from _postgresql(request.getfixturevalue("postgresql_server"), None)


@pytest.fixture
def database_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with all tables, empty, for this test alone."""
    if database_kind == "sqlite":
        path = shutil.copyfile(request.getfixturevalue("sqlite_template"), tmp_path / "daylight.sqlite")
        yield f"sqlite:///{path}"
    else:
        template = request.getfixturevalue("postgresql_template")
        yield from _postgresql(request.getfixturevalue("postgresql_server"), template)


def _postgresql(server: str, template: str | None) -> Iterator[str]:
    name = f"daylight_{databases.WORKER}_{os.getpid()}_{next(_numbers)}"
    yield databases.create(server, name, template)
    databases.drop(server, name)


@pytest.fixture
def engine(database_url: str) -> Iterator[Any]:
    from portal.database import make_engine

    engine = make_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Any) -> Iterator[Any]:
    """A session on a database of this test; what is not committed is rolled back at the end."""
    from portal.database import make_session_factory

    with make_session_factory(engine)() as session:
        yield session


# --- browser --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A running headless Chromium (playwright's Browser); a test that uses it is marked `browser`."""
    path = browser()
    if not path:
        pytest.skip("no Chromium to drive on this machine: sudo apt-get install chromium libatomic1")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Inside a container, and as root, Chromium's own sandbox cannot start; it meets only our own pages here.
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield running
        running.close()
