"""Write the rows that FriBidi paints for texts in many languages, as golden files for the tests.

    python -m scripts.make_golden_rows

FriBidi (libfribidi.so.0, Debian: libfribidi0) orders, mirrors and shapes each row; where a row
starts and ends is the layout's own choice, so each line begins with the row's offsets.
"""

from __future__ import annotations

import ctypes
import re
from itertools import product
from pathlib import Path

from tests.text.unicode.fribidi_behind import BEHIND
from tui.text.layout.document_layout import DocumentLayout, LayoutOptions
from tui.text.unicode.sanitize import INVISIBLE
from tui.text.unicode.width import cell_len

ROOT = Path(__file__).parent.parent
DATA = ROOT / "tests" / "data"
WIDTHS = {
    ROOT / "seeds": (40, 60, 72, 80, 100),
    DATA / "texts": (40, 60, 80),
    DATA / "languages": (40, 60, 80),
}
GOLDEN = DATA / "golden"

HAMZA, HAMZA_FORM = "\u0621", "\ufe80"
PAR_AUTO, FLAGS = 0x40, 0x1 | 0x2 | 0x100 | 0x200
"""Direction from the text; mirror, keep marks after their base, shape, make ligatures."""
SAME = str.maketrans({"\t": " ", HAMZA: HAMZA_FORM})
"""A tab is painted as a space; hamza's form and hamza itself look the same."""
UNSEEN = re.compile(f"[{''.join(map(re.escape, sorted(INVISIBLE)))}]")


class FriBidi:
    """One paragraph of text, to be painted row by row."""

    def __init__(self, paragraph: str) -> None:
        self.library = ctypes.CDLL("libfribidi.so.0")
        self.length = length = len(paragraph)
        self.text = paragraph
        self.codes = (ctypes.c_uint32 * length)(*map(ord, paragraph))
        self.types = (ctypes.c_uint32 * length)()
        self.levels = (ctypes.c_int8 * length)()
        self.base = ctypes.c_uint32(PAR_AUTO)
        brackets = (ctypes.c_uint32 * length)()
        self.library.fribidi_get_bidi_types(self.codes, length, self.types)
        self.library.fribidi_get_bracket_types(self.codes, length, self.types, brackets)
        self.library.fribidi_get_par_embedding_levels_ex(
            self.types, brackets, length, ctypes.byref(self.base), self.levels
        )
        self.joined = (ctypes.c_uint8 * length)()
        self.library.fribidi_get_joining_types(self.codes, length, self.joined)
        self.library.fribidi_join_arabic(self.types, length, self.levels, self.joined)
        self.library.fribidi_shape(
            ctypes.c_uint32(FLAGS), self.levels, length, self.joined, self.codes
        )

    def row(self, start: int, end: int, width: int) -> str:
        """The row `[start, end)` in `width` cells as it stands on the screen."""
        codes = (ctypes.c_uint32 * self.length)(*self.codes)
        levels = (ctypes.c_int8 * self.length)(*self.levels)
        self.library.fribidi_reorder_line(
            ctypes.c_uint32(FLAGS), self.types, end - start, start, self.base, levels, codes, None
        )
        visual = UNSEEN.sub("", "".join(map(chr, codes[start:end]))).translate(SAME)
        if self.base.value & 1:
            visual = visual.lstrip(" ")
            visual = " " * (width - cell_len(visual)) + visual
        return visual.rstrip()


def golden_lines(text: str, width: int) -> list[str]:
    """One line for each row of the text: its offsets and what FriBidi paints."""
    layout = DocumentLayout(text, LayoutOptions(width))
    while layout.settle(1):
        pass
    lines = []
    for index in range(layout.row_count):
        row = layout.row(index)
        paragraph = layout.paragraph(layout.locate(index).paragraph)
        painted = ""
        if row.end > row.start:
            engine = FriBidi(text[paragraph.start : paragraph.end])
            painted = engine.row(row.start - paragraph.start, row.end - paragraph.start, width)
        lines.append(f"{row.start}\t{row.end}\t{painted}")
    return lines


def check_behind() -> None:
    """Hold FriBidi to what the tests say it paints wrongly."""
    for case in BEHIND:
        row = DocumentLayout(case.text, LayoutOptions(case.width)).row(0)
        painted = FriBidi(case.text).row(0, row.end, case.width).strip()
        if painted != case.fribidi:
            raise SystemExit(f"{case.why}: FriBidi now paints {painted!a}, not {case.fribidi!a}")


def main() -> None:
    """Write a golden file for each article and width."""
    check_behind()
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for folder, widths in WIDTHS.items():
        for source, width in product(sorted(folder.glob("*.txt")), widths):
            text = source.read_bytes().decode()
            target = GOLDEN / f"{source.stem}.{width}.tsv"
            target.write_text("\n".join(golden_lines(text, width)) + "\n", encoding="utf-8")
            print(target.relative_to(ROOT))


if __name__ == "__main__":
    main()
