"""How the time of the text functions grows with hostile texts: twice as long, twice the time.

`python -m bench.growth` prints each function and shape whose time more than doubles.
"""

from __future__ import annotations

import argparse
import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from time import process_time
from typing import NamedTuple

from tui.suggest import suggest
from tui.text import language, layout, unicode
from tui.text.layout import DocumentLayout, LayoutOptions
from tui.text.natural_order import natural_key
from tui.text.spans import Span

FIRST, LAST = 2_000, 512_000
"""Code points of the shortest and the longest text."""

ENOUGH = 0.04
"""Seconds of calls that measure one length well enough; an eighth of it is no noise."""

LONG = 1.0
"""Seconds of one call after which no longer text is tried."""

SUSPECT = 2.2
"""The growth from which longer texts are tried, and the longest ones a second time."""

SHAPES: Mapping[str, str] = {
    "letters": "ا",
    "latin letters": "a",
    "digits": "1",
    "spaces": " ",
    "tabs": "\t",
    "no-break spaces": "\u00a0",
    "newlines": "\n",
    "line separators": "\u2028",
    "words": "قال كتاب ",
    "lines": "كتاب\n",
    "letters and ZWNJ": "ا\u200c",
    "latin letters and ZWNJ": "a\u200c",
    "letters and ZWJ": "ب\u200d",
    "letters and marks": "بَ",
    "marks": "\u064e",
    "marks of all kinds": "\u064e\u0651\u0315\u0591",
    "tatweel": "ـ",
    "lam-alef": "لا",
    "lam and marks": "ل\u064e\u064e\u064e",
    "clitics": "وبال",
    "he-clitics": "ושהבכלמ",
    "article": "ال",
    "opening marks": "«",
    "closing marks": "»",
    "pairs of marks": "«»",
    "opening marks and words": "«كلمة ",
    "straight marks": '"',
    "straight marks and words": ' "كلمة" ',
    "gershayim": 'ב"ה',
    "apostrophes": "'",
    "curved apostrophes": "’",
    "curved marks": "‘a ",
    "possessives": "s’ a ",
    "round brackets": "(",
    "round bracket pairs": "()",
    "double brackets": "((كلمة",
    "all brackets": "([{«",
    "embeddings": "\u202b",
    "embeddings and letters": "\u202bا",
    "embeddings that end": "\u202aا\u202c",
    "isolates": "\u2067",
    "isolates and letters": "\u2067a",
    "isolates that end": "\u2066ا\u2069",
    "ends of isolates": "\u2069",
    "overrides": "\u202e",
    "direction marks": "\u200fا\u200e",
    "full stops": ".",
    "initials": "د. ",
    "initials without spaces": "د.",
    "abbreviations": "ص.ب. ",
    "ellipses": "... ",
    "sentences": "قال. ",
    "short sentences": "a. B",
    "questions": "؟",
    "commas": "،",
    "colons": "قال: ",
    "semicolons": "؛ ",
    "reporting verbs": "قال ",
    "reporting verbs and that": "قال إن ",
    "reporting verbs and names": "وقال محمد ",
    "speakers": "قال الرئيس محمد أحمد، ",
    "quoted after a verb": "قال محمد: «نعم». ",
    "quotes before a verb": "«نعم»، قال محمد. ",
    "quoted without an end": "قال محمد: «نعم ",
    "according to": "وفقا ل",
    "that": "أن ",
    "and": "و",
    "hebrew verbs": "אמר דוד כי ",
    "hebrew quotes": '"כן", אמר דוד. ',
    "persian verbs": "گفت که ",
    "persian quotes": "علی گفت: «بله». ",
    "urdu verbs": "نے کہا کہ ",
    "joined urdu verbs": "ہنستی ہیں اور کہتی ہیں اور ",
    "joined persian verbs": "پلیس گفت و افزود و ",
    "statements": "أصدرت الوزارة بيانا أكدت فيه أن ",
    "ffi": "\ufb03",
    "ligatures": "\ufdfa",
    "presentation forms": "\ufefb",
    "regional indicators": "\U0001f1e6",
    "emoji and joiners": "\U0001f468\u200d",
    "hangul": "각",
    "jamo": "\u1100",
    "thai": "ก",
    "khmer": "ក្",
    "han": "漢",
    "controls": "\x1b",
    "soft hyphens": "a\u00ad",
    "dashes": "-",
    "slashes": "a/",
    "number signs": "\u06dd1",
    "dates": "1/2-",
    "arabic digits": "١٢ ",
    "surrogate pairs": "\U00010ec2",
    "nothing": "\u200b",
    "word joiners": "\u2060",
    "noncharacters": "\uffff",
}
"""What a text consists of, again and again."""

END = "كلمة"


class Work(NamedTuple):
    """A function that is measured."""

    name: str
    run: Callable[[str], object]


def _rows(text: str, width: int = 72) -> None:
    view = DocumentLayout(text, LayoutOptions(width=width))
    while view.settle(10.0):
        pass
    for index in (0, view.row_count // 2, view.row_count - 1):
        view.row(index)


def _caret(text: str) -> None:
    view = DocumentLayout(text, LayoutOptions(width=72))
    for move in layout.SCREEN_MOVES.values():
        for offset in (0, len(text) // 2, len(text)):
            move(view, offset)


def _moves(text: str) -> None:
    for move in language.TEXT_MOVES.values():
        for offset in (0, len(text) // 2, len(text)):
            move(text, offset)


def _natural(text: str) -> None:
    for offset in (0, len(text) // 2, len(text)):
        for kind in ("word", "sentence", "quotation"):
            language.natural_span(text, offset, kind)
        span, wider = Span(offset, offset), language.widen(text, Span(offset, offset))
        while wider != span:
            span, wider = wider, language.widen(text, wider)


def _bounds(text: str) -> None:
    vocabulary = language.Vocabulary(text)
    middle = len(text) // 2
    for span in (Span(0, 1), Span(middle, middle + 1), Span(0, len(text))):
        language.move_start_in(text, span, vocabulary)
        language.move_start_out(text, span, vocabulary)
        language.move_end_in(text, span)
        language.move_end_out(text, span)


def _number(text: str) -> None:
    with suppress(ValueError):
        language.parse_number(text)


def _levels(text: str) -> None:
    for one in unicode.paragraphs(text):
        resolved = unicode.resolve(text[one.start : one.end])
        del resolved


def works() -> Sequence[Work]:
    """The functions."""
    return (
        Work("cluster_starts", unicode.cluster_starts),
        Work("line_segments", lambda text: list(unicode.line_segments(text))),
        Work("words", unicode.words),
        Work("word_segments", unicode.word_segments),
        Work("paragraphs", unicode.paragraphs),
        Work("levels", _levels),
        Work("shape", unicode.shape),
        Work("sanitized", unicode.sanitized),
        Work("escaped_lines", unicode.escaped_lines),
        Work("cell_len", unicode.cell_len),
        Work("fold", language.fold),
        Work("fold_words", language.fold_words),
        Work("find a letter", lambda text: list(language.find(text, "ا"))),
        Work("find the shape", lambda text: list(language.find(text, text[:40]))),
        Work("find half the text", lambda text: list(language.find(text, text[: len(text) // 2]))),
        Work("find two words", lambda text: list(language.find(text, "كتاب كلمة"))),
        Work("find exactly", lambda text: list(language.find(text, f'"{text[:3]}"'))),
        Work("find_occurrences", lambda text: language.find_occurrences(text, text[:20])),
        Work("find_occurrences of a word", lambda text: language.find_occurrences(text, "الا")),
        Work("find_quotations", language.find_quotations),
        Work("find_sentences", language.find_sentences),
        Work("parse_number", _number),
        Work("clitic_ends", language.clitic_ends),
        Work("with_clitics", language.with_clitics),
        Work("vocabulary", lambda text: language.Vocabulary(text).clitic_ends(text[:50], 0)),
        Work("natural spans", _natural),
        Work("moving bounds", _bounds),
        Work("whole_words", lambda text: language.whole_words(text, Span(0, len(text)))),
        Work("rows", _rows),
        Work("narrow rows", lambda text: _rows(text, 2)),
        Work("caret by screen", _caret),
        Work("caret by text", _moves),
        Work("fit", lambda text: layout.fit(text, 40)),
        Work("flat", layout.flat),
        Work("tight", lambda text: layout.tight(text, 40)),
        Work("natural_key", natural_key),
        Work("suggest", lambda text: suggest(text, [("كلمة", {}), (text[:30], {})])),
    )


class Growth(NamedTuple):
    """How long a function took for one shape."""

    work: str
    shape: str
    length: int
    """Code points of the longest text that was tried."""
    seconds: Sequence[float]
    """For a quarter of that length, for half of it, and for all."""

    @property
    def is_certain(self) -> bool:
        """Whether longer texts would say no more.

        They would where a call is too short to be measured. A step that comes once, at some
        length, is not growth, so they would too where the time more than doubles.
        """
        long_enough = len(self.seconds) == 3 and self.seconds[0] >= ENOUGH / 8
        return long_enough and self.ratio < SUSPECT

    @property
    def ratio(self) -> float:
        """How many times as long it takes for a text of twice the length."""
        least = ENOUGH / 8  # what is quicker is noise
        return float((self.seconds[-1] / max(self.seconds[0], least)) ** 0.5)


def measured(names: Sequence[str] = (), last: int = LAST) -> Iterator[Growth]:
    """Measure the functions whose names have one of these parts, or all."""
    # A collection in the middle of a call would walk all that other functions have cached: many
    # times what the call takes.
    gc.freeze()
    gc.disable()
    try:
        for work in works():
            if not names or any(name in work.name for name in names):
                for shape, unit in SHAPES.items():
                    yield _growth(work, shape, unit, last)
                    gc.collect()
    finally:
        gc.enable()
        gc.unfreeze()


def _growth(work: Work, shape: str, unit: str, last: int) -> Growth:
    work.run(unit * (FIRST // len(unit)))  # the first call also reads lexicons and compiles
    found = Growth(work.name, shape, FIRST, [_best(work, unit, FIRST, 0)])
    while found.length < last and found.seconds[-1] < LONG and not found.is_certain:
        length = 2 * found.length
        seconds = [*found.seconds, _best(work, unit, length, 0)][-3:]
        found = found._replace(length=length, seconds=seconds)
    if found.ratio < SUSPECT:
        return found
    # One call that the machine held up would look the same: what grows does so again.
    lengths = [found.length >> place for place in reversed(range(len(found.seconds)))]
    again = [_best(work, unit, length, 1) for length in lengths]
    return found._replace(seconds=list(map(min, found.seconds, again)))


def _best(work: Work, unit: str, length: int, turn: int) -> float:
    """Return the seconds of the fastest of up to three calls for a text of this length."""
    taken: list[float] = []
    while len(taken) < 3 and sum(taken) < ENOUGH:
        # No two texts are equal, so that no cache has the answer.
        text = f"{END} {length}.{turn}{len(taken)} {unit * (length // len(unit))}{END}"
        began = process_time()
        work.run(text)
        taken.append(process_time() - began)
    return min(taken)


def main() -> None:
    """Print what grows faster than the text."""
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="part of a function's name")
    parser.add_argument("--most", type=float, default=2.4, help="the largest growth left out")
    parser.add_argument("--last", type=int, default=LAST, help="code points of the longest text")
    options = parser.parse_args()
    for one in measured(options.names, options.last):
        if one.ratio > options.most:
            times = "  ".join(f"{1000 * taken:,.0f} ms" for taken in one.seconds)
            print(f"{one.ratio:5.1f}  {one.work}, {one.shape}: {times} at {one.length:,}")


if __name__ == "__main__":
    main()
