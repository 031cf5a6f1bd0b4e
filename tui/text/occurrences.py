"""Where a name occurs in a text: whole words, also behind the letters written together with them.

Arabic writes و ف ب ل ك together with the next word, and ل with ال as لل; Hebrew so writes
ו ש ה ב כ ל מ. The span of an occurrence is the name alone. س is never taken off: what it stands
before is a verb.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from tui.text.folding import Folded, fold_text
from tui.text.spans import Span

_SHORT = 4
"""Letters of a name that is as likely the rest of another word behind a clitic: ريم in كريم."""

_ARTICLE = "ال"
_ARABIC = re.compile("[\u0620-\u06d3]")
_NOT_ARABIC = re.compile("[پچژگکیہےٹڈڑںھۂەۆۇێڕڵ]")
_HEBREW = re.compile("[\u05d0-\u05ea]")
_LETTER = re.compile(r"[^\W\d_]")
_ARABIC_CLITICS = "[وف]?[بكل]?"
_HEBREW_CLITICS = "ו?ש?[הבכלמ]?"
_BEFORE_LATIN = f"(?:{_ARABIC_CLITICS}(?:{_ARTICLE})?)?"  # لـCNN, الـBBC
_SPELLINGS = "ةى"
"""Letters that folding takes for ه and ي, though the two make different words."""


class Occurrence(NamedTuple):
    """One place at which the name stands."""

    span: Span
    """The name, its marks included and its clitics not."""
    ticked: bool
    """Whether it is so surely the name that it may be tagged unasked."""
    how: str
    """What differs from the name as a word of its own; "" when nothing does."""


def occurrences(text: str | Folded, name: str) -> list[Occurrence]:
    """Find all places where the name stands, itself included, in the order of the text.

    Unticked are a name without article of at most four letters behind a clitic, one behind a
    clitic that Arabic knows and the name's language does not, and hits that need ة for ه or ى
    for ي.
    """
    folded = text if isinstance(text, Folded) else Folded(text)
    wanted = fold_text(name).strip()
    if not wanted:
        return []
    finder = _Finder(name, wanted)
    return [finder.occurrence(folded, match) for match in finder.pattern.finditer(folded.text)]


class _Finder:
    def __init__(self, name: str, wanted: str) -> None:
        self.spelling = _spelling(name)
        self.pattern = _pattern(wanted)
        letters = len(_LETTER.findall(wanted))
        attaches = _ARABIC.match(wanted) or _HEBREW.match(wanted)
        self.short = bool(attaches) and letters <= _SHORT and not _has_article(wanted)
        self.foreign = bool(_NOT_ARABIC.search(name))

    def occurrence(self, folded: Folded, match: re.Match[str]) -> Occurrence:
        """The occurrence that a match of the pattern is."""
        lam = match["lam"]
        clitic = match["clitic"] or match["before_lam"] or ""
        span = folded.span(*match.span("name" if lam is None else "lam"))
        how = [f"behind {clitic}"] if clitic else []
        doubtful = bool(clitic) and (self.short or self.foreign)
        found = _spelling(span.of(folded.source))
        if not self.spelling.endswith(found.removeprefix("ل") if lam else found):
            how.append("spelt differently")
            doubtful = True
        return Occurrence(span, not doubtful, ", ".join(how))


def _has_article(wanted: str) -> bool:
    return wanted.startswith(_ARTICLE) and len(wanted) > len(_ARTICLE) + 1


def _pattern(wanted: str) -> re.Pattern[str]:
    """The name as a whole word with its clitics, in folded text."""
    escaped = re.escape(wanted)
    lam = "(?P<before_lam>(?!))(?P<lam>(?!))"
    if _ARABIC.match(wanted):
        clitics = _ARABIC_CLITICS
        if _has_article(wanted):
            # ل and ال make لل; before a name in ل one of its three lams is not written.
            rest = wanted.removeprefix(_ARTICLE)
            lam = f"(?P<before_lam>[وف]?ل)(?P<lam>ل{re.escape(rest.removeprefix('ل'))})"
    elif _HEBREW.match(wanted):
        clitics = _HEBREW_CLITICS
    else:
        clitics = _BEFORE_LATIN
    start = r"(?<!\w)" if wanted[0].isalnum() else ""
    end = r"(?!\w)" if wanted[-1].isalnum() else ""
    return re.compile(f"{start}(?:(?P<clitic>{clitics})(?P<name>{escaped})|{lam}){end}")


def _spelling(text: str) -> str:
    """The folded text, with those letters apart that `_SPELLINGS` names."""
    plain = unicodedata.normalize("NFKC", text)
    parts = re.split(f"([{_SPELLINGS}])", plain)
    return "".join(part if part in _SPELLINGS else fold_text(part) for part in parts).strip()
