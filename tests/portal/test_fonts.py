"""In: the faces that the preparation made. Out: they are what statements and pages count on.
Static TrueType outlines, because with others digits vanish in some readers of PDF."""

import filecmp

import pytest
from fontTools.ttLib import TTFont

from portal import fonts, ready

FACES = [f"{family}-{style}" for family in ("DaylightSans", "DaylightSansKR") for style in fonts.WEIGHTS.values()]


@pytest.fixture(scope="module", params=FACES)
def face(request):
    with TTFont(ready.FONTS / f"{request.param}.ttf") as font:
        yield font


def test_outlines_are_truetype_and_static(face):
    assert "glyf" in face
    assert not {"CFF ", "CFF2", "fvar"} & {*face.keys()}


def test_weight_and_name_agree(face):
    weight = face["OS/2"].usWeightClass
    assert face["name"].getDebugName(17) == fonts.WEIGHTS[weight]
    assert face["name"].getDebugName(6).endswith("-" + fonts.WEIGHTS[weight])


@pytest.mark.parametrize("style", fonts.WEIGHTS.values())
def test_latin_digits_can_stand_in_columns(style):
    with TTFont(ready.FONTS / f"DaylightSans-{style}.ttf") as font:
        tables = [
            lookup.Feature for lookup in font["GSUB"].table.FeatureList.FeatureRecord if lookup.FeatureTag == "tnum"
        ]
        cmap = font.getBestCmap()
        mapping = {}
        for index in tables[0].LookupListIndex:
            for table in font["GSUB"].table.LookupList.Lookup[index].SubTable:
                mapping |= getattr(table, "ExtSubTable", table).mapping
        assert len({font["hmtx"][mapping[cmap[ord(digit)]]][0] for digit in "0123456789"}) == 1


def test_latin_holds_what_amounts_and_names_are_written_with():
    with TTFont(ready.FONTS / "DaylightSans-Regular.ttf") as font:
        assert {ord(sign) for sign in "−–—×÷≤≥±%‰$€£¥₩•·…“”‘’→ØøŁłčğñß"} <= {*font.getBestCmap()}


def test_korean_holds_every_syllable_and_browsers_get_the_usual_ones():
    with TTFont(ready.FONTS / "DaylightSansKR-Regular.ttf") as font:
        assert {*fonts.SYLLABLES, ord("韓"), ord("、")} <= {*font.getBestCmap()}
    with TTFont(ready.FONTS / "DaylightSansKR-Regular.woff2") as font:
        assert len({*fonts.SYLLABLES} & {*font.getBestCmap()}) == 2350
    assert (ready.FONTS / "DaylightSansKR-Regular.woff2").stat().st_size < 400_000


def test_licences_lie_beside_the_faces():
    for name in fonts.LICENCES:
        assert "SIL OPEN FONT LICENSE" in (ready.FONTS / name).read_text(encoding="utf-8").upper()


@pytest.mark.long
def test_the_same_packages_make_the_same_bytes(tmp_path):
    for path in fonts.make(tmp_path):
        assert filecmp.cmp(path, ready.FONTS / path.name, shallow=False)
