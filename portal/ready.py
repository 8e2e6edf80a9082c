"""In: a checkout and any Python. Out: the environment in .venv, the fonts in var/fonts, this process running inside.
Standard library only and loaded by path, because it runs before anything is installed."""

import contextlib
import ctypes
import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
VAR = ROOT / "var"
OK = VENV / ".ok"
PYTHON = VENV / "bin" / "python"
INSTALLER = VAR / "installer"
RUNTIME_LOCK = ROOT / "requirements.txt"
TEST_LOCK = ROOT / "tests" / "requirements.txt"
FONTS = VAR / "fonts"
FONT_MAKER = ROOT / "portal" / "fonts.py"
OLDEST = (3, 11)
LIBRARIES = {  # what statements are drawn with: file to load, Debian package
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SPREADSHEET = ("soffice", "libreoffice-calc-nogui")  # what recalculates the printed formulas: command, Debian package
DRIVER = {"libatomic.so.1": "libatomic1"}  # what the program that drives the browser is linked with


def prepare(test_tools: bool = False) -> None:
    """Make everything that a start needs, then go on inside the environment; returns at once when all is in place.

    test_tools adds the tools of the suite and, as root on Debian, a Chromium and a spreadsheet program. Ends the
    process with status 1 and the line to run when something is missing that only an administrator can install.
    """
    if sys.version_info < OLDEST:
        _stop(
            f"Daylight needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version.split()[0]}.",
            f"Daylight에는 Python {OLDEST[0]}.{OLDEST[1]} 이상이 필요합니다. 현재 버전: {sys.version.split()[0]}.",
        )
    _system_packages(test_tools)
    if not (_environment_is_current(test_tools) and _fonts_are_current()):
        with _one_at_a_time():
            _environment(test_tools)
            _fonts()
    _enter()


def browser() -> str | None:
    """The path of a Chromium that can be driven on this machine, or None."""
    return None if _missing_for_browser() else _browser_path()


def spreadsheet() -> str | None:
    """The path of a LibreOffice that can recalculate a workbook on this machine, or None."""
    return shutil.which(SPREADSHEET[0])


def _browser_path() -> str | None:
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def _missing_for_tests() -> list[str]:
    return _missing_for_browser() + ([] if spreadsheet() else [SPREADSHEET[1]])


def _missing_for_browser() -> list[str]:
    missing = [] if _browser_path() else ["chromium"]
    return missing + [package for library, package in DRIVER.items() if not _loads(library)]


# --- what only an administrator can install -------------------------------------------------------------------------


def _system_packages(test_tools: bool) -> None:
    needed = _missing_packages()
    wanted = _missing_for_tests() if test_tools else []
    if not needed and not wanted:
        return
    if not shutil.which("apt-get"):
        _without_apt(needed)
    elif os.geteuid() == 0:
        _apt_install(needed + wanted)
    elif needed:
        line = "sudo apt-get install " + " ".join(needed + wanted)
        _stop(
            f"Some system packages are missing. Please run this line, then start again:\n\n    {line}\n",
            f"시스템 패키지가 부족합니다. 다음 명령을 실행한 뒤 다시 시작해 주세요.\n\n    {line}\n",
        )


def _missing_packages() -> list[str]:
    missing = [] if _usable_environment() or importlib.util.find_spec("ensurepip") else ["python3-venv"]
    return missing + [package for library, package in LIBRARIES.items() if not _loads(library)]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _without_apt(needed: list[str]) -> None:
    if "python3-venv" in needed:
        _stop(
            "This Python cannot make virtual environments: its module ensurepip is missing. Please install it.",
            "이 Python에는 ensurepip 모듈이 없어 가상 환경을 만들 수 없습니다. 모듈을 설치해 주세요.",
        )
    if needed:
        say(
            "Pango and HarfBuzz are missing: everything works except statements as PDF.",
            "Pango와 HarfBuzz가 없습니다. 명세서 PDF를 제외한 모든 기능을 사용할 수 있습니다.",
        )


def _apt_install(packages: list[str]) -> None:
    say(f"Installing system packages: {' '.join(packages)}", f"시스템 패키지 설치: {' '.join(packages)}")
    options = ["-q", "-y", "-o", "Dpkg::Use-Pty=0", "-o", "DPkg::Lock::Timeout=300"]
    # A broken third-party list makes the update fail although the packages can be had: only the install decides.
    _, told = _run_quietly(["apt-get", "update", *options])
    code, more = _run_quietly(["apt-get", "install", "--no-install-recommends", *options, *packages])
    if code:
        print(told + more, file=sys.stderr)
        _stop(
            "apt-get could not install these packages; its own words are above.",
            "apt-get으로 패키지를 설치하지 못했습니다. 위의 메시지를 확인해 주세요.",
        )


def _run_quietly(command: list[str]) -> tuple[int, str]:
    """Run an apt command, show one short line per package set up, return the status and everything it said."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    said = []
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True
    ) as process:
        for line in process.stdout or ():
            said.append(line)
            if line.startswith("Setting up "):
                print("  ", line.split()[2], flush=True)
    return process.returncode, "".join(said)


# --- the environment ------------------------------------------------------------------------------------------------


def _usable_environment() -> bool:
    return OK.exists() and PYTHON.exists()


def _environment_is_current(test_tools: bool) -> bool:
    locks = [RUNTIME_LOCK, TEST_LOCK] if test_tools else [RUNTIME_LOCK]
    return PYTHON.exists() and {_digest(lock) for lock in locks} <= {*_installed()}


def _installed() -> list[str]:
    return OK.read_text().split() if OK.exists() else []


def _digest(lock: Path) -> str:
    name = "tests" if lock == TEST_LOCK else "runtime"
    return f"{name}:{sys.version_info.major}.{sys.version_info.minor}:{hashlib.sha256(lock.read_bytes()).hexdigest()}"


def _environment(test_tools: bool) -> None:
    if _environment_is_current(test_tools):
        return
    before = _installed()
    # Test tools that are there stay there: the two commands must not undo each other's work.
    with_tests = test_tools or any(word.startswith("tests:") for word in before)
    locks = [RUNTIME_LOCK, *([TEST_LOCK] if with_tests else [])]
    if not before or not PYTHON.exists():
        say("Making the virtual environment in .venv", "가상 환경 준비: .venv")
        _must([sys.executable, "-m", "venv", "--clear", str(VENV)])
    else:
        OK.write_text("unfinished\n")
    say("Installing Python packages, each checked by its hash", "Python 패키지 설치(해시 확인)")
    _install(locks)
    OK.write_text("".join(_digest(lock) + "\n" for lock in locks))


def _install(locks: list[Path]) -> None:
    uv = INSTALLER / "bin" / "uv"
    sync = [str(uv), "pip", "sync", "-q", "--require-hashes", *map(str, locks)]
    if (uv.exists() or _install_uv()) and subprocess.run(sync, env=_uv_settings()).returncode == 0:
        return
    say("Going on with pip, which takes a little longer", "pip으로 계속합니다. 시간이 조금 더 걸립니다.")
    files = [word for lock in locks for word in ("-r", str(lock))]
    _must([str(PYTHON), "-m", "pip", "install", "-q", "--require-hashes", *files])


def _install_uv() -> bool:
    """uv installs the rest three times as fast as pip. It lives beside the environment, so that a sync keeps it."""
    INSTALLER.mkdir(parents=True, exist_ok=True)
    lock = INSTALLER / "uv.txt"
    lock.write_text(_lock_entry(TEST_LOCK.read_text(), "uv"))
    command = [str(PYTHON), "-m", "pip", "install", "-q", "--require-hashes", "--upgrade", "--target", str(INSTALLER)]
    return subprocess.run([*command, "-r", str(lock)]).returncode == 0


def _lock_entry(lock: str, name: str) -> str:
    """The lines of one package in a lock: its pin and the hashes that follow, indented."""
    lines = iter(lock.splitlines())
    entry = [next(line for line in lines if line.startswith(name + "=="))]
    for line in lines:
        if not line.startswith("    --hash="):
            break
        entry.append(line)
    return "\n".join(entry).rstrip("\\ ") + "\n"


def _uv_settings() -> dict[str, str]:
    """What a person told pip about mirrors and certificates holds for uv as well."""
    settings = {**os.environ, "VIRTUAL_ENV": str(VENV)}
    for pip_name, uv_name in (("PIP_INDEX_URL", "UV_DEFAULT_INDEX"), ("PIP_CERT", "SSL_CERT_FILE")):
        if pip_name in os.environ:
            settings.setdefault(uv_name, os.environ[pip_name])
    return settings


def _must(command: list[str]) -> None:
    if subprocess.run(command).returncode:
        _stop(
            f"This step did not work: {' '.join(command[:4])} ... The words above say why.",
            f"준비 단계를 마치지 못했습니다: {' '.join(command[:4])} ... 위의 메시지를 확인해 주세요.",
        )


# --- fonts ----------------------------------------------------------------------------------------------------------


def _fonts_are_current() -> bool:
    mark = FONTS / ".ok"
    return mark.exists() and mark.read_text().strip() == _fonts_digest()


def _fonts_digest() -> str:
    # Only the packages that carry the faces and the maker itself decide what the fonts look like.
    lock = RUNTIME_LOCK.read_text()
    parts = [_lock_entry(lock, name) for name in ("fontpkg-inter", "justmytype-intl-cjk", "fonttools")]
    return hashlib.sha256(("".join(parts) + FONT_MAKER.read_text()).encode()).hexdigest()


def _fonts() -> None:
    if _fonts_are_current():
        return
    say("Making the fonts in var/fonts, once", "글꼴 준비(최초 1회): var/fonts")
    # -P: the folder of the script must not stand in for packages of the same names.
    _must([str(PYTHON), "-P", str(FONT_MAKER), str(FONTS)])
    (FONTS / ".ok").write_text(_fonts_digest() + "\n")


# --- going on inside ------------------------------------------------------------------------------------------------


def _enter() -> None:
    if Path(sys.prefix).resolve() != VENV.resolve():
        sys.stdout.flush()
        os.execv(PYTHON, [str(PYTHON), *sys.orig_argv[1:]])


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two first starts at once (the portal and the suite, say): the second waits and finds the work done."""
    try:
        VAR.mkdir(exist_ok=True)
        lock = (VAR / "prepare.lock").open("w")
    except PermissionError:
        _stop(
            f"This account may not write in {ROOT}. Please start once as the owner of the folder.",
            f"이 계정에는 쓰기 권한이 없습니다: {ROOT}. 폴더 소유자 계정으로 먼저 한 번 시작해 주세요.",
        )
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def say(english: str, korean: str) -> None:
    """Print one line in the language of the terminal."""
    print(in_language(english, korean), flush=True)


def _stop(english: str, korean: str) -> NoReturn:
    print(in_language(english, korean), file=sys.stderr)
    raise SystemExit(1)


def in_language(english: str, korean: str) -> str:
    """The text in the language of the terminal, which is all that is known about a person before they sign in."""
    language = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return korean if language.startswith("ko") else english
