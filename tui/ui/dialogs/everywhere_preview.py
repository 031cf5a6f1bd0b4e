"""The preview of the other occurrences of a text, before they are tagged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from textual.widget import Widget

from tui.errors import StoreError
from tui.model import Annotation
from tui.session.commands.tag_everywhere import OccurrencePreview
from tui.session.messages import plural
from tui.text.layout import isolated, listed
from tui.ui.dialogs.dialog import BETWEEN_KEYS, Caption, Dialog
from tui.ui.protocols import AppServices
from tui.ui.widgets.choice_list import ChoiceList, ListItem

TAG_KEYS = "enter tags the ticked ones  space on or off  a all  n none"
ACCEPT_KEYS = "enter accepts the ticked ones  space on or off  1–9 by score  a all  n none"
IN_ALL_KEY = "d all documents"
LEAVE_KEY = "esc leaves"


TENTHS = 10


class EverywhereDialog(Dialog[list[OccurrencePreview]]):
    """Tick the occurrences to tag."""

    def __init__(
        self,
        services: AppServices,
        annotation: Annotation,
        hits: Sequence[OccurrencePreview],
        in_all: Callable[[], Sequence[OccurrencePreview]],
        title: str = "",
    ) -> None:
        words = title or f"{annotation.label}: {isolated(annotation.text)}"
        self._keys_on_hits = ACCEPT_KEYS if title else TAG_KEYS
        self._annotation = annotation
        self._by_score = bool(title)
        """Whether suggestions are accepted, which have scores."""
        self._hits = list(hits)
        self._in_all: Callable[[], Sequence[OccurrencePreview]] | None = in_all
        super().__init__(services, words, self._key_line())
        self.count: Caption
        self.choices: ChoiceList

    def _key_line(self) -> str:
        """Return the keys that have an effect at present, as a line."""
        keys = [self._keys_on_hits] if self._hits else []
        keys += [IN_ALL_KEY] if self._in_all is not None else []
        return BETWEEN_KEYS.join([*keys, LEAVE_KEY])

    def body(self) -> Iterable[Widget]:
        """Return the number of occurrences and the list of them in context."""
        self.count = Caption(self.theme, "")
        self.choices = ChoiceList(self.theme, [self._choice(hit) for hit in self._hits])
        self.choices.empty = "no other one here; d looks in all documents"
        yield self.count
        yield self.choices

    def _choice(self, hit: OccurrencePreview) -> ListItem:
        here = hit.document.id == self._annotation.document_id
        elsewhere = "" if here else hit.document.id
        return ListItem(
            hit.text,
            label=self._annotation.label,
            ticked=hit.ticked,
            before=hit.before,
            after=hit.after,
            detail=listed((hit.why, elsewhere)),
        )

    def on_mount(self) -> None:
        """Give the list the focus."""
        self._resize()
        self._show_count()
        self.set_focus(self.choices)

    def _resize(self) -> None:
        self.choices.styles.height = max(min(len(self._hits), self.room(1)), 1)

    def _show_count(self) -> None:
        ticked = sum(choice.ticked is True for choice in self.choices.choices)
        count = len(self._hits)
        found = f"{count} {plural('suggestion', count)}" if self._by_score else f"{count} more"
        self.count.set_text(f"{found}, {ticked} ticked" if count else found)

    def key_pressed(self, key: str) -> None:
        """Move the selection, tick lines, or tag those that are ticked."""
        if self.choices.move(key):
            return
        if key == "space":
            self.choices.tick()
            self.choices.go(self.choices.place + 1)
        elif key in ("a", "n"):
            for place, choice in enumerate(self.choices.choices):
                if choice.ticked is not (key == "a"):
                    self.choices.tick(place)
        elif key == "d":
            self._search_all_documents()
        elif key.isdecimal() and self._by_score:
            self._tick_from(int(key) / TENTHS)
        elif key == "enter":
            self._choose()
        self._show_count()

    def _tick_from(self, least: float) -> None:
        """Tick the occurrences with at least this score; those without one only for 0."""
        for place, hit in enumerate(self._hits):
            score = hit.suggested.score if hit.suggested is not None else None
            if self.choices.choices[place].ticked is not ((score or 0.0) >= least):
                self.choices.tick(place)

    def _search_all_documents(self) -> None:
        if self._in_all is None:
            return
        try:
            self._hits = list(self._in_all())
        except StoreError as error:
            self.foot.set_text(str(error))
            return
        self._in_all = None
        self.choices.empty = "no other one in any document"
        self.foot.set_text(self._key_line())
        self.choices.show([self._choice(hit) for hit in self._hits])
        self._resize()

    def on_choice_list_item_chosen(self, event: ChoiceList.ItemChosen) -> None:
        """Tick or untick the clicked line."""
        event.stop()
        self.choices.tick(event.place)
        self._show_count()

    def _choose(self) -> None:
        chosen = zip(self._hits, self.choices.choices, strict=True)
        self.dismiss([hit for hit, choice in chosen if choice.ticked])
