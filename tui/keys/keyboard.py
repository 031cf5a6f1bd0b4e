"""Keys count by their place: which key of a US keyboard typed a character.

Outside text fields the letter that lies on `c` acts as `c`, whatever layout is on. A program
in a terminal is told only the character, so the places of the usual layouts are looked up: the
standard Arabic, Persian and Hebrew ones, and others for what those lack. Where Arabic 101 and
ISIRI 9147 disagree on a character, a plain key goes before one with shift, and a key that is a
letter on a US keyboard before one that is not: `ز` is Persian's `c`, not Arabic's `.`. A
layout that is set goes before all that. This module knows no Textual.

Which character lies on which key: the rows of right-to-left keyboard layouts.

Each layout has the rows of a US keyboard from the top, first plain, then with shift; `·` is a
key that types nothing of interest. Facts from XKB (ara, ir, pk, il) and CLDR 43's keyboards.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from tui.config import KeyboardLayout

US = (
    "` 1 2 3 4 5 6 7 8 9 0 - =",
    "q w e r t y u i o p [ ] \\",
    "a s d f g h j k l ; '",
    "z x c v b n m , . /",
    "~ ! @ # $ % ^ & * ( ) _ +",
    "Q W E R T Y U I O P { } |",
    'A S D F G H J K L : "',
    "Z X C V B N M < > ?",
)


LAYOUTS: dict[str, tuple[str, ...]] = {
    # Arabic 101: Linux, Windows, "Arabic – PC" on a Mac.
    "arabic": (
        "ذ 1 2 3 4 5 6 7 8 9 0 - =",
        "ض ص ث ق ف غ ع ه خ ح ج د \\",
        "ش س ي ب ل ا ت ن م ك ط",
        "ئ ء ؤ ر ﻻ ى ة و ز ظ",
        "\u0651 ! @ # $ % ^ & * ) ( _ +",
        "\u064e \u064b \u064f \u064c ﻹ إ ` ÷ × ؛ < > |",
        '\u0650 \u064d ] [ ﻷ أ ـ ، / : "',
        "~ \u0652 } { ﻵ آ ' , . ؟",
    ),
    # ISIRI 9147: Linux, "Persian – Standard" on Windows and a Mac.
    "persian": (
        "\u200d ۱ ۲ ۳ ۴ ۵ ۶ ۷ ۸ ۹ ۰ - =",
        "ض ص ث ق ف غ ع ه خ ح ج چ \\",
        "ش س ی ب ل ا ت ن م ک گ",
        "ظ ط ز ر ذ د پ و . /",
        "÷ ! ٬ ٫ ﷼ ٪ × ، * ) ( ـ +",
        "\u0652 \u064c \u064d \u064b \u064f \u0650 \u064e \u0651 ] [ } { |",
        "ؤ ئ ي إ أ آ ة » « : ؛",
        "ك \u0653 ژ \u0670 \u200c \u0654 ء > < ؟",
    ),
    # SI 1452: Linux, Windows, a Mac.
    "hebrew": (
        "; 1 2 3 4 5 6 7 8 9 0 - =",
        "/ ' ק ר א ט ו ן ם פ ] [ \\",
        "ש ד ג כ ע י ח ל ך ף ,",
        "ז ס ב ה נ מ צ ת ץ .",
        "~ ! @ # $ % ^ & * ) ( _ +",
        "Q W E R T Y U I O P } { |",
        'A S D F G H J K L : "',
        "Z X C V B N M > < ?",
    ),
    "persian-windows": (
        "÷ 1 2 3 4 5 6 7 8 9 0 - =",
        "ض ص ث ق ف غ ع ه خ ح ج چ پ",
        "ش س ی ب ل ا ت ن م ک گ",
        "ظ ط ز ر ذ د ئ و . /",
        "× ! @ # $ % ^ & * ) ( _ +",
        "\u064b \u064c \u064d · ، ؛ , ] [ \\ } { |",
        '\u064e \u064f \u0650 \u0651 ۀ آ ـ « » : "',
        "ة ي ژ ؤ إ أ ء < > ؟",
    ),
    "arabic-mac": (
        "ـ ١ ٢ ٣ ٤ ٥ ٦ ٧ ٨ ٩ ٠ - =",
        "ض ص ث ق ف غ ع ه خ ح ج ة \\",
        "ش س ي ب ل ا ت ن م ك ؛",
        "ظ ط ذ د ز ر و ، . /",
        "· ! ❊ # $ ٪ ^ & * ) ( · +",
        "\u064e \u064b \u0650 \u064d \u064f \u064c \u0652 \u0651 ] [ } { |",
        '« » ى · · آ · · · : "',
        "' · ئ ء أ إ ؤ > < ؟",
    ),
    # CRULP's phonetic layout, the usual one on Linux and a Mac.
    "urdu": (
        "~ ۱ ۲ ۳ ۴ ۵ ۶ ۷ ۸ ۹ ۰ - =",
        "ق و ع ر ت ے ء ی ہ پ ] [ \\",
        "ا س د ف گ ح ج ک ل ؛ '",
        "ز ش چ ط ب ن م ، ۔ /",
        "\u064b · · · · · · · · · · _ +",
        "\u0652 \u0651 \u0670 ڑ ٹ \u064e ئ \u0650 ۃ \u064f } { |",
        'آ ص ڈ · غ ھ ض خ \u0654 : "',
        "ذ ژ ث ظ . ں \u0658 < ٫ ؟",
    ),
    # The layout of Windows and of Pakistan's National Language Authority.
    "urdu-windows": (
        "` 1 2 3 4 5 6 7 8 9 0 - =",
        "ط ص ھ د ٹ پ ت ب ج ح ] [ \\",
        "م و ر ن ل ہ ا ک ی ؛ '",
        "ق ف ے س ش غ ع ، ۔ /",
        "~ ! @ # $ ٪ ^ \u06d6 ٭ ) ( _ +",
        "ظ ض ذ ڈ ث \u0651 ۃ ـ چ خ } { |",
        'ژ ز ڑ ں ۂ ء آ گ ي : "',
        "\u200d \u200c ۓ \u200e ؤ ئ \u200f > < ؟",
    ),
}
"""Name → rows."""


ALSO = {"arabic": {"‘": "U", "’": "M", "…": "|"}}
"""Layout → character → key, where systems differ within a layout."""


_DIGITS = {chr(zero + digit): str(digit) for zero in (0x0660, 0x06F0) for digit in range(10)}


_LAM_ALEF = {"ﻻ": "لا", "ﻷ": "لأ", "ﻹ": "لإ", "ﻵ": "لآ"}


_LIGATURES = {letters: ligature for ligature, letters in _LAM_ALEF.items()}


_STANDARD = ("arabic", "persian", "hebrew")


_PLAIN = "".join(US[:4])


class Keyboard:
    """The keyboard of a session.

    With a layout set, its ASCII punctuation is mapped by place only until a Latin letter shows
    that another layout is on, and again after a letter of the layout.
    """

    def __init__(self, layout: KeyboardLayout = "") -> None:
        self._layout: KeyboardLayout = layout
        self._latin = False

    def pressed(self, name: str, character: str | None) -> str:
        """The key that counts, of a key press: by its place where it typed a character.

        `name` is Textual's name of the key, which stands where it typed nothing or a space.
        """
        if character and character != " " and character.isprintable():
            return self.key(character)
        return name

    def key(self, character: str) -> str:
        """The key of a US keyboard on which this character was typed."""
        if character.isascii() and character.isalpha():
            # Shift types Latin capitals on a Hebrew keyboard, so they tell nothing.
            self._latin = self._latin or character.islower()
        elif character.isalpha():
            self._latin = False
        if character.isascii() and self._latin:
            return character
        return translate(character, self._layout)


def translate(character: str, layout: KeyboardLayout | None = None) -> str:
    """The character of a US keyboard that lies where this one was typed; itself when unknown.

    ASCII characters are mapped only for a layout that is set, ASCII letters and digits never.
    """
    if character in _DIGITS:
        return _DIGITS[character]
    places = _places(layout) if layout else {}
    return places.get(character) or _usual_places().get(character, character)


def join_lam_alef(typed: str) -> str:
    """Two letters that one key typed, as one character.

    The key on `b` of an Arabic keyboard sends lam and alef at once on most systems, and so do
    its neighbours with shift: what was read from the terminal in one go is then that pair and
    nothing else. A field takes the ligature apart again (`split_lam_alef`), so letters that
    were typed one by one, but read together, are not harmed.
    """
    return _LIGATURES.get(typed, typed)


def split_lam_alef(text: str) -> str:
    """The text with each lam-alef ligature as its two letters."""
    for ligature, letters in _LAM_ALEF.items():
        text = text.replace(ligature, letters)
    return text


@cache
def _places(layout: str) -> dict[str, str]:
    """Character → key of one layout."""
    rows = zip(LAYOUTS[layout], US, strict=True)
    pairs = [pair for row, keys in rows for pair in zip(row.split(), keys.split(), strict=True)]
    places = dict(ALSO.get(layout, {}))
    for character, key in pairs:
        if character != "·" and not (character.isascii() and character.isalnum()):
            places.setdefault(character, key)
    return places


@cache
def _usual_places() -> dict[str, str]:
    """Character → key where no layout is set; no ASCII, and punctuation only where all agree."""
    found: dict[str, str] = {}
    for character in {character for layout in LAYOUTS for character in _places(layout)}:
        keys = {name: _places(name)[character] for name in LAYOUTS if character in _places(name)}
        if character.isascii():
            continue
        if unicodedata.category(character)[0] not in "LM" and len(set(keys.values())) > 1:
            continue
        standard = [key for name, key in keys.items() if name in _STANDARD]
        found[character] = min(standard, key=_rank) if standard else next(iter(keys.values()))
    return found


def _rank(key: str) -> int:
    """Plain letters first, other plain keys next; a stable order keeps the layouts' order."""
    if key in _PLAIN:
        return 0 if key.isalpha() else 1
    return 2 if key.isalpha() else 3
