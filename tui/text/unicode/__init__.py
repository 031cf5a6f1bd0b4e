"""Properties of a text that the Unicode Standard defines: characters, clusters, directions, forms.

Vocabulary: an *offset* counts code points of the stored text from 0. A *paragraph* is what is
between separators of bidi class B (UAX #9 P1). A *cluster* is an extended grapheme cluster (UAX
#29): what a reader calls a letter, marks included. A *level* is an embedding level (UAX #9): even
runs from left to right, odd from right to left. A *form* is the shape that an Arabic letter has
among its neighbours. A *cell* is a column of a terminal.
"""

from typing import TYPE_CHECKING

from tui.lazy import lazy_exports

if TYPE_CHECKING:
    from tui.text.unicode.bidi import (
        Direction,
        Resolved,
        mirrored,
        paragraph_level,
        resolve,
        row_levels,
        visual_order,
    )
    from tui.text.unicode.bidi_reference import check_levels
    from tui.text.unicode.letters import (
        ALEFS,
        ARABIC_8_BIT,
        ARABIC_BLOCK,
        ARABIC_INDIC_DIGITS,
        ARABIC_LETTERS,
        ARABIC_WORD_SIGNS,
        BYTE_ORDER_MARK,
        COMMON_MARKS,
        DIRECTIONAL_MARKS,
        EMOJI_STYLE,
        EXTENDED_ARABIC_INDIC_DIGITS,
        FORMAT_CONTROLS,
        GENERAL_PUNCTUATION,
        HAMZA_MARKS,
        HEBREW_8_BIT,
        HEBREW_BLOCK,
        HEBREW_LETTERS,
        HYPHENS,
        JOINERS,
        LAM,
        LATIN_1_AND_EXTENDED,
        LATIN_LETTERS,
        LINE_BREAKS,
        LRI,
        LRM,
        MADDAH_ABOVE,
        NO_BREAK_SPACE,
        NOT_IN_XML,
        NUMBER_SIGNS,
        PRESENTATION_FORMS,
        RLM,
        RTL_BLOCKS,
        RTL_MARKS,
        SHADDA,
        SHIN,
        SHIN_DOTS,
        SUPPLEMENTARY,
        SURROGATES,
        TATWEEL,
        ZWJ,
        ZWNJ,
        characters,
        pattern,
    )
    from tui.text.unicode.sanitize import control_sign, escaped_json, escaped_lines, sanitized
    from tui.text.unicode.segmentation import (
        Paragraph,
        cluster_starts,
        line_segments,
        paragraphs,
        segments,
        word_segments,
        words,
    )
    from tui.text.unicode.shaping import are_joined, shape
    from tui.text.unicode.shaping_reference import check_forms
    from tui.text.unicode.width import cell_len
else:
    __getattr__ = lazy_exports(
        __name__,
        {
            "bidi": ("Direction Resolved mirrored paragraph_level resolve row_levels visual_order"),
            "bidi_reference": "check_levels",
            "letters": (
                "ALEFS ARABIC_8_BIT ARABIC_BLOCK ARABIC_INDIC_DIGITS ARABIC_LETTERS "
                "ARABIC_WORD_SIGNS BYTE_ORDER_MARK COMMON_MARKS DIRECTIONAL_MARKS EMOJI_STYLE "
                "EXTENDED_ARABIC_INDIC_DIGITS FORMAT_CONTROLS GENERAL_PUNCTUATION HAMZA_MARKS "
                "HEBREW_8_BIT HEBREW_BLOCK HEBREW_LETTERS HYPHENS JOINERS LAM "
                "LATIN_1_AND_EXTENDED LATIN_LETTERS LINE_BREAKS LRI LRM MADDAH_ABOVE NOT_IN_XML "
                "NO_BREAK_SPACE NUMBER_SIGNS PRESENTATION_FORMS RLM RTL_BLOCKS RTL_MARKS SHADDA "
                "SHIN SHIN_DOTS SUPPLEMENTARY SURROGATES TATWEEL ZWJ ZWNJ characters pattern"
            ),
            "sanitize": "control_sign escaped_json escaped_lines sanitized",
            "segmentation": "Paragraph cluster_starts line_segments paragraphs segments "
            "word_segments words",
            "shaping": "are_joined shape",
            "shaping_reference": "check_forms",
            "width": "cell_len",
        },
    )

__all__ = [
    "ALEFS",
    "ARABIC_8_BIT",
    "ARABIC_BLOCK",
    "ARABIC_INDIC_DIGITS",
    "ARABIC_LETTERS",
    "ARABIC_WORD_SIGNS",
    "BYTE_ORDER_MARK",
    "COMMON_MARKS",
    "DIRECTIONAL_MARKS",
    "EMOJI_STYLE",
    "EXTENDED_ARABIC_INDIC_DIGITS",
    "FORMAT_CONTROLS",
    "GENERAL_PUNCTUATION",
    "HAMZA_MARKS",
    "HEBREW_8_BIT",
    "HEBREW_BLOCK",
    "HEBREW_LETTERS",
    "HYPHENS",
    "JOINERS",
    "LAM",
    "LATIN_1_AND_EXTENDED",
    "LATIN_LETTERS",
    "LINE_BREAKS",
    "LRI",
    "LRM",
    "MADDAH_ABOVE",
    "NOT_IN_XML",
    "NO_BREAK_SPACE",
    "NUMBER_SIGNS",
    "PRESENTATION_FORMS",
    "RLM",
    "RTL_BLOCKS",
    "RTL_MARKS",
    "SHADDA",
    "SHIN",
    "SHIN_DOTS",
    "SUPPLEMENTARY",
    "SURROGATES",
    "TATWEEL",
    "ZWJ",
    "ZWNJ",
    "Direction",
    "Paragraph",
    "Resolved",
    "are_joined",
    "cell_len",
    "characters",
    "check_forms",
    "check_levels",
    "cluster_starts",
    "control_sign",
    "escaped_json",
    "escaped_lines",
    "line_segments",
    "mirrored",
    "paragraph_level",
    "paragraphs",
    "pattern",
    "resolve",
    "row_levels",
    "sanitized",
    "segments",
    "shape",
    "visual_order",
    "word_segments",
    "words",
]
