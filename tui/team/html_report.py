"""Agreement as a self-contained HTML page without scripts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import NamedTuple

from tui.team.agreement_measures import Figure
from tui.team.agreement_results import (
    FIGURES,
    Agreement,
    DocumentScore,
    Group,
    by_disagreement,
    label_confusion,
    value_confusion,
)
from tui.team.layers import DocumentLayers

TITLES = {
    "f1_exact": "F1 exact",
    "f1_overlap": "F1 overlap",
    "kappa": "κ",
    "alpha": "α",
    "alpha_unitizing": "α unitizing",
    "gamma": "γ",
}
"""The titles of the figures, on the screen and on the page."""


class Details(NamedTuple):
    """The tables of a report other than the figures."""

    labels: Counter[tuple[str, str]]
    """How often annotators give two labels to the same text, by `agreement.label_confusion`."""
    values: Mapping[tuple[str, str], Counter[tuple[str | None, str | None]]]
    """How often annotators give two values to the same span, by label and attribute."""
    documents: Sequence[DocumentScore]
    """Those agreed on least first."""


def details_of(documents: Sequence[DocumentLayers], result: Agreement) -> Details:
    """Return the confusion tables, and the documents with the least agreement first."""
    return Details(
        label_confusion(documents),
        {
            (label, name): value_confusion(documents, label, name)
            for label, names in result.attributes.items()
            for name in names
        },
        by_disagreement(documents),
    )


_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem;
       color: #1c1c1c; background: #fdfdfb }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2rem }
table { border-collapse: collapse; margin: .5rem 0 }
th, td { padding: .2rem .7rem; text-align: right; border-bottom: 1px solid #ddd }
th:first-child, td:first-child { text-align: start }
td small { color: #666; display: block }
.none { color: #888 }
@media (prefers-color-scheme: dark) {
  body { color: #ddd; background: #1b1b1d } th, td { border-color: #444 } td small { color: #999 }
}
"""


def page(result: Agreement, details: Details) -> str:
    """Return the report as one HTML document."""
    names = ", ".join(result.annotators)
    parts = [
        "<h1>Agreement</h1>",
        f"<p>{_text(names)}; documents that at least two of them finished: {result.documents:,}."
        " Intervals are 95 % by the delete-one-document jackknife.</p>",
        "<h2>All and by label</h2>",
        _groups({"all": result.all, **result.labels}),
    ]
    for label, groups in result.attributes.items():
        parts += [f"<h2>Attributes of {_text(label)}, on equal spans</h2>", _groups(groups)]
    if result.links:
        parts += ["<h2>Links</h2>", _groups(result.links)]
    if len(result.annotators) > 1:
        parts += ["<h2>Pairs</h2>", _pairs(result)]
    parts += ["<h2>Labels that meet</h2>", _confusion(details.labels, "nothing")]
    for (label, name), table in details.values.items():
        parts += [f"<h2>Values of {_text(f'{label} {name}')} that meet</h2>"]
        parts += [_confusion(Counter(_named(table)), "no value")]
    parts += ["<h2>Documents, those agreed on least first</h2>", _documents(details.documents)]
    body = "\n".join(parts)
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>Agreement</title><style>{_STYLE}</style></head>\n<body>\n{body}\n</body></html>\n"
    )


def figure_text(figure: Figure) -> str:
    """Return a figure for a person: `0.87`, or `–` where it is undefined."""
    return "–" if figure.value is None else f"{figure.value:.2f}"


def interval_text(figure: Figure) -> str:
    """Return a figure's interval for a person: `0.81 to 0.93`, or "" without one."""
    if figure.low is None or figure.high is None:
        return ""
    return f"{figure.low:.2f} to {figure.high:.2f}"


def _named(
    table: Mapping[tuple[str | None, str | None], int],
) -> dict[tuple[str, str], int]:
    return {(first or "", second or ""): count for (first, second), count in table.items()}


def _text(words: str) -> str:
    """Return text for the page, isolated so that each keeps its own direction."""
    return f"<bdi>{escape(words)}</bdi>"


def _groups(groups: Mapping[str, Group]) -> str:
    rows = [
        [_text(name), *(_figure(group.figures[key]) for key in FIGURES)]
        for name, group in groups.items()
    ]
    return _table(["", *TITLES.values()], rows)


def _figure(figure: Figure) -> str:
    title = f' title="{escape(figure.reason)}"' if figure.reason else ""
    kind = ' class="none"' if figure.value is None else ""
    return f"<span{kind}{title}>{figure_text(figure)}</span><small>{interval_text(figure)}</small>"


def _pairs(result: Agreement) -> str:
    """Return the heat map of pairs: exact F1, darker for more agreement."""
    rows = []
    for first in result.annotators:
        cells = [_text(first)]
        for second in result.annotators:
            group = result.all.pairs.get((first, second)) or result.all.pairs.get((second, first))
            value = group.figures["f1_exact"].value if group else None
            cells.append("" if value is None else _heat(value))
        rows.append(cells)
    return _table(["F1 exact", *map(_text, result.annotators)], rows)


def _heat(value: float) -> str:
    color = f"background: rgb(0 114 178 / {value:.2f}); padding: .2rem .7rem"
    return f'<span style="{color}">{value:.2f}</span>'


def _confusion(table: Mapping[tuple[str, str], int], nothing: str) -> str:
    names = sorted({name for pair in table for name in pair}, key=lambda name: (not name, name))
    rows = [
        [_text(first or nothing), *(f"{table.get((first, second), 0):,}" for second in names)]
        for first in names
    ]
    return _table(["", *(_text(name or nothing) for name in names)], rows)


def _documents(documents: Sequence[DocumentScore]) -> str:
    rows = [
        [
            _text(score.document_id),
            "–" if score.f1 is None else f"{score.f1:.2f}",
            f"{score.total:,}",
        ]
        for score in documents
    ]
    return _table(["", "F1 exact", "annotations"], rows)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    top = "".join(f"<th>{cell}</th>" for cell in head)
    body = "\n".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><tr>{top}</tr>\n{body}</table>"
