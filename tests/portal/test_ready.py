"""In: machines as they come: bare, without rights, half prepared. Out: what the preparation does and says there.
Nothing is installed: where the machine would be changed, a stand-in writes down what it was asked."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from portal import ready

PANGO = {"libpango-1.0.so.0", "libpangoft2-1.0.so.0"}


@pytest.fixture(autouse=True)
def english_terminal(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def apt(tmp_path, monkeypatch):
    """An apt-get that writes down its arguments, and fails when the file `broken` is there."""
    program = tmp_path / "bin" / "apt-get"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\necho "Setting up libpango-1.0-0:amd64 (1.50) ..."\n'
        f"test ! -e {tmp_path}/broken || {{ echo E: no such package; exit 100; }}\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    return tmp_path


def on_a_machine(monkeypatch, *, root: bool, missing: set[str]) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0 if root else 1000)
    monkeypatch.setattr(ready, "_loads", lambda library: library not in missing)
    monkeypatch.setattr(ready, "_browser_path", lambda: "/usr/bin/chromium")
    monkeypatch.setattr(ready, "spreadsheet", lambda: "/usr/bin/soffice")


def test_without_rights_it_stops_at_once_with_the_exact_line(apt, monkeypatch, capsys):
    on_a_machine(monkeypatch, root=False, missing=PANGO)
    started = time.monotonic()
    with pytest.raises(SystemExit) as stopped:
        ready.prepare()
    assert stopped.value.code == 1
    assert "    sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0\n" in capsys.readouterr().err
    assert not (apt / "asked").exists()
    assert time.monotonic() - started < 2


def test_a_korean_terminal_is_told_in_korean(apt, monkeypatch, capsys):
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    on_a_machine(monkeypatch, root=False, missing=PANGO)
    with pytest.raises(SystemExit):
        ready.prepare()
    assert "시스템 패키지가 부족합니다" in capsys.readouterr().err


def test_a_missing_ensurepip_is_a_missing_package(apt, monkeypatch, capsys):
    on_a_machine(monkeypatch, root=False, missing=set())
    monkeypatch.setattr(ready, "OK", apt / "none")
    monkeypatch.setattr(ready.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SystemExit):
        ready.prepare()
    assert "sudo apt-get install python3-venv\n" in capsys.readouterr().err


def test_root_installs_what_is_missing_and_nothing_else(apt, monkeypatch, capsys):
    on_a_machine(monkeypatch, root=True, missing=PANGO)
    ready._system_packages(test_tools=True)
    update, install = (apt / "asked").read_text().splitlines()
    assert update.split()[0] == "update"
    assert install.split()[-2:] == ["libpango-1.0-0", "libpangoft2-1.0-0"]
    assert capsys.readouterr().out.splitlines()[-1] == "   libpango-1.0-0:amd64"


def test_the_words_of_a_failing_installation_are_shown(apt, monkeypatch, capsys):
    (apt / "broken").touch()
    on_a_machine(monkeypatch, root=True, missing=PANGO)
    with pytest.raises(SystemExit) as stopped:
        ready._system_packages(test_tools=False)
    assert stopped.value.code == 1
    assert "E: no such package" in capsys.readouterr().err


def test_nothing_missing_asks_nobody(apt, monkeypatch):
    on_a_machine(monkeypatch, root=True, missing=set())
    ready._system_packages(test_tools=True)
    assert not (apt / "asked").exists()


def test_the_suite_goes_on_without_a_browser_when_it_may_not_install_one(apt, monkeypatch):
    on_a_machine(monkeypatch, root=False, missing=set())
    monkeypatch.setattr(ready, "_browser_path", lambda: None)
    assert ready.browser() is None
    ready._system_packages(test_tools=True)
    assert not (apt / "asked").exists()


def test_root_installs_the_browser_and_what_its_driver_is_linked_with(apt, monkeypatch):
    on_a_machine(monkeypatch, root=True, missing={"libatomic.so.1"})
    monkeypatch.setattr(ready, "_browser_path", lambda: None)
    ready._system_packages(test_tools=True)
    assert (apt / "asked").read_text().splitlines()[1].split()[-2:] == ["chromium", "libatomic1"]


def test_root_installs_the_program_that_recalculates_formulas_for_tests_only(apt, monkeypatch):
    on_a_machine(monkeypatch, root=True, missing=set())
    monkeypatch.setattr(ready, "spreadsheet", lambda: None)
    ready._system_packages(test_tools=False)
    assert not (apt / "asked").exists()
    ready._system_packages(test_tools=True)
    assert (apt / "asked").read_text().splitlines()[1].split()[-1] == "libreoffice-calc-nogui"


def test_a_browser_that_cannot_be_driven_is_none(apt, monkeypatch):
    on_a_machine(monkeypatch, root=False, missing={"libatomic.so.1"})
    assert ready.browser() is None


def test_another_system_starts_without_pango_and_says_so(tmp_path, monkeypatch, capsys):
    on_a_machine(monkeypatch, root=False, missing=PANGO)
    monkeypatch.setenv("PATH", str(tmp_path))
    ready._system_packages(test_tools=False)
    assert "everything works except statements as PDF" in capsys.readouterr().out


def test_an_old_python_is_refused(monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 10, 0))
    with pytest.raises(SystemExit) as stopped:
        ready.prepare()
    assert stopped.value.code == 1
    assert "3.11 or newer" in capsys.readouterr().err


def test_a_changed_lock_is_noticed(tmp_path, monkeypatch):
    lock, mark = tmp_path / "requirements.txt", tmp_path / ".ok"
    monkeypatch.setattr(ready, "RUNTIME_LOCK", lock)
    monkeypatch.setattr(ready, "OK", mark)
    lock.write_text("flask==3.1.3\n")
    assert not ready._environment_is_current(test_tools=False)
    mark.write_text(ready._digest(lock) + "\n")
    assert ready._environment_is_current(test_tools=False)
    assert not ready._environment_is_current(test_tools=True)
    lock.write_text("flask==3.1.4\n")
    assert not ready._environment_is_current(test_tools=False)


def test_the_tools_of_the_suite_outlive_a_start_of_the_portal(tmp_path, monkeypatch):
    mark = tmp_path / ".ok"
    mark.write_text("runtime:3.11:old\ntests:3.11:old\n")
    monkeypatch.setattr(ready, "OK", mark)
    installed = []
    monkeypatch.setattr(ready, "_install", installed.extend)
    ready._environment(test_tools=False)
    assert installed == [ready.RUNTIME_LOCK, ready.TEST_LOCK]
    assert ready._environment_is_current(test_tools=True)


def test_an_installation_that_stopped_halfway_is_begun_again(tmp_path, monkeypatch):
    mark = tmp_path / ".ok"
    mark.write_text("runtime:3.11:old\n")
    monkeypatch.setattr(ready, "OK", mark)
    monkeypatch.setattr(ready, "_install", lambda locks: sys.exit(1))
    with pytest.raises(SystemExit):
        ready._environment(test_tools=False)
    assert not ready._environment_is_current(test_tools=False)


def test_one_package_of_a_lock_keeps_its_hashes_and_no_other_package():
    lock = "a==1 \\\n    --hash=sha256:aa\nuv==0.1 \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc\n    # x\nz==1\n"
    assert ready._lock_entry(lock, "uv") == "uv==0.1 \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc\n"


def test_a_second_start_enters_the_environment_in_under_two_seconds(tmp_path):
    if not (ready._environment_is_current(test_tools=True) and ready._fonts_are_current()):
        pytest.skip("this environment was not made by `python3 tests`, or its locks changed since")
    script = tmp_path / "start.py"
    script.write_text(
        f"import runpy, sys\nrunpy.run_path({str(ready.__file__)!r})['prepare']()\nprint(sys.prefix, *sys.argv[1:])\n"
    )
    bare = Path(sys.base_prefix) / "bin" / "python3"
    started = time.monotonic()
    done = subprocess.run([bare, script, "import", "a file.csv"], capture_output=True, text=True)
    assert done.stdout == f"{ready.VENV} import a file.csv\n"
    assert time.monotonic() - started < 2
