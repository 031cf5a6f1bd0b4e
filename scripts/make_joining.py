"""Writes tui/text/unicode/_joining_data.py: python -m scripts.make_joining

Joining types come from Unicode's DerivedJoiningType.txt under tests/data, presentation forms from
arabic-reshaper, whose import takes too long for a start of the program.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable
from unicodedata import decomposition, name

from scripts.tables import ROOT, assignment, ranges, write

sys.path.insert(0, str(ROOT))

from tui.text.unicode.letters import characters
from tui.text.unicode.shaping_reference import installed_forms, installed_ligatures

SINCE_15 = {"D": "88F 10EC3-10EC4 10EC6-10EC7", "R": "10EC2", "T": "897 10EFA-10EFC"}
"""Joining types of the Arabic characters that Unicode 16.0 and 17.0 added."""

NAMES = {
    "D": ("DUAL", "Letters that join on both sides."),
    "R": ("RIGHT", "Letters that join to the letter before them only."),
    "L": ("LEFT", "Letters that join to the letter after them only."),
    "C": ("CAUSING", "What joins on both sides and has no forms: tatweel, ZWJ …"),
    "T": ("TRANSPARENT", "Marks and format characters, through which letters join."),
}


def joining_types() -> dict[str, set[str]]:
    """The characters of each joining type."""
    found: dict[str, set[str]] = defaultdict(set)
    file = ROOT / "tests/data/DerivedJoiningType.txt"
    for line in file.read_text(encoding="utf-8").splitlines():
        span, _, kind = line.partition("#")[0].partition(";")
        if kind:
            found[kind.strip()].update(characters(span.strip().replace("..", "-")))
    for kind, span in SINCE_15.items():
        found[kind].update(characters(span))
    return found


def check_forms(forms: dict[str, str]) -> None:
    """Stop if Unicode encodes a form of a letter that arabic-reshaper does not give."""
    places = {"<isolated>": 0, "<initial>": 1, "<medial>": 2, "<final>": 3}
    for form in characters("FB50-FDFF FE70-FEFF"):
        tag, *letters = decomposition(form).split() or [""]
        if tag in places and len(letters) == 1:
            letter = chr(int(letters[0], 16))
            if forms[letter][places[tag]] != form:
                sys.exit(f"{name(form)} is missing in arabic-reshaper's table")


def mapping(title: str, entries: Iterable[tuple[str, str]], meaning: str) -> str:
    """A dictionary from letters to strings, a line each."""
    lines = [
        f'    "{_escaped(key)}": "{_escaped(forms)}",  # {name(key)}' for key, forms in entries
    ]
    return f"{title} = {{\n" + "\n".join(lines) + f'\n}}\n"""{meaning}"""\n'


def _escaped(text: str) -> str:
    return "".join(f"\\u{ord(char):04x}" for char in text)


def main() -> None:
    """Write the module."""
    forms = installed_forms()
    check_forms(forms)
    types = joining_types()
    write(
        "_joining_data.py",
        "Joining types and presentation forms, made by scripts/make_joining.py.",
        [
            *(
                assignment(title, ranges(types[kind]), meaning)
                for kind, (title, meaning) in NAMES.items()
            ),
            mapping(
                "FORMS",
                sorted(forms.items()),
                "Isolated, initial, medial and final form of a letter; itself where it has none.",
            ),
            mapping(
                "LAM_ALEFS",
                sorted(installed_ligatures().items()),
                "Isolated and final form of the ligature that lam makes with an alef.",
            ),
        ],
    )


if __name__ == "__main__":
    main()
