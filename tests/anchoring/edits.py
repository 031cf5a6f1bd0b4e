"""Random edits of a text that remember where each of its letters went."""

import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

TASHKEEL = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"


@dataclass(frozen=True)
class Edited:
    """A text after an edit; `origins` holds each character's offset before it, if it had one.

    What was copied has `-1 - offset` of what it is a copy of.
    """

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


KINDS = (
    "insert",
    "delete",
    "replace",
    "move",
    "add marks",
    "strip marks",
    "lines",
    "respell",
    "compose",
    "decompose",
    "repeat",
    "typos",
)
"""The kinds of edit that `random_edit` makes."""


RESPELLINGS = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ؤ": "و", "ئ": "ي", "ى": "ي", "ة": "ه", "ك": "ک", "ي": "ی",
    "“": "«", "”": "»", '"': "”", " ": "\u00a0", "ـ": "", "0": "٠", "1": "١", "2": "٢",
}  # fmt: skip
"""How else people write these characters."""


def random_edit(edited: Edited, source: str, rng: random.Random) -> tuple[str, Edited]:
    """One edit of a random kind, and the kind's name; words to put in come from `source`."""
    kind = rng.choice(KINDS)
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
    if kind == "repeat":
        return kind, _repeat(edited, rng)
    if kind == "typos":
        for _ in range(rng.choice([3, 30])):
            at = rng.randrange(len(edited.text) - 2)
            other = rng.choice(["", "", "ض", "ظ", edited.text[at + 1 : at + 2]])
            edited = edited.replaced(at, at + 1, other)
        return kind, edited
    if kind == "respell":
        share = rng.choice([0.1, 1.0])
        return kind, respelled(
            edited, lambda char: RESPELLINGS.get(char, char) if rng.random() < share else char
        )
    if kind in {"compose", "decompose"}:
        return kind, normalized(edited, "NFC" if kind == "compose" else "NFD")
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


def respelled(edited: Edited, other: Callable[[str], str]) -> Edited:
    """With other characters for each one; the first of them has its origin."""
    pieces: list[str] = []
    origins: list[int | None] = []
    for char, origin in zip(edited.text, edited.origins, strict=True):
        new = other(char)
        pieces.append(new)
        origins += [origin, *[None] * (len(new) - 1)] if new else []
    return Edited("".join(pieces), origins)


def normalized(edited: Edited, form: Literal["NFC", "NFD"]) -> Edited:
    """In a normal form; each letter has the origin of the one it was composed of."""
    if form == "NFD":
        return respelled(edited, lambda char: unicodedata.normalize("NFD", char))
    pieces: list[str] = []
    origins: list[int | None] = []
    # A letter and its marks are composed by themselves, which gives the same as all at once.
    for match in re.finditer(r"(?s).[\u0300-\u036f\u064b-\u0655\u0670]*", edited.text):
        new = unicodedata.normalize("NFC", match[0])
        pieces.append(new)
        origins += [edited.origins[match.start()], *[None] * (len(new) - 1)]
    assert "".join(pieces) == unicodedata.normalize("NFC", edited.text)
    return Edited("".join(pieces), origins)


def _repeat(edited: Edited, rng: random.Random) -> Edited:
    """With one of its sentences said once more, but not next to it: there nobody could tell which
    of both is the copy."""
    text = edited.text
    sentences = [match.span() for match in re.finditer(r"[^.!؟\n]+[.!؟]?", text)]
    if not sentences:
        return edited
    index = rng.randrange(len(sentences))
    start, end = sentences[index]
    far = [at for at, _ in [*sentences[: max(0, index - 1)], *sentences[index + 3 :]]]
    at = rng.choice([*far, len(text) if index + 2 < len(sentences) else 0])
    copied = text[start:end] + rng.choice([" ", "\n"])
    origins = [origin if origin is None or origin < 0 else -1 - origin for origin in edited.origins]
    longer = edited.replaced(at, at, copied)
    longer.origins[at : at + end - start] = origins[start:end]
    return longer


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
    return not (char.isspace() or char == "\u0640" or unicodedata.category(char) in {"Mn", "Cf"})
