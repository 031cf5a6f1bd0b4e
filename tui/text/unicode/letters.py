"""Sets of characters, each defined once and by name.

A set is written as in Unicode's own files: code points and ranges in hexadecimal, separated by
spaces. `characters` yields its members, `pattern` returns it as the inside of a regular
expression's `[…]`. Join sets by writing one after the other. A single character is written as
itself.

Unless a comment names another source, the source is the Unicode Character Database, version 15.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# Arabic

LAM = "\u0644"
ALEF = "\u0627"
ALEF_WITH_MADDAH = "\u0622"
ALEF_WITH_HAMZA_ABOVE = "\u0623"
ALEF_WITH_HAMZA_BELOW = "\u0625"
ALEF_WASLA = "\u0671"
HAMZA = "\u0621"
TATWEEL = "\u0640"

LIGATING_ALEFS = ALEF_WITH_MADDAH + ALEF_WITH_HAMZA_ABOVE + ALEF_WITH_HAMZA_BELOW + ALEF
"""The alefs that form a ligature with a lam before them (U+FEF5–FEFC)."""

SHADDA = "\u0651"
DAGGER_ALEF = "\u0670"
"""ARABIC LETTER SUPERSCRIPT ALEF, which is a mark."""
SMALL_HIGH_YEH, SMALL_HIGH_NOON = "\u06e7", "\u06e8"
"""Marks of the Koran."""

SPELLINGS_OF_ALEF = ALEF_WITH_HAMZA_ABOVE + ALEF_WITH_HAMZA_BELOW + ALEF_WITH_MADDAH + ALEF_WASLA
"""The alefs that people also write as a bare alef. Alef wasla is one, but forms no ligature."""

ALEFS = ALEF + SPELLINGS_OF_ALEF

ARABIC_LETTERS = "620-63F 641-64A 66E-66F 671-6D3 6D5 6EE-6EF 6FA-6FC 6FF"
"""The letters (Lo) of the Arabic block; tatweel is not one."""

NOT_IN_ARABIC = "پچژگکیہےٹڈڑںھۂەۆۇێڕڵ"
"""Letters of Persian, Urdu and Kurdish that Arabic does not have."""

ARABIC_8_BIT = "621-652 679-6D3"
"""The ranges of letters and marks in the 8-bit encodings of Arabic script."""

HARAKAT = "64B-652 670"
"""Short vowels, tanwin, shadda, sukun, superscript alef: the marks that writers use."""

VOWEL_MARKS = f"{HARAKAT} 656-65F"
"""All vowel marks of the Arabic block, those of African and Asian languages included."""

MADDAH_ABOVE = "653"
HAMZA_MARKS = "654-655"
"""Hamza above and below, which make another letter of their base."""

ARABIC_MARKS = f"{VOWEL_MARKS} {MADDAH_ABOVE} {HAMZA_MARKS}"
"""The marks (Mn) of the Arabic block, but for the signs of the Koran."""

KORANIC_MARKS = "610-61A 6D6-6DC 6DF-6E4 6E7-6E8 6EA-6ED"
"""Honorifics and Koranic annotation signs (Mn) of the Arabic block."""

KORANIC_LETTERS = "6E5-6E6"
"""Small waw and small yeh, letters (Lm) that Koranic spelling adds."""

EXTENDED_MARKS = "8CA-8E1 8E3-8FF"
"""Marks (Mn) of the block Arabic Extended-A, but for those newer than Unicode 13."""

DISPUTED_END_OF_AYAH = "8E2"
"""A sign between those, a format character (Cf) over a number."""

NUMBER_SIGNS = "600-605 6DD 70F 890-891 8E2"
"""Arabic and Syriac signs over numbers (Prepended_Concatenation_Mark), as END OF AYAH.

One is a cluster together with what follows it (UAX #29 GB9b).
"""

PRESENTATION_FORMS = "FB00-FDFF FE70-FEFC"
"""Presentation forms of Latin, Hebrew and Arabic letters, the byte order mark left out."""

ARABIC_WORD_SIGNS = "FDF0-FDFF"
"""Presentation forms that people type as they are, words in one sign such as ﷺ."""

ARABIC_INDIC_DIGITS = "٠١٢٣٤٥٦٧٨٩"
EXTENDED_ARABIC_INDIC_DIGITS = "۰۱۲۳۴۵۶۷۸۹"

ARABIC_THOUSANDS_SEPARATOR = "\u066c"

ARABIC_BLOCK = "600-6FF"

# Hebrew

HEBREW_LETTERS = "5D0-5EA"

YIDDISH_LETTERS = "5EF-5F2"
"""The digraphs of Yiddish; Hebrew's clitics never precede them."""

SHIN = "\u05e9"
SHIN_DOTS = "5C1-5C2"
"""The points that only a shin has."""

HEBREW_CANTILLATION = "591-5AF"
HEBREW_POINTS = "5B0-5BD 5BF 5C1-5C2 5C4-5C5 5C7"
"""Vowel points, dagesh, shin and sin dot, and the puncta extraordinaria."""

HEBREW_8_BIT = "5B0-5C3 5D0-5EA"
"""Points, punctuation and letters that the 8-bit encodings of Hebrew hold."""

HEBREW_BLOCK = "590-5FF"

# Latin script

LATIN_LETTERS = "41-5A 61-7A AA B5 BA C0-24F"
"""Those of Basic Latin, Latin-1 and Latin Extended-A and B, and the two signs between."""

LATIN_1_AND_EXTENDED = "A0-24F"
"""Those blocks without the controls, which encodings of European languages hold."""

HYPHENS = "2D AD 2010 2 FFFE"
"""Characters that end a line inside a word; PDF files use the last two as hyphens too."""

# Punctuation and signs of no script

GENERAL_PUNCTUATION = "2010-2026"
"""Hyphens, dashes, quotation marks and dots, as far as 8-bit encodings hold them."""

MINUS_SIGN = "\u2212"

# Right-to-left scripts together

RTL_BLOCKS = "590-8FF FB1D-FDFF FE70-FEFF 10800-10FFF 1E800-1EFFF"
"""The blocks of right-to-left scripts (their default Bidi_Class is R or AL)."""

RTL_MARKS = (
    f"{HEBREW_CANTILLATION} {HEBREW_POINTS} {ARABIC_MARKS} {KORANIC_MARKS} {EXTENDED_MARKS} "
    "61C 70F 711 730-74A 7A6-7B0 7EB-7F3 7FD 816-819 81B-823 825-827 829-82D 859-85B 897-89F "
    "FB1E FEFF 10A01-10A0F 10A38-10A3F 10AE5-10AE6 10D24-10D27 10D69-10D6D 10EAB-10EAC "
    "10EFA-10EFF 10F46-10F50 10F82-10F85 1E8D0-1E8D6 1E944-1E94A"
)
"""The marks and format characters (Mn, Cf) in those blocks that are not the base of a cell."""

COMMON_MARKS = "300-36F 1AB0-1AFF 1DC0-1DFF 20D0-20FF FE00-FE0F FE20-FE2F"
"""Blocks of marks of no script, which may follow a right-to-left letter as well."""

SPACING_MARK_BLOCKS = "900-109F 1700-1CFF A800-ABFF 11000-11FFF 1D165-1D172"
"""Blocks of Indic and South East Asian scripts and of music, whose marks may have a width."""

# Directions

LRM, RLM = "\u200e", "\u200f"
LRI, FSI, PDI = "\u2066", "\u2068", "\u2069"

DIRECTIONAL_MARKS = "61C 200E-200F"
"""Implicit directional marks (UAX #9 2.6)."""

EXPLICIT_CONTROLS = "202A-202E 2066-2069"
"""Embeddings, overrides and isolates (UAX #9 2.1 to 2.5)."""

BIDI_CONTROLS = f"{DIRECTIONAL_MARKS} {EXPLICIT_CONTROLS}"
"""All that has the property Bidi_Control."""

# Ends of lines and paragraphs, white space

PARAGRAPH_SEPARATORS = "A D 1C-1E 85 2029"
"""Bidi class B: what ends a paragraph (UAX #9 P1)."""

SEGMENT_SEPARATORS = "9 B 1F"
"""Bidi class S."""

LINE_BREAKS = "A-D 1C-1E 85 2028-2029"
"""Characters that end a line for `str.splitlines`."""

LINE_ENDS = "B-C 2028"
"""Characters that end a line but not a paragraph."""

BREAKING_SPACES = "9 20 1680 2000-2006 2008-200A 2028 205F 3000"
"""White space after which a row may be broken (UAX #14 BA, SP, BK), ends of paragraphs excepted."""

NO_BREAK_SPACE, NARROW_NO_BREAK_SPACE = "\u00a0", "\u202f"

WHITE_SPACE = "9-D 1C-20 85 A0 1680 2000-200A 2028-2029 202F 205F 3000"
"""All characters for which `str.isspace` is true."""

# Invisible characters

ZWNJ, ZWJ = "\u200c", "\u200d"
JOINERS = "200C-200D"
GRAPHEME_JOINER = "34F"
"""COMBINING GRAPHEME JOINER, which vocalised Hebrew uses."""
BYTE_ORDER_MARK = "\ufeff"
EMOJI_STYLE = "\ufe0f"
"""VARIATION SELECTOR-16."""

FORMAT_CONTROLS = "AD 61C 200B-200F 202A-202E 2060-2069 FEFF"
"""The invisible format characters that right-to-left texts hold, inside words too.

Soft hyphen, bidi controls, joiners, ZERO WIDTH SPACE, WORD JOINER, invisible operators and the
byte order mark.
"""

IGNORABLE = (
    "AD 34F 61C 115F-1160 17B4-17B5 180B-180F 200B-200F 202A-202E 2060-2064 2066-206F 3164 "
    "FE00-FE0F FEFF FFA0 FFF9-FFFB 13430-1343F 1BCA0-1BCA3 1D173-1D17A E0001 E0020-E007F "
    "E0100-E01EF"
)
"""Characters that take no cell.

They are the assigned ones with Default_Ignorable_Code_Point, and the controls of interlinear
annotation and of hieroglyphs.
"""

NOT_IN_XML = "0-8 B-C E-1F FFFE-FFFF"
"""Characters that XML 1.0 does not allow, without surrogates."""

SURROGATES = "D800-DFFF"
SUPPLEMENTARY = "10000-10FFFF"
"""Code points that UTF-16 writes as two units."""

# Signs that terminals count differently

EMOJI_MODIFIERS = "1F3FB-1F3FF"
HANGUL_JAMO = "1100-11FF"
REGIONAL_INDICATORS = "1F1E6-1F1FF"
"""The letters of flags."""

NEW_ARABIC_LETTERS = "88F 10EC2-10EC7"
"""Arabic letters of Unicode 16 and 17, which Python's tables may lack."""

# Characters whose clusters are known without ICU

BASES = "20-7E AB BB 5D0-5EA 60C 61B 61F-64A 660-66F 671-6D3 2010-201F"
"""ASCII, and the letters, digits and punctuation of Arabic and Hebrew: each starts a cluster,
in which only marks and joiners can follow."""


def characters(ranges: str) -> Iterator[str]:
    """Yield the members of a set, in its own order."""
    for first, last in spans(ranges):
        yield from map(chr, range(first, last + 1))


def pattern(ranges: str) -> str:
    """Return the set as the inside of a regular expression's `[…]`."""
    return _pattern(spans(ranges))


def loose_pattern(found: Iterable[tuple[int, int]]) -> str:
    """Return the inside of a `[…]` that matches at least these code points, in `spans`.

    Gaps of up to eight code points are included, since fewer spans are compiled faster.
    """
    merged: list[tuple[int, int]] = []
    for first, last in sorted(found):
        if merged and first - merged[-1][1] <= 9:
            merged[-1] = merged[-1][0], max(merged[-1][1], last)
        else:
            merged.append((first, last))
    return _pattern(merged)


def _pattern(found: Iterable[tuple[int, int]]) -> str:
    return "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in found)


def spans(ranges: str) -> Iterator[tuple[int, int]]:
    """Yield the first and the last code point of each range of a set."""
    for item in ranges.split():
        first, _, last = item.partition("-")
        yield int(first, 16), int(last or first, 16)
