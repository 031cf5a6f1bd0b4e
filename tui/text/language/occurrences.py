"""Find a name in a text: as whole words, also after the clitics written together with them.

Arabic writes و ف ب ل ك together with the next word, and ل with ال as لل; Hebrew does so with ו ש ה
ב כ ל מ. The span of an occurrence is the name alone. س is not a clitic here, as only verbs follow
it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from tui.text.language.clitics import behind_lam, clitics_before, has_article, takes_clitics
from tui.text.language.folding import Folded, Spellings, fold_text
from tui.text.spans import Span
from tui.text.unicode.letters import NOT_IN_ARABIC

_SHORT = 4
"""A name of at most this many letters after a clitic may be part of another word: ريم in كريم."""

_NOT_ARABIC = re.compile(f"[{NOT_IN_ARABIC}]")

_LETTER = re.compile(r"[^\W\d_]")

_SPELLINGS = "ةى"
"""Letters that folding replaces by ه and ي, although they make different words."""


class Occurrence(NamedTuple):
    """One place at which the name occurs."""

    span: Span
    """The name with its marks, without its clitics."""
    ticked: bool
    """Whether it is certainly the name, so that a preview ticks it."""
    how: str
    """The difference from the name as a separate word; "" if there is none."""


def find_occurrences(text: str | Folded, name: str) -> list[Occurrence]:
    """Return all places where the name occurs, itself included, in the order of the text.

    Not ticked are a name without article of at most four letters after a clitic, a name that is not
    Arabic after an Arabic clitic, and places with ة for ه or ى for ي.
    """
    folded = text if isinstance(text, Folded) else Folded(text)
    wanted = fold_text(name).strip()
    if not wanted:
        return []
    signed = folded.with_signs
    finder = _Finder(name, wanted, signed.spellings(name, wanted))
    found: list[Occurrence] = []
    for match in finder.matches(signed.text):
        span = finder.span(signed, match)
        if not found or span != found[-1].span:  # several matches may be in one cluster
            found.append(finder.occurrence(folded, match, span))
    return found


class _Finder:
    """Turns the matches of a name's pattern into occurrences."""

    def __init__(self, name: str, wanted: str, spellings: Spellings) -> None:
        self.spelling = _spelling(name)
        self.pattern = _pattern(wanted, spellings)
        letters = len(_LETTER.findall(wanted))
        self.short = takes_clitics(wanted) and letters <= _SHORT and not has_article(wanted)
        self.foreign = bool(_NOT_ARABIC.search(name))
        ending = behind_lam(wanted) if has_article(wanted) else wanted
        self.ending = "" if any(spellings) else ending
        """The text with which each match ends; "" if it has several spellings."""
        clitics = sum(max(map(len, group)) for group in clitics_before(wanted))
        self.before = clitics + len(wanted) - len(ending)
        """The most letters of a match before its ending."""

    def matches(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the matches in a folded text, from the first on and none inside another."""
        if not self.ending:
            yield from self.pattern.finditer(text)
            return
        # Looking for the ending first is 50 times as fast as the pattern in a long text.
        last, at = 0, text.find(self.ending)
        while at >= 0:
            for start in range(max(last, at - self.before), at + 1):
                if match := self.pattern.match(text, start):
                    yield match
                    last = match.end()
                    break
            at = text.find(self.ending, max(last, at + 1))

    def span(self, folded: Folded, match: re.Match[str]) -> Span:
        """Return the span of the name at a match of the pattern."""
        return folded.span(*match.span("name" if match["lam"] is None else "lam"))

    def occurrence(self, folded: Folded, match: re.Match[str], span: Span) -> Occurrence:
        """Return the occurrence at a match of the pattern."""
        lam = match["lam"]
        clitic = match["clitic"] or match["before_lam"] or ""
        how = [f"behind {clitic}"] if clitic else []
        doubtful = bool(clitic) and (self.short or self.foreign)
        found = _spelling(span.of(folded.source))
        if not self.spelling.endswith(found.removeprefix("ل") if lam else found):
            how.append("spelt differently")
            doubtful = True
        return Occurrence(span, not doubtful, ", ".join(how))


def _pattern(wanted: str, spellings: Spellings) -> re.Pattern[str]:
    """Return the pattern of the name as a whole word with its clitics, in folded text."""
    spelled = spellings.pattern
    lam = "(?P<before_lam>(?!))(?P<lam>(?!))"
    groups = clitics_before(wanted)
    if has_article(wanted):
        lam = f"(?P<before_lam>[{''.join(groups[0])}]?ل)(?P<lam>{spelled(behind_lam(wanted))})"
    clitics = "".join(f"(?:{'|'.join(group)})?" for group in groups)
    start = r"(?<!\w)" if wanted[0].isalnum() else ""
    end = r"(?!\w)" if wanted[-1].isalnum() else ""
    return re.compile(f"{start}(?:(?P<clitic>{clitics})(?P<name>{spelled(wanted)})|{lam}){end}")


def _spelling(text: str) -> str:
    """Return the folded text without spaces, with the letters of `_SPELLINGS` as they are."""
    plain = unicodedata.normalize("NFKC", text)
    parts = re.split(f"([{_SPELLINGS}])", plain)
    folded = (part if part in _SPELLINGS else fold_text(part) for part in parts)
    return "".join(folded).replace(" ", "")
