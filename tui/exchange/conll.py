"""`conll`: a token a line with its IOB2 tag, a blank line between sentences.

Tokens come from ICU's word breaker; white space is not in the file. Documents begin with
CoNLL-2003's `-DOCSTART- -X- O O`, which spaCy's converter looks for. A sentence never ends
inside an annotation. The file is read by columns at any white space, so tokens and labels have
none, and no token can be the `|` trouble that spaCy's one-line `.iob` form has.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from tui.errors import ExchangeError
from tui.exchange.losses import (
    ANNOTATORS,
    ATTRIBUTES,
    GROWN,
    IDS,
    INSIDE_WORDS,
    LABEL_SPACES,
    LINKS,
    META,
    NO_COLUMN,
    NOTES,
    ORIGINS,
    OVERLAPS,
    PROGRESS,
    SPACES_INSIDE,
    SPACES_ONLY,
    STATUSES,
    TIMES,
    TITLES,
    WHITE_SPACE,
    Losses,
)
from tui.exchange.nesting import one_layer
from tui.exchange.options import ExportOptions, Subword
from tui.exchange.output import Sink
from tui.exchange.record import Record, RecordSpan
from tui.exchange.selecting import count_lost, placed
from tui.exchange.tokens import Token, Tokens
from tui.text.breaks import sentences

DOCUMENT_START = "-DOCSTART- -X- O O"

_LOST = (
    NOTES, ATTRIBUTES, LINKS, ANNOTATORS, STATUSES, ORIGINS, IDS, TIMES, TITLES, META, PROGRESS,
)  # fmt: skip


class _Tagged(NamedTuple):
    """An annotation on the words that it covers, both bounds included."""

    first: int
    last: int
    label: str


def write(records: Iterable[Record], out: Sink, options: ExportOptions) -> Losses:
    """Writes the documents; with `options.columns`, a column of tags for each label.

    Raises ExchangeError: annotations overlap where that was not wanted, or columns have no labels.
    """
    columns = [info.name for info in options.labels] if options.columns else None
    if columns == []:
        raise ExchangeError("conll with a column a label needs the labels")
    losses = Losses()
    for record in records:
        lines = _document(record, columns, options, losses)
        out.write("".join(f"{line}\n" for line in lines).encode())
    return losses


def _document(
    record: Record, columns: Sequence[str] | None, options: ExportOptions, losses: Losses
) -> Iterator[str]:
    spans = placed(record, losses)
    count_lost(losses, record, spans, _LOST)
    losses.lose(WHITE_SPACE)
    tokens = Tokens(record.text, ((span.start, span.end) for span in spans), options.subword)
    losses.remark(GROWN if options.subword is Subword.WHOLE else INSIDE_WORDS, tokens.inside)
    words = [t for t in tokens.tokens if not record.text[t.start : t.end].isspace()]
    tagged = _on_words(spans, words, tokens, losses)
    layers = _layers(tagged, columns, losses)
    chosen = [one_layer(layer, options.nested, repr(record.id)) for layer in layers]
    losses.lose(OVERLAPS, sum(map(len, layers)) - sum(map(len, chosen)))
    tags = [_tags(layer, len(words)) for layer in chosen]
    ends = _sentence_ends(record.text, words, chosen)
    yield DOCUMENT_START
    yield ""
    for number, word in enumerate(words):
        text = _one_word(record.text[word.start : word.end], SPACES_INSIDE, losses)
        yield "\t".join([text, *(column[number] for column in tags)])
        if number in ends:
            yield ""


def _on_words(
    spans: Iterable[RecordSpan], words: Sequence[Token], tokens: Tokens, losses: Losses
) -> list[_Tagged]:
    """The annotations by the numbers of words; those on no word are lost."""
    numbers = {word.start: number for number, word in enumerate(words)}
    tagged = []
    for span in spans:
        covered = tokens.covering(span.start, span.end)
        inside = range(covered.first, covered.last + 1) if covered else ()
        found = [numbers[t.start] for t in (tokens.tokens[i] for i in inside) if t.start in numbers]
        if found:
            tagged.append(_Tagged(found[0], found[-1], span.label))
        else:
            losses.lose(SPACES_ONLY)
    return tagged


def _layers(
    tagged: list[_Tagged], columns: Sequence[str] | None, losses: Losses
) -> list[list[_Tagged]]:
    """The annotations by column, their labels fit for one."""
    counts = Counter(one.label for one in tagged)
    if columns is None:
        layers = [tagged]
    else:
        layers = [[one for one in tagged if one.label == label] for label in columns]
        losses.lose(NO_COLUMN, sum(n for label, n in counts.items() if label not in columns))
    names = {label: _one_word(label, LABEL_SPACES, losses) for label in counts}
    return [[one._replace(label=names[one.label]) for one in layer] for layer in layers]


def _one_word(text: str, kind: str, losses: Losses) -> str:
    """The text without white space, at which readers would part it."""
    if not any(map(str.isspace, text)):
        return text
    losses.remark(kind)
    return "".join("_" if sign.isspace() else sign for sign in text)


def _tags(layer: Iterable[_Tagged], count: int) -> list[str]:
    tags = ["O"] * count
    for one in layer:
        tags[one.first : one.last + 1] = [f"I-{one.label}"] * (one.last - one.first + 1)
        tags[one.first] = f"B-{one.label}"
    return tags


def _sentence_ends(
    text: str, words: Sequence[Token], layers: Iterable[Iterable[_Tagged]]
) -> set[int]:
    """The numbers of the words after which a sentence ends: the last, and none inside a layer."""
    inside = {number for layer in layers for one in layer for number in range(one.first, one.last)}
    starts = {span.start for span in sentences(text)}
    ends, last = set(), len(words) - 1
    for number in range(last):
        begins = range(words[number].end, words[number + 1].end)
        if number not in inside and not starts.isdisjoint(begins):
            ends.add(number)
    return ends | {last} if words else ends
