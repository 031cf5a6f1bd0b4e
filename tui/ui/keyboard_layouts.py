"""Which character lies on which key: the rows of right-to-left keyboard layouts.

Each layout has the rows of a US keyboard from the top, first plain, then with shift; `·` is a
key that types nothing of interest. Facts from XKB (ara, ir, pk, il) and CLDR 43's keyboards.
"""

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
