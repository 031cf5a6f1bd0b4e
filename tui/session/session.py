"""One annotator's session with one database: which document is open, and what is done to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from tui.errors import Busy, CannotWrite, Conflict, StoreError
from tui.model import Annotation, DocumentInfo, Link, ReadingStatus
from tui.schema import LabelSchema
from tui.session.annotation_index import AnnotationIndex
from tui.session.messages import NOTHING_OPEN, StatusMessage, plural
from tui.session.open_text import OpenText, Search, direction_of, following, keep_direction
from tui.session.saving import Flushed, PendingWrite, Saver
from tui.store.database import Store
from tui.text.layout import LayoutOptions
from tui.text.spans import Span

if TYPE_CHECKING:
    from tui.store.row_mapping import Change


class Session:
    """The open document with its notes, and every way to change them.

    All changes go through `commit`: one command, one transaction, one step of undo.
    """

    def __init__(self, store: Store, schema: LabelSchema, annotator: str) -> None:
        self.store = store
        self.schema = schema
        self.annotator = annotator
        self.saver = Saver(store)
        self.info: DocumentInfo | None = None
        self.status: ReadingStatus = "unread"
        self.open_text = OpenText("", LayoutOptions(width=72))
        self.search = Search("")
        self.annotations = AnnotationIndex()
        self.show_others = False
        self.snap_to_words = False
        """Whether a selection is widened to whole words when it is tagged."""
        self.pinned: str | None = None
        """The annotation just tagged, jumped to or chosen; the caret's next move lets go of it."""
        self.last_tag: Annotation | None = None
        self.made = 0
        """Annotations made since the session began."""
        self.version = 0
        """Counts the changes of the notes, for who paints them."""
        self._data_version = store.data_version()

    def switch_annotator(self, annotator: str) -> None:
        """Go on as another annotator, in the same document."""
        self.leave()
        self.annotator = annotator
        self.read_again()

    # --------------------------------------------------------------- documents

    def open(self, document_id: str, options: LayoutOptions) -> None:
        """Open a document where this annotator left it. Raises StoreError."""
        self.leave()
        info = self.store.documents.get(document_id)
        direction = direction_of(self.store, document_id, self.annotator, options.direction)
        options = options._replace(direction=direction)
        progress = self.store.progress.get(document_id, self.annotator)
        text, status = self.store.documents.text(info.text_sha256), self._status_of(document_id)
        # All is read before anything is shown: after a fault the document before it stays whole.
        self.info, self.status = info, status
        self.open_text = OpenText(text, options, progress.offset)
        self.search = Search(text)
        self.pinned = None
        self.load_annotations()

    def cycle_direction(self) -> StatusMessage:
        """Go on to the next direction of the open document's paragraphs, and keep it."""
        if self.info is None:
            return NOTHING_OPEN
        direction = following(self.open_text.options.direction)
        self.open_text.lay_out(direction=direction)
        said = f"direction of paragraphs: {direction.value}"
        try:
            keep_direction(self.store, self.info.id, self.annotator, direction)
        except (Busy, CannotWrite) as error:
            return StatusMessage(f"{said}, for now only: {error}", error=True)
        return StatusMessage(said)

    def leave(self) -> None:
        """Keep the place in the document that is open; the disk's refusal loses only the place."""
        if self.info is None or self.saver.waiting:
            return  # nothing overtakes what waits, a status among it
        with suppress(StoreError):
            self.store.progress.save(self.info.id, self.annotator, self.open_text.caret)
            self.status = self._status_of(self.info.id)

    def _status_of(self, document_id: str) -> ReadingStatus:
        waiting = self.saver.waiting_status(document_id, self.annotator)
        return waiting or self.store.progress.get(document_id, self.annotator).status

    def set_status(self, status: ReadingStatus) -> StatusMessage:
        """Mark the open document, as a command."""
        from tui.store.row_mapping import Change, DocumentStatus

        if self.info is None:
            return NOTHING_OPEN
        before, after = (
            DocumentStatus(self.info.id, self.annotator, one) for one in (self.status, status)
        )
        outcome = self.commit(status, [Change(before, after)])
        self.status = status
        return StatusMessage(f"marked {status}, {outcome}")

    def read_again(self) -> None:
        """Read the open document anew: another program, or an undo, may have changed its text."""
        if self.info is not None:
            info, status = self.store.documents.get(self.info.id), self._status_of(self.info.id)
            if info.text_sha256 != self.info.text_sha256:
                from tui.anchoring.placement import map_offset

                text = self.store.documents.text(info.text_sha256)
                caret = map_offset(self.open_text.text, text, self.open_text.caret)
                self.open_text = OpenText(text, self.open_text.options, caret)
                self.search = Search(text)
                self.pinned = None
            self.info, self.status = info, status
        self.load_annotations()

    # ------------------------------------------------------------------- notes

    @property
    def has_misplaced(self) -> bool:
        """Whether the source holds another text, or an annotation counts in an earlier one.

        An undo can bring one back whose text was replaced since.
        """
        info = self.info
        return info is not None and (
            info.changed
            or any(
                row.text_sha256 != info.text_sha256 and row.status != "orphaned"
                for row in self.annotations.items
            )
        )

    def load_annotations(self) -> None:
        """Read the open document's notes from the database, those that wait laid over them."""
        if self.info is None:
            self.annotations = AnnotationIndex()
            return
        rows = self.store.annotations.in_document(self.info.id)
        rows = [row for row in rows if self.show_others or self.may_change(row)]
        notes = AnnotationIndex(rows, self.store.links.in_document(self.info.id))
        waiting = self.saver.waiting_rows(self.info.id)
        self.annotations = notes.with_rows(waiting) if waiting else notes
        self.version += 1

    def sync_external_changes(self) -> bool:
        """Take in what other programs wrote; True when there was something."""
        current = self.store.data_version()
        if current == self._data_version:
            return False
        self.read_again()
        self._data_version = current
        return True

    @property
    def current(self) -> Annotation | None:
        """The annotation that commands act on: the pinned one, else the shortest at the caret."""
        return self.at_hand or next(iter(self.annotations.at(self.open_text.caret)), None)

    @property
    def at_hand(self) -> Annotation | None:
        """The annotation just tagged, jumped to or chosen; None once the caret moved on."""
        return self.annotations.in_text(self.pinned) if self.pinned is not None else None

    def pin(self, annotation: Annotation, *, go: bool = True) -> None:
        """Make it the current annotation; with `go` the caret goes to its start."""
        if go:
            self.open_text.go_to(annotation.start)
        self.pinned = annotation.id

    def moved(self) -> None:
        """The caret was moved by hand: what was pinned is let go."""
        self.pinned = None

    def cycle_overlap(self) -> StatusMessage:
        """Go through the annotations that overlap at the caret."""
        here = self.annotations.at(self.open_text.caret)
        if not here:
            return StatusMessage("no annotation here")
        ids = [row.id for row in here]
        current = self.current
        place = ids.index(current.id) if current and current.id in ids else -1
        chosen = here[(place + 1) % len(here)]
        self.pinned = chosen.id
        return StatusMessage(f"{chosen.label} {ids.index(chosen.id) + 1} of {len(here)} here")

    # ----------------------------------------------------------------- changes

    def commit(self, kind: str, changes: Iterable[Change]) -> str:
        """Carry out one command; what came of it, for the status line's end.

        Raises Conflict when a row is no longer what it was: all is read anew then.
        """
        if self.info is None:
            raise StoreError(NOTHING_OPEN.text)
        here = self.info, self.open_text.text
        command = PendingWrite(kind, self.info.id, self.annotator, tuple(changes), here)
        try:
            saved = self.saver.save(command)
        except Conflict:
            self.read_again()
            raise
        self.annotations = self.annotations.with_rows(
            row
            for change in command.changes
            if isinstance(row := change.after, Annotation | Link)
            and row.document_id == self.info.id
        )
        self.version += 1
        return "saved" if saved else f"NOT SAVED YET: {self.saver.reason}"

    def retry(self) -> StatusMessage | None:
        """Try what could not be saved again; None when nothing waited or nothing changed."""
        if not self.saver.waiting:
            return None
        flushed = self.saver.flush()
        if flushed.refused:
            return self._refused(flushed)
        if flushed.saved and not flushed.reason:
            self.version += 1
            return StatusMessage(f"saved now: {flushed.saved} {plural('command', flushed.saved)}")
        return None

    def _refused(self, flushed: Flushed) -> StatusMessage:
        """What was shown and can never be saved is taken off the screen, and said."""
        self.read_again()
        return StatusMessage(f"not saved: {flushed.refused[0][1]}", error=True)

    def finish(self) -> str:
        """End the session: try once more, keep the place, and in a file what cannot be saved.

        What to tell the person who has left; empty when all is saved. Raises StoreError.
        """
        if self.saver.waiting:
            self.saver.flush()
        self.leave()
        unsaved = self.saver.unsaved
        if not unsaved:
            return ""
        import shlex

        from tui.session.saving import rescue

        path = rescue(self.store, unsaved)
        self.saver.give_up()
        count = f"{len(unsaved)} {plural('command', len(unsaved))}"
        take_in = shlex.join(["hashiya", "--db", str(self.store.path), "import", str(path)])
        return f"{count} could not be saved; later, take in what was kept: {take_in}"

    def undo(self) -> StatusMessage:
        """Take back the newest command of this annotator in this document."""
        return self._step(redo=False)

    def redo(self) -> StatusMessage:
        """Carry out again what was undone last."""
        return self._step(redo=True)

    def _step(self, *, redo: bool) -> StatusMessage:
        if self.info is None:
            return NOTHING_OPEN
        word = "redo" if redo else "undo"
        flushed = self.saver.flush()
        if flushed.refused:
            return self._refused(flushed)
        if flushed.reason:
            return StatusMessage(f"cannot {word} yet: {flushed.reason}", error=True)
        step = self.store.history.redo if redo else self.store.history.undo
        try:
            outcome = step(self.info.id, self.annotator)
        except StoreError as error:
            if isinstance(error, Conflict):
                self.read_again()
            return StatusMessage(f"cannot {word}: {error}", error=True)
        if outcome is None:
            return StatusMessage(f"nothing to {word}")
        self.read_again()
        self._show_outcome([change.after for change in outcome.changes])
        return StatusMessage(f"{'redone' if redo else 'undone'}: {outcome.kind}")

    def _show_outcome(self, rows: Sequence[object]) -> None:
        """Put the caret where the undone or redone command had its effect."""
        for row in rows:
            shown = self.annotations.in_text(row.from_id) if isinstance(row, Link) else row
            if isinstance(shown, Annotation) and self.info and shown.document_id == self.info.id:
                self.open_text.drop()
                self.open_text.go_to(shown.start)
                self.pinned = shown.id
                return

    # ------------------------------------------------------------------- facts

    def text_of(self, span: Span) -> str:
        """The stored text of a span of the open document."""
        return self.open_text.text[span.start : span.end]

    def mine(self, annotation: Annotation) -> bool:
        """Whether this annotator made it."""
        return annotation.annotator == self.annotator

    def may_change(self, annotation: Annotation) -> bool:
        """Whether it is this annotator's, or a suggestion, which is anybody's to decide on."""
        return self.mine(annotation) or annotation.status == "suggested"
