"""How far annotators agree, to look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tui.keys.actions import Action
from tui.session.messages import Level, StatusMessage, plural
from tui.store.database import Store
from tui.team.agreement import FIGURES, Agreement, Group, agreement, without_gamma
from tui.team.gather import gather
from tui.team.report import TITLES, Details, details_of, shown, shown_interval
from tui.ui.commands.adjudication import begin_adjudication
from tui.ui.commands.table import command
from tui.ui.dialogs.dialog import ListDialog
from tui.ui.protocols import Reader
from tui.ui.widgets.choice_list import ListItem

_HEAT = " ▁▂▃▄▅▆▇█"
"""From nothing to everything."""


@command("agreement")
def _agreement(reader: Reader, _: Action) -> StatusMessage:
    path = reader.session.store.path
    reader.in_background(lambda: _measured(path), lambda found: _show(reader, *found))
    return StatusMessage("comparing the annotators …")


def _measured(path: Path) -> tuple[Agreement, Details]:
    """Measure agreement over the whole database, over a connection of its own."""
    with Store.open(path, create=False, read_only=True) as store:
        gathered = gather(store.annotated_documents())
    result = agreement(gathered.documents, gathered.annotators, without_gamma)
    return result, details_of(gathered.documents, result)


def _show(reader: Reader, result: Agreement, details: Details) -> StatusMessage | None:
    """Show the documents, the figures, the pairs and what meets; `enter` opens a document."""
    differing = [score for score in details.documents if score.f1 is not None]
    if not differing:
        return StatusMessage("no document was finished by two annotators", Level.ERROR)
    documents = [
        ListItem(
            score.document_id,
            detail=f"F1 {score.f1:.2f} of {score.total:,} {_bar(score.f1 or 0.0)}",
        )
        for score in differing
    ]
    figures = [
        *_figures({"all": result.all, **result.labels}),
        *_pairs(result),
        *_meetings(details),
    ]

    def chosen(place: int | None) -> None:
        if place is None or place >= len(documents):
            return
        ids = [score.document_id for score in differing]
        refusal = reader.open_document(ids[place])
        reader.show(refusal or begin_adjudication(reader, documents=ids))

    counted = f"{result.documents:,} {plural('document', result.documents)}"
    reader.open_dialog(
        ListDialog(
            reader.services,
            f"Agreement of {', '.join(result.annotators)} in {counted}",
            [*documents, *figures],
            keys="↑ ↓ move  enter opens the document at its first difference  esc leaves",
        ),
        chosen,
    )
    return StatusMessage("")


def _figures(groups: Mapping[str, Group]) -> list[ListItem]:
    """Return a line a group: each figure, with the interval of the first."""
    return [
        ListItem(name, label=name if name != "all" else "", detail=_line(group))
        for name, group in groups.items()
    ]


def _line(group: Group) -> str:
    parts = []
    for key in FIGURES:
        figure = group.figures[key]
        if key != "gamma":
            interval = f" ({shown_interval(figure)})" if key == "f1_exact" and figure.low else ""
            parts.append(f"{TITLES[key]} {shown(figure)}{interval}")
    return "  ".join(parts)


def _pairs(result: Agreement) -> Sequence[ListItem]:
    """Return the pairs as a column of a heat map, those that agree least first."""
    scored = []
    for (first, second), group in result.all.pairs.items():
        value = group.figures["f1_exact"].value
        if value is not None:
            scored.append((value, f"{first} · {second}"))
    return [
        ListItem(names, detail=f"F1 {value:.2f} {_bar(value)}") for value, names in sorted(scored)
    ]


def _meetings(details: Details) -> Sequence[ListItem]:
    """Return the labels that meet another one, or nothing, on the same text, commonest first."""
    unequal = {
        (min(pair), max(pair)): count
        for pair, count in details.labels.items()
        if len(set(pair)) > 1
    }
    return [
        ListItem(f"{second} · {first or 'nothing'}", label=second, detail=f"{count:,} times")
        for (first, second), count in sorted(unequal.items(), key=lambda item: -item[1])
    ]


def _bar(value: float) -> str:
    return _HEAT[round(value * (len(_HEAT) - 1))] * 2
