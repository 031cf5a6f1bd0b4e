"""How good the suggestions are, measured on the marked articles of tests/data/news.

    python -m scripts.quality                 print the table and the misses
    python -m scripts.quality --write         keep them in README.md and docs/suggestions.md, there
                                              with tables of tests/data/news_aside
    python -m scripts.quality ar-01 fa-02     only these articles

A quotation is found when a suggested quote shares at least nine tenths of the characters of both.
A speaker is right when exactly one mention of the person is linked, by a name that is part of
theirs or the other way round, or by the marked words; for somebody who is not named also when
nobody is linked. A cue is found when what is linked shares a character with it.
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from scripts.pages import replace_part
from tui.suggest import Suggestion, suggest
from tui.text.spans import Span

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = ROOT / "tests" / "data" / "news"
ASIDE = ROOT / "tests" / "data" / "news_aside"
PLAIN, VARIED = ASIDE / "plain", ASIDE / "varied"
PAGE = ROOT / "docs" / "suggestions.md"
README = ROOT / "README.md"

LANGUAGES = {"ar": "Arabic", "fa": "Persian", "he": "Hebrew", "ur": "Urdu", "en": "English"}

TARGETS = {
    "ar": (0.95, 0.97, 0.85, 0.95),
    "fa": (0.92, 0.97, 0.75, 0.85),
    "he": (0.92, 0.97, 0.75, 0.85),
    "ur": (0.92, 0.97, 0.75, 0.85),
    "en": (0.92, 0.97, 0.75, 0.85),
}
"""The least recall, precision, part of right speakers, and of cues found."""

SHARED = 0.9
"""The part of the characters of both that a found quotation shares with the marked one."""

NAMES = ("PERS", "ORG", "GPE", "LOC")
"""The kinds of names that are marked wherever they occur."""

_TABLE = re.compile(r"\| \| quotations found \|.*\n(?:\|.*\n)+")
"""The table in README.md, which has no marks of generated parts."""

_MARKS = re.compile("[\u0640\u064b-\u0652\u0670\u0591-\u05c7]")
_ONE_SPELLING = str.maketrans("أإآىة", "ااايه")


class Miss(NamedTuple):
    """Something that is not as it is marked."""

    article: str
    kind: str
    quote: str
    wanted: str
    got: str


@dataclass(slots=True)
class Tally:
    """Counts over the articles of one language."""

    quotations: int = 0
    found: int = 0
    false: int = 0
    speakers: int = 0
    cues: int = 0
    cues_found: int = 0
    misses: list[Miss] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The part of the marked quotations that are suggested."""
        return _part(self.found, self.quotations)

    @property
    def precision(self) -> float:
        """The part of the suggested quotations that are marked."""
        return _part(self.found, self.found + self.false)

    @property
    def speaker(self) -> float:
        """The part of all marked quotations that are suggested with the right speaker."""
        return _part(self.speakers, self.quotations)

    @property
    def cue(self) -> float:
        """The part of the marked cues that are suggested with their quotation."""
        return _part(self.cues_found, self.cues)


def _part(some: int, all_of_them: int) -> float:
    return some / all_of_them if all_of_them else 1.0


class Article(NamedTuple):
    """A marked article."""

    name: str
    language: str
    text: str
    marks: dict[str, Any]
    """As the JSON file has them."""


def articles(folder: Path = ARTICLES, names: Sequence[str] = ()) -> Iterator[Article]:
    """The marked articles of a folder by name; only those of `names` where there are any."""
    for path in sorted(folder.glob("*.gold.json")):
        name = path.name.removesuffix(".gold.json")
        if names and name not in names:
            continue
        marks = json.loads(path.read_text(encoding="utf-8"))
        text = (folder / f"{name}.txt").read_bytes().decode()
        yield Article(name, marks["language"], text, marks)


def measure(chosen: Iterable[Article]) -> dict[str, Tally]:
    """Suggest for every article and count, by language."""
    tallies: dict[str, Tally] = {}
    for article in chosen:
        _measure(article, tallies.setdefault(article.language, Tally()))
    return tallies


def _measure(article: Article, tally: Tally) -> None:
    found = suggest(article.text)
    quotes = [
        made
        for made in found
        if made.label == "quote" and made.attributes.get("type") != "indirect"
    ]
    taken: set[Span] = set()
    for mark in article.marks["quotes"]:
        if mark["marked"]:
            _measure_quotation(article, mark, found, quotes, taken, tally)
    elsewhere = [
        _span(mark)
        for mark in (*article.marks["indirect"], *article.marks["quotes"])
        if not mark["marked"]
    ]
    for made in quotes:
        if made.span in taken or any(made.span.overlaps(span) for span in elsewhere):
            continue
        tally.false += 1
        tally.misses.append(
            Miss(article.name, "no quotation", made.span.of(article.text), "", made.why)
        )


def _measure_quotation(
    article: Article,
    mark: dict[str, Any],
    found: Sequence[Suggestion],
    quotes: Sequence[Suggestion],
    taken: set[Span],
    tally: Tally,
) -> None:
    tally.quotations += 1
    tally.cues += bool(mark["cue"])
    best = max(
        (made for made in quotes if made.span not in taken),
        key=lambda made: _shared(_span(mark), made.span),
        default=None,
    )
    miss = Miss(article.name, "not found", mark["text"], "", "")
    if best is None or not _is_same(_span(mark), best.span):
        tally.misses.append(miss)
        return
    taken.add(best.span)
    tally.found += 1
    linked: dict[str, list[Suggestion]] = {"speaker": [], "cue": []}
    for link in best.links:
        linked.setdefault(link.type, []).append(found[link.target])
    got = " + ".join(made.span.of(article.text) for made in linked["speaker"])
    if _is_speaker(article.text, mark, linked["speaker"]):
        tally.speakers += 1
    else:
        wanted = mark["speaker_name"] or "nobody who is named"
        tally.misses.append(miss._replace(kind="speaker", wanted=wanted, got=got))
    if mark["cue"]:
        cues = [made.span for made in linked["cue"]]
        if any(span.overlaps(_span(mark["cue"])) for span in cues):
            tally.cues_found += 1
        else:
            got = " + ".join(span.of(article.text) for span in cues)
            tally.misses.append(miss._replace(kind="cue", wanted=mark["cue"]["text"], got=got))


def _is_speaker(text: str, mark: dict[str, Any], linked: Sequence[Suggestion]) -> bool:
    marked = mark["speaker"] and _span(mark["speaker"])
    touches = any(marked and made.span.overlaps(marked) for made in linked)
    if not mark["speaker_name"]:
        return not linked or touches
    if len(linked) != 1:
        return False
    wanted, got = _words(mark["speaker_name"]), _words(linked[0].span.of(text))
    return touches or bool(got and (got <= wanted or wanted <= got))


def _words(name: str) -> set[str]:
    """The words of a name without marks, alef and its like spelt one way; no short ones."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", name)).translate(_ONE_SPELLING)
    return {word for word in re.findall(r"\w+", plain) if len(word) > 2}


def _span(mark: dict[str, Any]) -> Span:
    return Span(mark["start"], mark["end"])


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _is_same(one: Span, other: Span) -> bool:
    return _shared(one, other) >= SHARED * max(one.length, other.length)


def table(tallies: dict[str, Tally]) -> str:
    """The figures in Markdown."""
    lines = [
        "| | quotations found | suggestions correct | speaker right | cues found |",
        "| --- | --- | --- | --- | --- |",
    ]
    for language, tally in sorted(tallies.items(), key=lambda item: [*LANGUAGES].index(item[0])):
        cells = (
            LANGUAGES[language],
            _cell(tally.recall, tally.found, tally.quotations),
            _cell(tally.precision, tally.found, tally.found + tally.false),
            _cell(tally.speaker, tally.speakers, tally.quotations),
            _cell(tally.cue, tally.cues_found, tally.cues),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(part: float, some: int, all_of_them: int) -> str:
    return f"{part:.2f} ({some}/{all_of_them})"


def misses(tallies: dict[str, Tally]) -> str:
    """What is not as it is marked, in Markdown."""
    lines = [
        "| article | what | quotation | wanted | suggested |",
        "| --- | --- | --- | --- | --- |",
    ]
    for _, tally in sorted(tallies.items(), key=lambda item: [*LANGUAGES].index(item[0])):
        for miss in tally.misses:
            cells = (_safe(cell) for cell in miss)
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _safe(cell: str) -> str:
    """A cell of a table, each text kept apart from its neighbours' direction."""
    short = cell if len(cell) <= 60 else cell[:59] + "…"
    return f"\u2068{short}\u2069".replace("|", "\\|") if short and not short.isascii() else short


def parts(tallies: dict[str, Tally]) -> dict[str, str]:
    """Return the generated parts of docs/suggestions.md by name, from the tallies of the marked
    articles."""
    aside = {
        name: table(measure(articles(folder)))
        for name, folder in (("plain", PLAIN), ("varied", VARIED))
    }
    return {"quality": table(tallies), "misses": misses(tallies), **aside}


def write(tallies: dict[str, Tally]) -> None:
    """Keep the generated parts in docs/suggestions.md, and the table in README.md."""
    page = PAGE.read_text(encoding="utf-8")
    for name, content in parts(tallies).items():
        page = replace_part(page, name, content, by="make quality")
    PAGE.write_text(page, encoding="utf-8")
    readme = README.read_text(encoding="utf-8")
    README.write_text(_TABLE.sub(lambda _: f"{table(tallies)}\n", readme), encoding="utf-8")


_HELP = "Measure the suggestions on the marked articles of tests/data/news."


def main() -> None:
    """Measure what is asked for and print it."""
    parser = argparse.ArgumentParser(prog="python -m scripts.quality", description=_HELP)
    parser.add_argument("articles", nargs="*", metavar="ARTICLE", help="only these")
    parser.add_argument("--folder", type=Path, default=ARTICLES, help="other marked articles")
    parser.add_argument("--write", action="store_true", help="keep them in the pages")
    options = parser.parse_args()
    tallies = measure(articles(options.folder, options.articles))
    print(table(tallies))
    print()
    print(misses(tallies))
    if options.write:
        write(tallies)


if __name__ == "__main__":
    main()
