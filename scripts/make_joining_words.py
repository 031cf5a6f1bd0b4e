"""Fills tests/data/joining.json with HarfBuzz's forms: python -m scripts.make_joining_words

The file holds words by language. To add some, put them in with "" and run this. It needs the
packages uharfbuzz and fonttools, which the project itself does not.

The font that HarfBuzz shapes with is made here: each letter has one glyph for each form and
nothing else, so the glyph that comes back is the form that HarfBuzz chose, for any letter,
whether it has a presentation form or not.
"""

import io
import json
import sys

import uharfbuzz as hb
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from scripts.tables import ROOT

sys.path.insert(0, str(ROOT))

from tui.text.unicode._joining_data import DUAL, LEFT, RIGHT
from tui.text.unicode.letters import characters
from tui.text.unicode.sanitize import INVISIBLE

FILE = ROOT / "tests/data/joining.json"
FORMS = {"isol": "I", "init": "S", "medi": "M", "fina": "E"}
"""OpenType's feature for each form, and its letter in the file: start, middle, end."""


def font(text: str) -> hb.Font:
    """A font for all characters of a text."""
    letters = sorted(set(text) & set(characters(f"{DUAL} {RIGHT} {LEFT}")))
    builder = FontBuilder(1000, isTTF=True)
    names = {char: f"u{ord(char):04X}" for char in sorted(set(text))}
    forms = [f"{names[letter]}.{form}" for letter in letters for form in FORMS]
    glyphs = [".notdef", *names.values(), *forms]
    builder.setupGlyphOrder(glyphs)
    builder.setupCharacterMap({ord(char): glyph for char, glyph in names.items()})
    builder.setupGlyf(dict.fromkeys(glyphs, TTGlyphPen(None).glyph()))
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (500, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupOS2()
    builder.setupPost()
    builder.addOpenTypeFeatures(
        "\n".join(
            f"feature {form} {{"
            + "".join(f"sub {names[letter]} by {names[letter]}.{form};" for letter in letters)
            + f"}} {form};"
            for form in FORMS
        )
    )
    file = io.BytesIO()
    builder.save(file)
    return hb.Font(hb.Face(file.getvalue()))


def forms(word: str, shaper: hb.Font) -> str:
    """One letter for each code point of a word: its form, or `-`."""
    buffer = hb.Buffer()
    buffer.add_codepoints([ord(char) for char in word])
    buffer.direction, buffer.script, buffer.language = "rtl", "Arab", "ar"
    buffer.cluster_level = hb.BufferClusterLevel.CHARACTERS
    buffer.flags = hb.BufferFlags.PRESERVE_DEFAULT_IGNORABLES
    hb.shape(shaper, buffer, {"ccmp": False})
    found = ["-"] * len(word)
    for glyph in buffer.glyph_infos:
        _, _, form = shaper.glyph_to_string(glyph.codepoint).partition(".")
        found[glyph.cluster] = FORMS.get(form, "-")
    return "".join(found)


def written(words: dict[str, dict[str, str]]) -> str:
    """The file's JSON, with what nobody sees as escapes."""
    text = json.dumps(words, ensure_ascii=False, indent=1) + "\n"
    return "".join(json.dumps(char)[1:-1] if char in INVISIBLE else char for char in text)


def main() -> None:
    """Rewrite the file, and say which facts changed."""
    words = json.loads(FILE.read_text(encoding="utf-8"))
    shaper = font("".join(word for language in words.values() for word in language))
    for language, entries in words.items():
        for word, known in entries.items():
            entries[word] = forms(word, shaper)
            if known not in ("", entries[word]):
                print(f"{language}: {word!a} was {known}, is {entries[word]}")
    FILE.write_text(written(words), encoding="utf-8")
    print(f"HarfBuzz {hb.version_string()}: {sum(map(len, words.values()))} words")


if __name__ == "__main__":
    main()
