"""In: the two ways into the portal, as a module and as a script. Out: what each prepares, serves and refuses.
The script runs in a copy of the checkout, so that the demo company of this one stays as it is."""

import http.cookiejar
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from config import ROOT
from portal.demo.company import sign_ins
from tests.laws.sources import files

pytestmark = pytest.mark.timeout(120)  # a start that never says that it is open

SETTINGS = {"DAYLIGHT_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "DAYLIGHT_SECRET_KEY": "k" * 40}


def environment(**changes: str) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("DAYLIGHT_", "LC_", "LANG", "FLASK_"))
    }
    return kept | changes


def module(code: str, **settings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, env=environment(**settings), capture_output=True, text=True)


def test_importing_the_module_needs_no_settings():
    assert module("import wsgi").returncode == 0


def test_the_app_without_settings_names_each_missing_one():
    done = module("import wsgi; wsgi.app")
    assert done.returncode == 1
    assert "DAYLIGHT_DATABASE_URL is missing" in done.stderr
    assert "DAYLIGHT_SECRET_KEY is missing" in done.stderr


def test_the_app_is_in_production_and_touches_no_database():
    done = module("import wsgi; print(wsgi.app.config['SESSION_COOKIE_SECURE'], wsgi.app is wsgi.app)", **SETTINGS)
    assert done.stdout == "True True\n", done.stderr


def test_another_name_is_an_ordinary_mistake():
    assert (
        "AttributeError: module 'wsgi' has no attribute 'application'" in module("import wsgi; wsgi.application").stderr
    )


# --- the script -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A copy of the tree that borrows the environment and the fonts, and has no demo company yet."""
    copy = tmp_path_factory.mktemp("checkout")
    for path in files(ROOT):
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, copy / path)
    (copy / "var").mkdir()
    (copy / ".venv").symlink_to(ROOT / ".venv")
    (copy / "var" / "fonts").symlink_to(ROOT / "var" / "fonts")
    return copy


class Served:
    """A running `python3 wsgi.py`: what it printed and how long it took to say that it is open."""

    def __init__(self, checkout: Path) -> None:
        started = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "wsgi.py"], cwd=checkout, env=environment(DAYLIGHT_PORT="8400", PYTHONUNBUFFERED="1"),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self.said: list[str] = []
        for line in self.process.stdout:
            self.said.append(line)
            if line.startswith("Stop it"):
                break
        self.seconds = time.monotonic() - started

    @property
    def address(self) -> str:
        return re.search(r"http://127\.0\.0\.1:\d+/", "".join(self.said))[0]

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(30)


@pytest.fixture(scope="module")
def served(checkout):
    running = Served(checkout)
    yield running
    if running.process.poll() is None:
        running.stop()


def test_the_first_start_makes_the_company_and_says_as_whom_to_sign_in(served, checkout):
    assert served.said[0] == "Making the demo company, once\n"
    assert (checkout / "var" / "demo.sqlite").exists()
    told = "".join(served.said)
    for sign_in in sign_ins():
        assert f"  {sign_in.name} " in told


def test_a_told_name_and_password_open_the_portal(served):
    browser = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    )
    page = browser.open(served.address).read().decode()
    form = {"csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', page)[1]}
    form |= {"name": sign_ins()[0].name, "password": sign_ins()[0].password}
    answer = browser.open(served.address + "sign-in", urllib.parse.urlencode(form).encode())
    assert answer.status == 200
    assert "sign-in" not in answer.url


def test_a_second_start_takes_seconds_and_makes_nothing_anew(served, checkout):
    again = Served(checkout)  # beside the first one: it takes the next port
    try:
        assert again.said[0] != "Making the demo company, once\n"
        assert again.address != served.address
        assert again.seconds < 10
    finally:
        again.stop()


def test_an_interrupt_ends_it_quietly(checkout):
    running = Served(checkout)
    assert running.stop() == 0
    assert "Traceback" not in running.process.stdout.read()


def test_a_command_acts_on_the_demo_and_a_wrong_word_is_a_usage_fault(served, checkout):
    def command(*words: str) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "wsgi.py", *words]
        return subprocess.run(line, cwd=checkout, env=environment(**SETTINGS), capture_output=True, text=True)

    assert command("db", "upgrade").returncode == 0
    assert command("fly").returncode == 2
