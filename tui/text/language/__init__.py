"""Words, sentences, quotations and spelling in Arabic, Persian, Urdu and Hebrew texts.

Vocabulary: a *clitic* is a word written together with the next, such as و, ب or ال. To *fold* a
text is to replace all spellings that readers consider equal by one. A *natural span* is the word,
clause, phrase, quotation, sentence or paragraph around an offset. All offsets and spans count code
points of the text that is passed in.
"""

from typing import TYPE_CHECKING

from tui.lazy import lazy_exports

if TYPE_CHECKING:
    from tui.text.language.clitics import Vocabulary, clitic_ends, with_clitics
    from tui.text.language.folding import (
        Folded,
        find,
        fold,
        fold_text,
        fold_words,
        joins_words,
        parse_number,
        spellings_of_words,
    )
    from tui.text.language.natural_spans import (
        clitic_at,
        move_end_in,
        move_end_out,
        move_start_in,
        move_start_out,
        natural_span,
        sentence_at,
        whole_words,
        widen,
        word_at,
    )
    from tui.text.language.occurrences import Occurrence, find_occurrences
    from tui.text.language.quotations import find_continued, find_quotations, inside_marks
    from tui.text.language.sentences import REPORTING_FORMS, find_sentences
    from tui.text.language.text_moves import TEXT_MOVES
else:
    __getattr__ = lazy_exports(
        __name__,
        {
            "clitics": "Vocabulary clitic_ends with_clitics",
            "folding": (
                "Folded find fold fold_text fold_words joins_words parse_number spellings_of_words"
            ),
            "natural_spans": (
                "clitic_at move_end_in move_end_out move_start_in move_start_out natural_span "
                "sentence_at whole_words widen word_at"
            ),
            "occurrences": "Occurrence find_occurrences",
            "quotations": "find_continued find_quotations inside_marks",
            "sentences": "REPORTING_FORMS find_sentences",
            "text_moves": "TEXT_MOVES",
        },
    )

__all__ = [
    "REPORTING_FORMS",
    "TEXT_MOVES",
    "Folded",
    "Occurrence",
    "Vocabulary",
    "clitic_at",
    "clitic_ends",
    "find",
    "find_continued",
    "find_occurrences",
    "find_quotations",
    "find_sentences",
    "fold",
    "fold_text",
    "fold_words",
    "inside_marks",
    "joins_words",
    "move_end_in",
    "move_end_out",
    "move_start_in",
    "move_start_out",
    "natural_span",
    "parse_number",
    "sentence_at",
    "spellings_of_words",
    "whole_words",
    "widen",
    "with_clitics",
    "word_at",
]
