"""Random edits of a text that remember where each of its letters went."""

import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

TASHKEEL = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"


@dataclass(frozen=True)
class Edited:
    """A text after an edit; `origins` holds each character's offset before it, if it had one."""

    text: str
    origins: list[int | None]

    @classmethod
    def of(cls, text: str) -> "Edited":
        return cls(text, list(range(len(text))))

    def replaced(self, start: int, end: int, other: str) -> "Edited":
        return Edited(
            self.text[:start] + other + self.text[end:],
            [*self.origins[:start], *([None] * len(other)), *self.origins[end:]],
        )

    def moved(self, start: int, end: int, to: int) -> "Edited":
        """With `[start, end)` cut out and put in at `to`, which lies outside."""
        if to >= end > start:
            return self.moved(end, to, start)
        order = [*range(to), *range(start, end), *range(to, start), *range(end, len(self.text))]
        return Edited(
            "".join(self.text[index] for index in order), [self.origins[index] for index in order]
        )


def random_edit(edited: Edited, source: str, rng: random.Random) -> tuple[str, Edited]:
    """One edit of a random kind, and the kind's name; words to put in come from `source`."""
    kind = rng.choice(["insert", "delete", "replace", "move", "add marks", "strip marks", "lines"])
    text = edited.text
    if kind == "insert":
        at = rng.choice(_places(text, rng))
        return kind, edited.replaced(at, at, _words(source, rng) + rng.choice([" ", "\n\n"]))
    if kind in {"delete", "replace"}:
        places = _places(text, rng)
        start = rng.choice(places)
        reach = rng.choice([15, 60, 300])
        end = rng.choice([at for at in places if start <= at <= start + reach])
        return kind, edited.replaced(start, end, _words(source, rng) if kind == "replace" else "")
    if kind == "move":
        return kind, _move(edited, rng)
    if kind == "lines":
        ending = rng.choice(["\n", "\r\n", "\r\n\r\n", " ", "\n\n\n"])
        return kind, _each(edited, re.compile(r"\n+"), lambda: ending)
    if kind == "strip marks":
        return kind, _each(edited, re.compile(f"[{TASHKEEL}]"), lambda: "")
    share = rng.choice([0.05, 0.5, 1.0])
    return kind, _each(
        edited,
        re.compile(r"(?<=[\u0621-\u064a])"),
        lambda: rng.choice(TASHKEEL) if rng.random() < share else "",
    )


def _each(edited: Edited, pattern: re.Pattern[str], other: Callable[[], str]) -> Edited:
    pieces: list[str] = []
    origins: list[int | None] = []
    last = 0
    for match in pattern.finditer(edited.text):
        new = other()
        pieces += edited.text[last : match.start()], new
        origins += [*edited.origins[last : match.start()], *([None] * len(new))]
        last = match.end()
    return Edited("".join([*pieces, edited.text[last:]]), origins + edited.origins[last:])


def _move(edited: Edited, rng: random.Random) -> Edited:
    starts = [0, *(match.end() for match in re.finditer(r"\n+", edited.text)), len(edited.text)]
    if len(starts) < 4:
        return edited
    which = rng.randrange(len(starts) - 1)
    start, end = starts[which], starts[which + 1]
    return edited.moved(start, end, rng.choice([at for at in starts if not start < at < end]))


def _places(text: str, rng: random.Random) -> list[int]:
    """Where an edit may begin or end: mostly at words, now and then anywhere."""
    if rng.random() < 0.2:
        return list(range(len(text) + 1))
    return sorted({0, len(text), *(match.start() for match in re.finditer(r"\S+", text))})


def _words(source: str, rng: random.Random) -> str:
    # Words of the text itself, but in no order of its own: what was put in did not stand there.
    return " ".join(rng.choices(source.split(), k=rng.choice([1, 2, 5, 20])))


def is_letter(char: str) -> bool:
    """Whether an edit that leaves out `char` takes something from a word."""
    return not char.isspace() and unicodedata.category(char) not in {"Mn", "Cf"}
