"""Writes the fonts of the browser's page: python -m scripts.make_page_fonts [--root FOLDER]

A terminal in a browser draws every character into a cell, so a letter that only a proportional
font has overlaps its neighbours. The fonts come from Debian's packages fonts-dejavu-core,
fonts-noto-core, fonts-liberation2 and fonts-unifont, installed or unpacked below FOLDER:

- DejaVu Sans Mono, whole: Latin, Greek, Cyrillic, signs, and the Arabic forms of most languages;
- Noto Sans Arabic, each glyph fitted into a cell: the other Arabic letters, forms and marks;
- Liberation Mono, its Hebrew;
- Unifont, the other right-to-left scripts.

Parts of fonts have names of their own, as the Open Font License asks for changed ones. What is
written depends on the release of each package, so no test compares it with them; a test verifies
that each form has its cell. This needs fonttools[woff], which the project itself does not.
"""

import argparse
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from scripts.tables import ROOT

sys.path.insert(0, str(ROOT))

from tui.text.unicode.letters import characters

OUT = ROOT / "tui/web/static"

ARABIC = "20 A0 600-6FF 750-77F 870-8FF FB50-FBFF FE70-FEFC"
"""With the spaces, on which marks can stand."""

HEBREW = "591-5F4 FB1D-FB4F 20AA"
OTHER = (
    "700-74F 780-7BF 7C0-7FF 800-83E 840-85E 860-86A "  # Syriac, Thaana, NKo, Samaritan, Mandaic
    "10800-10FFF 1E800-1E95F 1EC70-1EEFF"
)

CELL, EM = 1233, 2048
"""The width of a cell and the size of the em of DejaVu Sans Mono, in font units."""

OVERLAP = 20
"""Units by which its joined letters reach into the next cell."""

STROKE = 184
"""The height of its stroke between two letters, which stands on the baseline."""

WIDEST = 1.2
"""How far a letter may be stretched that joins on one side only, or on none."""

ASCENT, DESCENT = 1901, 483
"""Those of DejaVu Sans Mono."""

DATE = 3_786_912_000
"""The date in each font, the start of 2024: the same fonts give the same bytes."""

UNIFONT_UP = 36.0
"""How far Unifont is stretched upwards, from an em of 64 units."""


Glyphs = dict[str, tuple[object, int]]
"""Outlines and widths, in units of the page's em, by the characters."""


class Source:
    """A font from which parts are taken."""

    def __init__(self, path: Path) -> None:
        self._font = TTFont(path)
        self._glyphs = self._font.getGlyphSet()
        self._names = self._font.getBestCmap()

    @property
    def notice(self) -> str:
        """Its copyright notice."""
        return str(self._font["name"].getDebugName(0))

    def outline(self, char: str, shift: float, across: float, up: float, down: float) -> object:
        """Return the outline of a character, stretched and moved."""
        pen = TTGlyphPen(None)
        recorded = DecomposingRecordingPen(self._glyphs)
        self._glyphs[self._names[ord(char)]].draw(recorded)
        recorded.replay(TransformPen(pen, (across, 0, 0, up, shift, -down)))
        return pen.glyph()

    def measures(self, char: str) -> tuple[float, tuple[float, float, float, float] | None]:
        """Return the width of a character, and the bounds of its outline if it has one."""
        glyph = self._glyphs[self._names[ord(char)]]
        pen = BoundsPen(self._glyphs)
        glyph.draw(pen)
        return glyph.width, pen.bounds

    def has(self, char: str) -> bool:
        """Whether the font has a character."""
        return ord(char) in self._names


def joined_letters(source: Source, wanted: Iterable[str]) -> Glyphs:
    """Fit Arabic letters into cells, with their stroke at the height of DejaVu Sans Mono's.

    A letter that joins on both sides is stretched over its cell. One that joins on one side stands
    on that side; others stand in the middle.
    """
    _, stroke = source.measures("\u0640")
    if stroke is None:
        sys.exit("the font has no stroke between letters")
    low, high = stroke[1], stroke[3]
    up = STROKE / (high - low)
    glyphs: Glyphs = {}
    for char in filter(source.has, wanted):
        width, bounds = source.measures(char)
        left, _, right, _ = bounds or (0, 0, 0, 0)
        across, shift = _placed(char, left, right, width, up)
        mark = unicodedata.category(char) == "Mn"
        glyphs[char] = source.outline(char, shift, across, up, low * up), 0 if mark else CELL
    return glyphs


def _placed(char: str, left: float, right: float, width: float, up: float) -> tuple[float, float]:
    """Return by how much an outline is stretched across, and how far it is moved to the right."""
    if unicodedata.category(char) == "Mn":  # over the middle of the cell before it
        return up, -CELL / 2 - up * (left + right) / 2
    form = unicodedata.decomposition(char).partition(" ")[0]
    joins_left = form in ("<initial>", "<medial>") or char == "\u0640"
    joins_right = form in ("<final>", "<medial>") or char == "\u0640"
    whole = (CELL + 2 * OVERLAP) / max(width, 1)
    if joins_left and joins_right:
        return whole, -OVERLAP
    across = min(whole, up * WIDEST)
    if joins_right:
        return across, CELL + OVERLAP - across * width
    if joins_left:
        return across, -OVERLAP
    across = min(across, CELL / max(right - left, 1))
    return across, CELL / 2 - across * (left + right) / 2


def separate_letters(source: Source, wanted: Iterable[str], up: float) -> Glyphs:
    """Fit letters into cells by their width alone; marks stand over the cell before them."""
    glyphs: Glyphs = {}
    for char in filter(source.has, wanted):
        width, _ = source.measures(char)
        mark = unicodedata.category(char) == "Mn"
        across = CELL / width if width else up
        shift = -CELL if mark and width else 0
        glyphs[char] = source.outline(char, shift, across, up, 0), 0 if mark else CELL
    return glyphs


def build(family: str, bold: bool, glyphs: Glyphs, notice: str) -> TTFont:
    """Make a font of glyphs."""
    order = sorted(glyphs)
    names = {char: f"u{ord(char):04X}" for char in order}
    builder = FontBuilder(EM, isTTF=True)
    builder.updateHead(created=DATE, modified=DATE)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap({ord(char): names[char] for char in order})
    empty = TTGlyphPen(None).glyph()
    builder.setupGlyf({".notdef": empty, **{names[char]: glyphs[char][0] for char in order}})
    outlines = builder.font["glyf"]
    metrics = {
        names[char]: (glyphs[char][1], getattr(outlines[names[char]], "xMin", 0)) for char in order
    }
    builder.setupHorizontalMetrics({".notdef": (CELL, 0), **metrics})
    builder.setupHorizontalHeader(ascent=ASCENT, descent=-DESCENT)
    style = "Bold" if bold else "Regular"
    builder.setupNameTable(
        {
            "copyright": notice,
            "familyName": family,
            "styleName": style,
            "psName": f"{family}-{style}".replace(" ", ""),
            "licenseDescription": "SIL Open Font License, Version 1.1",
            "licenseInfoURL": "https://openfontlicense.org",
        }
    )
    builder.setupOS2(
        sTypoAscender=ASCENT, sTypoDescender=-DESCENT, usWeightClass=700 if bold else 400
    )
    builder.setupPost(keepGlyphNames=False)
    return builder.font


def save(font: TTFont, name: str) -> None:
    """Write a font for the web."""
    font.flavor = "woff2"
    font.recalcTimestamp = False
    path = OUT / f"{name}.woff2"
    font.save(path)
    print(f"{path.name}: {path.stat().st_size // 1000} kB")


def main() -> None:
    """Write all fonts."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--root", type=Path, default=Path("/"))
    fonts = parser.parse_args().root / "usr/share/fonts"
    for style, dejavu, end in (("Regular", "", ""), ("Bold", "-Bold", "-bold")):
        bold = style == "Bold"
        save(TTFont(fonts / f"truetype/dejavu/DejaVuSansMono{dejavu}.ttf"), f"hashiya-mono{end}")
        noto = Source(fonts / f"truetype/noto/NotoSansArabic-{style}.ttf")
        arabic = joined_letters(noto, characters(ARABIC))
        save(build("Hashiya Arabic", bold, arabic, noto.notice), f"hashiya-arabic{end}")
        liberation = Source(fonts / f"truetype/liberation2/LiberationMono-{style}.ttf")
        hebrew = separate_letters(liberation, characters(HEBREW), 1.0)
        save(build("Hashiya Hebrew", bold, hebrew, liberation.notice), f"hashiya-hebrew{end}")
    other: Glyphs = {}
    for file in ("unifont", "unifont_upper"):
        unifont = Source(fonts / f"opentype/unifont/{file}.otf")
        other |= separate_letters(unifont, characters(OTHER), UNIFONT_UP)
    save(build("Hashiya Other", False, other, unifont.notice), "hashiya-other")


if __name__ == "__main__":
    main()
