"""A quotation that is somebody's words, and the reasons to take it for one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from tui.suggest.rules.reports.report import Report
from tui.text.spans import Span

BECAUSE_REPORT_AFTER = "{cue} comes right after the quotation marks."


BECAUSE_COLON = "The quotation marks follow {cue} and a colon."


BECAUSE_HEADING = "A name and a colon come before the quotation marks."


BECAUSE_NAME_AFTER = "Only a name comes after the quotation marks."


BECAUSE_HEADLINE = "It is in a headline, after a name and a colon."


BECAUSE_BESIDE = "The quotation marks follow {cue}."


BECAUSE_BROKEN = "It goes on after its attribution by {cue}."


BECAUSE_GOES_ON = "It follows the last quotation at once."


BECAUSE_IN_CLAUSE = "It is in the clause that {cue} reports."


BECAUSE_SENTENCE = "What the quotation marks enclose is as long as a sentence."


BECAUSE_MENTIONED = "It follows a sentence about somebody at once."


BECAUSE_REPEATED = "The text says the same again, with its speaker."


@dataclass(frozen=True)
class Quote:
    """A quotation, and how it is reported."""

    span: Span
    """What the quotation marks enclose, without white space at its ends."""
    type: Literal["direct", "mixed", "indirect", ""]
    report: Report | None
    continues: int | None = None
    """Index of the quote of which this one is the next part."""
    why: str = ""
    """Why it is suggested, as a sentence; `{cue}` is replaced with the expression."""


class Previous(NamedTuple):
    """The quote found last, as the one behind it may go on from it."""

    quote: Quote
    quotation: Span
    """With its marks."""
    place: int
    """Its index among the quotes."""
