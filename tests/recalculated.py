"""Printed formulas as a spreadsheet program evaluates them, cell by cell.

In: formulas such as `=ROUND(1000*5%,2)`. Out: the values LibreOffice shows, as text.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

#: comma, quote, UTF-8, from line 1, English (US), text detected as numbers, formulas evaluated
_READ = "CSV:44,34,76,1,,1033,false,true,false,false,false,-1,true"
_WRITTEN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,false,false"


def recalculated(formulas: Sequence[str], folder: Path) -> list[str]:
    """Return the value of each formula, written with every digit the program keeps; `folder` takes the two files."""
    program = shutil.which("soffice")
    assert program is not None, "there is no LibreOffice"
    source = folder / "formulas.csv"
    with source.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([formula] for formula in formulas)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, "--headless", profile, f"--infilter={_READ}", "--convert-to", _WRITTEN]
    subprocess.run([*command, "--outdir", str(folder / "values"), str(source)], check=True, capture_output=True)
    with (folder / "values" / "formulas.csv").open(newline="", encoding="utf-8") as file:
        return [row[0] for row in csv.reader(file)]
