"""In: the variable faces of two packages (Inter, Noto Sans KR). Out: static faces of weight 400 and 600 in one folder.
Run as a script inside the environment by the preparation; a variable face would be made static anew for every PDF."""

import shutil
import subprocess
import sys
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

WEIGHTS = {400: "Regular", 600: "SemiBold"}
# Text size is the size at which statements and pages are read, so the optical axis is pinned there.
LATIN = files("fontpkg_inter").joinpath("files", "Inter[opsz,wght].ttf"), "Inter", {"opsz": 14}
KOREAN = files("justmytype_intl_cjk").joinpath("fonts", "ofl", "notosanskr", "NotoSansKR[wght].ttf"), "Noto Sans KR", {}
LICENCES = {
    "LICENCE-Inter.txt": files("fontpkg_inter").joinpath("LICENSE"),
    "LICENCE-NotoSansKR.txt": files("justmytype_intl_cjk").joinpath("fonts", "ofl", "notosanskr", "OFL.txt"),
}
SYLLABLES = range(0xAC00, 0xD7A4)
MARKS = [
    # A space between two Korean words is drawn from their own face; the joiner keeps a word on one row.
    *(0x20, 0xA0, 0x2060),
    *range(0x1100, 0x1200),
    *range(0x3000, 0x3040),
    *range(0x3130, 0x3190),
    *range(0x3200, 0x3300),
    *range(0xFF00, 0xFFF0),
]


def make(folder: Path) -> list[Path]:
    """Write the faces, their WOFF2 forms and licences into the folder; returns the paths of the TrueType faces.

    The Korean TrueType face holds every syllable and the Chinese characters of KS X 1001. Its WOFF2 form holds the
    2,350 syllables of that standard, which are nearly all that is written; for the others a page falls back on the
    TrueType face, so a browser fetches the large file only when it meets a rare one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    smaller = folder / "korean-variable.ttf"
    korean = TTFont(str(KOREAN[0]), recalcTimestamp=False)
    _keep(korean, {*SYLLABLES, *MARKS, *_in_the_korean_standard(range(0x2000, 0xFB00))})
    korean.save(smaller)
    # Plain children, not a pool: a pool needs semaphores, which a small container may not have.
    script = [sys.executable, "-P", __file__, str(folder), str(smaller)]
    for child in [subprocess.Popen([*script, str(weight)]) for weight in WEIGHTS]:
        if child.wait():
            raise OSError(f"a weight of the fonts could not be made, status {child.returncode}")
    smaller.unlink()
    for name, source in LICENCES.items():
        shutil.copyfile(str(source), folder / name)
    return sorted(folder.glob("*.ttf"))


def _weight(weight: int, folder: Path, korean: Path) -> None:
    style = WEIGHTS[weight]
    latin_path, korean_path = folder / f"DaylightSans-{style}.ttf", folder / f"DaylightSansKR-{style}.ttf"
    latin = _static(str(LATIN[0]), LATIN[1], {"wght": weight, **LATIN[2]})
    latin.save(latin_path)
    _save_for_browsers(latin, latin_path)
    hangul = _static(str(korean), KOREAN[1], {"wght": weight, **KOREAN[2]})
    hangul.save(korean_path)
    _keep(hangul, {*_in_the_korean_standard(SYLLABLES), *MARKS})
    _save_for_browsers(hangul, korean_path)


def _static(path: str, family: str, location: dict[str, int]) -> TTFont:
    # Without its own time stamp the same package gives the same bytes on every machine.
    font = instancer.instantiateVariableFont(TTFont(path, recalcTimestamp=False), location)
    style = WEIGHTS[location["wght"]]
    names = {1: f"{family} {style}", 2: "Regular", 4: f"{family} {style}", 16: family, 17: style}
    names[6] = f"{family.replace(' ', '')}-{style}"
    for number, text in names.items():
        font["name"].removeNames(nameID=number)
        font["name"].setName(text, number, 3, 1, 0x409)
    return font


def _keep(font: TTFont, characters: Iterable[int]) -> None:
    subsetter = subset.Subsetter(subset.Options(layout_features=["*"], name_IDs=["*"], notdef_outline=True))
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)


def _save_for_browsers(font: TTFont, beside: Path) -> None:
    font.flavor = "woff2"
    font.save(beside.with_suffix(".woff2"))


def _in_the_korean_standard(characters: Iterable[int]) -> list[int]:
    return [code for code in characters if len(chr(code).encode("euc_kr", "ignore")) == 2]


if __name__ == "__main__":
    if sys.argv[2:]:
        _weight(int(sys.argv[3]), Path(sys.argv[1]), Path(sys.argv[2]))
    else:
        for made in make(Path(sys.argv[1])):
            print("  ", made.name)
