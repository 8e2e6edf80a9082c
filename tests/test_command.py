"""In: words given to `python3 tests`. Out: proof that they reach pytest as they were meant."""

import runpy
from pathlib import Path

command = runpy.run_path(str(Path(__file__).with_name("__main__.py")), run_name="command")


def test_the_folder_is_seen_from_where_the_person_stands():
    for words in (["--adventureworks", "data/aw", "-k", "import"], ["--adventureworks=data/aw", "-k", "import"]):
        assert command["with_absolute_folder"](words, Path("/srv/kim")) == [
            "--adventureworks=/srv/kim/data/aw",
            "-k",
            "import",
        ]


def test_other_words_stay_as_they_are():
    words = ["tests/laws", "-x", "--long"]
    assert command["with_absolute_folder"](words, Path("/srv/kim")) == words
