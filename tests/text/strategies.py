"""Texts to test the engine with: every bidi class, marks, emoji, controls, real words."""

from __future__ import annotations

from hypothesis import strategies as st

LETTERS = "\u0600\u0e01\u0e33\u0915\u094d\u1100\u1161abcXYZéßاأبةتجلمنهويىءپچکگۆאבגשםܐܒހށߊ你好한Ж"
MARKS = "\u064b\u064e\u0651\u0670\u0300\u0301\u05b8\u05bc\u093e\u20dd"
DIGITS = "019٠٣٩۴۷"
SEPARATORS = "+-#$%٪,:./،٫٬"
NEUTRALS = " \t\u3000\u00a0!&*()[]{}<>«»“”„‘’\"'؛؟;?@|…"
BIDI_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
OTHER_CONTROLS = (
    "\x00\x07\x0b\x0c\x1b\x7f\x9b\u00ad\u200b\u200c\u200d\u2028\u2060\ufeff\ud800\uffff"
)
EMOJI = ("😀", "👩‍👩‍👧", "👍🏽", "🇫🇷", "🇩🇪", "❤️", "1️⃣")
PIECES = (
    *("لا", "لأ", "لإ", "لآ", "لَا", "ل\u200dا", "ل\u200bا", "بالعربية", "والفلبين", "سلام"),
    *("وفقًا ،", "(RAA) ،", "hello", "שלום", "نیم\u200cفاصله", " ، ", "...", "x" * 30, "ل" * 30),
)

characters = st.sampled_from(
    LETTERS + MARKS + DIGITS + SEPARATORS + NEUTRALS + BIDI_CONTROLS + OTHER_CONTROLS
)
pieces = st.one_of(characters, st.sampled_from(EMOJI), st.sampled_from(PIECES), st.just(" "))

paragraph_texts = st.lists(pieces, max_size=60).map("".join)
"""One paragraph, without a separator."""

calm_texts = st.lists(
    st.sampled_from(
        (
            "لا",
            "بالعربية",
            "والسلام",
            "وفقًا ،",
            "(RAA) ،",
            "hello",
            "שלום",
            "12.5%",
            "a-b",
            "",
            "你好",
        )
    )
).map(" ".join)
"""One paragraph of words of at most eight cells."""

texts = st.lists(
    st.one_of(pieces, st.sampled_from(("\n", "\r\n", "\r", "\u2029", "\x85", "\x1c"))), max_size=80
).map("".join)
"""Several paragraphs."""

widths = st.sampled_from((1, 2, 3, 5, 8, 13, 40))
