"""In: `python3 tests [--adventureworks DIR] [--long] [what pytest takes]`. Out: the whole suite, ending in its summary.
Prepares the machine like the start of the portal does, with the test tools and, as root, a Chromium."""

import os
import runpy
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main(words: list[str]) -> None:
    """Prepare, then become pytest; the last line printed is pytest's summary and the status is pytest's."""
    ready = runpy.run_path(str(ROOT / "portal" / "ready.py"))
    ready["prepare"](test_tools=True)
    if not ready["browser"]():
        ready["say"](
            "NOTE: the browser tests are skipped, there is no Chromium to drive. To run them:\n"
            "    sudo apt-get install chromium libatomic1",
            "알림: Chromium이 없어 브라우저 테스트를 건너뜁니다. 실행하려면:\n"
            "    sudo apt-get install chromium libatomic1",
        )
    if not ready["spreadsheet"]():
        ready["say"](
            "NOTE: formulas are not recalculated in a spreadsheet, there is no LibreOffice. To do so:\n"
            "    sudo apt-get install libreoffice-calc-nogui",
            "알림: LibreOffice가 없어 수식을 스프레드시트로 다시 계산하지 않습니다. 실행하려면:\n"
            "    sudo apt-get install libreoffice-calc-nogui",
        )
    words = with_absolute_folder(words, Path.cwd())
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "pytest", "-n", "2", *words])


def with_absolute_folder(words: list[str], here: Path) -> list[str]:
    """--adventureworks DIR means a folder seen from where the person stands; pytest runs from the checkout.

    It becomes one word: a folder standing alone would be taken by pytest for the tests to run.
    """
    words = [
        part for word in words for part in (word.split("=", 1) if word.startswith("--adventureworks=") else [word])
    ]
    if "--adventureworks" in words[:-1]:
        place = words.index("--adventureworks")
        words[place : place + 2] = [f"--adventureworks={here / Path(words[place + 1]).expanduser()}"]
    return words


if __name__ == "__main__":
    main(sys.argv[1:])
