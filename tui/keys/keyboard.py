"""Keyboard layouts: find the key of a US keyboard that typed a character.

Outside text fields a key acts by its position, with any active layout: the key of `c` always
acts as `c`. A program in a terminal receives only the character, so its position is looked up in
the usual layouts: first the standard Arabic, Persian and Hebrew ones, then the others. If they
disagree on a character, a key without shift wins over one with shift, and then a key that is a
letter on a US keyboard over one that is not: `ز` is Persian's `c`, not Arabic's `.`. The layout in
the settings wins over all others.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from tui.config import KeyboardLayout
from tui.text.unicode import ARABIC_INDIC_DIGITS, EXTENDED_ARABIC_INDIC_DIGITS

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
"""The rows of a US keyboard from the top, first without, then with shift."""

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
"""The rows of each layout, as in `US`: from the top, first without, then with shift.

`·` marks a key that types nothing of interest. Sources: XKB (ara, ir, pk, il) and the keyboards
of CLDR 43.
"""

_VARIANTS = {"arabic": {"‘": "U", "’": "M", "…": "|"}}
"""More characters of a layout by key, where operating systems differ."""

_DIGITS = {
    typed: str(digit)
    for digits in (ARABIC_INDIC_DIGITS, EXTENDED_ARABIC_INDIC_DIGITS)
    for digit, typed in enumerate(digits)
}

_LAM_ALEF = {"ﻻ": "لا", "ﻷ": "لأ", "ﻹ": "لإ", "ﻵ": "لآ"}

_LIGATURES = {letters: ligature for ligature, letters in _LAM_ALEF.items()}

_STANDARD = ("arabic", "persian", "hebrew")

_PLAIN = "".join(US[:4])


class Keyboard:
    """Maps the key presses of one session.

    With a layout in the settings, its ASCII punctuation is mapped too. A Latin letter shows that a
    Latin layout is active: after one, punctuation is not mapped until the next letter of another
    script.
    """

    def __init__(self, layout: KeyboardLayout = "") -> None:
        self._layout: KeyboardLayout = layout
        self._latin = False

    def pressed(self, name: str, character: str | None) -> str:
        """Return the key that was pressed, as the table of actions names it.

        This is a character of a US keyboard, or `name` for the space bar and for keys that type no
        character.
        """
        if character and character != " " and character.isprintable():
            return self.key(character)
        return name

    def key(self, character: str) -> str:
        """Return the key of a US keyboard that typed this character."""
        if character.isascii() and character.isalpha():
            # On a Hebrew keyboard shift types Latin capitals, so only small letters count.
            self._latin = self._latin or character.islower()
        elif character.isalpha():
            self._latin = False
        if character.isascii() and self._latin:
            return character
        return translate(character, self._layout)


def translate(character: str, layout: KeyboardLayout | None = None) -> str:
    """Return the character of a US keyboard on the key that typed this one.

    A character that is on no known key is returned unchanged. ASCII letters and digits are never
    mapped, other ASCII characters only with a layout in the settings.
    """
    if character in _DIGITS:
        return _DIGITS[character]
    places = _keys_of_layout(layout) if layout else {}
    return places.get(character) or _keys_of_all_layouts().get(character, character)


def join_lam_alef(typed: str) -> str:
    """Return lam and alef as one character if nothing else was read at once.

    On most systems the key of `b` of an Arabic keyboard sends both letters, and so do some keys
    with shift. If two letters were typed separately but read together, the result is the same: a
    text field splits the ligature again (`split_lam_alef`).
    """
    return _LIGATURES.get(typed, typed)


def split_lam_alef(text: str) -> str:
    """Return the text with the two letters for each lam-alef ligature."""
    for ligature, letters in _LAM_ALEF.items():
        text = text.replace(ligature, letters)
    return text


@cache
def _keys_of_layout(layout: str) -> dict[str, str]:
    """Return the keys of one layout by character."""
    rows = zip(LAYOUTS[layout], US, strict=True)
    pairs = [pair for row, keys in rows for pair in zip(row.split(), keys.split(), strict=True)]
    places = dict(_VARIANTS.get(layout, {}))
    for character, key in pairs:
        if character != "·" and not (character.isascii() and character.isalnum()):
            places.setdefault(character, key)
    return places


@cache
def _keys_of_all_layouts() -> dict[str, str]:
    """Return the keys by character if no layout is set.

    ASCII is not included, nor is punctuation on which two layouts disagree.
    """
    found: dict[str, str] = {}
    for character in {character for layout in LAYOUTS for character in _keys_of_layout(layout)}:
        keys = {
            name: _keys_of_layout(name)[character]
            for name in LAYOUTS
            if character in _keys_of_layout(name)
        }
        if character.isascii():
            continue
        if unicodedata.category(character)[0] not in "LM" and len(set(keys.values())) > 1:
            continue
        standard = [key for name, key in keys.items() if name in _STANDARD]
        found[character] = min(standard, key=_rank) if standard else next(iter(keys.values()))
    return found


def _rank(key: str) -> int:
    """Return the sort key of a key: letters without shift, other keys without shift, the rest."""
    if key in _PLAIN:
        return 0 if key.isalpha() else 1
    return 2 if key.isalpha() else 3
