"""A paragraph for the methods section of a paper, in which every figure is computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tui.team.agreement_measures import Figure
from tui.team.agreement_results import Agreement


class Corpus(NamedTuple):
    """The facts about a database that the paragraph reports."""

    version: str
    """Hashiya's."""
    documents: int
    characters: int
    """Code points of all documents' texts."""
    annotators: Sequence[str]
    labels: Mapping[str, int]
    """Accepted annotations by label, of everybody."""
    decisions: Mapping[str, int]
    """Decisions by adjudicator."""


def methods_paragraph(corpus: Corpus, agreement: Agreement | None) -> str:
    """Return the paragraph. `agreement` is None if no two annotators finished a document."""
    total = sum(corpus.labels.values())
    labels = _listed([f"{count:,} {label}" for label, count in corpus.labels.items()])
    sentences = [
        f"We annotated {_count(corpus.documents, 'document')} ({corpus.characters:,} characters) "
        f"with Hashiya {corpus.version}.",
        f"{_count(len(corpus.annotators), 'annotator')} made {_count(total, 'annotation')}"
        f"{f' ({labels})' if labels else ''}.",
    ]
    if agreement is not None:
        sentences += _agreement_sentences(agreement)
    if corpus.decisions:
        made = sum(corpus.decisions.values())
        judges = len(corpus.decisions)
        sentences.append(
            f"{_count(made, 'difference')} {'was' if made == 1 else 'were'} adjudicated by "
            f"{'one person' if judges == 1 else f'{judges} people'}; equal annotations were taken "
            "as they are."
        )
    return " ".join(sentences)


def _agreement_sentences(agreement: Agreement) -> list[str]:
    names = len(agreement.annotators)
    figures = agreement.all.figures
    parts = [
        _figure_words("F1 of exact spans", figures["f1_exact"]),
        _figure_words("F1 of overlapping spans", figures["f1_overlap"]),
        _figure_words("Cohen’s κ over words" if names == 2 else "mean Cohen’s κ over words",
              figures["kappa"]),
        _figure_words("Krippendorff’s α over words", figures["alpha"]),
        _figure_words("unitizing α", figures["alpha_unitizing"]),
    ]  # fmt: skip
    sentences = [
        f"Agreement was measured between {names} annotators over the "
        f"{_count(agreement.documents, 'document')} that at least two of them finished: "
        f"{_listed([part for part in parts if part])}."
    ]
    if any(figure.low is not None for figure in figures.values()):
        sentences.append(
            "Intervals are 95 % by the delete-one-document jackknife with Student’s t."
        )
    by_label = [
        said
        for label, group in agreement.labels.items()
        if (said := _figure_words(label, group.figures["f1_exact"]))
    ]
    if by_label:
        sentences.append(f"By label, F1 of exact spans was {_listed(by_label)}.")
    return sentences


def _figure_words(name: str, figure: Figure) -> str:
    if figure.value is None:
        return ""
    interval = ""
    if figure.low is not None and figure.high is not None:
        interval = f" [{figure.low:.2f}, {figure.high:.2f}]"
    return f"{name} {figure.value:.2f}{interval}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _listed(parts: Sequence[str]) -> str:
    """Return parts as a list in a sentence: `a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
