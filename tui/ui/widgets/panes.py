"""The three panes side by side: which are shown, how wide they are, and which has the focus."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from textual.screen import Screen

from tui.config import Settings
from tui.keys.bindings import Scope
from tui.ui.widgets.article import MARGIN, Article
from tui.ui.widgets.index import Index
from tui.ui.widgets.pane import Pane
from tui.ui.widgets.sidebar import Sidebar

NARROW = 72
"""Columns below which only one pane fits."""

LEAST_TEXT = 56
"""Cells that must remain for a row of text next to index and sidebar for both to be shown."""

INDEX, SIDEBAR = 24, 26
"""Cells of index and sidebar where all three panes just fit; they grow with the room."""

MOST_INDEX, MOST_SIDEBAR = 40, 44
"""Cells of index and sidebar at most."""

WIDE = INDEX + SIDEBAR + LEAST_TEXT + 2 * MARGIN
"""Columns from which all three panes fit."""


@dataclass(frozen=True, slots=True)
class PaneChoices:
    """Which panes the annotator chose to show; None leaves the choice to the width."""

    index: bool | None = None
    sidebar: bool | None = None
    only_article: bool = False


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Which panes are shown, and the width of the outer ones in cells."""

    index: int
    article: bool
    sidebar: int


def arrange(width: int, focus: str, choices: PaneChoices) -> Arrangement:
    """Arrange the panes for a terminal of `width` columns.

    The pane with the focus is always shown; in a narrow terminal it is the only one.
    """
    if width < NARROW:
        return Arrangement(
            width if focus == "index" else 0,
            focus not in ("index", "sidebar"),
            width if focus == "sidebar" else 0,
        )
    index = choices.index if choices.index is not None else width >= WIDE
    sidebar = choices.sidebar if choices.sidebar is not None else True
    if choices.only_article:
        index = sidebar = False
    index = index or focus == "index"
    sidebar = sidebar or focus == "sidebar"
    if index and sidebar and width < WIDE and choices.index is None:
        # Between the two widths the index and the sidebar take turns.
        sidebar = focus != "index"
    spare = max(width - WIDE, 0)
    index_cells = min(INDEX + spare // 4, MOST_INDEX)
    sidebar_cells = min(SIDEBAR + spare // 3, MOST_SIDEBAR)
    if width < WIDE:
        index_cells = sidebar_cells = max(min(width // 4, SIDEBAR), 24)
    return Arrangement(index_cells if index else 0, True, sidebar_cells if sidebar else 0)


class Panes:
    """Index, article and sidebar, arranged by the width, the focus and the annotator's choices.

    They are widgets of the screen, which is only known once they are mounted.
    """

    def __init__(
        self,
        index: Index,
        article: Article,
        sidebar: Sidebar,
        settings: Settings,
        remember: Callable[[str, object], None],
    ) -> None:
        self._index, self._article, self._sidebar = index, article, sidebar
        self._remember = remember
        self._choices = PaneChoices(
            index=None if settings.show_index else False,
            sidebar=None if settings.show_sidebar else False,
        )
        self.mirrored = settings.mirrored
        """Whether the index is at the right and the sidebar at the left."""

    @property
    def in_order(self) -> tuple[Pane, Pane, Pane]:
        """The panes from left to right."""
        if self.mirrored:
            return self._sidebar, self._article, self._index
        return self._index, self._article, self._sidebar

    @property
    def _screen(self) -> Screen[object]:
        return self._article.screen

    @property
    def scope(self) -> Scope:
        """The pane that has the focus; the article while something else has it."""
        focused = self._screen.focused
        return Scope(focused.id or "") if isinstance(focused, Pane) else Scope.ARTICLE

    def pane(self, scope: Scope) -> Pane:
        """Return the pane of a scope."""
        panes: dict[Scope, Pane] = {Scope.INDEX: self._index, Scope.SIDEBAR: self._sidebar}
        return panes.get(scope, self._article)

    def focus_pane(self, scope: Scope) -> None:
        """Give a pane the focus, showing it if it was hidden."""
        pane = self.pane(scope)
        pane.display = True
        self._screen.set_focus(pane, scroll_visible=False)
        self.fit()

    @property
    def index_fits(self) -> bool:
        """Whether the index is in view while the article has the focus."""
        width = self._article.app.size.width
        return arrange(width, Scope.ARTICLE, self._choices).index > 0

    def next(self, by: int) -> None:
        """Give the focus to the next pane that is shown, or that a narrow terminal hides."""
        order = [Scope.INDEX, Scope.ARTICLE, Scope.SIDEBAR]
        self.focus_pane(order[(order.index(self.scope) + by) % len(order)])

    def toggle(self, name: str) -> None:
        """Show or hide the index or the sidebar, or all but the article."""
        if name == "article":
            self._choices = replace(self._choices, only_article=not self._choices.only_article)
            self.focus_pane(Scope.ARTICLE)
            return
        shown = self.pane(Scope(name)).display
        change = {name: not shown}
        self._choices = replace(self._choices, only_article=False, **change)
        self._remember(f"show_{name}", not shown)
        if shown and self.scope == name:
            self.focus_pane(Scope.ARTICLE)
        self.fit()

    def mirror(self) -> None:
        """Swap the sides of index and sidebar."""
        self.mirrored = not self.mirrored
        left, _, right = self.in_order
        self._screen.set_class(self.mirrored, "mirrored")
        self._screen.move_child(left, before=self._article)
        self._screen.move_child(right, after=self._article)
        self._remember("mirrored", self.mirrored)

    def fit(self) -> None:
        """Show the panes that fit into the terminal's width."""
        width = self._screen.size.width
        if not width:
            return
        shown = arrange(width, self.scope, self._choices)
        for pane, cells in ((self._index, shown.index), (self._sidebar, shown.sidebar)):
            pane.display = cells > 0
            if cells:
                pane.styles.width = cells
        self._article.display = shown.article
