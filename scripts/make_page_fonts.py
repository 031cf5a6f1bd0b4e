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

from fontTools.pens.boundsPen import BoundsPen  # type: ignore[import-not-found]
from fontTools.pens.recordingPen import DecomposingRecordingPen  # type: ignore[import-not-found]
from fontTools.pens.transformPen import TransformPen  # type: ignore[import-not-found]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-not-found]
from fontTools.subset import Options, Subsetter  # type: ignore[import-not-found]
from fontTools.ttLib import TTFont  # type: ignore[import-not-found]

from scripts.tables import ROOT

sys.path.insert(0, str(ROOT))

from tui.text.unicode.letters import characters

OUT = ROOT / "tui/web/static"

FOLDER = "usr/share/fonts"

ARABIC = "600-6FF 750-77F 870-8FF FB50-FBFF FE70-FEFC"
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

WIDEST = 1.7
"""How far a letter may be stretched that joins on one side only, or on none."""


def subset(font: TTFont, wanted: Iterable[str]) -> None:
    """Leave only some characters in a font, without its rules."""
    options = Options()
    options.layout_features = []
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "kern"]
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=map(ord, wanted))
    subsetter.subset(font)


def rename(font: TTFont, family: str) -> None:
    """Give a part of a font a name of its own; its copyright and licence stay."""
    for record in list(font["name"].names):
        if record.nameID in (1, 4, 16, 18, 21):
            record.string = family
        elif record.nameID in (3, 6):
            record.string = family.replace(" ", "")
        elif record.nameID in (7, 19, 20):
            font["name"].removeNames(nameID=record.nameID)
    if "CFF " in font:
        font["CFF "].cff.fontNames = [family.replace(" ", "")]


def fit_into_cells(font: TTFont) -> None:
    """Fit each glyph into a cell, its stroke at the height of DejaVu Sans Mono's.

    A letter that joins on both sides is stretched over its cell. One that joins on one side stands
    on that side; others stand in the middle.
    """
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    stroke = BoundsPen(glyphs)
    glyphs[names[0x640]].draw(stroke)
    _, low, _, high = stroke.bounds
    up = STROKE / (high - low)
    marks = {names[point] for point in names if unicodedata.category(chr(point)) == "Mn"}
    fitted = {}
    for name in font.getGlyphOrder():
        outline, bounds = DecomposingRecordingPen(glyphs), BoundsPen(glyphs)
        glyphs[name].draw(outline)
        glyphs[name].draw(bounds)
        across, shift = up, 0.0
        advance = glyphs[name].width
        if bounds.bounds is not None:
            left, _, right, _ = bounds.bounds
            across, shift = _placed(left, right, advance, up, mark=name in marks)
        pen = TTGlyphPen(None)
        outline.replay(TransformPen(pen, (across, 0, 0, up, shift, -low * up)))
        fitted[name] = pen.glyph(), 0 if name in marks else CELL
    for name, (glyph, width) in fitted.items():
        font["glyf"][name] = glyph
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (width, glyph.xMin if glyph.numberOfContours else 0)
    font["head"].unitsPerEm = EM
    for table, field in (("hhea", "ascent"), ("hhea", "descent"), ("OS/2", "sTypoAscender"),
                         ("OS/2", "sTypoDescender"), ("OS/2", "usWinAscent"),
                         ("OS/2", "usWinDescent")):  # fmt: skip
        setattr(font[table], field, round(getattr(font[table], field) * up))


def _placed(
    left: float, right: float, advance: float, up: float, *, mark: bool
) -> tuple[float, float]:
    """Return by how much an outline is stretched across, and how far it is moved to the right."""
    if mark:  # over the middle of the cell before it
        return up, -CELL / 2 - up * (left + right) / 2
    joins_left, joins_right = left <= 2, right >= advance - 2
    whole = (CELL + 2 * OVERLAP) / max(advance, 1)
    if joins_left and joins_right:
        return whole, -OVERLAP
    across = min(whole, up * WIDEST)
    if joins_right:
        return across, CELL + OVERLAP - across * advance
    if joins_left:
        return across, -OVERLAP
    across = min(across, CELL / max(right - left, 1))
    return across, CELL / 2 - across * (left + right) / 2


def save(font: TTFont, name: str) -> None:
    """Write a font for the web."""
    font.flavor = "woff2"
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    path = OUT / f"{name}.woff2"
    font.save(path)
    print(f"{path.name}: {path.stat().st_size // 1000} kB")


def main() -> None:
    """Write all fonts."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--root", type=Path, default=Path("/"))
    fonts = parser.parse_args().root / FOLDER
    for style, dejavu, end in (("Regular", "", ""), ("Bold", "-Bold", "-bold")):
        save(TTFont(fonts / f"truetype/dejavu/DejaVuSansMono{dejavu}.ttf"), f"hashiya-mono{end}")
        arabic = TTFont(fonts / f"truetype/noto/NotoSansArabic-{style}.ttf")
        subset(arabic, characters(ARABIC))
        fit_into_cells(arabic)
        rename(arabic, "Hashiya Arabic")
        save(arabic, f"hashiya-arabic{end}")
        hebrew = TTFont(fonts / f"truetype/liberation2/LiberationMono-{style}.ttf")
        subset(hebrew, characters(HEBREW))
        rename(hebrew, "Hashiya Hebrew")
        save(hebrew, f"hashiya-hebrew{end}")
    for name, file in (("hashiya-other", "unifont"), ("hashiya-other-upper", "unifont_upper")):
        other = TTFont(fonts / f"opentype/unifont/{file}.otf")
        subset(other, characters(OTHER))
        rename(other, "Hashiya Other")
        save(other, name)


if __name__ == "__main__":
    main()
