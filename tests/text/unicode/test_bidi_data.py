"""The generated tables hold what python-bidi and Unicode's files hold, over all code points."""

from collections.abc import Iterator

import pytest

from tests.paths import DATA
from tui.text.unicode._bidi_data import BRACKETS
from tui.text.unicode.bidi import mirrored
from tui.text.unicode.bidi_reference import reference_classes
from tui.text.unicode.bidi_rules import LETTERS, bidi_classes, bracket_pairs, class_letters

PLANE = 0x10000


def records(name: str) -> Iterator[tuple[str, list[str]]]:
    """The character of each line of one of Unicode's files, and the other fields."""
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        code, *fields = line.partition("#")[0].strip().split(";")
        if code:
            yield chr(int(code, 16)), [field.strip() for field in fields]


@pytest.mark.slow
@pytest.mark.parametrize("plane", range(17))
def test_classes_are_those_of_python_bidi(plane: int) -> None:
    text = "".join(map(chr, range(plane * PLANE, (plane + 1) * PLANE)))
    letters = bidi_classes(text).replace(b"(", b"O").replace(b")", b"O").decode()
    wrong = [
        f"U+{ord(char):04X}"
        for char, letter, name in zip(text, letters, reference_classes(text), strict=True)
        if letter != LETTERS[name]
    ]
    assert wrong == []


def test_common_characters_have_the_same_class_as_by_the_table() -> None:
    letters = class_letters()
    for code in range(0x2100):
        assert bidi_classes(chr(code)) == bytes([letters[code]]), f"U+{code:04X}"


def test_brackets_are_those_of_unicode() -> None:
    kinds = {"o": b"(", "c": b")"}
    found = {char: bidi_classes(char) for char in BRACKETS}
    assert found == {char: kinds[kind] for char, (_, kind) in records("BidiBrackets.txt")}
    closers, canonical = bracket_pairs()
    for char, (pair, kind) in records("BidiBrackets.txt"):
        if kind == "o":
            closer = chr(int(pair, 16))
            assert closers[char] == canonical.get(closer, closer)


def test_the_two_angle_brackets_that_unicode_calls_equal() -> None:
    closers, canonical = bracket_pairs()
    assert closers["\u2329"] == closers["\u3008"] == "\u3009"
    assert canonical["\u232a"] == "\u3009"


def test_mirrored_characters_are_those_of_unicode() -> None:
    images = {char: chr(int(image, 16)) for char, (image,) in records("BidiMirroring.txt")}
    assert len(images) == 428
    for code in range(PLANE):
        assert mirrored(chr(code)) == images.get(chr(code), chr(code)), f"U+{code:04X}"
