"""Why a text cannot be read: a gentle sentence and its cure, in both languages.

In: a sentence with `{text}` in it, a cure and the text as found. Out: the exception that readers of cells raise.
"""

from __future__ import annotations

from comp_rules.values.words import Words

_LONGEST_SHOWN = 60


class Unreadable(ValueError):
    """A text that is not what its column says. `sentence` and `hint` are ready to show."""

    def __init__(self, sentence: Words, hint: Words, text: str = "", **values: str) -> None:
        """Take templates in which `{text}` stands for the text as found; long texts are shown shortened."""
        self.sentence = sentence.with_values(text=shown(text), **values)
        self.hint = hint.with_values(text=shown(text), **values)
        super().__init__(f"{self.sentence.en} {self.hint.en}")


def shown(text: str) -> str:
    """Return a text fit for a sentence: on one line, unseen characters as escapes, 60 characters at most."""
    start = text[: _LONGEST_SHOWN + 1]
    plain = "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in start)
    return plain if len(plain) <= _LONGEST_SHOWN else f"{plain[: _LONGEST_SHOWN - 1]}…"
