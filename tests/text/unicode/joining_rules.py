"""Joining as The Unicode Standard words it, for tests: straightforward, and from its own files."""

import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from tests.paths import DATA

LAM, ALEFS = "\u0644", "\u0622\u0623\u0625\u0627"
REMOVED = {"BN", "LRE", "RLE", "LRO", "RLO", "PDF"}
TAGS = {"<isolated>": "I", "<initial>": "S", "<medial>": "M", "<final>": "E"}


@cache
def joining_types() -> dict[str, str]:
    """The characters of DerivedJoiningType.txt with their types; all others are U."""
    types = {}
    for line in (DATA / "DerivedJoiningType.txt").read_text(encoding="utf-8").splitlines():
        span, _, kind = line.partition("#")[0].partition(";")
        if kind:
            first, _, last = span.strip().partition("..")
            for code in range(int(first, 16), int(last or first, 16) + 1):
                types[chr(code)] = kind.strip()
    return types


def joining_type(char: str) -> str:
    return joining_types().get(char, "U")


@cache
def encoded_forms() -> dict[tuple[str, str], str]:
    """The presentation form of each letter, or of lam and alef, by its compatibility mapping."""
    forms = {}
    for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFF00)):
        tag, *letters = unicodedata.decomposition(chr(code)).split() or [""]
        text = "".join(chr(int(letter, 16)) for letter in letters)
        if tag in TAGS and (len(text) == 1 or (text[0] == LAM and text[1:] in ALEFS)):
            forms[text, TAGS[tag]] = chr(code)
    return forms


def standard_forms(text: str, levels: Sequence[int] | None = None) -> str:
    """I, S, M or E for each letter: alone, at the start, in the middle, at the end; else `-`.

    Rules R1 to R7 of chapter 9.2; R1 skips the transparent ones, with their levels. Neighbours
    join only within one direction (UAX #9 3.5), and from left to right the first one stands at the
    left.
    """
    bases = [at for at, char in enumerate(text) if joining_type(char) != "T"]
    directions = _directions(text, levels, bases)
    right, left = set[int](), set[int]()
    for (before, this), (after, other) in pairwise(zip(bases, directions, strict=True)):
        # What X9 removes takes part in both directions, and what follows it decides.
        this, other = (this or other), (other or this)
        if this == other:
            at_right, at_left = (after, before) if this == "L" else (before, after)
            if joining_type(text[at_right]) in "LDC" and joining_type(text[at_left]) in "RDC":
                left.add(at_right)
                right.add(at_left)
    return "".join(
        "ISEM"[(at in left) + 2 * (at in right)] if joining_type(char) in ("R", "L", "D") else "-"
        for at, char in enumerate(text)
    )


def _directions(text: str, levels: Sequence[int] | None, bases: Sequence[int]) -> list[str]:
    """L or R for each base; nothing for one that X9 removes.

    A base from left to right whose neighbours neither join from left to right nor are removed
    goes with those from right to left.
    """
    found = [
        "" if not has_level(text[at]) else "LR"[levels[at] % 2 if levels else 1] for at in bases
    ]
    binding = [
        which != "R" and joining_type(text[at]) != "U"
        for at, which in zip(bases, found, strict=True)
    ]
    for index, which in enumerate(found):
        if which == "L" and not any(
            binding[max(index - 1, 0) : index] + binding[index + 1 : index + 2]
        ):
            found[index] = "R"
    return found


def has_level(char: str) -> bool:
    return unicodedata.bidirectional(char) not in REMOVED


def standard_shapes(text: str, forms: str, *, ligatures: bool = True) -> list[str]:
    """What is painted for a text whose letters have these forms, before invisible ones go.

    Hamza joins nothing, and has an isolated form all the same.
    """
    pairs = zip(text, forms.replace("-", "I"), strict=True)
    shapes = [encoded_forms().get(pair, pair[0]) for pair in pairs]
    bases = [at for at, char in enumerate(text) if joining_type(char) != "T"]
    for lam, alef in pairwise(bases):
        if ligatures and text[lam] == LAM and text[alef] in ALEFS and forms[alef] == "E":
            entered = "E" if forms[lam] == "M" else "I"
            shapes[lam] = encoded_forms()[LAM + text[alef], entered]
            shapes[alef] = ""
    return shapes
