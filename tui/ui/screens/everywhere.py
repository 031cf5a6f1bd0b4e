"""The preview before every other occurrence of a text is tagged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import events
from textual.widget import Widget

from tui.session.everywhere import Hit
from tui.text.line import isolated
from tui.text.spans import Span
from tui.ui.screens.dialog import Dialog
from tui.ui.widgets.choices import Choice, Choices

KEYS = "enter tags the ticked ones  space on or off  a all  n none  esc leaves"


class EverywhereDialog(Dialog[list[Span]]):
    """Tick the occurrences that are to be tagged."""

    def __init__(self, label: str, text: str, hits: Sequence[Hit]) -> None:
        super().__init__(f"{label}: {isolated(text)}: {len(hits)} more", KEYS)
        self._label = label
        self._text = text
        self._hits = hits
        self.choices: Choices

    def body(self) -> Iterable[Widget]:
        """The hits in their context."""
        self.choices = Choices(self.app.look, [self._choice(hit) for hit in self._hits])
        yield self.choices

    def _choice(self, hit: Hit) -> Choice:
        return Choice(
            hit.text,
            label=self._label,
            ticked=hit.ticked,
            before=hit.before,
            after=hit.after,
            beside=hit.why,
        )

    def on_mount(self) -> None:
        """Give the list the focus."""
        room = max(self.app.size.height - 8, 3)
        self.choices.styles.height = max(min(len(self._hits), room), 1)
        self.set_focus(self.choices)

    def key_pressed(self, event: events.Key) -> None:
        """Move, tick, take."""
        if self.choices.move(event.key):
            return
        if event.key == "space":
            self.choices.tick()
            self.choices.go(self.choices.place + 1)
        elif event.key in ("a", "n"):
            for place, choice in enumerate(self.choices.choices):
                if choice.ticked is not (event.key == "a"):
                    self.choices.tick(place)
        elif event.key == "enter":
            self._take()

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """A click ticks the line on or off."""
        event.stop()
        self.choices.tick(event.place)

    def _take(self) -> None:
        chosen = zip(self._hits, self.choices.choices, strict=True)
        self.dismiss([hit.span for hit, choice in chosen if choice.ticked])
