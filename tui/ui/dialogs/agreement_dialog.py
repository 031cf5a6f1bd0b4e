"""The dialog that shows how far annotators agree.

It shows figures, pairs of annotators, labels given to the same text, and the documents, those with
the least agreement first; `enter` opens the selected document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.session.messages import plural
from tui.team.agreement_measures import Figure
from tui.team.agreement_results import FIGURES, Agreement, DocumentScore, Group
from tui.team.html_report import TITLES, Details, figure_text
from tui.text.layout import fit, tight
from tui.ui.dialogs.dialog import Dialog, DialogWidth
from tui.ui.protocols import AppServices
from tui.ui.styles import ThemeStyles
from tui.ui.widgets.pane import HeadlessPane, Runs, strip_of

KEYS = "↑ ↓ move  enter opens the document at its first difference  esc leaves"

BARS = " ▁▂▃▄▅▆▇█"
"""Bars for values from 0 to 1."""

NAME = 18
"""Cells of the names at the start of a line."""

FIGURE, WITH_INTERVAL = 12, 16
"""Cells of a figure, without and with its interval."""

COUNT = 9
"""Cells of a count in the table of labels given to the same text."""


class ReportLine(NamedTuple):
    """One line of the report."""

    runs: Runs
    document: str = ""
    """The document that `enter` opens; empty for a line that only shows something."""


def report_lines(
    result: Agreement, details: Details, theme: ThemeStyles, width: int
) -> list[ReportLine]:
    """Return all lines of the report, laid out in `width` cells."""
    lines = [*_figures(result, theme, width), *_pairs(result, theme, width)]
    lines += _meeting(details.labels, theme, width)
    return [*lines, *_documents(details.documents, theme, width)]


def _heading_line(words: Sequence[str], cells: int, theme: ThemeStyles) -> ReportLine:
    first, *others = words
    runs: Runs = [(fit(first, NAME, align="left"), theme.title)]
    runs += [(fit(tight(word, cells - 1), cells, align="right"), theme.dim) for word in others]
    return ReportLine(runs)


def _figures(result: Agreement, theme: ThemeStyles, width: int) -> Iterator[ReportLine]:
    """Yield the table of figures, with intervals if there is room."""
    keys = [key for key in FIGURES if key != "gamma"]
    roomy = width >= NAME + len(keys) * WITH_INTERVAL
    cells = WITH_INTERVAL if roomy else FIGURE
    while NAME + len(keys) * cells > width and len(keys) > 1:
        keys.pop()
    yield _heading_line(["", *(TITLES[key] for key in keys)], cells, theme)
    for name, label, group in _groups(result):
        chip = theme.chip(label) if label else theme.title
        runs: Runs = [(fit(tight(name, NAME - 1), NAME, align="left"), chip)]
        for key in keys:
            runs.append((_figure(group.figures[key], cells, roomy=roomy), Style()))
        yield ReportLine(runs)
    yield ReportLine([])


def _groups(result: Agreement) -> Iterator[tuple[str, str, Group]]:
    """Yield for each line of the table its name, the label of its colour, and its figures."""
    yield "all", "", result.all
    for label, group in result.labels.items():
        yield label, label, group
    for label, groups in result.attributes.items():
        for name, group in groups.items():
            yield f"  {label} {name}", label, group
    for type, group in result.links.items():
        yield f"→ {type}", "", group


def _figure(figure: Figure, cells: int, *, roomy: bool) -> str:
    text = figure_text(figure)
    if roomy and figure.low is not None and figure.high is not None:
        text += f" {_bound_text(figure.low)}–{_bound_text(figure.high)}"
    return text.rjust(cells)


def _bound_text(value: float) -> str:
    """Return a bound of an interval without the zero before its point."""
    return f"{value:.2f}".replace("0.", ".", 1)


def _pairs(result: Agreement, theme: ThemeStyles, width: int) -> Iterator[ReportLine]:
    """Yield the heat map: exact F1 of each pair as a number and as a bar."""
    names = result.annotators[: max((width - NAME) // FIGURE, 1)]
    if len(result.annotators) < 2:
        return
    yield _heading_line(["pairs, F1 exact", *names], FIGURE, theme)
    for first in result.annotators:
        runs: Runs = [(fit(tight(first, NAME - 1), NAME, align="left"), Style())]
        for second in names:
            group = result.all.pairs.get((first, second)) or result.all.pairs.get((second, first))
            value = group.figures["f1_exact"].value if group else None
            text = "" if value is None else f"{value:.2f} "
            bar = "" if value is None else BARS[round(value * (len(BARS) - 1))] * 2
            runs += [(text.rjust(FIGURE - len(bar)), Style()), (bar, theme.accent)]
        yield ReportLine(runs)
    yield ReportLine([])


def _meeting(
    labels: Mapping[tuple[str, str], int], theme: ThemeStyles, width: int
) -> Iterator[ReportLine]:
    """Yield the table of different labels on the same text; nothing if there are none."""
    names = sorted({name for pair in labels for name in pair}, key=lambda name: (not name, name))
    across = names[: max((width - NAME) // COUNT, 1)]
    yield _heading_line(["labels that meet", *(name or "nothing" for name in across)], COUNT, theme)
    for first in names:
        style = theme.chip(first) if first else theme.dim
        runs: Runs = [(fit(tight(first or "nothing", NAME - 1), NAME, align="left"), style)]
        for second in across:
            count = labels.get((first, second), 0)
            text = f"{count:,}" if count else "·"
            look = Style() if first == second or not count else theme.accent
            runs.append((text.rjust(COUNT), look if count else theme.dim))
        yield ReportLine(runs)
    yield ReportLine([])


def _documents(
    scores: Sequence[DocumentScore], theme: ThemeStyles, width: int
) -> Iterator[ReportLine]:
    """Yield the documents that two or more finished, those with the least agreement first."""
    tail = 2 * FIGURE
    name = max(width - tail, 1)
    head: Runs = [(fit("documents, the least agreed on first", name, align="left"), theme.title)]
    yield ReportLine([*head, ("annotations".rjust(FIGURE) + "F1 exact".rjust(FIGURE), theme.dim)])
    for score in scores:
        if score.f1 is not None:
            bar = BARS[round(score.f1 * (len(BARS) - 1))] * 2
            runs: Runs = [(fit(tight(score.document_id, name - 1), name, align="left"), Style())]
            runs.append((f"{score.total:,}".rjust(FIGURE), theme.dim))
            runs += [(f"{score.f1:.2f} ".rjust(FIGURE - 2), Style()), (bar, theme.accent)]
            yield ReportLine(runs, score.document_id)


class ReportPane(HeadlessPane):
    """The lines of the report, with one document selected."""

    class Opened(Message):
        """A document was clicked."""

    def __init__(self, theme: ThemeStyles, result: Agreement, details: Details) -> None:
        super().__init__(theme, id="report")
        self._result, self._details = result, details
        self._lines: list[ReportLine] = []
        self._laid_out = -1
        self.place = -1
        """The line that the bar is on."""

    @property
    def lines(self) -> list[ReportLine]:
        """The lines in the pane's width."""
        width = max(self.size.width, 1)
        if self._laid_out != width:
            self._laid_out = width
            self._lines = report_lines(self._result, self._details, self.theme, width)
            if self.place < 0:
                self.place = self._first
        return self._lines

    @property
    def _first(self) -> int:
        """The line of the first document, or the last line if there is none."""
        found = (at for at, line in enumerate(self._lines) if line.document)
        return next(found, len(self._lines) - 1)

    @property
    def document(self) -> str:
        """The id of the selected document, or an empty string."""
        return self.lines[self.place].document if 0 <= self.place < len(self.lines) else ""

    def line_count(self) -> int:
        """Return the number of lines."""
        return len(self.lines)

    def line(self, index: int, width: int) -> Strip:
        """Return one line, on another background if it is selected."""
        strip = strip_of(self.lines[index].runs, width)
        on_it = index == self.place and self.lines[index].document
        return strip.apply_style(self.theme.chosen) if on_it else strip

    def move(self, by: int) -> None:
        """Select another document; above the first one, scroll the lines."""
        last = len(self.lines) - 1
        if by < 0 and self.place + by < self._first:
            self.place = self._first
            self.scroll_lines_to(self.top + by)
        else:
            self.place = max(self._first, min(self.place + by, last))
            self.keep_in_view(self.place)
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Open the document that was clicked."""
        index = self.top + event.y
        if 0 <= index < self.line_count() and self.lines[index].document:
            event.stop()
            self.place = index
            self.post_message(self.Opened())


class AgreementDialog(Dialog[str]):
    """The agreement report; its result is the id of the document to open."""

    dialog_width = DialogWidth(90, most=130)

    def __init__(self, services: AppServices, result: Agreement, details: Details) -> None:
        counted = f"{result.documents:,} {plural('document', result.documents)}"
        super().__init__(
            services, f"Agreement of {', '.join(result.annotators)} in {counted}", KEYS
        )
        self._result, self._details = result, details
        self.report: ReportPane

    def body(self) -> Iterable[Widget]:
        """Return the report's lines."""
        self.report = ReportPane(self.theme, self._result, self._details)
        yield self.report

    def on_mount(self) -> None:
        """Fill the available height."""
        self.report.styles.height = self.room()
        self.set_focus(self.report)

    def key_pressed(self, key: str) -> None:
        """Move, scroll, or open."""
        page = max(self.report.body_height - 1, 1)
        far = self.report.line_count()
        steps = {"up": -1, "down": 1, "pageup": -page, "pagedown": page, "space": page,
                 "home": -far, "end": far}  # fmt: skip
        if key in steps:
            self.report.move(steps[key])
        elif key == "enter" and self.report.document:
            self.dismiss(self.report.document)

    def on_report_pane_opened(self) -> None:
        """Open what was clicked."""
        self.dismiss(self.report.document)
